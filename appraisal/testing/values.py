"""What was measured: one exact value per platform, as laws compare them and people read them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from appraisal.measure import Measures
    from appraisal.texts import Text


@dataclass(frozen=True)
class Value:
    """The measure of one platform; ``low`` and ``high`` are the same where it is no interval."""

    state: str
    low: Fraction | None
    high: Fraction | None
    denominator: Fraction | None
    scale: int

    @property
    def is_number(self) -> bool:
        """It is measured, and not only known between bounds."""
        return self.state == "measured" and self.low == self.high

    @property
    def in_unit(self) -> Fraction:
        """The number in the unit of the indicator, at the low end of an interval."""
        assert self.low is not None
        assert self.denominator
        return self.low / self.denominator * self.scale

    @property
    def top_in_unit(self) -> Fraction:
        """The same at the high end."""
        assert self.high is not None
        assert self.denominator
        return self.high / self.denominator * self.scale

    @property
    def shown(self) -> Text | Joined:
        """For people: the number, or why there is none."""
        match self.state:
            case "measured" if self.denominator and self.low is not None:
                low, high = (f"{end * self.scale}" for end in (self.low, self.high) if end is not None)
                number = low if low == high else f"{low}..{high}"
                return Joined((number if self.denominator == 1 else f"{number} ÷ {self.denominator}",))
            case "not_submitted":
                return text("nothing handed in")
            case _:
                return text("missing")


def values(measures: Measures, indicator: str) -> dict[str, Value]:
    """The value of each platform under one indicator."""
    one = measures.by_id[indicator]
    numbers = {"low": one.low, "high": one.high, "denominator": one.denominator}
    frame = measures.frame.select("platform_id", f"{indicator}.state", *(f"{indicator}.{part}" for part in numbers))
    scales = [10**number.scale for number in numbers.values()]
    made = {}
    for platform, state, *cells in frame.iter_rows():
        low, high, bottom = (
            None if cell is None else Fraction(cell, unit) for cell, unit in zip(cells, scales, strict=True)
        )
        made[platform] = Value(state, low, high, bottom, one.indicator.scale)
    return made
