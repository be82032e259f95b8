"""Samples: the exact numbers that statistics of the cohort are taken of."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from appraisal.numbers import OutOfRangeError, column

if TYPE_CHECKING:
    import polars as pl

    from appraisal.model.curve import CohortNumber
    from appraisal.numbers import Ratio

_DIGITS = decimal.Context(prec=60, rounding=decimal.ROUND_HALF_EVEN)


class Sample:
    """Exact numbers of the cohort: what every statistic of them is."""

    size: int

    def statistic(self, asked: CohortNumber) -> Fraction:
        """The number that the rules ask for, before it is rounded."""
        if asked.statistic == "minimum":
            value = self.at(0)
        elif asked.statistic == "maximum":
            value = self.at(self.size - 1)
        elif asked.statistic == "mean":
            value = self._mean() + Fraction(asked.deviations) * (self._deviation() if asked.deviations else 0)
        else:
            value = self.quantile(Fraction(asked.q) if asked.q is not None else Fraction(1, 2))
        return value * Fraction(asked.times)

    def quantile(self, q: Fraction) -> Fraction:
        """In proportion between the two nearest values: type 7 of Hyndman and Fan 1996, as Excel's PERCENTILE.INC."""
        position = q * (self.size - 1)
        below = floor(position)
        low, high = self.at(below), self.at(min(below + 1, self.size - 1))
        return low + (position - below) * (high - low)

    def at(self, position: int) -> Fraction:
        """The number at a place of the ascending order, from 0."""
        raise NotImplementedError

    def powers(self) -> tuple[Fraction, Fraction]:
        """The sum of the numbers, and that of their squares."""
        raise NotImplementedError

    def _mean(self) -> Fraction:
        return self.powers()[0] / self.size

    def _deviation(self) -> Fraction:
        """Of a sample (n - 1), to far more digits than are kept; 0 for a single platform."""
        if self.size == 1:
            return Fraction(0)
        total, squares = self.powers()
        variance = (squares - total**2 / self.size) / (self.size - 1)
        quotient = _DIGITS.divide(Decimal(variance.numerator), Decimal(variance.denominator))
        return Fraction(_DIGITS.sqrt(quotient))


class Ratios(Sample):
    """Numbers over denominators of their own, each once with how often it occurs."""

    def __init__(self, counted: list[tuple[Fraction, int]]) -> None:
        """Numbers in ascending order."""
        self._counted = counted
        self.size = sum(count for _, count in counted)

    def at(self, position: int) -> Fraction:
        """The number at a place of the ascending order, from 0."""
        passed = 0
        for value, count in self._counted:
            passed += count
            if passed > position:
                return value
        raise IndexError(position)

    def powers(self) -> tuple[Fraction, Fraction]:
        """The sum of the numbers, and that of their squares."""
        return (
            sum((value * count for value, count in self._counted), Fraction(0)),
            sum((value**2 * count for value, count in self._counted), Fraction(0)),
        )


class Wholes(Sample):
    """Integers that one unit makes numbers: a million are no more work for Python than one."""

    def __init__(self, values: pl.Series, unit: Fraction) -> None:
        """Integers without a missing one, in any order; the unit is above zero."""
        self._values, self._unit = values, unit
        self._sorted: pl.Series | None = None
        self.size = len(values)

    def at(self, position: int) -> Fraction:
        """The number at a place of the ascending order, from 0."""
        if position in (0, self.size - 1):
            return self._number(self._values.min() if position == 0 else self._values.max())
        self._sorted = self._values.sort() if self._sorted is None else self._sorted
        return self._number(self._sorted[position])

    def powers(self) -> tuple[Fraction, Fraction]:
        """The sum of the numbers, and that of their squares."""
        least, most = self._values.min(), self._values.max()
        assert isinstance(least, int)
        assert isinstance(most, int)
        number = column("x", least, most)
        frame = self._values.alias("x").to_frame()
        try:
            sums = [one.total(self.size) for one in (number, number * number)]
            found = frame.select(first=sums[0].expr, second=sums[1].expr).row(0)
        except OutOfRangeError:
            found = (sum(self._values), sum(one * one for one in self._values))
        return found[0] * self._unit, found[1] * self._unit**2

    def _number(self, value: object) -> Fraction:
        assert isinstance(value, int)
        return value * self._unit


def sample_of(rows: pl.DataFrame, value: Ratio) -> Sample:
    """The values of some platforms, without the missing ones."""
    unit = Fraction(10) ** (value.bottom.scale - value.top.scale)
    if value.bottom.is_constant:
        tops = rows.select(value.top.expr.alias("top")).to_series().drop_nulls()
        return Wholes(tops, unit / value.bottom.low)
    found = rows.select(top=value.top.expr, bottom=value.bottom.expr).drop_nulls()
    counted = found.group_by("top", "bottom").len().rows()
    return Ratios(sorted((Fraction(top, bottom) * unit, count) for top, bottom, count in counted))
