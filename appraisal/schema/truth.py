"""True, false, or a boolean column: the answers of a schema, with what is known beforehand folded away."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Where it is a column, it is missing exactly where its cell is missing; so no literal may hide in it.
Truth = bool | pl.Expr


def both(left: Truth, right: Truth) -> Truth:
    """Left and right."""
    if isinstance(left, bool):
        return right if left else False
    if isinstance(right, bool):
        return left if right else False
    return left & right


def either(left: Truth, right: Truth) -> Truth:
    """Left or right."""
    return (
        negated(both(negated(left), negated(right)))
        if isinstance(left, bool) or isinstance(right, bool)
        else left | right
    )


def negated(truth: Truth) -> Truth:
    """Not so."""
    return not truth if isinstance(truth, bool) else truth.not_()


def every(truths: Iterable[Truth]) -> Truth:
    """All of them; true where there is none."""
    return reduce(both, truths, True)  # noqa: FBT003 - the neutral element


def some(truths: Iterable[Truth]) -> Truth:
    """At least one of them."""
    return reduce(either, truths, False)  # noqa: FBT003 - the neutral element


def exactly_one(truths: Iterable[Truth]) -> Truth:
    """One of them and no other."""
    answers = list(truths)
    certain = sum(answer for answer in answers if isinstance(answer, bool))
    open_ones = [answer for answer in answers if not isinstance(answer, bool)]
    if certain > 1 or not open_ones:
        return certain == 1
    count = reduce(pl.Expr.__add__, [answer.cast(pl.UInt32) for answer in open_ones])
    return count == 1 - certain


def as_expr(truth: Truth) -> pl.Expr:
    """The answer as a column; a known one has one row."""
    return pl.lit(truth) if isinstance(truth, bool) else truth
