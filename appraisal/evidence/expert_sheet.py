"""The sheet that an expert filled in: a row a platform and a column a criterion become a row a mark."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from appraisal.errors import Finding, Place, Severity
from appraisal.evidence.origin import Gathered, SheetRows
from appraisal.evidence.repairs import own_unit, read_column
from appraisal.evidence.sheet import letters
from appraisal.evidence.sheet_findings import cell_findings
from appraisal.evidence.table import Table
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from appraisal.evidence.sheet import Sheet
    from appraisal.schema.table import TableSchema

#: The table that such sheets hold.
MARKS = "panel_marks"
#: The very hidden sheet of a form, and what it says where the form is an expert's.
STAMP, KIND, EXPERT_SHEET = "_meta", "kind", "expert_sheet"
#: Rows as Excel shows them: the keys of the columns, the first row of data; the key of a criterion begins so.
KEY_ROW, FIRST_ROW, CRITERION = 2, 4, "mark:"
_PLATFORM, _MARK = "platform_id", "mark"
_NEEDED = {"panel", "expert_id"}
#: The row from 0, its platform, and its cells by column.
_Line = tuple[int, "str | None", "dict[int, str | None]"]


class _Mark(NamedTuple):
    """A mark as it is written: its row and column from 0, and the platform of the row."""

    row: int
    at: int
    platform: str | None
    written: str


def expert_stamp(sheets: Sequence[Sheet]) -> Mapping[str, str] | None:
    """What the sheet of an expert says of itself; None where the file is none."""
    hidden = next((sheet for sheet in sheets if sheet.name == STAMP and sheet.cells.width > 1), None)
    pairs = [(key, value) for key, value in hidden.cells[:, :2].iter_rows() if key and value] if hidden else []
    facts = dict(pairs)
    return facts if facts.get(KIND) == EXPERT_SHEET and facts.keys() >= _NEEDED and len(facts) == len(pairs) else None


def read_expert_sheet(
    sheets: Sequence[Sheet], stamp: Mapping[str, str], file: str, schema: TableSchema
) -> tuple[Table | None, list[Finding]]:
    """The marks in the sheet, read and repaired like the cells of any table; an empty cell is no mark."""
    sheet = next((sheet for sheet in sheets if not sheet.is_hidden and _PLATFORM in _keys(sheet)), None)
    keys = _keys(sheet) if sheet else []
    criteria = {at: key.removeprefix(CRITERION) for at, key in enumerate(keys) if key and key.startswith(CRITERION)}
    if sheet is None or not criteria or len(set(keys) - {None}) < len([key for key in keys if key]):
        message = text("The line of keys of the expert's sheet is not as it was given out.")
        fix = text("Use the sheet as it was given out, and change nothing but the marks.")
        return None, [Finding("expert_sheet|keys", message, fix, place=Place(file, sheet and sheet.name))]
    lines = _lines(sheet, keys.index(_PLATFORM), criteria)
    marks = [_Mark(row, at, platform, mark) for row, platform, cells in lines for at, mark in cells.items() if mark]
    place = Place(file, sheet.name)
    if not marks:
        message, fix = text("The expert's sheet has no mark."), text("Fill it in, or leave it out.")
        return None, [Finding("expert_sheet|empty", message, fix, place=place)]
    cells = pl.Series(_MARK, [mark.written for mark in marks], dtype=pl.String)
    kinds = bytes(sheet.kind(mark.row, mark.at) for mark in marks)
    column = schema.columns[_MARK]
    reading = read_column(column, cells, kinds, own_unit(column), schema.checks, from_1904=sheet.from_1904)
    rows = {
        "panel": pl.Series([stamp["panel"]] * len(marks), dtype=pl.String),
        _PLATFORM: pl.Series([mark.platform for mark in marks], dtype=pl.String),
        "expert_id": pl.Series([stamp["expert_id"]] * len(marks), dtype=pl.String),
        "criterion": pl.Series([criteria[mark.at] for mark in marks], dtype=pl.String),
        _MARK: reading.values,
    }
    frame = pl.DataFrame({name: rows[name] for name in schema.columns})
    unread = frozenset((row, _MARK) for row in reading.refused)
    table = Table(schema, frame, _origin(sheet, place, keys, marks), unread)
    found = [*_left_out(lines, place), *cell_findings(table, _MARK, reading, cells)]
    return table, [*found, *_not_read(file, (other for other in sheets if other is not sheet))]


def _keys(sheet: Sheet) -> list[str | None]:
    return list(sheet.cells.row(KEY_ROW - 1)) if sheet.cells.height >= FIRST_ROW else []


def _lines(sheet: Sheet, platform: int, criteria: Iterable[int]) -> list[_Line]:
    """The rows under the header in which anything is marked, or could be."""
    ids = _texts(sheet, platform)
    columns = {at: _texts(sheet, at) for at in criteria}
    rows = range(FIRST_ROW - 1, sheet.cells.height)
    lines = [(row, ids[row], {at: cells[row] for at, cells in columns.items()}) for row in rows]
    return [line for line in lines if any(line[2].values())]


def _origin(sheet: Sheet, place: Place, keys: Sequence[str | None], marks: Sequence[_Mark]) -> Gathered:
    """Where each mark stands: the marks of a criterion are rows of its column."""
    columns: dict[int, list[int]] = {}
    rows = []
    for mark in marks:
        there = columns.setdefault(mark.at, [])
        rows.append(len(there))
        there.append(mark.row + 1)
    ids = letters(keys.index(_PLATFORM))
    origins = [
        SheetRows(str(place.file), sheet.name, tuple(there), {_PLATFORM: ids, _MARK: letters(at)})
        for at, there in columns.items()
    ]
    parts = {at: part for part, at in enumerate(columns)}
    return Gathered(origins, [parts[mark.at] for mark in marks], rows)


def _texts(sheet: Sheet, at: int) -> list[str | None]:
    """The cells of a column; one of spaces is empty."""
    return [(cell or "").strip() or None for cell in sheet.cells.get_column(letters(at)).to_list()]


def _left_out(lines: Sequence[_Line], place: Place) -> Iterator[Finding]:
    """The empty cells in rows with marks: an expert marks a platform on every criterion, or not at all."""
    for row, platform, cells in lines:
        for at in (at for at, mark in cells.items() if not mark):
            message, fix = text("A mark is missing in a row with marks."), text("Ask the expert for the mark.")
            there = replace(place, row=row + 1, column=_MARK, letter=letters(at))
            yield Finding("expert_sheet|incomplete", message, fix, place=there, platform_id=platform)


def _not_read(file: str, others: Iterable[Sheet]) -> Iterator[Finding]:
    """The sheets that somebody added."""
    for other in others:
        if not other.is_hidden and not other.cells.is_empty():
            message = text("The sheet was not read: the file is an expert's.")
            fix = text("Hand it in as a file of its own if it is evidence.")
            yield Finding("sheet|no_table", message, fix, Severity.WARNING, Place(file, other.name))
