"""The mark of a value: exact, multiplied by its factor and rounded once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from appraisal.model.curve import Choice, Curve, Levels
from appraisal.numbers import Exact, Ratio, choose, constant, divide_half_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.model.condition import Condition
    from appraisal.model.curve import Piece, Shape

_ONE = Decimal(1)


@dataclass(frozen=True)
class Marked:
    """How values become marks: to so many decimals, times a factor, with conditions settled by the frame."""

    decimals: int
    settled: Callable[[Condition], pl.Expr]
    factor: Decimal = _ONE

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
        return choose([(value.within(piece.over), self._piece(value, piece)) for piece in shape.pieces])

    def _level(self, word: pl.Expr, shape: Levels) -> Exact:
        cases = [(word == level, self._flat(mark)) for level, mark in shape.by_word.items()]
        other = [] if shape.otherwise is None else [(word.is_not_null(), self._flat(shape.otherwise))]
        return choose([*cases, *other])

    def _flat(self, mark: Decimal) -> Exact:
        exact = constant(mark) * constant(self.factor)
        longer = exact.scale > self.decimals
        return divide_half_up(exact, constant(1), self.decimals) if longer else exact.rescaled(self.decimals)

    def _piece(self, value: Ratio, piece: Piece) -> Exact:
        if piece.start is None or piece.end is None:
            assert piece.mark is not None
            return self._flat(piece.mark)
        (x0, y0), (x1, y1) = piece.start, piece.end
        # NOTE: the difference of two decimals would be rounded to the digits of their context.
        width, rise = constant(x1) - constant(x0), constant(y1) - constant(y0)
        top = constant(y0) * width * value.bottom + (value.top - constant(x0) * value.bottom) * rise
        rounded = divide_half_up(top * constant(self.factor), width * value.bottom, self.decimals)
        if not piece.is_bounded:
            return rounded
        # Inside the piece the mark lies between its ends: the narrow bounds keep the sums above in 64 bits.
        ends = [self._flat(mark).low for mark in piece.marks]
        low, high = min(ends), max(ends)
        narrow = Exact(rounded.expr.clip(low - 1, high + 1), low - 1, high + 1, self.decimals)
        return Exact(narrow.as_small(), narrow.low, narrow.high, self.decimals)
