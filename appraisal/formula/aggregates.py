"""Aggregates: one value per platform from its selected rows, with SQL's meaning of no rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import polars as pl

from appraisal.formula.meaning import PREDICATE, WORD, Meaning, Type, derived, expect, in_words, unknown
from appraisal.numbers import MAX_ROWS, Exact
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from appraisal.formula.problems import Problems

_TAKES: dict[str, tuple[Type, ...]] = {
    "COUNT": ("number", "text", "boolean", "date"),
    "SUM": ("number",),
    "MIN": ("number", "date"),
    "MAX": ("number", "date"),
}


def count_rows(at: int, where: Meaning | None, problems: Problems) -> Meaning:
    """``COUNT(*)``, of the rows where a condition holds."""
    if where is None:
        return replace(derived(at, "number", _count(pl.len()), text("the number of rows"), ()), level="platform")
    if not _selects(where, problems):
        return unknown(at)
    words = text("the number of rows where {condition}", condition=where.words)
    # A sum of true values leaves false and unknown out.
    return replace(derived(at, "number", _count(where.expr.sum()), words, (where,), binds=PREDICATE), level="platform")


def aggregate(
    at: int,
    name: Literal["COUNT", "SUM", "MIN", "MAX"],
    argument: Meaning,
    where: Meaning | None,
    problems: Problems,
    *,
    distinct: bool,
) -> Meaning:
    """``NAME([DISTINCT] argument) [FILTER (WHERE where)]``."""
    fits = expect(problems, argument, _TAKES[name], name) and _reads(argument, name, problems)
    if (where is not None and not _selects(where, problems)) or not fits:
        return unknown(at)
    parts = (argument, where) if where else (argument,)
    rows = argument.expr.filter(where.expr) if where else argument.expr
    value = _count_values(rows, distinct=distinct) if name == "COUNT" else _fold(name, rows, argument)
    words = _words(name, argument, distinct=distinct)
    if where:
        words = text("{value}, over the rows where {condition}", value=words, condition=where.words)
    size = 2 + 2 * sum(part.size for part in parts)
    kind = argument.type if name in ("MIN", "MAX") else "number"
    made = derived(at, kind, value, words, parts, binds=PREDICATE if where else WORD, size=size)
    return replace(made, level="platform")


def _count(expr: pl.Expr) -> Exact:
    # Polars counts in UInt32, where 1 - 2 is 4294967295.
    return Exact(expr.cast(pl.Int64), 0, MAX_ROWS)


def _count_values(rows: pl.Expr, *, distinct: bool) -> Exact:
    return _count(rows.drop_nulls().n_unique() if distinct else rows.count())


def _fold(name: str, rows: pl.Expr, argument: Meaning) -> Exact | pl.Expr:
    if name == "SUM":
        number = argument.number
        total = Exact(rows, number.low, number.high, number.scale).total()
        # Polars sums nothing to 0, SQL to NULL: a platform without a value has none.
        return Exact(pl.when(rows.count() > 0).then(total.expr), total.low, total.high, total.scale)
    folded = rows.min() if name == "MIN" else rows.max()
    if argument.type != "number":
        return folded
    return Exact(folded, argument.number.low, argument.number.high, argument.number.scale)


def _selects(where: Meaning, problems: Problems) -> bool:
    return expect(problems, where, ("boolean",), "FILTER") and _reads(where, "FILTER", problems)


def _reads(part: Meaning, taker: str, problems: Problems) -> bool:
    """Polars counts a constant once where SQL counts it for every row, so constants are refused."""
    if part.reads:
        return True
    fix = text("COUNT(*) counts rows; multiply it by the constant.")
    problems.add("no_column", part.at, text("{taker} reads no column here.", taker=taker), fix)
    return False


def _words(name: str, argument: Meaning, *, distinct: bool) -> Text:
    value = in_words(argument, WORD)
    match name, argument.type:
        case "COUNT", _:
            different = text("the number of different {value}", value=value)
            return different if distinct else text("the number of rows with {value}", value=value)
        case "SUM", _:
            return text("the sum of {value}", value=value)
        case "MIN", "date":
            return text("the earliest {value}", value=value)
        case "MAX", "date":
            return text("the latest {value}", value=value)
        case "MIN", _:
            return text("the smallest {value}", value=value)
    return text("the largest {value}", value=value)
