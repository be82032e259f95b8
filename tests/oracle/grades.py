"""The grades: by score, by condition, by place, or directly; the best that is earned."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from tests.oracle.conditions import Subject, holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle.order import Order
    from tests.oracle.scenario import Json

#: Any of these makes a grade one that is to be earned; one that has none of them, nor ``direct``, is for all.
REQUIREMENTS = ("minimum", "when", "first", "share")
ROUNDINGS = {"floor": floor, "ceil": ceil, "half_up": lambda number: floor(number + Fraction(1, 2))}


@dataclass
class Grading:
    """The field in which places are counted."""

    rules: Json
    #: The ranked and the undecided platforms.
    graded: Sequence[str]
    #: How many of them are ranked.
    ranked: int
    order: Order

    def grade(self, platform: str, composite: Fraction, subject: Subject) -> str:
        """The best grade that the platform earns; the subject has its marks."""
        grades = self.rules["grades"]
        earned = (name for name in from_the_best(grades) if self._earns(grades[name], platform, composite, subject))
        return next(earned)

    def _earns(self, grade: Json, platform: str, composite: Fraction, subject: Subject) -> bool:
        if "direct" in grade:
            if holds(grade["direct"], subject):
                return True
            if not any(name in grade for name in REQUIREMENTS):
                return False
        if composite < Fraction(grade.get("minimum", composite)):
            return False
        return ("when" not in grade or holds(grade["when"], subject)) and self._has_place(grade, platform)

    def _has_place(self, grade: Json, platform: str) -> bool:
        if "first" not in grade and "share" not in grade:
            return True
        quota = (
            grade["first"] if "first" in grade else ROUNDINGS[grade["round"]](Fraction(grade["share"]) * self.ranked)
        )
        place = self.order.competition_rank(platform, self.graded)
        if grade["tied"] == "in":
            return place <= quota
        places = [self.order.competition_rank(other, self.graded) for other in self.graded]
        return place + places.count(place) - 1 <= quota


def from_the_best(grades: Json) -> list[str]:
    """The grades by minimum where all but the one for all have one, else as written; the one for all is the last."""
    with_claim = [name for name, one in grades.items() if "direct" in one or any(key in one for key in REQUIREMENTS)]
    if all("minimum" in grades[name] for name in with_claim):
        with_claim.sort(key=lambda name: -grades[name]["minimum"])
    return [*with_claim, *(name for name in grades if name not in with_claim)]
