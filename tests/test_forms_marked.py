"""The workbooks that go back and forth: the marked copy for a sender, the list of problems for those who collect."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import polars as pl
import pytest

from appraisal import forms
from appraisal.errors import Finding, Place, Severity
from appraisal.evidence import sheet as kinds
from appraisal.evidence.sheet import Sheet, letters
from appraisal.forms import copied
from appraisal.forms.workbook import sheet_name
from appraisal.texts import Text

RED, YELLOW, GREEN, BLUE = "FFFFC7CE", "FFFFEB9C", "FFC6EFCE", "FFDDEBF7"


def sheet(name, *rows, **more):
    """A sheet of cells, each a text or a pair of kind and text."""
    cells = [
        [cell if isinstance(cell, tuple) else (kinds.EMPTY if cell is None else kinds.TEXT, cell) for cell in row]
        for row in rows
    ]
    columns = list(zip(*cells, strict=True))
    frame = pl.DataFrame(
        {letters(at): pl.Series([text for _, text in column], dtype=pl.String) for at, column in enumerate(columns)}
    )
    return Sheet(name, frame, tuple(bytes(kind for kind, _ in column) for column in columns), **more)


def finding(severity, place, code="cell|number", message="It is wrong.", fix="Mend it.", value="约50"):
    return Finding(code, Text(message), Text(fix), severity, place, value=value)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def marked(sheets, findings, file="佛山.xlsx"):
    return opened(forms.write_marked(sheets, findings, file=file, language="en"))


LEDGER = sheet(
    "服务台账",
    ("编号", "日期", "金额", "备注"),
    ("S1", (kinds.DATE, "2014-03-01"), (kinds.NUMBER, "1234.5"), "=cmd|' /C calc'!A0"),
    ("007", (kinds.DATE, "2014-03-01 08:30:00"), (kinds.PERCENT, "0.65"), (kinds.BOOLEAN, "TRUE")),
    ("S3", None, (kinds.ERROR, "#DIV/0!"), (kinds.UNCOMPUTED, None)),
)


def test_each_value_stands_at_its_address_and_is_of_its_kind():
    copy = marked([LEDGER], [])["服务台账"]
    assert [cell.value for cell in copy[2]] == ["S1", datetime(2014, 3, 1), 1234.5, "=cmd|' /C calc'!A0"]  # noqa: DTZ001 - a cell has no zone
    assert [cell.value for cell in copy[3]] == ["007", datetime(2014, 3, 1, 8, 30), 0.65, True]  # noqa: DTZ001 - a cell has no zone
    assert copy["C4"].value == "#DIV/0!"


def test_text_never_becomes_a_formula():
    copy = marked(
        [LEDGER], [finding(Severity.ERROR, Place("佛山.xlsx", "服务台账", 2, letter="D"), message="=1+1", value="=1+1")]
    )
    assert not [cell.coordinate for tab in copy for row in tab.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize(
    ("severity", "code", "colour"),
    [
        (Severity.ERROR, "cell|number", RED),
        (Severity.WARNING, "town_unknown", YELLOW),
        (Severity.NOTICE, "repair|unit", GREEN),
        (Severity.NOTICE, "layout|total", BLUE),
    ],
)
def test_a_cell_has_the_colour_of_its_finding_and_says_what_to_do(severity, code, colour):
    copy = marked([LEDGER], [finding(severity, Place("佛山.xlsx", "服务台账", 2, letter="C"), code)])["服务台账"]
    assert copy["C2"].fill.fgColor.rgb == colour
    assert copy["C2"].value == 1234.5
    assert copy["C2"].comment.text == "It is wrong. Mend it."


def test_the_worst_finding_of_a_cell_colours_it_and_all_are_told():
    place = Place("佛山.xlsx", "服务台账", 2, letter="C")
    copy = marked([LEDGER], [finding(Severity.NOTICE, place, message="Small."), finding(Severity.ERROR, place)])[
        "服务台账"
    ]
    assert copy["C2"].fill.fgColor.rgb == RED
    assert copy["C2"].comment.text.splitlines() == ["It is wrong. Mend it.", "Small. Mend it."]


def test_of_two_rows_that_exclude_each_other_both_are_coloured_and_the_list_tells_them_once():
    first = Place("佛山.xlsx", "服务台账", 2, letter="A")
    twice = [
        replace(finding(Severity.ERROR, Place("佛山.xlsx", "服务台账", row, letter="A"), message="Twice."), twin=first)
        for row in (3, 4)
    ]
    book = marked([LEDGER], twice)
    copy = book["服务台账"]
    assert [copy[f"A{row}"].fill.fgColor.rgb for row in (2, 3, 4)] == [RED] * 3
    assert copy["A2"].comment.text == "See row 3: Twice. Mend it."
    assert [row[3].value for row in book.worksheets[0].iter_rows(min_row=5)] == ["A3", "A4"]


def test_a_row_of_another_file_colours_nothing_in_this_one():
    away = replace(
        finding(Severity.ERROR, Place("佛山.xlsx", "服务台账", 3, letter="A")),
        twin=Place("东莞.xlsx", "服务台账", 2, letter="A"),
    )
    assert marked([LEDGER], [away])["服务台账"]["A2"].comment is None


def test_a_finding_on_a_row_marks_its_first_cell_also_beyond_the_data():
    copy = marked(
        [LEDGER],
        [
            finding(Severity.ERROR, Place("佛山.xlsx", "服务台账", 3)),
            finding(Severity.ERROR, Place("佛山.xlsx", "服务台账", 9, letter="F")),
        ],
    )
    assert copy["服务台账"]["A3"].fill.fgColor.rgb == RED
    assert copy["服务台账"]["F9"].fill.fgColor.rgb == RED


def test_the_list_leads_to_the_cell():
    first = marked([LEDGER], [finding(Severity.ERROR, Place("佛山.xlsx", "服务台账", 2, letter="C"))])
    line = first.worksheets[0][5]
    assert [cell.value for cell in line] == [1, "Error", "服务台账", "C2", "约50", "It is wrong.", "Mend it."]
    assert line[3].hyperlink.location == "'服务台账'!C2"


def test_errors_come_first_and_a_finding_without_a_cell_stands_in_the_list_only():
    book = marked(
        [LEDGER],
        [
            finding(Severity.WARNING, Place("佛山.xlsx", "服务台账", 2, letter="A")),
            finding(Severity.ERROR, Place("佛山.xlsx", "别的")),
        ],
    )
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=5)] == ["Error", "Warning"]
    assert book.sheetnames == ["Problems", "服务台账"]


def test_a_file_that_could_not_be_read_gets_the_list_alone():
    book = marked([], [finding(Severity.ERROR, Place("坏.et"))], "坏.et")
    assert book.sheetnames == ["Problems"]
    assert book.worksheets[0]["F5"].value == "It is wrong."


def test_a_sheet_that_has_the_name_of_the_list_keeps_it():
    assert marked([sheet("problems", ("a", "b"))], []).sheetnames == ["Problems(2)", "problems"]


def test_the_sheet_of_a_csv_file_has_the_name_of_the_file():
    book = marked(
        [sheet(None, ("a", "b"))],
        [finding(Severity.ERROR, Place("顺德:2014.csv", row=1, letter="B"))],
        "in/顺德:2014.csv",
    )
    assert book.sheetnames == ["Problems", "顺德_2014"]
    assert book["顺德_2014"]["B1"].fill.fgColor.rgb == RED


def test_hidden_rows_stay_hidden_unless_something_is_to_be_mended_there():
    hidden = sheet("a", ("k", "k"), ("x", "y"), ("z", "z"), hidden_rows=frozenset({1, 2}))
    copy = marked([hidden], [finding(Severity.ERROR, Place("f", "a", 2, letter="A"))])["a"]
    assert copy.row_dimensions[1].hidden
    assert not copy.row_dimensions[2].hidden


def test_what_a_form_hides_does_not_come_back():
    assert marked([LEDGER, sheet("_meta", ("k", "v"), is_hidden=True)], []).sheetnames == ["Problems", "服务台账"]


def test_a_sheet_has_so_many_comments_as_excel_opens_quickly_and_the_rest_is_coloured(monkeypatch):
    monkeypatch.setattr(copied, "MOST_COMMENTS", 1)
    copy = marked([LEDGER], [finding(Severity.ERROR, Place("f", "服务台账", row, letter="A")) for row in (2, 3)])[
        "服务台账"
    ]
    assert [bool(copy[f"A{row}"].comment) for row in (2, 3)] == [True, False]
    assert copy["A3"].fill.fgColor.rgb == RED


@pytest.mark.parametrize("number", ["12345678901234567", "1e400", "nan"])
def test_a_number_that_excel_cannot_keep_stays_text(number):
    assert marked([sheet("a", ((kinds.NUMBER, number), "x"))], [])["a"]["A1"].value == number


def test_names_of_sheets_are_such_as_excel_takes():
    assert sheet_name("a/b:c", set()) == "a_b_c"
    assert sheet_name("长" * 40, {("长" * 31)}) == "长" * 28 + "(2)"
    assert sheet_name("History", set()) == "History(2)"


def test_the_list_of_all_problems_goes_by_city_file_sheet_and_cell():
    rows = [
        forms.Problem("佛山市", finding(Severity.ERROR, Place("b.xlsx", "s", 10, letter="B"))),
        forms.Problem("佛山市", finding(Severity.WARNING, Place("b.xlsx", "s", 9, letter="AA"))),
        forms.Problem("东莞市", finding(Severity.NOTICE, Place("a.csv", row=3))),
    ]
    book = opened(forms.write_problems(rows, language="en"))
    listed, counts = book.worksheets
    assert [tuple(cell.value or None for cell in row[:5]) for row in listed.iter_rows(min_row=3)] == [
        (1, "东莞市", "a.csv", None, "row 3"),
        (2, "佛山市", "b.xlsx", "s", "AA9"),
        (3, "佛山市", "b.xlsx", "s", "B10"),
    ]
    assert [[cell.value if cell.value != "" else None for cell in row] for row in counts.iter_rows(min_row=3)] == [
        [1, "东莞市", "a.csv", 0, 0, 1, 1],
        [2, "佛山市", "b.xlsx", 1, 1, 0, 2],
        [None, "Total", None, 1, 1, 1, 3],
    ]
    assert listed.auto_filter.ref == "A2:J5"
    assert (listed.freeze_panes, listed.page_setup.orientation, listed.page_setup.paperSize) == ("A3", "landscape", 9)


def test_the_same_findings_give_the_same_bytes():
    findings = [finding(Severity.ERROR, Place("f", "服务台账", 2, letter="C"))]
    assert forms.write_marked([LEDGER], findings, file="f") == forms.write_marked([LEDGER], findings, file="f")


def test_a_copy_keeps_its_header_in_sight_and_in_bold_and_is_printed_on_as_many_pages_as_it_needs():
    row = [(kinds.TEXT, "很长的列名" * 4)] * 20
    book = marked([sheet("a", ((kinds.TEXT, "题目"), *[(kinds.TEXT, None)] * 19), row, row)], [])
    page = book["a"]
    assert (page["A1"].font.bold, page["A2"].font.bold, page["A3"].font.bold) == (True, True, False)
    assert page["A2"].fill.fgColor.rgb == "FFD9E1F2"
    assert page.page_setup.fitToWidth > 1


def test_repairs_and_things_to_know_are_counted_apart():
    told = [
        Finding("repair|date", Text("x"), severity=Severity.NOTICE, place=Place("a.xlsx", "a", 1, letter="A")),
        Finding("intake|shared_rows", Text("x"), severity=Severity.NOTICE, place=Place("a.xlsx", "a")),
    ]
    book = marked([sheet("a", ((kinds.TEXT, "x"), (kinds.TEXT, "y")))], told)
    assert "已修正1项" in book.worksheets[0]["A2"].value or "1 repairs" in book.worksheets[0]["A2"].value


def test_a_list_without_notices_has_no_column_that_says_there_were_none():
    rows = [forms.Problem("佛山市", finding(Severity.ERROR, Place("b.xlsx", "s", 10, letter="B")))]
    counts = opened(forms.write_problems(rows, language="en")).worksheets[1]
    assert [cell.value for cell in counts[2]] == ["No.", "City", "File", "Error", "Warning", "Total"]
