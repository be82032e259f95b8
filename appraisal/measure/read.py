"""Reading measures: from checked evidence and bound indicators to the frame of measures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Severity
from appraisal.measure.bind import PLATFORM
from appraisal.measure.measures import Measure, Measures
from appraisal.numbers import Exact, choose, column, constant
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.evidence import Table
    from appraisal.formula import Formula
    from appraisal.measure.bind import Compiled
    from appraisal.model.indicator import Indicator

#: Tables about platforms that a platform does not hand in itself.
_NOT_HANDED_IN = frozenset({"platforms", "vetoes", "verified"})
#: What others verified, the later the stronger. What a platform declared itself replaces nothing.
_STAGES = ("city", "site")


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
    frames, by_id = [], {}
    for one in compiled:
        frame, by_id[one.indicator.id] = _measure_one(base, tables, one)
        frames.append(frame.sort(PLATFORM))
    collected = pl.collect_all([base.sort(PLATFORM), *frames])
    wide = pl.concat([collected[0], *(frame.drop(PLATFORM, "submitted") for frame in collected[1:])], how="horizontal")
    findings = (*_zero_denominators(wide, by_id), *_nothing_selected(wide, by_id, tables))
    return Measures(*_tightened(wide, by_id), findings)


def _tightened(wide: pl.DataFrame, by_id: Mapping[str, Measure]) -> tuple[pl.DataFrame, dict[str, Measure]]:
    """The same measures under the bounds that this year's numbers keep.

    A formula proves what any evidence could give, often more than 64 bits; the platforms that are here prove less.
    """
    names = [f"{name}.{part}" for name in by_id for part in ("low", "high", "denominator")]
    lows, highs = (
        wide.select(bound(pl.col(name)) for name in names).row(0) if names else ()
        for bound in (pl.Expr.min, pl.Expr.max)
    )
    bounds = {name: (low or 0, high or 0) for name, low, high in zip(names, lows, highs, strict=True)}
    tight = {}
    for name, one in by_id.items():
        low, high, bottom = (
            column(f"{name}.{part}", *bounds[f"{name}.{part}"], number.scale)
            for part, number in (("low", one.low), ("high", one.high), ("denominator", one.denominator))
        )
        # NOTE: a denominator that is not null is above zero.
        tight[name] = Measure(one.indicator, low, high, replace(bottom, low=1, high=max(1, bottom.high)))
    narrow = [number for one in tight.values() for number in (one.low, one.high, one.denominator)]
    return wide.with_columns(number.as_small() for number in narrow), tight


def _measure_one(base: pl.LazyFrame, tables: Mapping[str, Table], one: Compiled) -> tuple[pl.LazyFrame, Measure]:
    sources = [
        (pl.col("verified_numerator").is_not_null(), *_verified_bounds(tables)),
        (pl.col("selected") > 0, (_named(one.numerator, "numerator"),) * 2, _named(one.denominator, "denominator")),
    ]
    joined = base.join(_selected(tables, one), on=PLATFORM, how="left").join(
        _verified(tables, one.indicator.id), on=PLATFORM, how="left"
    )
    joined = joined.with_columns(pl.col("selected").fill_null(0))
    if one.low and one.high and one.indicator.otherwise and one.indicator.otherwise.table in tables:
        joined = joined.join(_fallback(tables, one), on=PLATFORM, how="left")
        bounds = (_named(one.low, "fallback_low"), _named(one.high, "fallback_high"))
        sources.append((pl.col("fallback"), bounds, _named(one.fallback_denominator, "fallback_denominator")))
    return _resolve(joined, one.indicator, sources)


_Source = tuple[pl.Expr, tuple[Exact, Exact], Exact]


def _resolve(joined: pl.LazyFrame, indicator: Indicator, sources: Sequence[_Source]) -> tuple[pl.LazyFrame, Measure]:
    """The first source that a platform has gives its value; without any it is empty."""
    empty = constant(0) if indicator.empty == "zero" else None
    low = choose([(present, bounds[0]) for present, bounds, _ in sources], empty)
    high = choose([(present, bounds[1]) for present, bounds, _ in sources], empty)
    denominator = choose([(present, bottom) for present, _, bottom in sources], constant(1))
    usable = low.expr.is_not_null() & low.compare("<=", high) & denominator.compare(">", constant(0))
    state = (
        pl.when(~pl.col("submitted"))
        .then(pl.lit("not_submitted"))
        .when(usable)
        .then(pl.lit("measured"))
        .otherwise(pl.lit("missing"))
    )
    name = indicator.id
    values = {f"{name}.low": low, f"{name}.high": high, f"{name}.denominator": denominator}
    frame = joined.with_columns(
        state.alias(f"{name}.state"),
        pl.when("submitted").then(pl.col("verified_stage")).alias(f"{name}.stage"),
        denominator.compare("<=", constant(0)).alias(f"{name}.zero"),
        pl.col("selected").alias(f"{name}.selected"),
        *(number.as_small().alias(key) for key, number in values.items()),
    ).select(
        PLATFORM,
        "submitted",
        f"{name}.state",
        f"{name}.stage",
        f"{name}.zero",
        f"{name}.selected",
        *(pl.when(pl.col(f"{name}.state") == "measured").then(pl.col(key)).alias(key) for key in values),
    )
    columns = [column(key, number.low, number.high, number.scale) for key, number in values.items()]
    return frame, Measure(indicator, columns[0], columns[1], replace(columns[2], low=1))


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


def _verified(tables: Mapping[str, Table], indicator_id: str) -> pl.LazyFrame:
    columns = {"numerator": "verified_numerator", "denominator": "verified_denominator", "stage": "verified_stage"}
    if "verified" not in tables:
        schema = {
            PLATFORM: pl.String,
            "verified_numerator": pl.Int64,
            "verified_denominator": pl.Int64,
            "verified_stage": pl.String,
        }
        return pl.LazyFrame(schema=schema)
    order = pl.col("stage").replace_strict(
        {stage: number for number, stage in enumerate(_STAGES)}, default=None, return_dtype=pl.Int8
    )
    mine = (
        tables["verified"]
        .frame.lazy()
        .filter(pl.col("indicator") == indicator_id, pl.col("stage").is_in(_STAGES))
        .with_columns(order.alias("order"))
    )
    latest = mine.filter(pl.col("order") == pl.col("order").max().over(PLATFORM))
    return latest.select(PLATFORM, *(pl.col(name).alias(alias) for name, alias in columns.items()))


def _verified_bounds(tables: Mapping[str, Table]) -> tuple[tuple[Exact, Exact], Exact]:
    if "verified" not in tables:
        numerator, denominator = column("verified_numerator", 0, 0), column("verified_denominator", 1, 1)
    else:
        known = tables["verified"].schema.columns
        numerator, denominator = (
            column(f"verified_{name}", known[name].low, known[name].high, known[name].scale)
            for name in ("numerator", "denominator")
        )
    return (numerator, numerator), denominator


def _nothing_selected(wide: pl.DataFrame, by_id: Mapping[str, Measure], tables: Mapping[str, Table]) -> list[Finding]:
    """An indicator that finds no row of a table with rows: most often the dates are of another year."""
    return [
        Finding(
            f"{name}|nothing_selected",
            text("{title}: none of the {count} rows is selected.", title=one.indicator.title, count=height),
            text("Check the dates and the condition of the indicator: {where}", where=one.indicator.where or "-"),
            Severity.WARNING,
            Place(file=tables[one.indicator.table].file),
        )
        for name, one in by_id.items()
        if (height := tables[one.indicator.table].frame.height) and not wide[f"{name}.selected"].sum()
    ]


def _zero_denominators(wide: pl.DataFrame, by_id: Mapping[str, Measure]) -> list[Finding]:
    findings = []
    for name, one in by_id.items():
        ids = wide.filter(pl.col("submitted") & pl.col(f"{name}.zero"))[PLATFORM].to_list()
        findings += [
            Finding(
                f"{name}|denominator_zero",
                text("{title}: the denominator is not above zero, so there is no value.", title=one.indicator.title),
                text("Check the platform's rows in the table {table}.", table=one.indicator.table),
                Severity.WARNING,
                Place(column=one.indicator.table),
                platform,
            )
            for platform in ids
        ]
    return findings
