"""What there is to say about the lines and cells of a sheet that was read as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Severity
from appraisal.evidence.capped import capped
from appraisal.evidence.cells import shortened
from appraisal.evidence.layout import row_numbers
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.evidence.sheet import letters
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from appraisal.evidence.layout import Body, Columns, Lines, Page
    from appraisal.evidence.repairs import ColumnReading, Unit
    from appraisal.evidence.sheet import Merged
    from appraisal.evidence.table import Table
    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema

_SHOWN_ROWS = 120


def line_findings(page: Page, lines: Lines) -> Iterator[Finding]:
    """Lines that are left out, lines in the wrong place, and lines that were hidden."""
    if lines.footers:
        message = text("The lines below the table were left out: row {rows}.", rows=_numbers(lines.footers))
        is_doubtful = not lines.doubtful.isdisjoint(lines.footers)
        fix = text("Check that no data stand there.") if is_doubtful else Text("")
        severity = Severity.WARNING if is_doubtful else Severity.NOTICE
        yield Finding("sheet|left_out", message, fix, severity, page.place(lines.footers[0]))
    if lines.aside:
        rows = _numbers(lines.aside)
        message = text("Row {rows} holds nothing in the columns of the table and was left out.", rows=rows)
        yield Finding("sheet|left_out", message, Text(""), Severity.NOTICE, page.place(lines.aside[0]))
    yield from _header_findings(page, lines)
    if lines.late:
        message = text(
            "Data stand in row {rows}, below the closing lines that begin in row {footer}.",
            rows=_numbers(lines.late),
            footer=lines.footers[0] + 1,
        )
        fix = text("Move the closing lines below the data, or delete what does not belong there.")
        yield Finding("sheet|below_footer", message, fix, place=page.place(lines.late[0]))
    hidden = [row for row in lines.data if row + 1 in page.sheet.hidden_rows] if page.sheet.hidden_rows else []
    if hidden:
        message = text("Row {rows} is hidden, and was read like the others.", rows=_numbers(hidden))
        fix = text("Show the rows and check them; delete those that do not belong there.")
        yield Finding("sheet|hidden_rows", message, fix, Severity.WARNING, page.place(hidden[0]))


def _header_findings(page: Page, lines: Lines) -> Iterator[Finding]:
    """Headers in the middle of the lines."""
    if lines.again:
        message = text("Row {rows} repeats the header.", rows=_numbers(lines.again))
        fix = text("Delete it there; a table has one header.")
        yield Finding("sheet|second_header", message, fix, place=page.place(lines.again[0]))
    if lines.end is not None:
        message = text("Row {row} is another header; from there on nothing was read.", row=lines.end + 1)
        fix = text("Put one table on a sheet, with all its rows under one header.")
        yield Finding("sheet|second_header", message, fix, place=page.place(lines.end))


def hidden_findings(page: Page, columns: Columns) -> Iterator[Finding]:
    """Columns of the table that are hidden."""
    for name, place in columns.positions.items():
        if place in page.sheet.hidden_columns:
            message = text("Column {letter} is hidden, and was read like the others.", letter=letters(place))
            fix = text("Show the column and check it.")
            yield Finding("sheet|hidden_columns", message, fix, Severity.WARNING, page.place(None, place, name))


def merged_findings(page: Page, schema: TableSchema, body: Body, lines: Lines) -> Iterator[Finding]:
    """Texts that were filled down, and cells that are merged over several columns."""
    data = set(lines.data) if body.spread or body.across else set()
    for name, merged in body.spread:
        rows = [row for row in _rows(page, merged) if row in data]
        if len(rows) > 1:
            value = shortened(page.sheet.cells.item(merged.top, merged.left))
            message = text(
                "{column}: the merged cell {value} stands for row {rows}.",
                column=schema.columns[name].label,
                value=value,
                rows=_numbers(rows),
            )
            place = page.place(merged.top, merged.left, name)
            yield Finding("repair|merged", message, Text(""), Severity.NOTICE, place, value=value)
    for name, merged in body.across:
        if data.isdisjoint(_rows(page, merged)) or not page.sheet.cells.item(merged.top, merged.left):
            continue
        span = f"{page.cell(merged.top, merged.left)}:{page.cell(merged.bottom, merged.right)}"
        message = text("The cells {cells} are merged over several columns.", cells=span)
        fix = text("Undo the merge, and fill in each cell.")
        yield Finding("sheet|merged", message, fix, place=page.place(merged.top, merged.left, name))


def unit_findings(
    page: Page,
    columns: Columns,
    table: Table,
    readings: Mapping[str, ColumnReading],
    cells: Mapping[str, pl.Series],
) -> Iterator[Finding]:
    """The columns whose header says another unit than the table keeps, with the first number as an example."""
    for name, unit in columns.units.items():
        if not unit.shift or name in columns.unsure:
            continue
        column, values = table.schema.columns[name], readings[name].values
        given = values.is_not_null().arg_true()
        if given.is_empty():
            continue
        message = text(
            "{column}: the header says {unit}; {count} numbers were converted to {own}, such as {value} to {new}.",
            column=column.label,
            unit=unit.name,
            value=shortened(cells[name][given[0]]),
            new=column.shown(values[given[0]]),
            own=column.unit,
            count=len(given),
        )
        cell = columns.header.named[name][0][0]
        yield Finding(
            "repair|header_unit", message, Text(""), Severity.NOTICE, page.place(*cell.anchor, name), value=unit.name
        )
        yield from _converted(table, name, unit, readings[name], cells[name])


def _converted(table: Table, name: str, unit: Unit, reading: ColumnReading, cells: pl.Series) -> list[Finding]:
    """A notice for each number that the unit of the header changed, where no other repair tells of it."""
    column = table.schema.columns[name]

    def told(row: int) -> Finding:
        message = text(
            "{column}: {value} in {unit} is read as {new} in {own}.",
            column=column.label,
            value=shortened(cells[row]),
            unit=unit.name,
            new=column.shown(reading.values[row]),
            own=column.unit,
        )
        place = table.place(row, name)
        return Finding(
            "repair|unit", message, Text(""), Severity.NOTICE, place, table.platform_id(row), shortened(cells[row])
        )

    rows = [row for row in reading.values.is_not_null().arg_true() if row not in reading.mended]
    return capped(rows, MAX_CELL_FINDINGS, told)


def cell_findings(table: Table, name: str, reading: ColumnReading, cells: pl.Series) -> list[Finding]:
    """A notice for each cell of a column that was repaired, an error for each that could not be read."""
    column = table.schema.columns[name]
    groups: dict[str, list[int]] = {}
    for row in sorted(reading.mended):
        if row not in reading.refused:
            groups.setdefault(f"repair|{reading.mended[row].rule}", []).append(row)
    for row in sorted(reading.refused):
        groups.setdefault(f"cell|{reading.refused[row].code}", []).append(row)

    def refused(row: int) -> Finding:
        refusal = reading.refused[row]
        return Finding(
            f"cell|{refusal.code}",
            refusal.message,
            refusal.fix,
            place=table.place(row, name),
            platform_id=table.platform_id(row),
            value=shortened(cells[row]) if cells[row] is not None else None,
        )

    def mended(row: int) -> Finding:
        rule = reading.mended[row].rule
        facts = {
            "column": column.label,
            "value": shortened(cells[row]),
            "new": _said(column, reading.values[row]),
        }
        message, fix = Text(_READ_AS.msgid, facts), Text("")
        if rule == "number_as_text":
            message = Text(_NUMBER_AS_TEXT.msgid, facts)
            fix = text("Format the column as text; zeros at the beginning are lost otherwise.")
        return Finding(
            f"repair|{rule}",
            message,
            fix,
            Severity.NOTICE,
            table.place(row, name),
            table.platform_id(row),
            facts["value"],
        )

    found: list[Finding] = []
    for code, rows in groups.items():
        found += capped(rows, MAX_CELL_FINDINGS, mended if code.startswith("repair|") else refused)
    return found


def _said(column: Column, value: Any) -> str:
    """A value as its author writes it: yes and no in the words of the form."""
    if column.kind == "boolean":
        return YES if value else NO
    return column.shown(value)


#: As a form writes true and false, in whatever language its reader reads.
YES, NO = "是", "否"
_READ_AS = text("{column}: {value} is read as {new}.")
_NUMBER_AS_TEXT = text("{column}: the number {value} is taken as text.")


def _rows(page: Page, merged: Merged) -> range:
    return range(merged.top, min(merged.bottom + 1, page.sheet.cells.height))


def _numbers(rows: list[int]) -> str:
    listed = row_numbers(rows)
    return listed if len(listed) <= _SHOWN_ROWS else listed[:_SHOWN_ROWS].rpartition(",")[0] + ", …"
