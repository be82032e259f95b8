"""Exact numbers in columns: integers times a power of ten, with bounds that prove they cannot wrap."""

from __future__ import annotations

import operator as op
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_INT64 = 2**63 - 1
_INT128 = 2**127 - 1
#: No table of evidence has more rows (the row index of Polars has 32 bits); sums are proved against it.
MAX_ROWS = 2**32

Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
_COMPARE = {"=": op.eq, "<>": op.ne, "<": op.lt, "<=": op.le, ">": op.gt, ">=": op.ge}
_MIRRORED: dict[Comparison, Comparison] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class OutOfRangeError(ArithmeticError):
    """A number could pass 128 bits; ``low`` and ``high`` are the bounds that were proved."""

    def __init__(self, low: int, high: int) -> None:
        """The bounds of the integer that does not fit."""
        self.low, self.high = low, high
        super().__init__(f"integer between {low} and {high} does not fit 128 bits")


@dataclass(frozen=True)
class Exact:
    """A number column ``expr * 10**-scale`` whose integer lies between ``low`` and ``high`` in every row.

    The bounds choose the dtype: Int64 where they fit, Int128 where they do not, refused beyond
    (Polars wraps integers silently, so the proof stands before the arithmetic).
    """

    expr: pl.Expr
    low: int
    high: int
    scale: int = 0
    #: The same integer in every row, never null: arithmetic among such numbers is done here, not in the column.
    is_constant: bool = False

    def __post_init__(self) -> None:
        """Raise OutOfRangeError where 128 bits are not enough."""
        if max(-self.low, self.high) > _INT128:
            raise OutOfRangeError(self.low, self.high)

    @property
    def dtype(self) -> type[pl.DataType]:
        """The smallest of Int64 and Int128 that holds the bounds."""
        return pl.Int64 if max(-self.low, self.high) <= _INT64 else pl.Int128

    def __add__(self, other: Exact) -> Exact:
        """The sum."""
        left, right = _same_scale(self, other)
        return _combine(left, right, left.low + right.low, left.high + right.high, left.scale, "+")

    def __sub__(self, other: Exact) -> Exact:
        """The difference."""
        left, right = _same_scale(self, other)
        return _combine(left, right, left.low - right.high, left.high - right.low, left.scale, "-")

    def __mul__(self, other: Exact) -> Exact:
        """The product; scales add."""
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return _combine(self, other, min(corners), max(corners), self.scale + other.scale, "*")

    def __neg__(self) -> Exact:
        """The negated number."""
        # NOTE: Polars 2.1 cannot negate Int128, but it multiplies.
        return Exact(self.as_wide(max(-self.low, self.high)) * _literal(-1), -self.high, -self.low, self.scale)

    def rescaled(self, scale: int) -> Exact:
        """The same number with more decimals; fewer would lose digits and is a ValueError."""
        if scale == self.scale:
            return self
        if scale < self.scale:
            message = f"scale {scale} would drop digits of scale {self.scale}"
            raise ValueError(message)
        factor = 10 ** (scale - self.scale)
        widened = _combine(self, _integer(factor), self.low * factor, self.high * factor, 0, "*")
        return replace(widened, scale=scale)

    def compare(self, operator: Comparison, other: Exact) -> pl.Expr:
        """A boolean column: null where either side is null."""
        if self.is_constant and not other.is_constant:
            # Polars 2.1 reads garbage where a literal on the left meets a column of one repeated value.
            return other.compare(_MIRRORED[operator], self)
        left, right = _same_scale(self, other)
        reach = max(-left.low, left.high, -right.low, right.high)
        a, b = left.as_wide(reach), right.as_wide(reach)
        return _COMPARE[operator](a, b)

    def total(self, rows: int = MAX_ROWS) -> Exact:
        """The sum over at most ``rows`` rows; 0 over none, as in Polars."""
        low, high = min(0, self.low) * rows, max(0, self.high) * rows
        return Exact(self.as_wide(max(-low, high)).sum(), low, high, self.scale)

    def widened(self, low: int, high: int) -> Exact:
        """The same number under wider bounds, for a place that several numbers share."""
        return Exact(self.expr, min(low, self.low), max(high, self.high), self.scale)

    def as_wide(self, reach: int) -> pl.Expr:
        """The integer column in a dtype that holds ``reach`` on either side of zero."""
        if reach > _INT128:
            raise OutOfRangeError(-reach, reach)
        return self.expr.cast(pl.Int128) if reach > _INT64 else self.expr

    def as_small(self) -> pl.Expr:
        """The integer column in the smallest dtype its bounds allow."""
        return self.expr.cast(self.dtype)

    def to_decimal(self, scale: int | None = None) -> pl.Expr:
        """The number as ``Decimal(38, scale)`` for the edge of the system; never rounds."""
        number = self.rescaled(self.scale if scale is None else scale)
        # NOTE: as text, because a literal of Python's Decimal makes Polars load numpy where that is installed.
        unit = pl.lit(f"{Decimal(1).scaleb(-number.scale):f}").cast(pl.Decimal(38, number.scale))
        # NOTE: a cast of the integer to this scale would need room for its zeros; the product does not.
        wide = number.expr.cast(pl.Int128).cast(pl.Decimal(38, 0))
        return wide * unit if number.scale else wide


