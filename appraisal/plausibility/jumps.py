"""Measures that are a multiple of last year's, or a fraction of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.measure import PLATFORM
from appraisal.numbers.digits import plain
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from appraisal.errors import Severity
    from appraisal.evidence import Table
    from appraisal.measure import Measure, Measures

#: The look that spares most platforms the exact comparison is taken a little wider than the factor.
_SLACK = 1e-6


def jumps(
    tables: Mapping[str, Table], measures: Measures, previous: pl.DataFrame, factor: Decimal, severity: Severity
) -> Iterator[Finding]:
    """The platforms whose measure is ``factor`` times last year's or more, or that part of it or less.

    Nothing is compared with a measure of zero or with an interval.
    """
    found = pl.collect_all([_candidates(measures, name, one, previous, factor) for name, one in measures.by_id.items()])
    for one, rows in zip(measures.by_id.values(), found, strict=True):
        for row in rows.iter_rows(named=True):
            times = (
                Fraction(row["new"]) * Fraction(row["old_bottom"]) / (Fraction(row["bottom"]) * Fraction(row["old"]))
            )
            if times >= Fraction(factor) or times <= 1 / Fraction(factor):
                yield _jump(tables.get(one.indicator.table), one, row, factor, severity)


def _candidates(measures: Measures, name: str, one: Measure, previous: pl.DataFrame, factor: Decimal) -> pl.LazyFrame:
    before = previous.lazy().filter(pl.col("indicator") == name, pl.col("numerator") > 0)
    both = (
        measures.frame.lazy()
        .filter(one.state == "measured", one.low.compare("=", one.high))
        .join(before.select(PLATFORM, old="numerator", old_bottom="denominator", old_text="text"), on=PLATFORM)
    )
    new, bottom = one.low.to_decimal(), one.denominator.to_decimal()
    times = _float(new) / _float(bottom) / (_float(pl.col("old")) / _float(pl.col("old_bottom")))
    most = float(factor) * (1 - _SLACK)
    return (
        both.filter((times >= most) | (times <= 1 / most))
        .select(PLATFORM, "old", "old_bottom", "old_text", new=new, bottom=bottom, text=one.printed())
        .sort(PLATFORM)
    )


def _float(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.Float64)


def _jump(table: Table | None, one: Measure, row: Mapping[str, object], factor: Decimal, severity: Severity) -> Finding:
    # NOTE: a measure has no cell of its own: the place is the table that it was measured from.
    return Finding(
        "measure_jump",
        text("{title}: {old} last year, {new} now.", title=one.indicator.title, old=row["old_text"], new=row["text"]),
        text("Check both years: a change by a factor of {factor} or more is rare.", factor=plain(factor)),
        severity,
        table.place(None) if table else Place(column=one.indicator.table),
        str(row[PLATFORM]),
        str(row["text"]),
    )
