"""Totals that senders write below their lines, held against what the lines add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Severity
from appraisal.evidence.repairs import read_column
from appraisal.evidence.repairs import without_spaces as _bare
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from appraisal.evidence.layout.columns import Columns
    from appraisal.evidence.layout.lines import Lines
    from appraisal.evidence.layout.merges import Body
    from appraisal.evidence.layout.page import Page
    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema

_PART = "小计"


def total_findings(
    page: Page,
    columns: Columns,
    schema: TableSchema,
    body: Body,
    lines: Lines,
    values: Mapping[str, pl.Series],
) -> list[Finding]:
    """A notice for each line of totals that is left out, and a warning for each total that does not fit its lines.

    ``values`` are the numbers of the lines of data; a column with cells that could not be read is left out.
    """
    found: list[Finding] = []
    data = list(lines.data)
    before = 0
    for row, place in sorted(lines.totals.items()):
        word = _bare(page.sheet.cells.item(row, place) or "")
        message = text("The line {word} was left out: it is a total.", word=word)
        is_doubtful = row in lines.doubtful
        fix = text("Check that no data stand there.") if is_doubtful else Text("")
        severity = Severity.WARNING if is_doubtful else Severity.NOTICE
        found.append(Finding("sheet|total", message, fix, severity, page.place(row, place), value=word))
        until = sum(line < row for line in data)
        spans = [(before, until)] if _PART in word else [(0, until), (before, until), (0, len(data))]
        for name, numbers in values.items():
            stated = _stated(columns, schema.columns[name], body, row - body.start)
            if stated is not None:
                found += _differences(page, schema.columns[name], columns.positions[name], row, stated, numbers, spans)
        before = until
    return found


def _stated(columns: Columns, column: Column, body: Body, row: int) -> int | None:
    """The total that stands in a cell, None where it holds no number."""
    cell = body.cells[column.name].slice(row, 1)
    kind = body.kinds[column.name][row : row + 1]
    return read_column(column, cell, kind, columns.units[column.name], (), from_1904=False).values[0]


def _differences(
    page: Page,
    column: Column,
    position: int,
    row: int,
    stated: int,
    numbers: pl.Series,
    spans: Sequence[tuple[int, int]],
) -> list[Finding]:
    sums = [_sum(numbers, start, stop) for start, stop in spans]
    if stated in sums:
        return []
    message = text(
        "{column}: the total says {stated}, the lines add up to {sum}.",
        column=column.label,
        stated=column.shown(stated),
        sum=column.shown(sums[0]),
    )
    fix = text("Correct the total or the lines.")
    place = page.place(row, position, column.name)
    return [Finding("sheet|total_differs", message, fix, Severity.WARNING, place, value=column.shown(stated))]


def _sum(numbers: pl.Series, start: int, stop: int) -> int:
    # In Python, whose integers never wrap.
    return sum(number for number in numbers.slice(start, stop - start).to_list() if number is not None)
