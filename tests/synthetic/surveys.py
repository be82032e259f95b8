"""The satisfaction survey: answers of enterprises served, a few of them without a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .chance import chance
from .enterprises import enterprise_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .enterprises import Clients
    from .standing import Standing


def survey_rows(served: Iterable[tuple[Standing, Clients]]) -> list[dict[str, object]]:
    """Return the answers of a year, given from July on."""
    rows: list[dict[str, object]] = []
    for state, clients in served:
        dice = chance("survey", state.platform.platform_id, state.year)
        first = date(state.year, 7, 1)
        days = sorted(first + timedelta(days=dice.randrange(184)) for _ in state.answers)
        asked = [*clients.smes, *clients.larges]
        dice.shuffle(asked)
        for place, (day, score) in enumerate(zip(days, state.answers, strict=True)):
            named = place < len(asked) and dice.random() >= 0.05
            rows.append(
                {
                    "answer_id": f"A{len(rows) + 1:05d}",
                    "platform_id": state.platform.platform_id,
                    "enterprise_id": enterprise_id(asked[place]) if named else None,
                    "date": day,
                    "score": score,
                }
            )
    return rows


def named_enterprises(rows: Iterable[dict[str, object]]) -> set[int]:
    """Return the numbers of the enterprises that rows of services or surveys name."""
    return {int(str(row["enterprise_id"])[1:]) for row in rows if row["enterprise_id"] is not None}
