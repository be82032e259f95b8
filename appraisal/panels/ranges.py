"""Ranges: a measure fixes the level of a platform, the level a range of marks, and an expert chooses within it."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.evidence.capped import capped
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.measure import PLATFORM
from appraisal.numbers import column, constant
from appraisal.numbers.digits import plain
from appraisal.panels.ballot import MARK, ROW
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from appraisal.measure import Measure, Measures
    from appraisal.model.panel import Band, Criterion
    from appraisal.numbers import Interval
    from appraisal.panels.ballot import Ballot


def range_of(criterion: Criterion, band: Band) -> tuple[Decimal, Decimal]:
    """The least and the highest mark at a level."""
    return criterion.full_mark * band.least, criterion.full_mark * band.most


def out_of_range(
    ballot: Ballot, rows: pl.DataFrame, criterion: Criterion, measures: Measures
) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows whose mark lies in no range that the platform's level allows, and what is said of them.

    Bounds instead of a number allow the range of every level that they touch. Without a measure nobody knows the
    range: that is a warning, and the mark counts.
    """
    if criterion.range is None:
        return rows.clear(), []
    table, source = ballot.table, str(criterion.range.of)
    measure = measures.by_id[source]
    wide = rows.join(measures.frame, on=PLATFORM, how="left", maintain_order="left")
    measured = (measure.state == "measured").fill_null(value=False)
    stated = table.schema.columns[MARK]
    mark = column(MARK, stated.low, stated.high, stated.scale)
    allowed = []
    for band in criterion.range.bands:
        least, most = range_of(criterion, band)
        within = mark.compare(">=", constant(least)) & mark.compare("<=", constant(most))
        allowed.append(_touches(measure, band.when) & within)
    outside = wide.filter(measured & ~reduce(or_, allowed))
    levels = _levels(wide.filter(measured), measure, criterion)

    def finding(row: int) -> Finding:
        platform = table.platform_id(row)
        message = text(
            "{title}: at {value} a mark lies within {ranges}.",
            title=criterion.title,
            value=levels[str(platform)][0],
            ranges=levels[str(platform)][1],
        )
        fix = text("Ask the expert, and correct the mark.")
        return Finding(
            "panel|range",
            message,
            fix,
            place=table.place(row, MARK),
            platform_id=platform,
            value=table.shown(row, MARK),
        )

    unknown = wide.filter(pl.col("submitted").fill_null(value=False) & ~measured)[PLATFORM].unique().sort().to_list()
    return outside, [
        *capped(outside[ROW].to_list(), MAX_CELL_FINDINGS, finding),
        *(_unknown(ballot, criterion, measure, platform) for platform in unknown),
    ]


def _touches(measure: Measure, level: Interval) -> pl.Expr:
    """Some number of the measure lies in the level: the measure does not lie wholly on one side of it."""
    sides = []
    if level.low is not None:
        sides.append(measure.at_high.compare(">=" if level.low_closed else ">", level.low))
    if level.high is not None:
        sides.append(measure.at_low.compare("<=" if level.high_closed else "<", level.high))
    return reduce(and_, sides) if sides else pl.lit(value=True)


def _levels(wide: pl.DataFrame, measure: Measure, criterion: Criterion) -> dict[str, tuple[str, Joined]]:
    """For each platform its measure as it is printed, and the ranges that it allows."""
    assert criterion.range is not None
    ranges = [Joined(tuple(_ends(criterion, band)), "–") for band in criterion.range.bands]
    touched = [_touches(measure, band.when).alias(f"level {at}") for at, band in enumerate(criterion.range.bands)]
    found = wide.select(PLATFORM, measure.printed().alias("printed"), *touched).unique()
    return {
        platform: (
            printed,
            Joined(tuple(one for one, is_touched in zip(ranges, levels, strict=True) if is_touched), ", "),
        )
        for platform, printed, *levels in found.iter_rows()
    }


def _ends(criterion: Criterion, band: Band) -> Iterator[str]:
    return (plain(end) for end in range_of(criterion, band))


def _unknown(ballot: Ballot, criterion: Criterion, measure: Measure, platform: str) -> Finding:
    message = text(
        "{title}: {source} is missing, so that the range of the mark is not known.",
        title=criterion.title,
        source=measure.indicator.title,
    )
    fix = text(
        "Hand in what {source} reads, or look at the marks of {panel}.",
        source=measure.indicator.title,
        panel=ballot.panel.title,
    )
    return Finding("panel|range_unknown", message, fix, Severity.WARNING, platform_id=platform)
