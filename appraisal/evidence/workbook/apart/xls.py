"""An .xls file read: the binary form of Excel 97 to 2003, and older ones."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import xlrd
from xlrd.biffh import XLRDError

from .cell import BOOLEAN, EMPTY, ERROR, number_cell, text_cell
from .grid import Grid, Room
from .number_format import NUMBER, form_of
from .refusal import damaged, refuse

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

    from .job import Job

_ENCRYPTED = "encrypted"
#: Control characters are written as in an .xlsx file, which cannot hold them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_xls(job: Job) -> dict[str, Any]:
    """The sheets of the workbook as the parent takes them."""
    data = job.source.read_bytes()
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except NotImplementedError:
        # Before Excel 97 a file does not say enough about its formats.
        damaged("it is older than Excel 97")
    except XLRDError as error:
        if _ENCRYPTED in str(error):
            refuse("password")
        refuse("no_workbook")
    if not book.nsheets:
        refuse("no_sheets")
    if book.nsheets > job.limits.sheets:
        refuse("sheets", limit=job.limits.sheets)
    forms = [_form(book, style.format_key) for style in book.xf_list]
    room = Room(job.limits)
    return {"sheets": [_sheet(sheet, book, forms, room, job.limits.cell) for sheet in book.sheets()]}


def _form(book: Book, key: int) -> str:
    code = book.format_map[key].format_str if key in book.format_map else None
    # NOTE: xlrd gives built-in formats that the file leaves out the code General.
    return form_of(key, None if code == "General" else code)


def _sheet(sheet: Sheet, book: Book, forms: list[str], room: Room, limit: int) -> dict[str, Any]:
    grid = Grid(sheet.name, room)
    from_1904 = book.datemode == 1
    for row in range(sheet.nrows):
        types, values = sheet.row_types(row), sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(types, values, strict=True)):
            match kind:
                case xlrd.XL_CELL_TEXT:
                    cell = text_cell(_CONTROL.sub(_escaped, str(value)), limit)
                case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                    style = sheet.cell_xf_index(row, column)
                    form = forms[style] if style < len(forms) else NUMBER
                    cell = number_cell(float(value), form, from_1904=from_1904)
                case xlrd.XL_CELL_BOOLEAN:
                    cell = BOOLEAN, "TRUE" if value else "FALSE"
                case xlrd.XL_CELL_ERROR:
                    cell = ERROR, xlrd.error_text_from_code.get(int(value), "#ERROR!")
                case _:
                    continue
            if cell[0] != EMPTY:
                grid.put(row, column, *cell)
    for top, bottom, left, right in sheet.merged_cells:
        grid.merge(top, left, bottom - 1, right - 1)
    _hide(grid, sheet)
    return {**grid.document(), "is_hidden": sheet.visibility != 0, "from_1904": from_1904}


def _hide(grid: Grid, sheet: Sheet) -> None:
    grid.hidden_rows = {row + 1 for row, look in sheet.rowinfo_map.items() if look.hidden}
    grid.hidden_columns = {column for column, look in sheet.colinfo_map.items() if look.hidden}


def _escaped(character: re.Match[str]) -> str:
    return f"_x{ord(character[0]):04X}_"
