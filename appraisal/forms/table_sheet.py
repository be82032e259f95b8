"""One table of a form: title, hidden keys, header, and columns made ready for their kind of cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.forms.cells import write_column
from appraisal.forms.layout import FIRST_ROW, HEADER_ROW, KEY_ROW, TITLE_ROW
from appraisal.forms.validation import validation
from appraisal.forms.workbook import PAGE_WIDTH, on_paper, width_of

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.format import Format

    from appraisal.forms.form import Form
    from appraisal.forms.layout import TablePlace
    from appraisal.forms.lists import Lists
    from appraisal.forms.workbook import Book
    from appraisal.schema import Column, TableSchema

_LAST_OF_EXCEL = 1_048_575
_NARROWEST, _WIDEST, _CODE_WIDTH, _NUMBER_WIDTH, _DATE_WIDTH = 9, 34, 14, 18, 12
#: Texts that may be as long as this are names and remarks rather than places.
_SENTENCE = 40
_HEADER_HEIGHT, _TITLE_HEIGHT = 32, 28
#: What may be done to a protected sheet. Rows are not inserted or deleted: the self-check looks at each by its number.
PROTECTION = {"format_cells": True, "format_columns": True, "format_rows": True, "sort": True, "autofilter": True}


def write_table(
    book: Book, form: Form, place: TablePlace, places: dict[str, TablePlace], lists: Lists, rows: pl.DataFrame | None
) -> None:
    """The sheet of one table, empty or with the given rows."""
    schema, sheet = place.schema, book.sheet(place.sheet)
    sheet.set_row(TITLE_ROW - 1, _TITLE_HEIGHT)
    sheet.set_row(KEY_ROW - 1, None, None, {"hidden": True})
    sheet.set_row(HEADER_ROW - 1, _HEADER_HEIGHT)
    widths: list[int] = []
    for at, column in enumerate(schema.columns.values()):
        header = header_of(book, column)
        style = cell_style(book, column, locked=False)
        widths.append(_width(column, schema, header))
        sheet.set_column(at, at, widths[-1], style)
        sheet.write_string(KEY_ROW - 1, at, column.name, book.style("keys"))
        sheet.write_string(HEADER_ROW - 1, at, header, book.style("required" if column.required else "heading"))
        rule = validation(book, schema, column, lists, places, (form.year, form.data_year))
        sheet.data_validation(FIRST_ROW - 1, at, _LAST_OF_EXCEL, at, rule)
        if rows is not None and column.name in rows.columns:
            write_column(sheet, FIRST_ROW - 1, at, column, rows.get_column(column.name).to_list(), style)
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.protect("", PROTECTION)
    sheet.hide_gridlines(0)
    pages = -(-sum(widths) // PAGE_WIDTH)
    # What stands in the first column is repeated on every page across, and a title would be cut off there.
    title_at = 0 if pages == 1 else 1
    sheet.write_string(TITLE_ROW - 1, title_at, heading(book, form, schema.title), book.style("title"))
    on_paper(sheet, header=(HEADER_ROW - 1, HEADER_ROW - 1), pages=pages)
    if pages > 1:
        sheet.repeat_columns(0, 0)
        sheet.set_header("&R&A")


def heading(book: Book, form: Form, title: object) -> str:
    """The first line of a sheet: what it is, of which year, and what the rules say of themselves."""
    scenario = book.said(form.title)
    parts = [book.said(title), scenario if str(form.year) in scenario else f"{form.year}  {scenario}"]
    return "　".join([*parts, *([f"【{book.said(form.notice)}】"] if form.notice else [])])


def header_of(book: Book, column: Column) -> str:
    """The visible header: title, unit, and a star where the cell is required."""
    unit = (f"（{column.unit}）" if book.language == "zh" else f" ({column.unit})") if column.unit else ""
    return f"{book.said(column.title)}{unit}{'*' if column.required else ''}"


def cell_style(book: Book, column: Column, **more: Any) -> Format:
    """How the cells of a column are shown: codes as text, dates as dates, money with two decimals."""
    if column.kind == "date":
        return book.style(num_format="yyyy-mm-dd", align="center", **more)
    if column.kind == "decimal" and column.unit == "元":
        return book.style(num_format="#,##0.00", **more)
    if column.kind == "integer" and column.unit == "元":
        return book.style(num_format="#,##0", **more)
    if column.kind == "text":
        return book.style(num_format="@", **more)
    return book.style(**more)


def _width(column: Column, schema: TableSchema, header: str) -> int:
    """Wide enough for what will stand there; a long header takes two lines."""
    wanted = -(-width_of(header) // 2) + 2
    if column.enum:
        wanted = max(wanted, *(width_of(choice) + 3 for choice in column.enum))
    elif column.kind == "text":
        longest = schema.raw["properties"][column.name].get("maxLength", _CODE_WIDTH // 2)
        wanted = max(wanted, _WIDEST if longest >= _SENTENCE else _CODE_WIDTH)
    elif column.kind != "boolean":
        wanted = max(wanted, _NUMBER_WIDTH if column.unit == "元" else _DATE_WIDTH)
    return max(_NARROWEST, min(_WIDEST, wanted))
