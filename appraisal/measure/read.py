"""Reading measures: from checked evidence and bound indicators to the frame of measures."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Refused
from appraisal.measure import doubts
from appraisal.measure.bind import PLATFORM
from appraisal.measure.measures import Measure, Measures
from appraisal.measure.of_measures import of_measures
from appraisal.measure.resolve import Asked, resolve, tightened
from appraisal.measure.sources import in_order
from appraisal.measure.totals import column_of, counted_sources, totals
from appraisal.measure.verified import verified, verified_source, verified_stage
from appraisal.measure.writable import decimals_of, is_writable, too_large

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.errors import Finding
    from appraisal.evidence import Table
    from appraisal.measure.bind import Compiled

#: Tables about platforms that a platform does not hand in itself.
_NOT_HANDED_IN = frozenset({"platforms", "vetoes", "verified", "panel_marks"})


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
    ordered = in_order(compiled)
    counted = [one for one in ordered if not one.is_of_measures]
    parts = [*totals(tables, counted), verified(tables, [one.indicator.id for one in counted])]
    handed_in = submitted(tables).with_columns(submitted=pl.lit(value=True))
    joined = reduce(_beside, pl.collect_all([handed_in, *parts]), platforms.select(PLATFORM))
    joined = joined.with_columns(pl.col("submitted").fill_null(value=False)).sort(PLATFORM)
    frame, by_id = resolve(joined.lazy(), [_asked(one, tables) for one in counted])
    wide = frame.collect()
    findings = [*doubts.zero_denominators(wide, by_id, tables), *doubts.nothing_selected(wide, by_id, tables)]
    wide, by_id = tightened(wide, by_id)
    decimals = decimals_of(by_id.values())
    if large := [too_large(one) for one in counted if not _is_writable(by_id[one.indicator.id], decimals)]:
        raise Refused(large)
    for one in ordered:
        if one.is_of_measures:
            wide, by_id[one.indicator.id], more = _measure_from(wide, by_id, tables, one)
            findings += more
    return Measures(wide, by_id, tuple(findings))


def _is_writable(one: Measure, decimals: int) -> bool:
    return all(is_writable(number, decimals) for number in (one.low, one.high, one.denominator))


def _beside(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    return left.join(right, on=PLATFORM, how="left")


def _asked(one: Compiled, tables: Mapping[str, Table]) -> Asked:
    """What the evidence gives; before it what was verified, and after it what bounds the platform states."""
    name = one.indicator.id
    sources = [verified_source(tables, name), *counted_sources(one, tables)]
    selected = pl.col(column_of(one, "selected")).fill_null(0)
    return Asked(one.indicator, sources, selected, verified_stage(name))


def _measure_from(
    wide: pl.DataFrame, by_id: Mapping[str, Measure], tables: Mapping[str, Table], one: Compiled
) -> tuple[pl.DataFrame, Measure, list[Finding]]:
    """One measure more, made of those that are there and of those of the year before."""
    name = one.indicator.id
    rows, number = of_measures(wide, by_id, one)
    joined = rows.join(verified(tables, [name]), on=PLATFORM, how="left")
    sources = [verified_source(tables, name), (pl.col("selected") > 0, (number.top,) * 2, number.bottom)]
    frame, found = resolve(joined, [Asked(one.indicator, sources, pl.col("selected"), verified_stage(name))])
    own = frame.sort(PLATFORM).collect()
    findings = [*doubts.zero_denominators(own, found, tables), *doubts.unread(wide, by_id, one)]
    own, tight = tightened(own, found)
    return pl.concat([wide, own.drop(PLATFORM, "submitted")], how="horizontal"), tight[name], findings
