"""A CSV file read as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.evidence.capped import capped
from appraisal.evidence.cells import typed_cells
from appraisal.evidence.checking import cell_findings
from appraisal.evidence.encoding import decode
from appraisal.evidence.header import familiar, match_header
from appraisal.evidence.limits import MAX_CELL_FINDINGS, MAX_ROWS
from appraisal.evidence.origin import WholeFile
from appraisal.evidence.records import Cells, header_cells, split_cells, split_records
from appraisal.evidence.table import Table
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.schema.table import TableSchema

_SEPARATORS = (",", ";", "\t")
#: The header is row 1.
_FIRST_ROW = 2


def read_csv(data: bytes, file: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    """The table in a CSV file, in UTF-8, GB18030 or UTF-16, separated by comma, semicolon or tab."""
    source, found = decode(data, file)
    if source is None:
        return None, found
    if fault := _unreadable(source, file):
        return None, [*found, fault]
    records = split_records(source)
    if records.is_empty():
        return None, [*found, _empty_file(file)]
    if records.len() - 1 > MAX_ROWS:
        message = text("The file has more than {limit} rows.", limit=MAX_ROWS)
        return None, [*found, Finding("file|too_large", message, place=Place(file))]
    table, faults = _table(records, file, schema)
    return table, [*found, *faults]


def _table(records: pl.Series, file: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    separator, names = _header(records[0], schema)
    if names is None:
        return None, [_quotes(file, 1)]
    keys, found = match_header(names, schema, file, 1)
    if found:
        return None, found
    cells = split_cells(records.slice(1), separator, len(names))
    faults = _row_faults(cells, len(names), file)
    rows = cells.frame.get_column("row") + _FIRST_ROW
    texts = cells.frame.drop("row").rename(dict(zip(cells.frame.columns[1:], keys, strict=True)))
    frame, bad_cells = typed_cells(texts, schema.columns, rows, file)
    absent = [
        pl.lit(None, dtype=column.dtype).alias(name) for name, column in schema.columns.items() if name not in keys
    ]
    table = Table(schema, frame.with_columns(absent).select([*schema.columns]), WholeFile(file, _FIRST_ROW))
    if faults or bad_cells:
        # The rows are numbered as they stand only where none was left out.
        more = [] if faults else cell_findings(table, {finding.place.column for finding in bad_cells})
        return None, [*faults, *bad_cells, *more]
    return table, []


def _header(record: str, schema: TableSchema) -> tuple[str, list[str] | None]:
    """The separator under which the table knows most headers, and those headers."""
    readings = [(separator, header_cells(record, separator)) for separator in _SEPARATORS]
    return max(readings, key=lambda reading: (familiar(reading[1] or [], schema), len(reading[1] or [])))


def _row_faults(cells: Cells, width: int, file: str) -> list[Finding]:
    def broken(row: int) -> Finding:
        return _quotes(file, row + _FIRST_ROW)

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


def _unreadable(source: str, file: str) -> Finding | None:
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


def _empty_file(file: str) -> Finding:
    return Finding(
        "file|empty", text("The file is empty."), text("Write the header in the first row."), place=Place(file)
    )


def _quotes(file: str, row: int) -> Finding:
    message = text(
        "A quotation mark or a line break stands in the middle of a cell, or a quotation mark is not closed."
    )
    fix = text("Put the cell in quotation marks and double those inside it.")
    return Finding("row|quotes", message, fix, place=Place(file, row=row))
