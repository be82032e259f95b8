"""A workbook is read as it stands: every cell at its address, with what its text does not say."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from raw_workbook import MAIN, members, packed, sheet, workbook

from appraisal.evidence import sheet as words
from appraisal.evidence.workbook import read_workbook
from appraisal.evidence.workbook.apart import cell, number_format
from appraisal.evidence.workbook.apart.cell import date_text, number_text
from appraisal.evidence.workbook.apart.number_format import form_of

#: The process is tested in test_evidence_workbook_hostile.
pytestmark = pytest.mark.usefixtures("read_here")


def read_one(data: bytes, name: str = "f.xlsx") -> words.Sheet:
    sheets, found = read_workbook(data, name)
    assert not found
    assert len(sheets) == 1
    return sheets[0]


def rows(data: bytes) -> list[tuple[str | None, ...]]:
    return read_one(data).cells.rows()


def kinds(data: bytes) -> list[bytes]:
    return list(read_one(data).kinds)


@pytest.fixture
def mixed() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("台账")
    percent = book.add_format({"num_format": "0.0%"})
    page.write_row(1, 1, ["企业", "收入（万元）", "占比", "日期", "是否"])
    page.write_row(2, 1, ["佛山市甲公司", 84743.37])
    page.write(2, 3, 0.65, percent)
    page.write(2, 4, dt.date(2013, 12, 31))
    page.write(2, 5, True)  # noqa: FBT003 - a cell
    page.write(4, 4, dt.datetime(2013, 12, 31, 8, 30))  # noqa: DTZ001 - Excel knows no zones
    page.merge_range(4, 1, 5, 1, "合并")
    page.set_row(5, None, None, {"hidden": True})
    book.add_worksheet("空").hide()
    book.close()
    return out.getvalue()


def test_every_cell_stands_at_its_address(mixed) -> None:
    sheets, found = read_workbook(mixed, "f.xlsx")
    assert not found
    ledger, empty = sheets
    assert ledger.name == "台账"
    assert ledger.cells.columns == ["A", "B", "C", "D", "E", "F"]
    assert ledger.cells.schema == dict.fromkeys("ABCDEF", pl.String)
    assert ledger.cells.rows() == [
        (None, None, None, None, None, None),
        (None, "企业", "收入（万元）", "占比", "日期", "是否"),
        (None, "佛山市甲公司", "84743.37", "0.65", "2013-12-31", "TRUE"),
        (None, None, None, None, None, None),
        (None, "合并", None, None, "2013-12-31 08:30:00", None),
    ]
    assert ledger.kinds == (b"     ", b" tt t", b" tn  ", b" t%  ", b" td d", b" tb  ")
    assert ledger.merged == (words.Merged(4, 1, 5, 1),)
    assert not ledger.is_hidden
    assert not ledger.from_1904
    assert empty.is_hidden
    assert empty.cells.shape == (0, 0)


def test_a_hidden_row_is_read_and_named() -> None:
    found = read_one(
        workbook(
            sheet(
                '<row r="2" hidden="1"><c r="A2"><v>7</v></c></row><row r="3" hidden="0"><c r="A3"><v>8</v></c></row>'
            )
        )
    )
    assert found.hidden_rows == {2}
    assert found.cells.rows() == [(None,), ("7",), ("8",)]


def test_hidden_columns_are_named_as_far_as_there_may_be_columns() -> None:
    hidden = (
        '<cols><col min="1" max="1"/><col min="2" max="3" hidden="1"/><col min="499" max="16384" hidden="1"/></cols>'
    )
    cells = '<row r="1"><c r="A1"><v>7</v></c></row>'
    assert read_one(workbook(sheet(cells, before=hidden))).hidden_columns == {1, 2, 498, 499}


@pytest.mark.parametrize(
    ("xml", "kind", "value"),
    [
        ('t="e"><v>#DIV/0!</v>', "e", "#DIV/0!"),
        ("><f>SUM(B1)</f>", "f", None),
        ("><f>SUM(B1)</f><v/>", "f", None),
        ("><f>SUM(B1)</f><v></v>", "f", None),
        ("><f>SUM(B1)</f><v>3</v>", "n", "3"),
        ('t="str"><f>B1</f><v></v>', " ", None),
        ('t="str"><f>B1</f><v>甲 &amp; 乙</v>', "t", "甲 & 乙"),
        ('t="inlineStr"><is><t>甲</t></is>', "t", "甲"),
        ('t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></is>', "t", "甲乙"),
        ('t="b"><v>0</v>', "b", "FALSE"),
        ('t="d"><v>2013-12-31T00:00:00</v>', "d", "2013-12-31"),
        ('t="d"><v>2013-12-31T08:30:00Z</v>', "d", "2013-12-31 08:30:00"),
        ('s="1"><v>41639</v>', "d", "2013-12-31"),
        ('s="1"><v>41639.5</v>', "d", "2013-12-31 12:00:00"),
        ('s="1"><v>-1</v>', "n", "-1"),
        ('s="2"><v>0.65000000000000002</v>', "%", "0.65"),
        ('s="3"><v>120.5</v>', "n", "120.5万元"),
        ('s="4"><v>1205000</v>', "s", "1205000"),
        ("><v>0.10000000000000001</v>", "n", "0.1"),
        ("><v>0.30000000000000004</v>", "n", "0.3"),
        ("><v>1.1E-7</v>", "n", "0.00000011"),
        ("><v>1E+20</v>", "n", "100000000000000000000"),
        ("><v>440106000000012345</v>", "n", "440106000000012000"),
        ("><v>-0</v>", "n", "0"),
        ('t="s"><v>0</v>', "t", "一"),
        ('t="s"><v>1</v>', "t", "二三"),
        ('t="s"><v>2</v>', " ", None),
        ('t="s"><v>3</v>', "t", "a\r\nb"),
        ('s="1">', " ", None),
    ],
)
def test_what_a_cell_says(xml: str, kind: str, value: str | None) -> None:
    texts = (
        '<si><t>一</t><phoneticPr fontId="1"/></si><si><r><t>二</t></r><r><rPr/><t>三</t></r><rPh sb="0" eb="1"><t>er</t></rPh></si>'
        "<si><t/></si><si><t>a_x000D_\nb</t></si>"
    )
    source = sheet(f'<row r="1"><c r="A1" {xml}</c><c r="B1"><v>1</v></c></row>'.replace(" >", ">"))
    found = read_one(workbook(source, texts=texts))
    assert (chr(found.kind(0, 0)), found.cells.item(0, 0)) == (kind, value)


def test_a_formula_that_a_program_left_to_be_computed_is_uncomputed() -> None:
    # Programs write 0 where they computed nothing, and ask Excel to compute before anyone looks.
    source = sheet('<row r="1"><c r="A1"><f>1+1</f><v>0</v></c><c r="B1"><v>5</v></c></row>')
    assert kinds(workbook(source, book='<calcPr fullCalcOnLoad="1"/>')) == [b"f", b"n"]
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.save(out)
    assert kinds(out.getvalue()) == [b"f"]


@pytest.mark.parametrize(
    "source",
    [
        sheet('<row><c t="n"><v>1</v></c><c><v>2</v></c></row>'),
        sheet("<row r='1'><c s='0' r='A1'><v> 1 </v></c>\n <c r='B1'><v>2</v></c></row>"),
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        sheet('<row r="1"><!-- a --><c r="B1"><v>2</v></c><c r="A1"><v><![CDATA[1]]></v></c></row>'),
        sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>').replace(
            MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"
        ),
        sheet(
            '<row r="1"><c r="A1"><v>1</v><extLst><ext xmlns:z="u"><z:v>9</z:v></ext></extLst></c><c r="B1"><v>2</v></c></row>'
        ),
        sheet(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="XFD1" s="1"/></row><row r="1048576" s="1"><c r="A1048576" s="1"/></row>'
        ),
    ],
)
def test_how_a_program_writes_its_xml_makes_no_difference(source: str) -> None:
    assert rows(workbook(source)) == [("1", "2")]


def test_a_sheet_in_utf_16_is_read() -> None:
    parts = dict(members(""))
    source = sheet('<row r="1"><c r="A1" t="str"><v>镇</v></c></row>').replace("UTF-8", "UTF-16")
    assert rows(packed({**parts, "xl/worksheets/s1.xml": source.encode("utf-16")})) == [("镇",)]


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    source = sheet('<row r="1"><c r="A1" s="1"><v>40177</v></c></row>')
    found = read_one(workbook(source, book='<workbookPr date1904="1"/>'))
    assert found.cells.item() == "2013-12-31"
    assert found.from_1904


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (60, None),
        (61, "1900-03-01"),
        (0.5, "12:00:00"),
        (0, None),
        (41639.999999, "2014-01-01"),
        (2958465, "9999-12-31"),
        (2958466, None),
        (1e300, None),
    ],
)
def test_the_calendar_is_that_of_excel(days: float, told: str | None) -> None:
    assert date_text(days, from_1904=False) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (7.0, "7"),
        (1e15, "1000000000000000"),
        (123456789012345678.0, "123456789012346000"),
        (2 / 3, "0.666666666666667"),
        (1e-5, "0.00001"),
    ],
)
def test_a_number_has_the_fifteen_digits_that_excel_keeps(value: float, told: str) -> None:
    assert number_text(value) == told


@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        (14, None, "d"),
        (31, None, "d"),
        (57, None, "d"),
        (46, None, "n"),
        (9, None, "%"),
        (0, "General", "n"),
        (164, 'yyyy"年"m"月"d"日"', "d"),
        (164, "[$-804]yyyy/m/d;@", "d"),
        (164, "h:mm:ss.00", "d"),
        (164, "[h]:mm", "n"),
        (164, "0.00E+00", "n"),
        (164, '#,##0.00"元/m"', "n元/m"),
        (164, "#,##0.00\\d", "nd"),
        (164, "[Red]0.0%;-0.0%", "%"),
        (164, '0"%"', "n%"),
        (164, "@", "n"),
        (164, '0.0"万元"', "n万元"),
        (164, "0.0万元", "n万元"),
        (164, 'G/通用格式"KG"', "nKG"),
        (164, '[Red]#,##0"家";-#,##0"家"', "n家"),
        (164, '0;-0;"无"', "n"),
        (164, '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "n"),
        (164, "[$￥-804]#,##0.00_);[Red]\\([$￥-804]#,##0.00\\)", "n"),
        (164, '0"."', "n"),
        (164, "# ##0,000", "n"),
        (164, "0.0,", "s"),
        (164, '#,##0,,"百万"', "s"),
        (164, '0!.0,"万"', "s"),
        (164, "0\\.0000", "s"),
        (164, '0"."0', "s"),
        (164, '[>=10000]0!.0,"万";0', "s"),
        (164, '"约"0', "s"),
        (164, '"P"000', "s"),
        (164, '000"号"', "s"),
        (164, '0"家";-0"户"', "s"),
        (164, '"是";"否"', "s"),
        (164, "[$$-409]#,##0.00", "s"),
        (164, '0.0%"左右"', "s"),
    ],
)
def test_what_a_number_format_makes_of_a_number(number: int, code: str | None, kind: str) -> None:
    assert form_of(number, code) == kind


def test_both_processes_use_the_same_letters_for_the_same_kinds() -> None:
    here = [
        words.EMPTY,
        words.TEXT,
        words.NUMBER,
        words.PERCENT,
        words.DATE,
        words.BOOLEAN,
        words.ERROR,
        words.UNCOMPUTED,
        words.SCALED,
    ]
    there = [
        cell.EMPTY,
        cell.TEXT,
        number_format.NUMBER,
        number_format.PERCENT,
        number_format.DATE,
        cell.BOOLEAN,
        cell.ERROR,
        cell.UNCOMPUTED,
        number_format.SCALED,
    ]
    assert bytes(here).decode() == "".join(there)


def test_macros_and_other_workbooks_are_ignored() -> None:
    parts = members(sheet('<row r="1"><c r="A1"><f>[1]S!A1</f><v>3</v></c></row>'))
    links = "xl/_rels/workbook.xml.rels"
    outside = (
        '<Relationship Id="m" Type="x/externalLink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    found = packed({**parts, links: parts[links].replace("</Relationships>", outside), "xl/vbaProject.bin": b"\0"})
    assert read_one(found, "f.xlsm").cells.item() == "3"
