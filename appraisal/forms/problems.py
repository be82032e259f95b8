"""The list of problems of all senders, for the people who go after them: a line a problem, and counts by file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from appraisal.errors import Severity
from appraisal.forms.mark import SEVERITIES, colours, style_of
from appraisal.forms.workbook import Book, fit_row, on_paper
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from appraisal.errors import Finding
    from appraisal.texts import Language

_TITLE = Bilingual("数据核查问题清单", "Problems found in the evidence")
_COUNTS = Bilingual("按文件统计", "By file")
_WIDTHS = (5, 10, 26, 14, 8, 11, 8, 18, 40, 34)
_COUNT_WIDTHS = (6, 14, 60, 10, 10, 10, 10)
_TITLE_HEIGHT = 28
_HEADER = 1
_MOST_LISTED = 1_000_000


class Problem(NamedTuple):
    """A finding with the city that has to answer it."""

    city: str
    finding: Finding


def write_problems(rows: Sequence[Problem], *, language: Language = "zh") -> bytes:
    """The workbook with the list and the counts, in the order of city, file, sheet and cell."""
    book = Book(language)
    listed = sorted(rows, key=_in_order)
    _write_list(book, book.sheet(book.said(_TITLE)), listed[:_MOST_LISTED])
    _write_counts(book, book.sheet(book.said(_COUNTS)), listed)
    return book.content()


def _write_list(book: Book, sheet: Worksheet, rows: Sequence[Problem]) -> None:
    titles = (
        text("No."),
        text("City"),
        text("File"),
        text("Sheet"),
        text("Cell"),
        text("Platform"),
        text("Severity"),
        text("Value"),
        text("What is wrong"),
        text("What to do"),
    )
    _frame(book, sheet, _TITLE, _WIDTHS, titles, len(rows))
    for number, (city, finding) in enumerate(rows, 1):
        row, place = _HEADER + number, finding.place
        cell = place.cell or (book.said(text("row {row}", row=place.row)) if place.row else place.letter or "")
        cells = (
            city,
            place.file or "",
            place.sheet or "",
            cell,
            finding.platform_id or "",
            book.said(SEVERITIES[finding.severity]),
            finding.value or "",
            book.said(finding.message),
            book.said(finding.fix),
        )
        sheet.write_number(row, 0, number, book.style("centred"))
        for at, said in enumerate(cells, 1):
            look = colours(style_of(finding)) if titles[at].msgid == "Severity" else {}
            sheet.write_string(row, at, said, book.style("cell", num_format="@", **look))
        fit_row(sheet, row, cells, _WIDTHS[1:])


def _write_counts(book: Book, sheet: Worksheet, rows: Sequence[Problem]) -> None:
    # Where the list leaves notices out there is no column that would say there were none.
    shown = [severity for severity in Severity if severity is not Severity.NOTICE or _has_notice(rows)]
    titles = (
        text("No."),
        text("City"),
        text("File"),
        *(SEVERITIES[severity] for severity in shown),
        text("Total"),
    )
    counts: dict[tuple[str, str], dict[Severity, int]] = {}
    for city, finding in rows:
        counted = counts.setdefault((city, finding.place.file or ""), dict.fromkeys(shown, 0))
        counted[finding.severity] += 1
    _frame(book, sheet, _COUNTS, _COUNT_WIDTHS[: len(titles)], titles, len(counts) + 1)
    for number, ((city, file), counted) in enumerate(counts.items(), 1):
        sheet.write_number(_HEADER + number, 0, number, book.style("centred"))
        _count_line(book, sheet, _HEADER + number, (city, file), counted)
    total = {severity: sum(counted[severity] for counted in counts.values()) for severity in shown}
    last = _HEADER + len(counts) + 1
    sheet.write_string(last, 0, "", book.style("centred"))
    _count_line(book, sheet, last, (book.said(text("Total")), ""), total)


def _has_notice(rows: Sequence[Problem]) -> bool:
    return any(row.finding.severity is Severity.NOTICE for row in rows)


def _count_line(book: Book, sheet: Worksheet, row: int, names: Sequence[str], counted: Mapping[Severity, int]) -> None:
    for at, name in enumerate(names, 1):
        sheet.write_string(row, at, name, book.style("cell"))
    for at, count in enumerate((*counted.values(), sum(counted.values())), len(names) + 1):
        sheet.write_number(row, at, count, book.style("centred"))


def _frame(
    book: Book, sheet: Worksheet, title: Bilingual, widths: Sequence[int], titles: Sequence[object], count: int
) -> None:
    """Title, header, filter and the way it is printed."""
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, book.said(title), book.style("title"))
    for at, said in enumerate(titles):
        sheet.write_string(_HEADER, at, book.said(said), book.style("heading"))
    sheet.autofilter(_HEADER, 0, _HEADER + max(1, count), len(titles) - 1)
    sheet.freeze_panes(_HEADER + 1, 0)
    sheet.hide_gridlines(2)
    on_paper(sheet, header=(_HEADER, _HEADER))


def _in_order(row: Problem) -> tuple[str, str, str, int, int, str, str]:
    place = row.finding.place
    letter = place.letter or ""
    return (row.city, place.file or "", place.sheet or "", place.row or 0, len(letter), letter, row.finding.code)
