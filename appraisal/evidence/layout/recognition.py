"""Which table a sheet is: the one whose required columns are all there and that knows most of the headers."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.evidence.layout.names import bare
from appraisal.schema.pointer import listed
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraisal.evidence.layout.header import Header, HeaderCell
    from appraisal.evidence.layout.page import Page
    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema

#: Fewer headers than these say nothing, unless the sheet is named after its table.
_TELLING = 2
_NEAR = 0.6
#: A sheet with so many columns and rows is a table, of whatever kind.
_COLUMNS, _ROWS = 3, 5


def recognised(
    page: Page, headers: Mapping[str, Header], schemas: Mapping[str, TableSchema], wanted: str | None
) -> Header | Finding:
    """The header of the table that a sheet is, or the finding that says why it is none."""
    known = {table: len(header.named) for table, header in headers.items()}
    expected = wanted or _named_after(page.sheet.name, schemas)
    most = max(known.values(), default=0)
    if most < _TELLING and (expected is None or not known.get(expected)):
        if wanted or (expected and _lines(page)):
            return headerless(page, schemas[str(expected)])
        return _no_table(page, is_doubtful=bool(most or expected or _is_tabular(page)))
    complete = [table for table in known if not missing(headers[table], schemas[table])]
    leaders = [table for table in sorted(known) if known[table] == most]
    if expected in complete or expected in leaders or (wanted and expected in known):
        leaders = [str(expected)]
    candidates = [table for table in leaders if table in complete] or leaders
    if len(candidates) > 1:
        several = [schemas[table] for table in candidates]
        return _ambiguous(page, headers[candidates[0]], several, is_enough=candidates[0] in complete)
    header = headers[candidates[0]]
    if candidates[0] not in complete:
        return _sent_back(page, header, schemas[candidates[0]])
    return header


def missing(header: Header, schema: TableSchema) -> list[Column]:
    """The required columns that a header does not name."""
    return [column for column in schema.columns.values() if column.required and column.name not in header.named]


def near_column(cell: HeaderCell, columns: Iterable[Column]) -> Column | None:
    """The column that a header most likely means, among those that were not found."""
    names = {bare(name): column for column in columns for name in (column.name, column.title.zh, *column.aliases)}
    words = [bare(cell.path[-1]), bare("".join(cell.path))] if cell.path else []
    near = [hit for word in words for hit in difflib.get_close_matches(word, sorted(names), 1, _NEAR)]
    return names[near[0]] if near else None


def header_text(cell: HeaderCell) -> str:
    """What stands over a column, in one line."""
    return " ".join(" / ".join(cell.path).split())


def _named_after(name: str | None, schemas: Mapping[str, TableSchema]) -> str | None:
    """The table after which a sheet is named: by its key or title, or alone among all in that its title is a part."""
    if not name:
        return None
    word = bare(name)
    exact = [table for table, schema in schemas.items() if word in {bare(table), bare(schema.title.zh)}]
    part = [table for table, schema in schemas.items() if bare(schema.title.zh) in word]
    found = exact or part
    return found[0] if len(found) == 1 else None


def _lines(page: Page) -> int:
    """How many rows have more than one cell: a title or a note has one."""
    cells = page.sheet.cells
    filled = cells.select(pl.sum_horizontal((pl.all().str.strip_chars() != "").fill_null(value=False)))
    return int((filled.to_series() > 1).sum())


def _is_tabular(page: Page) -> bool:
    cells = page.sheet.cells
    return sum(count < cells.height for count in cells.null_count().row(0)) >= _COLUMNS and _lines(page) >= _ROWS


def _no_table(page: Page, *, is_doubtful: bool) -> Finding:
    message = text("The sheet holds none of the known tables and was not read.")
    if not is_doubtful:
        return Finding("sheet|no_table", message, Text(""), Severity.NOTICE, page.place())
    fix = text("If it is evidence, write the header of its table above the rows; delete the sheet otherwise.")
    return Finding("sheet|no_table", message, fix, Severity.WARNING, page.place())


def headerless(page: Page, schema: TableSchema) -> Finding:
    """The words for a sheet that is a table by its name or its rows, and has no header that says so."""
    names = listed(column.title for column in schema.columns.values() if column.required)
    message = text("No column of {table} is in the header.", table=schema.label)
    return Finding("header|missing", message, text("Write the header: {names}.", names=names), place=page.place())


def _ambiguous(page: Page, header: Header, schemas: list[TableSchema], *, is_enough: bool) -> Finding:
    names = listed(schema.label for schema in schemas)
    if is_enough:
        message = text("The sheet could be any of these tables: {tables}.", tables=names)
        fix = text("Name the sheet after its table.")
    else:
        titles = listed(schemas[0].columns[name].title for name in header.named)
        message = text(
            "The header has only {found}; that is not enough for any of {tables}.", found=titles, tables=names
        )
        fix = text("Add the required columns, or delete the sheet if it is no table.")
    return Finding("sheet|ambiguous", message, fix, place=page.place(header.bottom))


def _sent_back(page: Page, header: Header, schema: TableSchema) -> Finding:
    absent = missing(header, schema)
    message = text(
        "{table}: required columns are missing in the header: {missing}. Found: {found}.",
        table=schema.label,
        missing=listed(column.label for column in absent),
        found=listed(schema.columns[name].title for name in header.named),
    )
    used = {cell.position for cells in header.named.values() for cell, _ in cells}
    pairs = [
        text(
            "{header} ({cell}) for {column}",
            header=header_text(cell),
            cell=page.cell(*cell.anchor),
            column=column.title,
        )
        for cell in header.cells
        if cell.position not in used and (column := near_column(cell, absent))
    ]
    fix = text("Near: {pairs}.", pairs=Joined(tuple(pairs), text(", "))) if pairs else text("Add the columns.")
    return Finding("header|missing", message, fix, place=page.place(header.bottom))
