"""A CSV file read as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.evidence.capped import capped
from appraisal.evidence.cells import typed_cells
from appraisal.evidence.encoding import decode
from appraisal.evidence.even_lines import even_cells, even_lines
from appraisal.evidence.header import familiar, match_header
from appraisal.evidence.limits import MAX_CELL_FINDINGS, MAX_COLUMNS, MAX_ROWS
from appraisal.evidence.origin import SheetRows, WholeFile
from appraisal.evidence.records import Cells, header_cells, split_cells, split_records
from appraisal.evidence.table import Table
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.schema.table import TableSchema

SEPARATORS = (",", ";", "\t")
#: The header is row 1.
_FIRST_ROW = 2


def read_csv(data: bytes, file: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    """The table in a CSV file, in UTF-8, GB18030 or UTF-16, separated by comma, semicolon or tab."""
    source, found = decode(data, file)
    if source is None:
        return None, found
    if table := _even_table(source, file, schema):
        return table, found
    if fault := unreadable(source, file):
        return None, [*found, fault]
    records = split_records(source)
    if records.is_empty():
        return None, [*found, empty_file(file)]
    if records.len() - 1 > MAX_ROWS:
        message = text("The file has more than {limit} rows.", limit=MAX_ROWS)
        return None, [*found, Finding("file|too_large", message, place=Place(file))]
    table, faults = _table(records, file, schema)
    return table, [*found, *faults]


def _even_table(source: str, file: str, schema: TableSchema) -> Table | None:
    """The table in a text without any fault or quotation mark; None where the grammar has to look."""
    lines = even_lines(source)
    if lines is None:
        return None
    separator, names = _header(lines[: lines.index(b"\n")].decode(), schema)
    keys, faults = match_header(names or [], schema, file, 1)
    cells = None if faults else even_cells(lines, separator, len(keys))
    if cells is None or cells.height > MAX_ROWS:
        return None
    table, bad_cells = _typed(cells, keys, file, schema)
    return None if bad_cells else table


def _table(records: pl.Series, file: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    separator, names = _header(records[0], schema)
    if names is None:
        return None, [stray_quotes(file, 1)]
    keys, found = match_header(names, schema, file, 1)
    if found:
        return None, found
    cells = split_cells(records.slice(1), separator, len(names))
    faults = _row_faults(cells, len(names), file)
    table, bad_cells = _typed(cells.frame, keys, file, schema)
    # Nothing is lost with an empty row: the others are looked at at once. What a broken row held might be missed.
    is_whole = not (cells.broken or cells.uneven)
    return (table if is_whole else None), [*faults, *bad_cells]


def _typed(cells: pl.DataFrame, keys: list[str], file: str, schema: TableSchema) -> tuple[Table, list[Finding]]:
    """The table of these cells, of which those that cannot be read are null and have a finding."""
    rows = cells.get_column("row") + _FIRST_ROW
    texts = cells.drop("row").rename(dict(zip(cells.columns[1:], keys, strict=True)))
    frame, bad_cells, unread = typed_cells(texts, schema.columns, rows, file)
    absent = [
        pl.lit(None, dtype=column.dtype).alias(name) for name, column in schema.columns.items() if name not in keys
    ]
    whole = frame.with_columns(absent).select([*schema.columns])
    # The rows are numbered as they stand where none was left out.
    is_gapless = rows.is_empty() or rows[-1] - _FIRST_ROW == rows.len() - 1
    origin = WholeFile(file, _FIRST_ROW) if is_gapless else SheetRows(file, None, rows.to_list())
    return Table(schema, whole, origin, unread), bad_cells


def _header(record: str, schema: TableSchema) -> tuple[str, list[str] | None]:
    """The separator under which the table knows most headers, and those headers."""
    readings = [(separator, header_cells(record, separator)) for separator in SEPARATORS]
    # More columns than are allowed are counted, and not looked at.
    return max(readings, key=lambda one: (familiar((one[1] or [])[:MAX_COLUMNS], schema), len(one[1] or [])))


def _row_faults(cells: Cells, width: int, file: str) -> list[Finding]:
    def broken(row: int) -> Finding:
        return stray_quotes(file, row + _FIRST_ROW)

    def empty(row: int) -> Finding:
        return Finding(
            "row|empty", text("The row is empty."), text("Delete it."), place=Place(file, row=row + _FIRST_ROW)
        )

    def uneven(row: int) -> Finding:
        message = text("The row has {count} cells, the header {width}.", count=cells.uneven[row], width=width)
        short = text("Add the missing cells, or put a text with a line break in quotation marks.")
        long = text("Put a text that holds the separator in quotation marks.")
        is_short = cells.uneven[row] < width
        mend, code = (short, "row|short") if is_short else (long, "row|long")
        return Finding(code, message, mend, place=Place(file, row=row + _FIRST_ROW))

    # A stray quotation mark turns the sense of all that follow: only the first one is certain.
    faults = [broken(row) for row in cells.broken[:1]]
    short_rows = [row for row, count in cells.uneven.items() if count < width]
    long_rows = [row for row, count in cells.uneven.items() if count > width]
    for rows, finding in ((cells.empty, empty), (short_rows, uneven), (long_rows, uneven)):
        faults += capped(rows, MAX_CELL_FINDINGS, finding)
    return faults


def unreadable(source: str, file: str) -> Finding | None:
    """What makes the whole text unfit: NUL characters, or lines that end as on a Mac of old."""
    nul = source.find("\x00")
    if nul >= 0:
        place = Place(file, row=source.count("\n", 0, nul) + 1)
        return Finding(
            "file|nul",
            text("The row holds a NUL character: this is no text."),
            text("Save the file as CSV UTF-8."),
            place=place,
        )
    if "\r" in source and "\n" not in source:
        message = text("The lines end with a carriage return only.")
        return Finding("file|line_ends", message, text("Save the file as CSV UTF-8."), place=Place(file))
    return None


def empty_file(file: str) -> Finding:
    """A file without any content."""
    return Finding(
        "file|empty", text("The file is empty."), text("Write the header in the first row."), place=Place(file)
    )


def stray_quotes(file: str, row: int) -> Finding:
    """A record that breaks the grammar of quotation marks."""
    message = text(
        "A quotation mark or a line break stands in the middle of a cell, or a quotation mark is not closed."
    )
    fix = text("Put the cell in quotation marks and double those inside it.")
    return Finding("row|quotes", message, fix, place=Place(file, row=row))
