"""A quotient: an exact number that is one column over another, computed and compared without ever dividing."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from appraisal.numbers import Exact, choose, constant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.numbers import Comparison


@dataclass(frozen=True, eq=False)
class Quotient:
    """``top / bottom``: the bottom is above zero wherever the top is not null; ``eq=False`` as of expressions."""

    top: Exact
    bottom: Exact

    @property
    def scale(self) -> int:
        """Decimals of the longer of the two."""
        return max(self.top.scale, self.bottom.scale)

    def __add__(self, other: Quotient) -> Quotient:
        """The sum over the product of the bottoms."""
        top = self.top * other.bottom + other.top * self.bottom
        return Quotient(top, self._common(other))

    def __sub__(self, other: Quotient) -> Quotient:
        """The difference over the product of the bottoms."""
        top = self.top * other.bottom - other.top * self.bottom
        return Quotient(top, self._common(other))

    def __mul__(self, other: Quotient) -> Quotient:
        """The product of the tops over that of the bottoms."""
        return Quotient(self.top * other.top, self._common(other))

    def __neg__(self) -> Quotient:
        """The negated number."""
        return Quotient(-self.top, self.bottom)

    def compare(self, sign: Comparison, other: Quotient) -> pl.Expr:
        """The exact comparison by cross-multiplication; null where either is missing."""
        return (self.top * other.bottom).compare(sign, other.top * self.bottom)

    def absolute(self) -> Quotient:
        """Without its sign."""
        return chosen([(self.compare("<", of(constant(0))), -self)], self)

    def missing_where(self, condition: pl.Expr) -> Quotient:
        """The same number, null where the condition holds; an unknown condition leaves it."""
        top = self.top
        return Quotient(
            Exact(pl.when(condition).then(None).otherwise(top.expr), top.low, top.high, top.scale), self.bottom
        )

    def over(self, other: Quotient) -> Quotient:
        """The number divided by another; the new bottom is not above zero where that one is not."""
        return Quotient(self.top * other.bottom, self.bottom * other.top)

    def within(self, decimals: int) -> Quotient:
        """The same number with at most so many decimals above and below the line."""
        if self.scale <= decimals:
            return self
        # Both lose the decimals they share; what one has more than ``decimals`` becomes a factor of the other.
        shared = min(self.top.scale, self.bottom.scale)
        top, bottom = _shifted(self.top, -shared), _shifted(self.bottom, -shared)
        more_above, more_below = max(0, top.scale - decimals), max(0, bottom.scale - decimals)
        factor_above, factor_below = constant(10**more_below), constant(10**more_above)
        return Quotient(_shifted(top, -more_above) * factor_above, _shifted(bottom, -more_below) * factor_below)

    def _common(self, other: Quotient) -> Exact:
        return self.bottom * other.bottom


def of(number: Exact) -> Quotient:
    """A plain number over one."""
    return Quotient(number, constant(1))


def chosen(branches: Sequence[tuple[pl.Expr, Quotient]], otherwise: Quotient | None = None) -> Quotient:
    """CASE: the number of the first condition that holds, else ``otherwise``, else missing."""
    rest = (None, None) if otherwise is None else (otherwise.top, otherwise.bottom)
    return Quotient(
        choose([(condition, number.top) for condition, number in branches], rest[0]),
        choose([(condition, number.bottom) for condition, number in branches], rest[1]),
    )


def first(numbers: Sequence[Quotient]) -> Quotient:
    """The first that is not missing."""
    return chosen([(number.top.expr.is_not_null(), number) for number in numbers])


def extreme(sign: Comparison, numbers: Sequence[Quotient]) -> Quotient:
    """The number that is ``>=`` (or ``<=``) all others that are not missing."""
    # Each is held against all others: from one to the next, the columns would double with each step.
    branches = []
    for number in numbers:
        held = [number.compare(sign, other).fill_null(value=True) for other in numbers if other is not number]
        branches.append((reduce(operator.and_, held, number.top.expr.is_not_null()), number))
    return chosen(branches)


def _shifted(number: Exact, places: int) -> Exact:
    # The integer stays; only where its point stands is another.
    return Exact(number.expr, number.low, number.high, number.scale + places, number.is_constant)
