"""Plausibility: evidence that breaks no schema and yet is probably wrong. Such findings ask; they change no number."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.measure import PLATFORM
from appraisal.numbers.digits import plain
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.evidence import Table
    from appraisal.measure import Measures
    from appraisal.model.rules import Rules
    from appraisal.schema import Column

#: Yuan and 万元 differ by this factor.
_UNIT_FACTOR = 10_000
_MONEY = "元"


def doubts(tables: Mapping[str, Table], measures: Measures, rules: Rules) -> list[Finding]:
    """Everything doubtful, weighted as ``checks`` of the rules says."""
    found: list[Finding] = []
    if severity := rules.checks["unit_outlier"]:
        found += [doubt for table in tables.values() for doubt in _unit_outliers(table, severity)]
    if (severity := rules.checks["reported_differs"]) and "reported" in tables:
        found += _reported_differs(tables["reported"], measures, severity)
    if "verified" in tables:
        found += _verified_for_nobody(tables["verified"], measures)
    return found


def _verified_for_nobody(table: Table, measures: Measures) -> Iterator[Finding]:
    """Verified values of an indicator that these rules do not read: often a misspelt id, and an inspection lost."""
    unread = ~pl.col("indicator").is_in(sorted(measures.by_id))
    for number, row in enumerate(table.frame.with_columns(unread.alias("unread")).iter_rows(named=True)):
        if row["unread"]:
            near = get_close_matches(row["indicator"], measures.by_id) or sorted(measures.by_id)
            yield Finding(
                "verified|indicator_unread",
                text("The rules read no indicator {name}: this verified value has no effect.", name=row["indicator"]),
                text("Near or known: {names}.", names=Joined(tuple(near), ", ")),
                Severity.WARNING,
                table.place(number, "indicator"),
                row[PLATFORM],
                row["indicator"],
            )


def _unit_outliers(table: Table, severity: Severity) -> Iterator[Finding]:
    """Amounts ten thousand times their column's median, or a ten thousandth of it: 万元 for 元, or the reverse."""
    for column in table.schema.columns.values():
        if column.unit != _MONEY or column.name not in table.frame.columns:
            continue
        amounts = table.frame.get_column(column.name)
        # The lower median is one of the values: an integer, never the float mean of two.
        positive = amounts.filter(amounts > 0).sort()
        if positive.is_empty():
            continue
        middle = int(positive[(positive.len() - 1) // 2])
        wrong = (amounts >= middle * _UNIT_FACTOR) | ((amounts > 0) & (amounts * _UNIT_FACTOR <= middle))
        for row in wrong.arg_true().to_list():
            yield _outlier(table, column, row, int(amounts[row]), middle, severity)


def _outlier(table: Table, column: Column, row: int, value: int, middle: int, severity: Severity) -> Finding:
    shown, usual = column.shown(value), column.shown(middle)
    return Finding(
        "unit_outlier",
        text("{column}: {value} is far from the median {median}.", column=column.label, value=shown, median=usual),
        text("Check whether the unit is yuan, as the column says, or ten thousand yuan."),
        severity,
        table.place(row, column.name),
        table.platform_id(row),
        shown,
    )


def _reported_differs(table: Table, measures: Measures, severity: Severity) -> Iterator[Finding]:
    """Headline figures that differ from what the platform's own evidence gives."""
    for name, schema in table.schema.raw["properties"].items():
        claimed = measures.by_id.get(schema.get("x-indicator", ""))
        if claimed is None:
            continue
        indicator = claimed.indicator
        counted = measures.frame.filter(claimed.state == "measured", claimed.stage.is_null()).select(
            PLATFORM, counted=claimed.low.to_decimal(), bottom=claimed.denominator.to_decimal()
        )
        rows = table.frame.select(PLATFORM, claim=pl.col(name)).with_row_index("row").join(counted, on=PLATFORM)
        for row in rows.filter(pl.col("claim") * pl.col("bottom") != pl.col("counted")).sort("row").rows(named=True):
            yield Finding(
                "reported_differs",
                text(
                    "{title}: reported {claim}, the evidence gives {counted}.",
                    title=indicator.title,
                    claim=row["claim"],
                    counted=plain(row["counted"]),
                ),
                text("The evidence counts; ask the platform which is right."),
                severity,
                table.place(row["row"], name),
                row[PLATFORM],
                str(row["claim"]),
            )
