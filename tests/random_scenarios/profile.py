"""A profile: what a platform of a random scenario is in the register and what its evidence shall say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.index import edges
from tests.random_scenarios.wishes import Wish, random_wish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from tests.random_scenarios.tables import Cell, Rows

Json = dict[str, Any]

STAGES = ("declared", "city", "site")
REASONS = ("弄虚作假", "重大安全事故", "其他")
SCALES = {"staff_ratio": 100}


@dataclass
class Profile:
    """One platform."""

    register: dict[str, Cell]
    wishes: dict[str, Wish]
    submits: bool = True
    verified: Rows = field(default_factory=list)
    vetoes: Rows = field(default_factory=list)

    @property
    def id(self) -> str:
        """The platform's id."""
        return str(self.register["platform_id"])


def random_profile(rng: Random, register: dict[str, Cell], rules: Json, indicators: Sequence[str]) -> Profile:
    """A platform that may lack anything: rows, a table, a submission."""
    turns = {name: edges(rules, name) for name in indicators}
    profile = Profile(register, {name: random_wish(rng, name, turns[name]) for name in indicators})
    profile.submits = rng.random() > 0.08
    for name in indicators:
        if rng.random() < 0.1:
            profile.verified += _verified(rng, profile.id, name, turns[name])
    if rng.random() < 0.07:
        profile.vetoes = _vetoes(rng, profile.id)
    return profile


def _verified(rng: Random, platform: str, indicator: str, turns: Sequence[Fraction]) -> Rows:
    """Rows of some stages, with values at the edges of the rules and denominators of many kinds."""
    rows: Rows = []
    for stage in rng.sample(STAGES, rng.randint(1, 3)):
        denominator = rng.choice([1, 1, 2, 3, 7, Fraction(1, 2), 0])
        value = rng.choice(turns) if turns else Fraction(rng.randint(0, 9))
        value += rng.choice([0, 0, 0, Fraction(1, 10000)])
        rows.append(
            {
                "platform_id": platform,
                "indicator": indicator,
                "stage": stage,
                "numerator": _six_decimals(value * denominator / SCALES.get(indicator, 1)),
                "denominator": _six_decimals(Fraction(denominator)),
                "by": "核验组",
                "on": date(2014, 3, 1),
            }
        )
    return rows


def _six_decimals(number: Fraction) -> Decimal:
    return Decimal(int(number * 10**6)).scaleb(-6)


def _vetoes(rng: Random, platform: str) -> Rows:
    return [
        {"platform_id": platform, "reason": reason, "evidence": "通报", "on": date(2013, 5, 1), "by": "主管部门"}
        for reason in rng.sample(REASONS, rng.randint(1, 2))
    ]
