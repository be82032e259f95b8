"""The workbook that a sender gets back: the problems in a list, and the sheets as they were, with the cells marked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from appraisal.errors import Severity
from appraisal.forms.copied import copy_sheet
from appraisal.forms.mark import SEVERITIES, address, colours, fits_excel, style_of
from appraisal.forms.workbook import Book, fit_row, on_paper, sheet_name
from appraisal.texts import LANGUAGES, Bilingual, Text, render, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from appraisal.errors import Finding
    from appraisal.evidence.sheet import Sheet
    from appraisal.texts import Language

#: The list of problems in a workbook that goes back, and the one for all senders.
PROBLEMS = Bilingual("问题清单", "Problems")
#: Excel takes 65,530 links a sheet and is slow long before.
_MOST_LINKS, _MOST_LISTED = 10_000, 100_000
_WIDTHS = (6, 9, 20, 10, 24, 52, 44)
_HEADER = 3
_TITLE_HEIGHT = 28
_ORDER = list(Severity)
#: Stands for the name of the file in the title.
_FILE = "\0"
_TITLE = text("Problems in {file}", file=_FILE)


def write_marked(
    sheets: Sequence[Sheet], findings: Sequence[Finding], *, file: str, language: Language = "zh"
) -> bytes:
    """The marked copy of a file; of one that could not be read, the list alone."""
    book = Book(language)
    names = _names(sheets, file, book)
    placed = _placed(sheets, findings)
    # What a form hides from its reader holds nothing that he wrote.
    shown = [
        sheet for sheet in sheets if placed[sheet.name] or not (sheet.is_hidden and (sheet.name or "").startswith("_"))
    ]
    written = {sheet.name: names[sheet.name] for sheet in shown}
    _write_list(book, book.sheet(names[_LIST]), findings, written, file)
    for sheet in shown:
        copy_sheet(book, book.sheet(written[sheet.name]), sheet, placed[sheet.name])
    return book.content()


def is_marked(sheets: Sequence[Sheet]) -> bool:
    """Whether sheets are those of a marked copy: its list comes first, under its name and its title."""
    first = sheets[0] if sheets else None
    if first is None or first.name not in (PROBLEMS.zh, PROBLEMS.en) or first.cells.is_empty():
        return False
    title = first.cells.item(0, 0) or ""
    return any(
        all(part in title for part in render(_TITLE, language).split(_FILE))
        and len(first.cells.columns) == len(_WIDTHS)
        for language in LANGUAGES
    )


class _List:
    """Stands for the list among the names of sheets."""


_LIST = _List()


def _names(sheets: Sequence[Sheet], file: str, book: Book) -> Mapping[object, str]:
    """A name for each sheet, as in the file, and one for the list that none of them has."""
    stem = file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or file
    names: dict[object, str] = {}
    taken: set[str] = set()
    for sheet in sheets:
        names[sheet.name] = sheet_name(stem if sheet.name is None else sheet.name, taken)
        taken.add(names[sheet.name].casefold())
    names[_LIST] = sheet_name(book.said(PROBLEMS), taken)
    return names


def _placed(
    sheets: Sequence[Sheet], findings: Sequence[Finding]
) -> Mapping[str | None, dict[tuple[int, int], list[Finding]]]:
    """The findings of each cell of each sheet, the worst first."""
    known = {sheet.name for sheet in sheets}
    placed: defaultdict[str | None, dict[tuple[int, int], list[Finding]]] = defaultdict(dict)
    for finding in sorted([*findings, *_twins(findings)], key=lambda finding: _ORDER.index(finding.severity)):
        at = address(finding)
        if at is not None and finding.place.sheet in known and fits_excel(at):
            placed[finding.place.sheet].setdefault(at, []).append(finding)
    return placed


def _twins(findings: Sequence[Finding]) -> Iterator[Finding]:
    """A mark for the other row of a pair, once for each cell; the list does not count it."""
    # NOTE: backwards, so that a row that is repeated many times is told of the first one.
    twins = {finding.twin: finding for finding in reversed(findings) if finding.twin}
    for twin, finding in twins.items():
        if twin.file != finding.place.file:
            continue
        message = text("See row {row}: {message}", row=finding.place.row, message=finding.message)
        yield replace(finding, message=message, place=twin, twin=None)


def _write_list(
    book: Book, sheet: Worksheet, findings: Sequence[Finding], written: Mapping[str | None, str], file: str
) -> None:
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, book.said(Text(_TITLE.msgid, {"file": file})), book.style("title"))
    sheet.write_string(1, 0, book.said(_summary(findings)), book.style("remark"))
    titles = (
        text("No."),
        text("Severity"),
        text("Sheet"),
        text("Cell"),
        text("Value"),
        text("What is wrong"),
        text("What to do"),
    )
    for at, title in enumerate(titles):
        sheet.write_string(_HEADER, at, book.said(title), book.style("heading"))
    order = {name: number for number, name in enumerate(written)}
    listed = sorted(findings, key=lambda finding: _in_order(finding, order))
    for number, finding in enumerate(listed[:_MOST_LISTED], 1):
        _write_line(book, sheet, number, finding, written)
    last = _HEADER + min(len(listed), _MOST_LISTED)
    if len(listed) > _MOST_LISTED:
        more = text("… and {count} more.", count=len(listed) - _MOST_LISTED)
        sheet.write_string(last + 1, 0, book.said(more), book.style("remark"))
    sheet.autofilter(_HEADER, 0, max(last, _HEADER + 1), len(_WIDTHS) - 1)
    sheet.freeze_panes(_HEADER + 1, 0)
    sheet.hide_gridlines(2)
    on_paper(sheet, header=(_HEADER, _HEADER))


def _write_line(book: Book, sheet: Worksheet, number: int, finding: Finding, written: Mapping[str | None, str]) -> None:
    row, place, there = _HEADER + number, finding.place, written.get(finding.place.sheet)
    fill = style_of(finding)
    sheet.write_number(row, 0, number, book.style("centred"))
    sheet.write_string(row, 1, book.said(SEVERITIES[finding.severity]), book.style("centred", **colours(fill)))
    sheet.write_string(row, 2, there or place.sheet or "", book.style("cell"))
    shown = place.cell or (book.said(text("row {row}", row=place.row)) if place.row else place.letter or "")
    at = address(finding)
    if there and at and number <= _MOST_LINKS and fits_excel(at):
        escaped = there.replace("'", "''")
        target = f"internal:'{escaped}'!{place.letter or 'A'}{place.row}"
        sheet.write_url(row, 3, target, book.style("link"), shown)
    else:
        sheet.write_string(row, 3, shown, book.style("centred"))
    words = (finding.value or "", book.said(finding.message), book.said(finding.fix))
    for column, said in enumerate(words, 4):
        sheet.write_string(row, column, said, book.style("cell", num_format="@"))
    fit_row(sheet, row, words, _WIDTHS[4:])


def _summary(findings: Sequence[Finding]) -> object:
    counts = [sum(finding.severity is severity for finding in findings) for severity in _ORDER]
    if not findings:
        return text("Nothing to correct.")
    repairs = sum(finding.code.startswith("repair|") for finding in findings)
    errors, warnings, notices = counts
    return text(
        "{errors} errors (red, must be corrected), {warnings} warnings (yellow, please check), "
        "{repairs} repairs (green, nothing to do), {notices} notices (blue, to know). Click a cell to go there.",
        errors=errors,
        warnings=warnings,
        repairs=repairs,
        notices=notices - repairs,
    )


def _in_order(finding: Finding, order: Mapping[str | None, int]) -> tuple[int, int, str, int, int, str]:
    row, column = address(finding) or (-1, -1)
    sheet = finding.place.sheet
    worst = _ORDER.index(finding.severity)
    return (worst, order.get(sheet, len(order)), sheet or "", row, column, finding.code)
