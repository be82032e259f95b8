"""A CSV file as a sheet: every cell at its address, rows of any length, nothing left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Severity
from appraisal.evidence.csv_table import SEPARATORS, empty_file, stray_quotes, unreadable
from appraisal.evidence.encoding import decode
from appraisal.evidence.limits import MAX_CELL, MAX_COLUMNS, MAX_CSV_CELLS, MAX_ROWS
from appraisal.evidence.records import Cells, header_cells, split_cells, split_records
from appraisal.evidence.sheet import Sheet, letters
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: The separator shows itself in so many rows.
_SAMPLE = 50
_END_MARK = "\x1a"
#: No row of a table has more characters.
_LONGEST = MAX_COLUMNS * MAX_CELL


def read_csv_sheet(
    data: bytes, file: str, familiar: Callable[[Sequence[str]], int]
) -> tuple[Sheet | None, list[Finding]]:
    """The sheet in a CSV file. ``familiar`` counts the headers it knows among some words."""
    source, found = decode(data, file)
    if source is None:
        return None, found
    source, ends = _without_end_mark(source, file)
    found = [*found, *ends]
    if fault := unreadable(source, file) or _shapeless(source, file):
        return None, [*found, fault]
    records = split_records(source)
    if records.is_empty():
        return None, [*found, empty_file(file)]
    if len(endless := (records.str.len_chars() > _LONGEST).arg_true()):
        return None, [*found, stray_quotes(file, endless[0] + 1)]
    frame, fault = _cells(records, _separator(records, familiar), file)
    return (None if frame is None else Sheet(None, frame)), [*found, *([fault] if fault else [])]


def _shapeless(source: str, file: str) -> Finding | None:
    """What is no table by its lines alone: to cut such a text into cells would take all the memory there is."""
    if source.count("\n") > MAX_ROWS:
        message = text("The file has more than {limit} rows.", limit=MAX_ROWS)
        return Finding("file|too_large", message, place=Place(file))
    begin = 0
    while begin + _LONGEST < len(source):
        # The last end of a line within reach: a few steps, however many lines there are.
        begin = source.rfind("\n", begin, begin + _LONGEST + 1) + 1
        if not begin:
            message = text(
                "A line has more than {limit} million characters: this is no table.", limit=_LONGEST // 10**6
            )
            return Finding("file|too_large", message, place=Place(file))
    return None


def _without_end_mark(source: str, file: str) -> tuple[str, list[Finding]]:
    """The text without the mark with which DOS ended a file."""
    bare = source.rstrip("\r\n")
    if not bare.endswith(_END_MARK):
        return source, []
    message = text("The mark at the end of the file (Ctrl-Z) was left out.")
    return bare.removesuffix(_END_MARK), [Finding("file|end_mark", message, Text(""), Severity.NOTICE, Place(file))]


def _separator(records: pl.Series, familiar: Callable[[Sequence[str]], int]) -> str:
    """The separator under which most headers are known, else the one that makes most cells."""

    def merit(separator: str) -> tuple[int, int]:
        rows = [header_cells(record, separator) or [] for record in records.head(_SAMPLE).to_list()]
        # More columns than are allowed are counted, and not looked at.
        return max(familiar(row[:MAX_COLUMNS]) for row in rows), sum(len(row) for row in rows)

    return max(SEPARATORS, key=merit)


def _cells(records: pl.Series, separator: str, file: str) -> tuple[pl.DataFrame | None, Finding | None]:
    is_quoted = records.str.contains('"', literal=True)
    # Without quotation marks every separator separates; with them the grammar has to count.
    counts = records.str.count_matches(separator, literal=True).cast(pl.Int64) + 1
    quoted = is_quoted.arg_true()
    if len(quoted):
        counted = split_cells(records.gather(quoted), separator, 1)
        if counted.broken:
            # In a record that is sound as it stands nothing is looked for.
            shields = [quoted[place] for place in counted.broken]
            records = records.scatter(shields, [_shielded(records[row], separator) for row in shields])
            counted = split_cells(records.gather(quoted), separator, 1)
        if counted.broken:
            return None, stray_quotes(file, quoted[counted.broken[0]] + 1)
        exact = [counted.uneven.get(place, 1) for place in range(len(quoted))]
        counts = counts.scatter(quoted, pl.Series(exact, dtype=pl.Int64))
    widest = counts.max()
    width = widest if isinstance(widest, int) else 1
    if width > MAX_COLUMNS:
        message = text("The file has {count} columns; {limit} are allowed.", count=width, limit=MAX_COLUMNS)
        row = (counts > MAX_COLUMNS).arg_true()[0] + 1
        return None, Finding("header|too_many", message, place=Place(file, row=row))
    if width * len(records) > MAX_CSV_CELLS:
        message = text(
            "A row has {count} columns; all rows together would have more than {limit} million cells.",
            count=width,
            limit=MAX_CSV_CELLS // 10**6,
        )
        fix = text("Delete what does not belong to the table, and save it again.")
        return None, Finding("file|too_large", message, fix, place=Place(file, row=(counts == width).arg_true()[0] + 1))
    if (counts < width).any():
        padding = [separator * count for count in range(width)]
        records = records + (width - counts).replace_strict(range(width), padding, return_dtype=pl.String)
    cells = split_cells(records, separator, width)
    if cells.broken:
        return None, stray_quotes(file, cells.broken[0] + 1)
    return _addressed(cells, len(records), width), None


def _shielded(record: str, separator: str) -> str:
    """A record with cells such as ``="007"`` in quotation marks, as the grammar asks."""
    sep = re.escape(separator)
    return re.sub(rf'(?<![^{sep}])="([^"\r\n]*)"(?![^{sep}])', r'"=""\1"""', record)


def _addressed(cells: Cells, height: int, width: int) -> pl.DataFrame:
    """The cells with their letters, and the empty rows back in their places."""
    frame = cells.frame
    if cells.empty:
        rows = pl.DataFrame({"row": range(height)}, schema={"row": frame.schema["row"]})
        frame = rows.join(frame, on="row", how="left", maintain_order="left")
    named = frame.drop("row").rename({str(place): letters(place) for place in range(width)})
    return named.select(pl.when(pl.all() != "").then(pl.all()))
