"""The mark of a value: exact, multiplied by its factor and rounded once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING

import polars as pl

from appraisal.model.curve import Choice, Curve, Levels
from appraisal.numbers import Exact, OutOfRangeError, Ratio, choose, column, constant, divide_half_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from appraisal.model.condition import Condition
    from appraisal.model.curve import Piece, Point, Shape

_ONE = Fraction(1)
#: Flat, rising or falling, flat.
_RAMP = 3


@dataclass(frozen=True)
class Marked:
    """How values become marks: to so many decimals, times a factor, with conditions settled by the frame."""

    decimals: int
    settled: Callable[[Condition], pl.Expr]
    factor: Fraction = _ONE

    def mark(self, value: Ratio | pl.Expr, shape: Shape) -> Exact:
        """The mark of a number, or of a word; missing where the value is, or where no curve is chosen."""
        if isinstance(shape, Choice):
            cases = [(self.settled(when), self.mark(value, one)) for when, one in shape.cases]
            return choose(cases, self.mark(value, shape.otherwise) if shape.otherwise else None)
        if isinstance(shape, Levels):
            assert isinstance(value, pl.Expr)
            return self._level(value, shape)
        assert isinstance(shape, Curve)
        assert isinstance(value, Ratio)
        if not shape.pieces:
            return Exact(pl.lit(None, dtype=pl.Int64), 0, 0, self.decimals)
        try:
            ramp = self._ramp(value, shape)
        except OutOfRangeError:
            ramp = None
        if ramp is not None:
            return ramp
        return choose([(value.within(piece.over), self._piece(value, piece)) for piece in shape.pieces])

    def _ramp(self, value: Ratio, shape: Curve) -> Exact | None:
        """One line between two flat ends, over one denominator: a single division by a number. None for all else.

        Most leaves are such; a choice among pieces costs them several times as much.
        """
        ends = _ends_of_ramp(shape)
        if ends is None or not value.bottom.is_constant or value.top.is_constant:
            return None
        # The value of one unit of the integer, the mark as slope x integer + base, both in units of the last decimal.
        unit = Fraction(10) ** (value.bottom.scale - value.top.scale) / value.bottom.low
        lift = self.factor * 10**self.decimals
        (x0, y0), (x1, y1) = (tuple(map(Fraction, end)) for end in ends)
        slope, base = (y1 - y0) / (x1 - x0) * unit * lift, (y0 - x0 * (y1 - y0) / (x1 - x0)) * lift
        low, high = min(y0, y1) * lift, max(y0, y1) * lift
        if low < 0:
            return None
        over = lcm(*(one.denominator for one in (slope, base, low, high)))
        # Whole numbers that hold the ends; where an end lies between two of them it is drawn in afterwards.
        first, last = floor(x0 / unit), ceil(x1 / unit)
        whole = value.top
        if whole.low < first or whole.high > last:
            reach = max(-first, last, -whole.low, whole.high)
            bounds = (pl.lit(one, dtype=column("", -reach, reach).dtype) for one in (first, last))
            inside = whole.as_wide(reach).clip(*bounds)
            whole = Exact(Exact(inside, first, last).as_small(), first, last)
        whole = replace(whole, scale=0)
        top = whole * constant(int(2 * slope * over)) + constant(int((2 * base + 1) * over))
        least, most = int((2 * low + 1) * over), int((2 * high + 1) * over)
        if top.low < least or top.high > most:
            bounds = (pl.lit(one, dtype=top.dtype) for one in (least, most))
            top = Exact(top.as_small().clip(*bounds), max(least, top.low), min(most, top.high))
        divisor = constant(2 * over).as_wide(top.high) if 2 * over <= top.high else None
        if divisor is None:
            return None
        digits = Exact(top.as_wide(2 * over) // divisor, top.low // (2 * over), top.high // (2 * over), self.decimals)
        return Exact(digits.as_small(), digits.low, digits.high, self.decimals) if top.dtype != digits.dtype else digits

    def _level(self, word: pl.Expr, shape: Levels) -> Exact:
        cases = [(word == level, self._flat(mark)) for level, mark in shape.by_word.items()]
        other = [] if shape.otherwise is None else [(word.is_not_null(), self._flat(shape.otherwise))]
        return choose([*cases, *other])

    def _flat(self, mark: Decimal) -> Exact:
        exact = constant(mark) * constant(self.factor.numerator)
        is_short = self.factor.denominator == 1 and exact.scale <= self.decimals
        if is_short:
            return exact.rescaled(self.decimals)
        return divide_half_up(exact, constant(self.factor.denominator), self.decimals)

    def _piece(self, value: Ratio, piece: Piece) -> Exact:
        if piece.start is None or piece.end is None:
            assert piece.mark is not None
            return self._flat(piece.mark)
        (x0, y0), (x1, y1) = piece.start, piece.end
        # NOTE: the difference of two decimals would be rounded to the digits of their context.
        width, rise = constant(x1) - constant(x0), constant(y1) - constant(y0)
        top = constant(y0) * width * value.bottom + (value.top - constant(x0) * value.bottom) * rise
        bottom = width * value.bottom * constant(self.factor.denominator)
        rounded = divide_half_up(top * constant(self.factor.numerator), bottom, self.decimals)
        if not piece.is_bounded:
            return rounded
        # Inside the piece the mark lies between its ends: the narrow bounds keep the sums above in 64 bits.
        ends = [self._flat(mark).low for mark in piece.marks]
        low, high = min(ends), max(ends)
        narrow = Exact(rounded.expr.clip(low - 1, high + 1), low - 1, high + 1, self.decimals)
        return Exact(narrow.as_small(), narrow.low, narrow.high, self.decimals)


def _ends_of_ramp(shape: Curve) -> tuple[Point, Point] | None:
    """Both ends of the one line of a curve that stays at the marks of its ends beyond them."""
    if len(shape.pieces) != _RAMP:
        return None
    below, line, above = shape.pieces
    if line.start is None or line.end is None or not line.is_bounded:
        return None
    (x0, y0), (x1, y1) = line.start, line.end
    flat = (below.mark, above.mark) == (y0, y1)
    covers = below.over.low is None and below.over.high == x0 and above.over.low == x1 and above.over.high is None
    return ((x0, y0), (x1, y1)) if flat and covers else None
