"""Totals: what the formulas of indicators make of each platform's rows, a table and a condition at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure.bind import PLATFORM
from appraisal.numbers import Exact, column, constant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.evidence import Table
    from appraisal.formula import Formula
    from appraisal.measure.bind import Compiled
    from appraisal.measure.resolve import Source


def totals(tables: Mapping[str, Table], compiled: Sequence[Compiled]) -> list[pl.LazyFrame]:
    """Frames of at most a row per platform: of the indicators' tables, and of those that stand in for them."""
    alike: dict[tuple[object, ...], list[Compiled]] = {}
    for one in compiled:
        # Indicators that select the same rows share them: reading them again is what takes the time.
        same_where = (one.indicator.where, *sorted(one.values.items())) if one.where else ()
        alike.setdefault((one.indicator.table, same_where), []).append(one)
    frames = [_selected(tables, ones) for ones in alike.values()]
    return [*frames, *(_fallback(tables, one) for one in compiled if _may_fall_back(one, tables))]


def counted_sources(one: Compiled, tables: Mapping[str, Table]) -> Iterator[Source]:
    """What the indicator's own table gives, then what bounds the platform states elsewhere."""
    selected = pl.col(column_of(one, "selected")) > 0
    top = _number(one, "numerator", one.numerator)
    yield selected, (top, top), _number(one, "denominator", one.denominator)
    if _may_fall_back(one, tables):
        bounds = (_number(one, "fallback_low", one.low), _number(one, "fallback_high", one.high))
        yield pl.col(column_of(one, "fallback")), bounds, _number(one, "fallback_bottom", one.fallback_denominator)


def column_of(one: Compiled, part: str) -> str:
    """The column of a frame that holds a part of an indicator's totals: such as how many rows are ``selected``."""
    return f"{one.indicator.id}:{part}"


def _may_fall_back(one: Compiled, tables: Mapping[str, Table]) -> bool:
    return one.indicator.otherwise is not None and one.indicator.otherwise.table in tables


def _number(one: Compiled, part: str, formula: Formula | None) -> Exact:
    """The column that holds a formula's number, with the bounds the formula proved; 1 where there is none."""
    if formula is None:
        return constant(1)
    assert formula.number is not None
    return column(column_of(one, part), formula.number.low, formula.number.high, formula.number.scale)


def _selected(tables: Mapping[str, Table], alike: Sequence[Compiled]) -> pl.LazyFrame:
    """Per platform: how many rows ``where`` selects, numerators and denominators over these."""
    where = alike[0].where
    rows = _with_references(tables, alike)
    made = {
        column_of(one, part): formula.expr
        for one in alike
        for part, formula in (("numerator", one.numerator), ("denominator", one.denominator))
        if formula
    }
    counts = {column_of(one, "selected"): pl.len() for one in alike}
    return (rows.filter(where.expr) if where else rows).group_by(PLATFORM).agg(**counts, **made)


def _with_references(tables: Mapping[str, Table], alike: Sequence[Compiled]) -> pl.LazyFrame:
    """Their table with the columns of other tables that the indicators read, under their full names."""
    table = tables[alike[0].indicator.table]
    formulas = [formula for one in alike for formula in (one.where, one.numerator, one.denominator) if formula]
    wanted = sorted(set().union(*(formula.references for formula in formulas)))
    own = set().union(
        {PLATFORM},
        *(formula.columns for formula in formulas),
        *(reference.columns for reference in table.schema.references),
    )
    rows = table.frame.lazy().select(sorted(own))
    for reference in table.schema.references:
        names = [full for full in wanted if full.partition(".")[0] == reference.table]
        if names:
            other = (
                tables[reference.table]
                .frame.lazy()
                .select(
                    *(pl.col(key).alias(f"{reference.table}.{key}:key") for key in reference.key),
                    *(pl.col(full.partition(".")[2]).alias(full) for full in names),
                )
            )
            keys = [f"{reference.table}.{key}:key" for key in reference.key]
            rows = rows.join(other, left_on=list(reference.columns), right_on=keys, how="left", nulls_equal=True)
    return rows


def _fallback(tables: Mapping[str, Table], one: Compiled) -> pl.LazyFrame:
    """The bounds of the platforms that have no row at all in the indicator's own table."""
    assert one.indicator.otherwise is not None
    numbers = {"fallback_low": one.low, "fallback_high": one.high, "fallback_bottom": one.fallback_denominator}
    own = tables[one.indicator.table].frame.lazy().select(PLATFORM)
    bounds = tables[one.indicator.otherwise.table].frame.lazy().join(own, on=PLATFORM, how="anti")
    columns = (formula.expr.alias(column_of(one, part)) for part, formula in numbers.items() if formula)
    return bounds.select(PLATFORM, pl.lit(value=True).alias(column_of(one, "fallback")), *columns)
