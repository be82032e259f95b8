"""The spread of a measure: the platforms at its ends and quarters, each an exact number that some platform has."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from appraisal.numbers import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from appraisal.model.indicator import Indicator

#: Of n values in ascending order: the one at place ceil(share * n), and at least the first.
QUARTERS = {
    "minimum": Fraction(0),
    "lower quartile": Fraction(1, 4),
    "median": Fraction(1, 2),
    "upper quartile": Fraction(3, 4),
    "maximum": Fraction(1),
}


@dataclass(frozen=True)
class Value:
    """The measure of one platform in the indicator's unit."""

    platform_id: str
    exact: Fraction
    numerator: Decimal
    denominator: Decimal
    #: Only the low end of the bounds is used where no single number is known.
    is_interval: bool


@dataclass(frozen=True)
class Spread:
    """The measured values in ascending order."""

    values: tuple[Value, ...]
    indicator: Indicator

    def __bool__(self) -> bool:
        """Anything was measured."""
        return bool(self.values)

    @property
    def quarters(self) -> dict[str, Value]:
        """The values at the ends and quarters."""
        last = len(self.values)
        return {name: self.values[max(1, ceil(share * last)) - 1] for name, share in QUARTERS.items()}

    @property
    def intervals(self) -> int:
        """How many platforms have bounds instead of one number."""
        return sum(value.is_interval for value in self.values)

    @property
    def zeros(self) -> int:
        """How many of the values are zero."""
        return sum(not value.exact for value in self.values)

    def printed(self, value: Value) -> str:
        """The value as it is printed, with its unit."""
        return f"{decimal_text(value.exact, self.indicator.decimals)} {self.indicator.unit}".rstrip()

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest value, rounded outward to the decimals of the indicator."""
        step = Fraction(1, 10**self.indicator.decimals)
        low, high = self.values[0].exact, self.values[-1].exact
        return floor(low / step) * step, ceil(high / step) * step


def spread(rows: Iterable[Mapping[str, Any]], indicator: Indicator) -> Spread:
    """The spread of the measured lines of a table of measures."""
    values = []
    for row in rows:
        if row["state"] != "measured":
            continue
        top = row["low"] if row["numerator"] is None else row["numerator"]
        exact = Fraction(top) / Fraction(row["denominator"]) * indicator.scale
        values.append(Value(row["platform_id"], exact, top, row["denominator"], row["numerator"] is None))
    return Spread(tuple(sorted(values, key=lambda value: (value.exact, value.platform_id))), indicator)
