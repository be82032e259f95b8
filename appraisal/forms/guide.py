"""The first sheet of a form: how to fill it in, and what each column takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.forms.layout import CHECK, GUIDE
from appraisal.forms.table_sheet import PROTECTION, heading
from appraisal.forms.validation import allowed, example
from appraisal.forms.workbook import fit_row, on_paper, width_of
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from appraisal.forms.form import Form
    from appraisal.forms.layout import TablePlace
    from appraisal.forms.workbook import Book

_WIDTHS = (18, 22, 8, 44, 16, 52)
_TITLE_HEIGHT, _LINE_HEIGHT = 28, 16.5


def write_guide(book: Book, form: Form, places: dict[str, TablePlace]) -> None:
    """The sheet that explains the others, made from the schemas."""
    sheet = book.sheet(book.said(GUIDE))
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, heading(book, form, text("How to fill in this form")), book.style("title"))
    row = 1
    for number, line in enumerate(_lines(book, form), 1):
        said = f"{number}. {book.said(line)}"
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, said, book.style("wrapped"))
        sheet.set_row(row, _LINE_HEIGHT * -(-width_of(said) // sum(_WIDTHS)))
        row += 1
    header = row + 1
    _columns(book, form, places, sheet, header)
    sheet.freeze_panes(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", PROTECTION)
    on_paper(sheet, header=(header, header))


def _lines(book: Book, form: Form) -> Sequence[object]:
    sheets = text(", ").render(book.language).join(book.said(table.title) for table in form.tables)
    return (
        text(
            "Fill in the sheets {sheets}, one line a row, from row 4 on. A sheet without any case stays empty.",
            sheets=sheets,
        ),
        text("Columns with * are required. Choose from the list where a cell offers one."),
        text("Write numbers as digits only, in the unit of the header; no sums, no words such as “about 50”."),
        text(
            "Write dates as {year}-12-31. Write codes and numbers of papers as they are, with leading zeros.",
            year=form.data_year,
        ),
        text("Leave a cell empty where nothing is known; write 0 where there is none."),
        text("Paste values only (Paste Special, Values). Do not insert, delete or rename columns or sheets."),
        *(
            [
                text(
                    "Then look at the sheet {check}: it applies the conditions that you can check yourself.",
                    check=CHECK,
                )
            ]
            if form.asks_for_register
            else []
        ),
        text("Save as .xlsx and hand it in as a file, not as a picture or a scan."),
    )


def _columns(book: Book, form: Form, places: dict[str, TablePlace], sheet: Worksheet, header: int) -> None:
    titles = (text("Sheet"), text("Column"), text("Required"), text("What to write"), text("Example"), text("Remark"))
    for at, title in enumerate(titles):
        sheet.write_string(header, at, book.said(title), book.style("heading"))
    row = header + 1
    for schema in form.tables:
        for number, column in enumerate(schema.columns.values()):
            remark = book.said(column.description) or (book.said(schema.description) if number == 0 else "")
            unit = text(" (unit: {unit})", unit=column.unit).render(book.language) if column.unit else ""
            cells = (
                places[schema.name].sheet,
                book.said(column.title),
                book.said(text("yes")) if column.required else "",
                book.said(allowed(column, schema)) + unit,
                example(column, schema, form.data_year),
                remark,
            )
            for at, cell in enumerate(cells):
                sheet.write_string(row, at, cell, book.style("centred" if at in (2, 4) else "cell"))
            fit_row(sheet, row, cells, _WIDTHS)
            row += 1
