"""Doubts about measures: nothing was selected, a denominator is zero, a measure that is read is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Severity
from appraisal.measure.bind import PLATFORM
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.evidence import Table
    from appraisal.measure.bind import Compiled
    from appraisal.measure.measures import Measure


def nothing_selected(wide: pl.DataFrame, by_id: Mapping[str, Measure], tables: Mapping[str, Table]) -> list[Finding]:
    """An indicator that finds no row of a table with rows: most often the dates are of another year."""
    return [
        Finding(
            f"{name}|nothing_selected",
            text("{title}: none of the {count} rows is selected.", title=one.indicator.title, count=height),
            text("Check the dates and the condition of the indicator: {where}", where=one.indicator.where or "-"),
            Severity.WARNING,
            tables[one.indicator.table].place(None),
        )
        for name, one in by_id.items()
        if (height := tables[one.indicator.table].frame.height) and not wide[f"{name}.selected"].sum()
    ]


def zero_denominators(wide: pl.DataFrame, by_id: Mapping[str, Measure], tables: Mapping[str, Table]) -> list[Finding]:
    """The platforms whose denominator leaves no value."""
    findings = []
    zero = {name: pl.col("submitted") & pl.col(f"{name}.zero") for name in by_id}
    # Most have none: one look at all of them finds those worth a second.
    is_any = wide.select(condition.any().alias(name) for name, condition in zero.items())
    for name, one in ((name, one) for name, one in by_id.items() if is_any.item(0, name)):
        table = one.indicator.table
        fix = text("Check the platform's rows in the table {table}.", table=table)
        if table not in tables:
            fix = text("Look at the measures that it reads: {formula}", formula=one.indicator.denominator or "1")
        ids = wide.filter(zero[name])[PLATFORM].to_list()
        findings += [
            Finding(
                f"{name}|denominator_zero",
                text("{title}: the denominator is not above zero, so there is no value.", title=one.indicator.title),
                fix,
                Severity.WARNING,
                Place(column=table),
                platform,
            )
            for platform in ids
        ]
    return findings


def unread(wide: pl.DataFrame, by_id: Mapping[str, Measure], one: Compiled) -> list[Finding]:
    """What an indicator reads as missing although something is there, or could have been."""
    return [*_intervals(wide, by_id, one), *_not_before(one)]


def _intervals(wide: pl.DataFrame, by_id: Mapping[str, Measure], one: Compiled) -> Iterator[Finding]:
    for name in sorted(one.this_year & by_id.keys()):
        read = by_id[name]
        if read.may_be_interval:
            for platform in wide.filter(read.state == "measured", read.low.compare("<", read.high))[PLATFORM]:
                message = text(
                    "{title}: {other} is only known between two bounds, and is read as missing.",
                    title=one.indicator.title,
                    other=read.indicator.title,
                )
                fix = text("Hand in the table {table}.", table=read.indicator.table)
                place = Place(column=read.indicator.table)
                yield Finding(f"{one.indicator.id}|interval", message, fix, Severity.WARNING, place, platform)


def _not_before(one: Compiled) -> Iterator[Finding]:
    if not one.last_year:
        return
    title, place = one.indicator.title, Place(file=one.file)
    if one.before is None:
        message = text("{title}: there is no result of the year before, so its measures are missing.", title=title)
        fix = text("Name it in the scenario under previous, with path and content_digest.")
        yield Finding(f"{one.indicator.id}|previous", message, fix, Severity.WARNING, place)
        return
    kept = set(one.before["indicator"].unique())
    if absent := sorted(one.last_year - kept):
        message = text(
            "{title}: the result of the year before has no measure {names}.",
            title=title,
            names=Joined(tuple(absent), ", "),
        )
        fix = text("It is read as missing; the result of this year keeps it for the next.")
        yield Finding(f"{one.indicator.id}|previous", message, fix, Severity.WARNING, place)
