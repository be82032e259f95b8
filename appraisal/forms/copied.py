"""A copy of a sheet: each value at its address and of its kind, never a formula; cells with findings are coloured."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

from appraisal.evidence import sheet as kinds
from appraisal.forms.mark import ROWS_OF_EXCEL, colours, style_of
from appraisal.forms.workbook import PAGE_WIDTH, on_paper, width_of
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from appraisal.errors import Finding
    from appraisal.evidence.sheet import Sheet
    from appraisal.forms.workbook import Book

#: With more comments Excel opens a sheet slowly; the cells beyond are coloured only.
MOST_COMMENTS = 2_000
_LONGEST_COMMENT = 1_500
_LONGEST_CELL = 32_767
#: Excel keeps 15 digits of a number, and counts days from 1900.
_DIGITS, _FIRST_YEAR = 15, 1901
_NARROWEST, _WIDEST, _LOOKED_AT, _HEADER_WITHIN = 8, 40, 200, 12
_COMMENT_WIDTH, _LINE_HEIGHT, _LETTERS_A_LINE = 320, 16, 44


#: What stands above the data looks as in a form.
_DRESS: dict[str, dict[str, Any]] = {
    "header": {"bold": True, "bg_color": "#D9E1F2", "border": 1},
    "title": {"bold": True},
}


def copy_sheet(
    book: Book, target: Worksheet, source: Sheet, marks: Mapping[tuple[int, int], Sequence[Finding]]
) -> None:
    """The cells of a sheet with the marks of the findings on them."""
    height = min(source.cells.height, ROWS_OF_EXCEL)
    columns = [source.cells.get_column(name).head(height).to_list() for name in source.cells.columns]
    by_column: dict[int, dict[int, str]] = {}
    for (row, at), findings in marks.items():
        by_column.setdefault(at, {})[row] = style_of(findings[0])
    header, whole = _header_row(columns, source.hidden_rows), 0
    for at, values in enumerate(columns):
        _copy_column(book, target, source, at, values, by_column.pop(at, {}), header - 1)
        # A title above the header runs on to the right; it does not widen its column.
        widths = [width_of(value) for value in values[max(0, header - 1) : _LOOKED_AT] if value]
        whole += (width := max(_NARROWEST, min(_WIDEST, max(widths, default=0) + 2)))
        target.set_column(at, at, width)
    for at, rows in by_column.items():
        for row, style in rows.items():
            target.write_blank(row, at, None, book.style(**colours(style)))
    _comment(book, target, marks)
    marked_rows = {row + 1 for row, _ in marks}
    for row in source.hidden_rows - marked_rows:
        if row <= height:
            target.set_row(row - 1, None, None, {"hidden": True})
    target.hide_gridlines(0)
    target.freeze_panes(header, 0)
    on_paper(target, header=(header - 1, header - 1) if header else None, pages=-(-whole // PAGE_WIDTH) or 1)


def _copy_column(
    book: Book,
    target: Worksheet,
    source: Sheet,
    at: int,
    values: Sequence[str | None],
    marked: Mapping[int, str],
    header: int,
) -> None:
    cell_kinds = source.kinds[at] if source.kinds else bytes([kinds.TEXT]) * len(values)
    for row, value in enumerate(values):
        look: dict[str, Any] = _DRESS["header" if row == header else "title"] if row <= header else {}
        look = {**look, **colours(marked[row])} if row in marked else look
        if value is not None and value != "":
            _write(book, target, row, at, value, cell_kinds[row], look)
        elif look:
            target.write_blank(row, at, None, book.style(**look))


def _write(book: Book, target: Worksheet, row: int, at: int, value: str, kind: int, look: dict[str, Any]) -> None:
    if kind in (kinds.NUMBER, kinds.PERCENT) and len(value.strip("-0.").replace(".", "")) <= _DIGITS:
        number = _number(value)
        if number is not None:
            shown = "0.##########%" if kind == kinds.PERCENT else "0" if abs(number) >= 10**11 else "General"
            target.write_number(row, at, number, book.style(num_format=shown, **look))
            return
    elif kind == kinds.DATE and (moment := _moment(value)):
        shown = "yyyy-mm-dd" if len(value) == len("2014-12-31") else "yyyy-mm-dd hh:mm:ss"
        target.write_datetime(row, at, moment, book.style(num_format=shown, **look))
        return
    elif kind == kinds.BOOLEAN and value in ("TRUE", "FALSE"):
        target.write_boolean(row, at, value == "TRUE", book.style(**look))
        return
    target.write_string(row, at, value[:_LONGEST_CELL], book.style(num_format="@", **look))


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.year >= _FIRST_YEAR and moment.tzinfo is None else None


def _comment(book: Book, target: Worksheet, marks: Mapping[tuple[int, int], Sequence[Finding]]) -> None:
    """What is wrong and what to do, at the cell; the worst first where there are too many."""
    for (row, at), findings in list(marks.items())[:MOST_COMMENTS]:
        said = "\n".join(
            book.said(text("{what} {fix}", what=finding.message, fix=finding.fix)).strip() for finding in findings
        )[:_LONGEST_COMMENT]
        lines = sum(1 + width_of(line) // _LETTERS_A_LINE for line in said.split("\n"))
        size = {"width": _COMMENT_WIDTH, "height": (lines + 1) * _LINE_HEIGHT, "font_size": 9}
        target.write_comment(row, at, said, {"author": "appraisal", **size})


def _header_row(columns: Sequence[Sequence[str | None]], hidden: Collection[int]) -> int:
    """How many rows stay in sight: down to the first one in which most columns have something."""
    for row in range(min(_HEADER_WITHIN, max(map(len, columns), default=0))):
        if row + 1 not in hidden and 2 * sum(bool(values[row]) for values in columns) > len(columns) > 1:
            return row + 1
    return 0
