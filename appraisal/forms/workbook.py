"""A workbook that is being written: the same bytes for the same content, and text never becomes a formula."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from appraisal.texts import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format

    from appraisal.texts import Language

#: The time of day has no place in a file that is compared byte by byte.
_CREATED = datetime(2012, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_LINE_HEIGHT = 16.5
#: Excel allows a row of 409 points.
_MOST_LINES = 24
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
#: What is still readable on one A4 page across.
PAGE_WIDTH = 170
#: The paper size A4 in the numbering of Excel.
_A4 = 9
FONT = "宋体"
#: Fills and letters of good, doubtful and bad cells, as Excel itself colours them.
COLOURS = {
    "good": ("#C6EFCE", "#006100"),
    "doubtful": ("#FFEB9C", "#7F6000"),
    "bad": ("#FFC7CE", "#9C0006"),
    "note": ("#DDEBF7", "#1F4E78"),
}
_STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "remark": {"font_color": "#595959", "valign": "vcenter"},
    "keys": {"font_color": "#808080", "num_format": "@"},
    "heading": {"bold": True, "bg_color": "#D9E1F2", "border": 1, "text_wrap": True, "align": "center"},
    "required": {"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True, "align": "center"},
    "cell": {"border": 1, "text_wrap": True, "valign": "vcenter"},
    "centred": {"border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"},
    "link": {"border": 1, "valign": "vcenter", "align": "center", "font_color": "#0563C1", "underline": 1},
    "input": {"border": 1, "locked": False, "num_format": "@", "bg_color": "#FFFFE0", "valign": "vcenter"},
    **{name: {"bg_color": fill, "font_color": letter} for name, (fill, letter) in COLOURS.items()},
}


class _PlainSheet(Worksheet):
    """A sheet whose formulas use no function newer than Excel 2007: looking for those takes 80 µs a formula."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - the signature is the library's
        return formula.removeprefix("=")


class Book:
    """A workbook in memory; texts are written in one language."""

    def __init__(self, language: Language) -> None:
        """An empty workbook."""
        self.language: Language = language
        self._bytes = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.workbook = xlsxwriter.Workbook(self._bytes, options)
        self.workbook.set_properties({"created": _CREATED})
        self._formats: dict[object, Format] = {}
        self._names: set[str] = set()

    def said(self, value: object) -> str:
        """A text in the language of the workbook."""
        return render(value, self.language)

    def style(self, name: str = "plain", **more: Any) -> Format:
        """One of our formats, with properties of its own."""
        key = (name, *sorted(more.items()))
        if key not in self._formats:
            properties = {"font_name": FONT, "valign": "vcenter", **_STYLES[name], **more}
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def sheet(self, wanted: str) -> Worksheet:
        """A new sheet under this name, or the nearest one that Excel takes and that is still free."""
        name = sheet_name(wanted, self._names)
        self._names.add(name.casefold())
        return self.workbook.add_worksheet(name, _PlainSheet)

    def content(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self._bytes.getvalue()


def sheet_name(wanted: str, taken: set[str]) -> str:
    """The name without what Excel forbids, numbered where it is taken (capitals make no difference)."""
    plain = _FORBIDDEN.sub("_", wanted).strip().strip("'") or "Sheet"
    # "History" is a name that Excel keeps for itself.
    name, number = plain[:_LONGEST_NAME], 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        ending = f"({number})"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
    return name


def write_formula(sheet: Worksheet, row: int, at: int, formula: str, style: Format | None = None) -> None:
    """A formula whose value every program works out when it opens the file."""
    not_yet: Any = ""
    sheet.write_formula(row, at, f"={formula}", style, not_yet)


def on_paper(sheet: Worksheet, *, header: tuple[int, int] | None = None, pages: int = 1) -> None:
    """A4 across, as wide as so many pages, the header on every page, page numbers at the foot."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(pages, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    if header:
        sheet.repeat_rows(*header)


def fit_row(sheet: Worksheet, row: int, cells: Sequence[str], widths: Sequence[int]) -> None:
    """Make a row as high as its longest wrapped cell: not every program does so when it opens the file."""
    lines = max(-(-width_of(cell) // max(1, width - 2)) for cell, width in zip(cells, widths, strict=True))
    sheet.set_row(row, _LINE_HEIGHT * min(max(1, lines), _MOST_LINES))


def width_of(value: str) -> int:
    """How many narrow letters wide a text is; a Chinese character is two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in value)  # noqa: PLR2004 - where the wide ones begin
