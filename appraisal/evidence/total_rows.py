"""A row of totals among the records of a table: one finding says so, instead of one for each cell that it lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.evidence.cells import shortened
from appraisal.evidence.layout.labels import TOTAL, is_label
from appraisal.evidence.origin import WholeFile
from appraisal.evidence.repairs import without_spaces
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.evidence.table import Table

#: So many cells besides numbers, and half of the columns, make a record, whatever one of its cells says.
_RECORD = 2


def told_as_totals(table: Table, findings: Sequence[Finding]) -> tuple[Table, list[Finding]]:
    """The findings with one for each row of totals, of which nothing else is asked any more.

    Only rows with an error are looked at: what fits the table is a record.
    """
    origin = table.origin
    if not isinstance(origin, WholeFile):
        # NOTE: in a sheet the layout has put the totals aside.
        return table, list(findings)
    told: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR and finding.place.row is not None:
            told.setdefault(finding.place.row, []).append(finding)
    totals = {row: word for row, ones in told.items() if (word := _said(table, row - origin.first_row, ones))}
    if not totals:
        return table, list(findings)
    gone = {id(finding) for row in totals for finding in told[row]}
    kept = [finding for finding in findings if id(finding) not in gone]
    more = [_finding(table, row - origin.first_row, word) for row, word in sorted(totals.items())]
    return _unread(table, {row - origin.first_row for row in totals}), [*kept, *more]


def _unread(table: Table, rows: set[int]) -> Table:
    """The table with nothing in these rows, and nothing missing in them either: no later check looks at them."""
    cells = {(row, column) for row in rows for column in table.schema.columns}
    at = pl.int_range(pl.len())
    frame = table.frame.select(pl.when(at.is_in(sorted(rows)).not_()).then(pl.all()))
    return replace(table, frame=frame, unread=table.unread | cells)


def _said(table: Table, row: int, findings: Sequence[Finding]) -> str | None:
    """The cell by which a row is a total; None where it is a record."""
    columns, cells = table.schema.columns, dict(zip(table.frame.columns, table.frame.row(row), strict=True))
    # A cell that could not be read is null; its finding says what stood there.
    unread = {one.place.column: one.value for one in findings if one.place.column and one.value}
    words = {name: str(cell) for name, cell in {**unread, **cells}.items() if cell is not None}
    words |= {name: word for name, word in unread.items() if word}
    faulty = {one.place.column for one in findings}
    lacks = any(column.required and name not in words for name, column in columns.items())
    said = [name for name, word in words.items() if TOTAL.fullmatch(without_spaces(word)) and (lacks or name in faulty)]
    others = [
        name
        for name, word in words.items()
        if name in columns and not (columns[name].is_number or is_label(without_spaces(word)))
    ]
    is_record = len(others) >= _RECORD and 2 * len(others) >= len(columns)
    return words[said[0]] if said and not is_record else None


def _finding(table: Table, row: int, word: str) -> Finding:
    message = text("The row {word} is a total, not a record.", word=shortened(word))
    fix = text("Delete it; sums are computed from the records.")
    return Finding("row|total", message, fix, place=table.place(row), value=shortened(word))