def constant(value: Decimal | int) -> Exact:
    """A literal of the rules or of a formula, with all its decimals."""
    # The ratio is exact; the arithmetic of Decimal would round to the digits of its context.
    numerator, denominator = Decimal(value).as_integer_ratio()
    scale = 0
    while 10**scale % denominator:
        scale += 1
    return _integer(numerator * (10**scale // denominator), scale)


def column(name: str, low: int, high: int, scale: int = 0) -> Exact:
    """A column of integers that are already scaled, with bounds its schema proves."""
    return Exact(pl.col(name), low, high, scale)


def choose(branches: Sequence[tuple[pl.Expr, Exact]], otherwise: Exact | None = None) -> Exact:
    """CASE: the number of the first condition that holds, else ``otherwise``, else null."""
    numbers = [number for _, number in branches] + ([otherwise] if otherwise else [])
    scale = max(number.scale for number in numbers)
    numbers = [number.rescaled(scale) for number in numbers]
    low, high = min(number.low for number in numbers), max(number.high for number in numbers)
    reach = max(-low, high)
    expr = numbers[len(branches)].as_wide(reach) if otherwise else pl.lit(None)
    for (condition, _), number in zip(reversed(branches), reversed(numbers[: len(branches)]), strict=True):
        expr = pl.when(condition).then(number.as_wide(reach)).otherwise(expr)
    return Exact(expr, low, high, scale)


def divide_half_up(numerator: Exact, denominator: Exact, decimals: int) -> Exact:
    """``numerator / denominator`` rounded once, half away from zero as Excel's ROUND, to ``decimals``.

    The denominator is above zero wherever it is not null (a zero denominator is a missing measure).
    """
    shift = decimals + denominator.scale - numerator.scale
    top = replace(numerator, scale=0) * _integer(10 ** max(0, shift))
    bottom = replace(denominator, scale=0, low=max(1, denominator.low)) * _integer(10 ** max(0, -shift))
    if bottom.is_constant and bottom.low == 1:
        return replace(top, scale=decimals)
    if top.is_constant and bottom.is_constant:
        doubled_top, sign = 2 * abs(top.low), -1 if top.low < 0 else 1
        return _integer(sign * ((doubled_top + bottom.low) // (2 * bottom.low)), decimals)
    doubled = bottom + bottom
    reach = 2 * max(-top.low, top.high) + bottom.high
    wide, half, whole = top.as_wide(reach), bottom.as_wide(reach), doubled.as_wide(reach)
    positive = (wide + wide + half) // whole
    # No quotient is larger than the largest numerator over the smallest denominator.
    high, low = max(0, top.high) // bottom.low + 1, -(-min(0, top.low) // bottom.low) - 1
    if top.low >= 0:
        return Exact(positive, 0, high, decimals)
    negative = (half - wide - wide) // whole * _literal(-1)
    return Exact(pl.when(wide < 0).then(negative).otherwise(positive), low, high, decimals)


def _integer(value: int, scale: int = 0) -> Exact:
    return Exact(_literal(value), value, value, scale, is_constant=True)


@lru_cache(maxsize=1_000)
def _literal(value: int, *, wide: bool = False) -> pl.Expr:
    # An expression never changes; to make one takes longer than all else that is done with a constant.
    if abs(value) > _INT128:
        raise OutOfRangeError(-abs(value), abs(value))
    return pl.lit(value, dtype=pl.Int128 if wide or abs(value) > _INT64 else pl.Int64)


def _same_scale(left: Exact, right: Exact) -> tuple[Exact, Exact]:
    scale = max(left.scale, right.scale)
    return left.rescaled(scale), right.rescaled(scale)


def _combine(left: Exact, right: Exact, low: int, high: int, scale: int, operator: Literal["+", "-", "*"]) -> Exact:
    if left.is_constant and right.is_constant:
        value = left.low + right.low if operator == "+" else left.low - right.low if operator == "-" else low
        return _integer(value, scale)
    if right.is_constant and right.low == (1 if operator == "*" else 0):
        return replace(left, scale=scale)
    if left.is_constant and left.low == (1 if operator == "*" else 0) and operator != "-":
        return replace(right, scale=scale)
    # The operands are widened first: Polars computes in the wider dtype of the two, and wraps there.
    reach = max(-low, high, -left.low, left.high, -right.low, right.high)
    a, b = left.as_wide(reach), right.as_wide(reach)
    expr = a + b if operator == "+" else a - b if operator == "-" else a * b
    return Exact(expr, low, high, scale)
