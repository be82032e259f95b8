"""The facts of Articles 5 and 6 that a city enters after its check: most platforms have them all."""

from __future__ import annotations

from .chance import chance

FACTS = (
    "legal_entity",
    "premises",
    "equipment",
    "management_rules",
    "service_process",
    "fee_standard",
    "quality_measures",
    "sme_discount",
)
SOUND: dict[str, bool | None] = dict.fromkeys(FACTS, True)


def facts(platform_id: str, year: int) -> dict[str, bool | None]:
    """Return the facts of a platform; one in twenty lacks one, or nobody has entered it."""
    dice = chance("facts", platform_id, year)
    if dice.random() >= 0.045:
        return SOUND
    number = dice.choices((1, 2), (80, 20))[0]
    weights = (3, 2, 2, 2, 2, 2, 3, 4)
    lacking = {dice.choices(FACTS, weights)[0]: dice.choices((False, None), (85, 15))[0] for _ in range(number)}
    return SOUND | lacking
