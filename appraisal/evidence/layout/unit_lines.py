"""Units of money that stand around a table and not in the header of its column: nobody can say whether they hold."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from appraisal.errors import Finding, Severity
from appraisal.evidence.repairs import MONEY, is_unit, said_units
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.errors import Place
    from appraisal.evidence.layout.columns import Columns
    from appraisal.evidence.layout.header import HeaderSearch
    from appraisal.evidence.layout.lines import Lines
    from appraisal.evidence.layout.page import Page
    from appraisal.schema.table import TableSchema
    from appraisal.texts import Bilingual, Text

Where = Literal["above", "beside", "name"]


def unit_findings_around(
    page: Page, search: HeaderSearch, columns: Columns, schema: TableSchema, lines: Lines
) -> list[Finding]:
    """An error for each place around the table that names another unit than a silent column of money has.

    The cells of such a column are not read. Where every column says its unit, one that none of them has is doubtful.
    """
    said = {
        name: {unit for cell, _ in cells for unit in said_units(cell.path)}
        for name, cells in columns.header.named.items()
        if schema.columns[name].unit == MONEY
    }
    if not said:
        return []
    silent = [name for name, units in said.items() if not units]
    usual = {MONEY} if silent else set().union(*said.values())
    first = schema.columns[silent[0] if silent else next(iter(said))]
    found: list[Finding] = []
    for place, words, where in _around(page, search, columns, lines):
        value = " ".join(words.split())
        for unit in (unit for unit in said_units([words]) if unit not in usual):
            if silent:
                columns.unsure.update(silent)
                told = _told(where, unit, first.label)
                fix = text("Write the unit into the header: {title} ({unit}).", title=first.title, unit=unit)
                found.append(Finding("header|unit_line", told, fix, place=place, value=value))
            else:
                told = text("{unit} stands here, but no header names it; the headers were followed.", unit=unit)
                fix = text("Check the unit in which the amounts are, and delete the wrong one.")
                found.append(Finding("header|unit_line", told, fix, Severity.WARNING, place, value=value))
    return found


def _told(where: Where, unit: str, column: Bilingual) -> Text:
    match where:
        case "above":
            return text(
                "The line above the header says {unit}, but the header of {column} names no unit.",
                unit=unit,
                column=column,
            )
        case "beside":
            return text(
                "Beside the table stands {unit}, but the header of {column} names no unit.", unit=unit, column=column
            )
        case "name":
            return text(
                "The name of the sheet or file says {unit}, but the header of {column} names no unit.",
                unit=unit,
                column=column,
            )


def _around(page: Page, search: HeaderSearch, columns: Columns, lines: Lines) -> Iterator[tuple[Place, str, Where]]:
    """Every text around the table: above it, beside its header, below it, and the names under which it was sent."""
    header = columns.header
    for row, column, words in search.title_lines(header):
        yield page.place(row, column), words, "above"
    for row, column, words in search.loose_groups(header):
        yield page.place(row, column), words, "above"
    used = {cell.position for cells in header.named.values() for cell, _ in cells}
    for cell in header.cells:
        # Any other header in which a unit stands says it of its own column.
        if cell.position not in used and cell.path and is_unit(cell.path[-1]):
            yield page.place(*cell.anchor), cell.path[-1], "beside"
    for row in sorted([*lines.footers, *lines.aside]):
        for column, words in enumerate(page.sheet.cells.row(row)):
            if words:
                yield page.place(row, column), words, "beside"
    yield page.place(), " ".join(filter(None, [page.sheet.name, PurePath(page.file).stem])), "name"
