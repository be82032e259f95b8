"""A stretch of the number line with open or closed ends: a requirement, a band, a piece of a curve."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from appraisal.numbers.digits import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction


@dataclass(frozen=True)
class Interval:
    """The numbers between ``low`` and ``high``; None is no end; a closed end belongs to it."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_closed: bool = True
    high_closed: bool = True

    @classmethod
    def from_bounds(cls, bounds: Mapping[str, object]) -> Interval:
        """From JSON Schema's minimum, exclusiveMinimum, maximum, exclusiveMaximum; the narrower of two bounds holds."""
        low, low_closed = _narrower(bounds, "minimum", "exclusiveMinimum", 1)
        high, high_closed = _narrower(bounds, "maximum", "exclusiveMaximum", -1)
        return cls(low, high, low_closed, high_closed)

    @property
    def is_empty(self) -> bool:
        """No number lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    def holds(self, value: Fraction) -> bool:
        """The number lies in it."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below

    def __str__(self) -> str:
        """As conditions: ``>= 60, < 80``."""
        low = "" if self.low is None else f"{'>=' if self.low_closed else '>'} {plain(self.low)}"
        high = "" if self.high is None else f"{'<=' if self.high_closed else '<'} {plain(self.high)}"
        return ", ".join(part for part in (low, high) if part)

    @property
    def shown(self) -> str:
        """As conditions in the signs that people write: ``≥ 60, < 80``."""
        if self.low is not None and self.low == self.high:
            return f"= {plain(self.low)}"
        return str(self).replace(">=", "≥").replace("<=", "≤")


def _narrower(bounds: Mapping[str, object], closed: str, opened: str, sign: int) -> tuple[Decimal | None, bool]:
    including, excluding = bounds.get(closed), bounds.get(opened)
    if excluding is None:
        return (None if including is None else Decimal(str(including))), True
    if including is None or sign * Decimal(str(excluding)) >= sign * Decimal(str(including)):
        return Decimal(str(excluding)), False
    return Decimal(str(including)), True
