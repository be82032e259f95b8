"""A sheet read as the table it holds: every cell used as it stands, used after a stated repair, or sent back."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from appraisal.errors import Finding
from appraisal.evidence.layout import (
    Columns,
    Header,
    HeaderNames,
    HeaderSearch,
    Lines,
    Page,
    findings_above,
    merged_body,
    other_columns,
    placed_columns,
    recognised,
    sorted_lines,
    total_findings,
    unit_findings_around,
)
from appraisal.evidence.origin import SheetRows
from appraisal.evidence.repairs import ColumnReading, Refusal, read_column
from appraisal.evidence.sheet import letters
from appraisal.evidence.sheet_findings import (
    cell_findings,
    hidden_findings,
    line_findings,
    merged_findings,
    unit_findings,
)
from appraisal.evidence.table import Table
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraisal.evidence.layout import Body
    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema


class SheetReading(NamedTuple):
    """What a sheet gives: a table, or the findings that say why it gives none; findings come with both."""

    table: Table | None
    findings: list[Finding]


def read_sheet(page: Page, schemas: Mapping[str, TableSchema], names: HeaderNames, wanted: str | None) -> SheetReading:
    """The table in a sheet. Cells that cannot be read are null, and named in :attr:`Table.unread`."""
    search = HeaderSearch(page.sheet, names)
    header = recognised(page, search.headers(), schemas, wanted)
    if isinstance(header, Finding):
        return SheetReading(None, [header])
    schema = schemas[header.table]
    columns, found = placed_columns(page, header, schema, names, _data_below(page, header))
    if columns is None:
        return SheetReading(None, found)
    body = merged_body(page.sheet, columns, schema)
    lines = sorted_lines(page.sheet, columns, schema, names, body.cells)
    found += findings_above(page, search, columns, schema, names)
    found += unit_findings_around(page, search, columns, schema, lines)
    cells, kinds = _data_cells(body, lines)
    readings = {
        name: _reading(schema.columns[name], columns, cells[name], kinds[name], schema, page)
        for name in columns.positions
    }
    _refuse_continued(page, columns, schema, body, lines, readings)
    table = _table(page, columns, schema, lines, readings, cells)
    found += other_columns(page, columns, schema, lambda position: _is_used(page, lines, position))
    found += hidden_findings(page, columns)
    found += [*line_findings(page, lines), *merged_findings(page, schema, body, lines)]
    found += unit_findings(page, columns, table, readings, cells)
    for name, reading in readings.items():
        found += cell_findings(table, name, reading, cells[name])
    numbers = {
        name: reading.values
        for name, reading in readings.items()
        if schema.columns[name].is_number and not reading.refused and name not in columns.unsure
    }
    return SheetReading(table, [*found, *total_findings(page, columns, schema, body, lines, numbers)])


def _data_below(page: Page, header: Header) -> Callable[[int], bool]:
    below = page.sheet.cells.slice(header.bottom + 1)
    nulls = below.null_count().row(0)
    return lambda position: nulls[position] < below.height


def _is_used(page: Page, lines: Lines, position: int) -> bool:
    """Whether a line of data holds something in a column of the sheet."""
    column = page.sheet.cells.get_column(letters(position))
    used = column.slice(lines.data.start) if isinstance(lines.data, range) else column.gather(list(lines.data))
    return bool((used.str.strip_chars() != "").any())


def _data_cells(body: Body, lines: Lines) -> tuple[dict[str, pl.Series], dict[str, bytes]]:
    """The cells of each column and their kinds, without the lines that are no data."""
    if isinstance(lines.data, range):
        return body.cells, body.kinds
    height = len(next(iter(body.cells.values())))
    is_data = [False] * height
    for row in lines.data:
        is_data[row - body.start] = True
    mask = pl.Series(is_data, dtype=pl.Boolean)
    cells = {name: column.filter(mask) for name, column in body.cells.items()}
    return cells, {name: bytes(compress(kinds, is_data)) for name, kinds in body.kinds.items()}


def _reading(
    column: Column, columns: Columns, cells: pl.Series, kinds: bytes, schema: TableSchema, page: Page
) -> ColumnReading:
    if column.name in columns.unsure:
        return ColumnReading(pl.Series(column.name, [None] * len(cells), dtype=column.dtype))
    unit = columns.units[column.name]
    return read_column(column, cells, kinds, unit, schema.checks, from_1904=page.sheet.from_1904)


def _refuse_continued(
    page: Page,
    columns: Columns,
    schema: TableSchema,
    body: Body,
    lines: Lines,
    readings: Mapping[str, ColumnReading],
) -> None:
    """Numbers, dates and truths stand for the first row of merged cells only: the others go back."""
    if not body.continued:
        return
    places = {row: place for place, row in enumerate(lines.data)}
    for (row, name), merged in body.continued.items():
        if row not in places or name in columns.unsure:
            continue
        message = text(
            "{column}: the cell is merged with {cell}; only texts stand for every row of merged cells.",
            column=schema.columns[name].label,
            cell=page.cell(merged.top, merged.left),
        )
        fix = text("Undo the merge, and write into each row what holds for it.")
        readings[name].refused[places[row]] = Refusal("merged", message, fix)


def _table(
    page: Page,
    columns: Columns,
    schema: TableSchema,
    lines: Lines,
    readings: Mapping[str, ColumnReading],
    cells: Mapping[str, pl.Series],
) -> Table:
    values = {name: reading.values for name, reading in readings.items()}
    height = len(lines.data)
    frame = pl.DataFrame(
        [
            values[name].alias(name) if name in values else pl.Series(name, [None] * height, dtype=column.dtype)
            for name, column in schema.columns.items()
        ]
    )
    unread = {(row, name) for name, reading in readings.items() for row in reading.refused}
    for name in columns.unsure:
        unread |= {(row, name) for row in cells[name].is_not_null().arg_true().to_list()}
    if isinstance(lines.data, range):
        rows = range(lines.data.start + 1, lines.data.stop + 1)
    else:
        rows = tuple(row + 1 for row in lines.data)
    at = {name: letters(position) for name, position in columns.positions.items()}
    return Table(schema, frame, SheetRows(page.file, page.sheet.name, rows, at), frozenset(unread))
