"""Sheets written to the bytes of a file: by XlsxWriter, openpyxl, xlwt, or as CSV in the encodings of Excel."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from io import BytesIO, StringIO
from random import Random
from typing import TYPE_CHECKING

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .cells import Cell
from .sheet import Grid

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CREATED = datetime(2014, 1, 10)  # noqa: DTZ001 - a workbook's dates have no zone


def write_xlsxwriter(dice: Random, grids: list[Grid], *, from_1904: bool, is_stale: bool = False) -> bytes:
    """A workbook by XlsxWriter: error cells and computed formulas, bold words inside a cell, styled empty cells.

    A stale one says, as XlsxWriter's files do, that the values of its formulas are not to be relied on.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": from_1904})
    # Excel leaves this out once it has computed everything.
    book.calc_on_load = is_stale
    book.set_properties({"created": _CREATED})
    forms: dict[str, Format] = {}
    bold = book.add_format({"bold": True})
    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        for area in grid.merged:
            sheet.merge_range(*area, "")
        for (row, column), cell in grid.cells.items():
            form = forms.setdefault(cell.form, book.add_format({"num_format": cell.form}))
            if isinstance(cell.value, str) and len(cell.value) > 3 and not cell.formula and dice.random() < 0.02:
                sheet.write_rich_string(row, column, bold, cell.value[:2], cell.value[2:], form)
            else:
                _write_cell(sheet, row, column, cell, form)
        for row in grid.hidden:
            sheet.set_row(row, None, None, {"hidden": True})
        if dice.random() < 0.2:
            for row in range(grid.height, grid.height + 5):
                sheet.write_blank(row, 0, None, bold)
    book.close()
    return buffer.getvalue()


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, form: Format) -> None:
    match cell.value:
        case str() as value if cell.formula:
            sheet.write_formula(row, column, cell.formula, form, value)  # pyright: ignore[reportArgumentType] - its default is a number, no type
        case Decimal() as value if cell.formula:
            sheet.write_formula(row, column, cell.formula, form, float(value))  # pyright: ignore[reportArgumentType] - as above
        case bool() as value:
            sheet.write_boolean(row, column, value, form)
        case date() as value:
            sheet.write_datetime(row, column, datetime.combine(value, time()), form)
        case "":
            pass
        case str() as value:
            sheet.write_string(row, column, value, form)
        case value:
            sheet.write_number(row, column, float(value), form)


def write_openpyxl(dice: Random, grids: list[Grid], *, from_1904: bool) -> bytes:  # noqa: ARG001 - one shape
    """A workbook by openpyxl, whose formulas were never computed."""
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for (row, column), cell in grid.cells.items():
            if cell.value == "" and not cell.formula:
                continue
            value = cell.formula if not cell.is_computed else cell.value
            written = sheet.cell(row + 1, column + 1, float(value) if isinstance(value, Decimal) else value)
            written.number_format = cell.form
        for top, left, bottom, right in grid.merged:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for row in grid.hidden:
            sheet.row_dimensions[row + 1].hidden = True
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_xls(dice: Random, grids: list[Grid], *, from_1904: bool) -> bytes:  # noqa: ARG001 - one shape
    """A workbook of Excel 97 by xlwt."""
    book = xlwt.Workbook(encoding="utf-8")
    forms: dict[str, xlwt.XFStyle] = {}
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        covered = {area[:2] for area in grid.merged}
        for area in grid.merged:
            top, left, bottom, right = area
            cell = grid.cells.get((top, left), Cell(""))
            sheet.write_merge(top, bottom, left, right, _xls_value(cell), _xls_style(forms, cell.form))
        for (row, column), cell in grid.cells.items():
            if (row, column) in covered or cell.value == "":
                continue
            if cell.is_error:
                # xlwt knows this one error by another name.
                sheet.row(row).set_cell_error(column, "#N/A!" if cell.value == "#N/A" else cell.value)
            else:
                sheet.write(row, column, _xls_value(cell), _xls_style(forms, cell.form))
        for row in grid.hidden:
            sheet.row(row).hidden = True
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_csv(dice: Random, grids: list[Grid], *, from_1904: bool) -> bytes:  # noqa: ARG001 - one shape
    """The only sheet as CSV, in one of the encodings and with one of the separators that programs write."""
    (grid,) = grids
    width = max(column for _, column in grid.cells) + 1
    buffer = StringIO()
    writer = csv.writer(
        buffer, delimiter=dice.choice([",", ",", ";", "\t"]), lineterminator=dice.choice(["\r\n", "\n"])
    )
    for row in range(max(row for row, _ in grid.cells) + 1):
        writer.writerow([cell.text if (cell := grid.cells.get((row, column))) else "" for column in range(width)])
    return buffer.getvalue().encode(dice.choice(["utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16"]))


#: The writers by name, with the ending of their files and how often each is taken.
WRITERS: dict[str, tuple[Callable[..., bytes], str, int]] = {
    "xlsxwriter": (write_xlsxwriter, ".xlsx", 42),
    "stale": (partial(write_xlsxwriter, is_stale=True), ".xlsx", 8),
    "openpyxl": (write_openpyxl, ".xlsx", 20),
    "csv": (write_csv, ".csv", 22),
    "xlwt": (write_xls, ".xls", 8),
}


def _xls_value(cell: Cell) -> object:
    return (
        float(cell.value) if isinstance(cell.value, Decimal | int) and not isinstance(cell.value, bool) else cell.value
    )


def _xls_style(forms: dict[str, xlwt.XFStyle], form: str) -> xlwt.XFStyle:
    if form not in forms:
        forms[form] = xlwt.XFStyle()
        forms[form].num_format_str = form
    return forms[form]
