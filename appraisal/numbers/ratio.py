"""An exact ratio of two number columns: it is compared and ordered without ever dividing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

import polars as pl

from appraisal.numbers.exact import Exact, choose, constant

if TYPE_CHECKING:
    from decimal import Decimal

    from appraisal.numbers.exact import Comparison
    from appraisal.numbers.interval import Interval


@dataclass(frozen=True)
class Ratio:
    """``top / bottom``, where the bottom is above zero wherever it is not null."""

    top: Exact
    bottom: Exact

    def compare(self, operator: Comparison, value: Decimal | int) -> pl.Expr:
        """The exact comparison by cross-multiplication: 10q >= 6N, never q/N >= 0.6."""
        return self.top.compare(operator, constant(value) * self.bottom)

    def within(self, interval: Interval) -> pl.Expr:
        """A boolean column: the ratio lies in the interval; null where the ratio is."""
        conditions: list[pl.Expr] = []
        if interval.low is not None:
            conditions.append(self.compare(">=" if interval.low_closed else ">", interval.low))
        if interval.high is not None:
            conditions.append(self.compare("<=" if interval.high_closed else "<", interval.high))
        return reduce(and_, conditions) if conditions else self.top.expr.is_not_null()

    def replaced(self, condition: pl.Expr, value: Decimal) -> Ratio:
        """A plain number where the condition holds, this ratio elsewhere."""
        return self.otherwise(Ratio(constant(value), constant(1)), condition)

    def otherwise(self, other: Ratio, condition: pl.Expr) -> Ratio:
        """The other ratio where the condition holds, this one elsewhere."""
        return Ratio(choose([(condition, other.top)], self.top), choose([(condition, other.bottom)], self.bottom))

    def order_keys(self, most: int) -> tuple[pl.Expr, pl.Expr]:
        """Two integer columns that sort as the ratio does, for scaled bottoms up to ``most``.

        Two ratios whose bottoms are at most D differ by at least 1/D**2, so the remainder times D**2
        tells them apart: sorting by whole part, then by that, is sorting by the ratio itself.
        """
        scale = max(self.top.scale, self.bottom.scale)
        top, bottom = self.top.rescaled(scale), self.bottom.rescaled(scale)
        most *= 10 ** (scale - self.bottom.scale)
        fine = most * most
        # The remainder is below the bottom, so this product bounds everything that is computed here.
        reach = max(-top.low, top.high, most * fine)
        wide = Exact(top.expr, -reach, reach)
        above, below = wide.as_wide(reach), bottom.as_wide(reach)
        whole = above // below
        return whole, (above - whole * below) * pl.lit(fine, dtype=wide.dtype) // below
