"""The blank sheet of one expert: a row a platform to be marked, a column a criterion, and where to sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal import __version__
from appraisal.evidence.expert_sheet import CRITERION, EXPERT_SHEET, FIRST_ROW, KEY_ROW, KIND
from appraisal.forms.layout import HEADER_ROW, STAMP, TITLE_ROW
from appraisal.forms.stamp import FORM_FORMAT
from appraisal.forms.workbook import Book, on_paper
from appraisal.numbers.digits import plain
from appraisal.panels import range_of
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from appraisal.model.panel import Criterion, Panel
    from appraisal.texts import Bilingual, Language, Text

#: What stands before the marks, as keys: an id that is read again, and what people know a platform by.
_COLUMNS = ("platform_id", "name", "city")
_WIDTHS = (16, 34, 12)
_MARK_WIDTH, _TITLE_HEIGHT, _HEADER_HEIGHT, _ROW_HEIGHT = 14, 28, 48, 22
#: The limits of Excel for the texts of a validation.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


@dataclass(frozen=True)
class ExpertSheet:
    """Everything that the sheet of one expert is made from."""

    scenario: str
    title: Bilingual
    year: int
    #: The year whose evidence is marked.
    data_year: int
    #: What the rules must say of themselves, such as that they are an example.
    notice: Text | None
    panel: Panel
    expert_id: str
    expert: str
    #: The id, the name and the city of each platform to be marked.
    platforms: Sequence[tuple[str, str, str]]
    #: The titles of the measures that ranges read, by source.
    measures: dict[str, object]


def write_expert_sheet(one: ExpertSheet, *, language: Language = "zh") -> bytes:
    """The sheet as .xlsx, the same bytes for the same platforms."""
    book = Book(language)
    sheet = book.sheet(book.said(one.panel.title))
    sheet.set_row(TITLE_ROW - 1, _TITLE_HEIGHT)
    sheet.write_string(TITLE_ROW - 1, 0, _heading(book, one), book.style("title"))
    sheet.set_row(KEY_ROW - 1, None, None, {"hidden": True})
    sheet.set_row(HEADER_ROW - 1, _HEADER_HEIGHT)
    titles = (text("Platform id"), text("Platform"), text("City"))
    for at, (key, title, width) in enumerate(zip(_COLUMNS, titles, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(KEY_ROW - 1, at, key, book.style("keys"))
        sheet.write_string(HEADER_ROW - 1, at, book.said(title), book.style("heading"))
        for row, platform in enumerate(one.platforms, FIRST_ROW - 1):
            sheet.write_string(row, at, platform[at], book.style("cell", num_format="@"))
    for at, criterion in enumerate(one.panel.criteria.values(), len(_COLUMNS)):
        _criterion(book, sheet, one, at, criterion)
    for row in range(FIRST_ROW - 1, FIRST_ROW - 1 + len(one.platforms)):
        sheet.set_row(row, _ROW_HEIGHT)
    # Not in the column of ids, where every row is a platform.
    signature = text("Expert (signature): ____________    Date: ____________")
    sheet.write_string(FIRST_ROW + len(one.platforms), 1, book.said(signature), book.style())
    sheet.freeze_panes(HEADER_ROW, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(0)
    on_paper(sheet, header=(HEADER_ROW - 1, HEADER_ROW - 1))
    _stamp(book, one)
    return book.content()


def _heading(book: Book, one: ExpertSheet) -> str:
    scenario = book.said(one.title)
    parts = [
        book.said(
            text("{panel}: marks of {expert} ({id})", panel=one.panel.title, expert=one.expert, id=one.expert_id)
        ),
        scenario if str(one.year) in scenario else f"{one.year}  {scenario}",
    ]
    return "　".join([*parts, *([f"【{book.said(one.notice)}】"] if one.notice else [])])


def _criterion(book: Book, sheet: Worksheet, one: ExpertSheet, at: int, criterion: Criterion) -> None:
    full = plain(criterion.full_mark)
    header = text("{title} (full mark {full})", title=criterion.title, full=full)
    sheet.set_column(at, at, _MARK_WIDTH)
    sheet.write_string(KEY_ROW - 1, at, f"{CRITERION}{criterion.id}", book.style("keys"))
    sheet.write_string(HEADER_ROW - 1, at, book.said(header), book.style("required"))
    last = FIRST_ROW - 2 + len(one.platforms)
    for row in range(FIRST_ROW - 1, last + 1):
        sheet.write_blank(row, at, None, book.style("input", num_format="0.##", border=1, align="center"))
    said = text("Write a number from 0 to {full} with at most two decimals.", full=full)
    lines = [book.said(said), *([book.said(_levels(criterion, one))] if criterion.range else [])]
    rule: dict[str, Any] = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": float(full) if "." in full else int(full),
        "ignore_blank": True,
        "input_title": book.said(criterion.title)[:_LONGEST_TITLE],
        "input_message": "\n".join(lines)[:_LONGEST_MESSAGE],
        "error_title": book.said(text("Not as it should be"))[:_LONGEST_TITLE],
        "error_message": book.said(said)[:_LONGEST_MESSAGE],
    }
    sheet.data_validation(FIRST_ROW - 1, at, last, at, rule)


def _levels(criterion: Criterion, one: ExpertSheet) -> Text:
    """Which marks each level of the measure allows."""
    assert criterion.range is not None
    source = str(criterion.range.of)
    levels = [
        text("{level}: {least}–{most}", level=band.when.shown or text("always"), least=plain(least), most=plain(most))
        for band in criterion.range.bands
        for least, most in [range_of(criterion, band)]
    ]
    return text(
        "By {source}: {levels}.", source=one.measures.get(source, source), levels=Joined(tuple(levels), text("; "))
    )


def _stamp(book: Book, one: ExpertSheet) -> None:
    """The very hidden sheet by which the marks are known when they come back."""
    facts = {
        "format": str(FORM_FORMAT),
        KIND: EXPERT_SHEET,
        "scenario": one.scenario,
        "year": str(one.year),
        "data_year": str(one.data_year),
        "panel": one.panel.id,
        "expert_id": one.expert_id,
        "program": f"appraisal {__version__}",
        "language": book.language,
    }
    sheet = book.sheet(STAMP)
    for row, (key, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
