"""Reading measures: from checked evidence and bound indicators to the frame of measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import doubts
from appraisal.measure.bind import PLATFORM
from appraisal.measure.measures import Measure, Measures
from appraisal.measure.of_measures import of_measures
from appraisal.measure.resolve import resolve, tightened
from appraisal.measure.sources import in_order
from appraisal.measure.verified import verified, verified_bounds
from appraisal.numbers import Exact, column, constant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.errors import Finding
    from appraisal.evidence import Table
    from appraisal.formula import Formula
    from appraisal.measure.bind import Compiled

#: Tables about platforms that a platform does not hand in itself.
_NOT_HANDED_IN = frozenset({"platforms", "vetoes", "verified"})


def submitted(tables: Mapping[str, Table]) -> pl.LazyFrame:
    """The ids of the platforms that handed in anything, each once."""
    handed_in = [
        table.frame.lazy().select(PLATFORM)
        for name, table in sorted(tables.items())
        if PLATFORM in table.schema.columns and name not in _NOT_HANDED_IN
    ]
    empty = pl.LazyFrame(schema={PLATFORM: pl.String})
    return pl.concat([empty, *handed_in]).unique()


def measure(platforms: pl.DataFrame, tables: Mapping[str, Table], compiled: Sequence[Compiled]) -> Measures:
    """Every measure of every platform; each indicator sees one platform's rows at a time."""
    handed_in = submitted(tables).with_columns(submitted=pl.lit(value=True))
    base = (
        platforms.lazy()
        .select(PLATFORM)
        .join(handed_in, on=PLATFORM, how="left")
        .with_columns(pl.col("submitted").fill_null(value=False))
    )
    ordered = in_order(compiled)
    frames, by_id = [], {}
    for one in ordered:
        if not one.is_of_measures:
            frame, by_id[one.indicator.id] = _measure_one(base, tables, one)
            frames.append(frame.sort(PLATFORM))
    collected = pl.collect_all([base.sort(PLATFORM), *frames])
    wide = pl.concat([collected[0], *(frame.drop(PLATFORM, "submitted") for frame in collected[1:])], how="horizontal")
    findings = [*doubts.zero_denominators(wide, by_id, tables), *doubts.nothing_selected(wide, by_id, tables)]
    wide, by_id = tightened(wide, by_id)
    for one in ordered:
        if one.is_of_measures:
            wide, by_id[one.indicator.id], more = _measure_from(wide, by_id, tables, one)
            findings += more
    return Measures(wide, by_id, tuple(findings))


def _measure_from(
    wide: pl.DataFrame, by_id: Mapping[str, Measure], tables: Mapping[str, Table], one: Compiled
) -> tuple[pl.DataFrame, Measure, list[Finding]]:
    """One measure more, made of those that are there and of those of the year before."""
    rows, number = of_measures(wide, by_id, one)
    joined = rows.join(verified(tables, one.indicator.id), on=PLATFORM, how="left")
    sources = [
        (pl.col("verified_numerator").is_not_null(), *verified_bounds(tables)),
        (pl.col("selected") > 0, (number.top,) * 2, number.bottom),
    ]
    frame, measured = resolve(joined, one.indicator, sources)
    own = frame.sort(PLATFORM).collect()
    found = {one.indicator.id: measured}
    findings = [*doubts.zero_denominators(own, found, tables), *doubts.unread(wide, by_id, one)]
    own, tight = tightened(own, found)
    return pl.concat([wide, own.drop(PLATFORM, "submitted")], how="horizontal"), tight[one.indicator.id], findings


def _measure_one(base: pl.LazyFrame, tables: Mapping[str, Table], one: Compiled) -> tuple[pl.LazyFrame, Measure]:
    sources = [
        (pl.col("verified_numerator").is_not_null(), *verified_bounds(tables)),
        (pl.col("selected") > 0, (_named(one.numerator, "numerator"),) * 2, _named(one.denominator, "denominator")),
    ]
    joined = base.join(_selected(tables, one), on=PLATFORM, how="left").join(
        verified(tables, one.indicator.id), on=PLATFORM, how="left"
    )
    joined = joined.with_columns(pl.col("selected").fill_null(0))
    if one.low and one.high and one.indicator.otherwise and one.indicator.otherwise.table in tables:
        joined = joined.join(_fallback(tables, one), on=PLATFORM, how="left")
        bounds = (_named(one.low, "fallback_low"), _named(one.high, "fallback_high"))
        sources.append((pl.col("fallback"), bounds, _named(one.fallback_denominator, "fallback_denominator")))
    return resolve(joined, one.indicator, sources)


def _named(formula: Formula | None, name: str) -> Exact:
    """The column that holds a formula's number, with the bounds the formula proved; 1 where there is none."""
    if formula is None:
        return constant(1)
    assert formula.number is not None
    return column(name, formula.number.low, formula.number.high, formula.number.scale)


def _selected(tables: Mapping[str, Table], one: Compiled) -> pl.LazyFrame:
    """Per platform: how many rows ``where`` selects, numerator and denominator over these."""
    rows = with_references(tables, one.indicator.table, one)
    chosen = rows.filter(one.where.expr) if one.where else rows
    totals = [
        formula.expr.alias(name)
        for formula, name in ((one.numerator, "numerator"), (one.denominator, "denominator"))
        if formula
    ]
    return chosen.group_by(PLATFORM).agg(pl.len().alias("selected"), *totals)


def with_references(tables: Mapping[str, Table], name: str, one: Compiled) -> pl.LazyFrame:
    """A table with the columns of other tables that the indicator reads, under their full names."""
    table = tables[name]
    formulas = [formula for formula in (one.where, one.numerator, one.denominator) if formula]
    wanted = sorted(set().union(*(formula.references for formula in formulas)))
    own = set().union(
        {PLATFORM},
        *(formula.columns for formula in formulas),
        *(reference.columns for reference in table.schema.references),
    )
    lf = table.frame.lazy().select(sorted(own))
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
            lf = lf.join(other, left_on=list(reference.columns), right_on=keys, how="left", nulls_equal=True)
    return lf


def _fallback(tables: Mapping[str, Table], one: Compiled) -> pl.LazyFrame:
    """The bounds of the platforms that have no row at all in the indicator's own table."""
    assert one.indicator.otherwise is not None
    numbers = {"fallback_low": one.low, "fallback_high": one.high, "fallback_denominator": one.fallback_denominator}
    own = tables[one.indicator.table].frame.lazy().select(PLATFORM)
    bounds = tables[one.indicator.otherwise.table].frame.lazy().join(own, on=PLATFORM, how="anti")
    columns = (formula.expr.alias(name) for name, formula in numbers.items() if formula)
    return bounds.select(PLATFORM, pl.lit(value=True).alias("fallback"), *columns)
