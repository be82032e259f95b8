"""The cohort: the platforms that a number of the rules is taken from, and how it is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, isqrt
from typing import TYPE_CHECKING

from tests.oracle.conditions import Subject, holds
from tests.oracle.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.oracle.scenario import Json

#: A frozen number has at most so many decimals.
FROZEN_DIGITS = 12
#: The least and the greatest value, which stand in the evidence, may have more.
VALUE_DIGITS = 18
#: A root is cut after so many, far beyond any decimal that is kept.
ROOT_DIGITS = 50


@dataclass
class Cohort:
    """The members, in no order that matters."""

    members: Sequence[Subject] = field(default_factory=tuple)

    def values(self, source: str, among: Json | None = None) -> list[Fraction]:
        """The members' values, rising; an interval counts with its narrowed low end, who has no number does not."""
        scored = [one.scored(source) for one in self.members if among is None or holds(among, one)]
        return sorted(ends[0] for ends in scored if isinstance(ends, tuple))

    def number(
        self, source: str, wanted: Json, treated: Callable[[Fraction], Fraction] | None = None
    ) -> Fraction | None:
        """A cohort number of a source, treated or not, frozen; None where nobody has a value."""
        values = self.values(source, wanted.get("among"))
        values = sorted(map(treated, values)) if treated else values
        return frozen(wanted, values) if values else None

    def median(self, source: str, column: str | None = None, fact: object = None) -> Fraction | None:
        """The median of the members, or of those with this fact in a column of the register, frozen."""
        peers = [one for one in self.members if column is None or one.fact(column) == fact]
        return Cohort(peers).number(source, {"cohort": "median"})


def frozen(wanted: Json, values: Sequence[Fraction]) -> Fraction:
    """The number that is asked for of some rising values, with at most twelve decimals."""
    kind = wanted["cohort"]
    if kind == "mean":
        number = sum(values, Fraction(0)) / len(values)
        if "deviations" in wanted:
            number += Fraction(wanted["deviations"]) * deviation(values)
    else:
        parts = {"minimum": 0, "median": Fraction(1, 2), "maximum": 1, "quantile": wanted.get("q")}
        number = quantile(values, Fraction(parts[kind]))
    is_value = kind in ("minimum", "maximum") and wanted.get("times", 1) == 1
    if is_value and (number * 10**VALUE_DIGITS).denominator == 1:
        return number
    return rounded(number * Fraction(wanted.get("times", 1)), FROZEN_DIGITS)


def quantile(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """On the straight line between the two rising values around place (n - 1) q, counted from 0."""
    place = (len(values) - 1) * part
    below = floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def deviation(values: Sequence[Fraction]) -> Fraction:
    """The sample standard deviation (n - 1), its root with fifty decimals; 0 for one value."""
    if len(values) == 1:
        return Fraction(0)
    mean = sum(values, Fraction(0)) / len(values)
    variance = sum(((one - mean) ** 2 for one in values), Fraction(0)) / (len(values) - 1)
    return Fraction(isqrt(floor(variance * 100**ROOT_DIGITS)), 10**ROOT_DIGITS)
