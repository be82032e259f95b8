"""An annex that somebody edited: what he meant is read, and every fault is told at once with its cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from appraisal.annex import Names, read_annex, write_annex
from appraisal.errors import Severity
from appraisal.scenario import named_plugins, stated_rules
from appraisal.schema import canonical

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.errors import Finding

RULES = stated_rules("2014")
FOUND = named_plugins("2014")
NAMES = Names.of(FOUND.indicators, FOUND.tables)
EXPORTED = write_annex(RULES, NAMES)


class Book:
    """An exported annex in the hands of an official."""

    def __init__(self) -> None:
        self.book: Any = openpyxl.load_workbook(io.BytesIO(EXPORTED))

    def cell(self, sheet: str, of: str, column: str) -> Any:
        """The cell of the row that has this somewhere, under this title."""
        found = self.book[sheet]
        row = next(cells[0].row for cells in found.iter_rows() if of in [cell.value for cell in cells])
        return found.cell(row, self.column(sheet, column))

    def column(self, sheet: str, title: str) -> int:
        return next(cell.column for cell in self.book[sheet][2] if cell.value == title)

    def read(self, base: Any = None) -> tuple[Any, list[Finding]]:
        data = io.BytesIO()
        self.book.save(data)
        return read_annex(data.getvalue(), "annex.xlsx", NAMES, 2014, base)


def edited(edit: Callable[[Book], None], base: Any = None) -> tuple[Any, list[Finding]]:
    book = Book()
    edit(book)
    return book.read(base)


def test_plain_cells_are_the_rules() -> None:
    def edit(book: Book) -> None:
        book.cell("指标体系", "staff_ratio", "评分标准").value = "不满60：0分；60以上且不满75：10分；75以上：15分"
        book.cell("等级", "excellent", "最低分").value = 88.5
        book.cell("资格条件", "smes_50", "条件").value = "服务中小微企业数 ≥ ６０（缺失：不满足）"
        book.book["奖励"]["B3"].value = "30名"
        book.book["奖励"]["B10"].value = "专业镇中小微企业服务平台建设专项资金"

    rules, findings = edited(edit)
    assert findings == []
    staff = rules["index"]["nodes"]["service"]["nodes"]["staff_ratio"]
    assert staff["curve"] == {"kind": "bands", "at": [[60, 10], [75, 15]], "closed": "low", "below": 0}
    assert float(rules["grades"]["excellent"]["minimum"]) == 88.5
    assert rules["gates"]["smes_50"]["require"] == {"minimum": 60}
    assert (rules["awards"]["places"], rules["awards"]["fund"]) == (30, "special")


def test_rows_are_added_moved_and_deleted() -> None:
    def edit(book: Book) -> None:
        sheet = book.book["指标体系"]
        row = book.cell("指标体系", "staff_ratio", "编号").row
        sheet.insert_rows(row + 1)
        for title, value in (
            ("二级指标", "服务收入"),
            ("分值", 5),
            ("数据来源", "服务收入"),
            ("评分标准", "折线：0→0，100→5"),
        ):
            sheet.cell(row + 1, book.column("指标体系", title)).value = value
        sheet.delete_rows(book.cell("指标体系", "revenue", "编号").row)
        book.cell("指标体系", "效果突出", "分值").value = 30
        book.cell("指标体系", "服务优", "分值").value = 45
        book.cell("指标体系", "innovation_output", "分值").value = 30
        book.cell("指标体系", "innovation_output", "评分标准").value = "折线：0→0，60→30"

    rules, findings = edited(edit)
    assert findings == []
    nodes = rules["index"]["nodes"]
    assert list(nodes["service"]["nodes"]) == ["service_count", "staff_ratio", "revenue"]
    assert nodes["service"]["nodes"]["revenue"]["from"] == ["revenue"]
    assert list(nodes["effect"]["nodes"]) == ["innovation_output"]


def test_every_fault_is_told_at_once_with_its_cell() -> None:
    def edit(book: Book) -> None:
        book.cell("指标体系", "staff_ratio", "评分标准").value = "60-80：9分"
        book.cell("指标体系", "revenue", "分值").value = "十五"
        book.cell("指标体系", "revenue", "数据来源").value = "营业额"
        book.cell("资格条件", "smes_50", "条件").value = "服务企业数 ≥ 50"
        book.cell("等级", "good", "名额").value = "前十名"
        book.book["奖励"]["B2"].value = "卓越"

    rules, findings = edited(edit)
    assert rules is None
    told = {(finding.place.sheet, finding.place.cell): (finding.code, finding.value) for finding in findings}
    assert told == {
        ("指标体系", "H8"): ("annex|cell", "60-80：9分"),
        ("指标体系", "D10"): ("annex|cell", "十五"),
        ("指标体系", "F10"): ("annex|cell", "营业额"),
        ("资格条件", "B10"): ("annex|cell", "服务企业数 ≥ 50"),
        ("等级", "D4"): ("annex|cell", "前十名"),
        ("奖励", "B2"): ("annex|cell", "卓越"),
    }
    assert all(f"{finding.fix}" for finding in findings)


@pytest.mark.parametrize(
    ("sheet", "of", "column", "value", "code"),
    [
        ("指标体系", "credit", "分值", 30, "rules|marks_sum"),
        ("指标体系", "staff_ratio", "评分标准", "≥60且<70：9分\n≥80：15分", "rules|curve_gap"),
        ("资格条件", "smes_50", "条件", "service_count >50且<50", "rules|gate_empty"),
        ("等级", "fail", "最低分", 10, "rules|grades_lowest"),
        ("指标体系", "satisfaction", "编号", "满意度", "annex|id"),
        ("指标体系", "satisfaction", "一级指标", "企业满意度", "annex|level"),
        ("指标体系", "index", "编号", "root", "annex|root"),
        ("资格条件", "smes_50", "编号", "staff_60", "annex|id"),
        ("资格条件", "smes_50", "补充（JSON）", '{"title": "另一个"}', "annex|twice"),
        ("资格条件", "smes_50", "补充（JSON）", "{", "annex|json"),
        ("核查", "town_unknown", "处理", "拒绝", "annex|cell"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_cell(
    sheet: str, of: str, column: str, value: Any, code: str
) -> None:
    def edit(book: Book) -> None:
        book.cell(sheet, of, column).value = value

    rules, findings = edited(edit)
    assert rules is None
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert code in [finding.code for finding in errors]
    assert {finding.place.sheet for finding in errors} <= {sheet, None}


def test_a_sheet_that_is_missing_is_taken_from_the_base_and_said() -> None:
    def edit(book: Book) -> None:
        for name in book.book.sheetnames:
            if name != "指标体系":
                del book.book[name]

    rules, findings = edited(edit)
    assert (rules, [finding.code for finding in findings]) == (None, ["annex|sheets"])
    rules, findings = edited(edit, RULES)
    assert [(finding.code, finding.severity) for finding in findings] == [("annex|sheets", Severity.NOTICE)]
    assert canonical(rules) == canonical(RULES)


def test_a_source_that_the_scenario_does_not_know_is_a_warning() -> None:
    def edit(book: Book) -> None:
        book.cell("指标体系", "revenue", "数据来源").value = "turnover"

    rules, findings = edited(edit)
    assert rules["index"]["nodes"]["effect"]["nodes"]["revenue"]["from"] == ["turnover"]
    assert [(one.code, one.severity, one.place.cell) for one in findings] == [
        ("annex|source_unknown", Severity.WARNING, "F10")
    ]


def test_remarks_of_people_are_no_rules() -> None:
    def edit(book: Book) -> None:
        sheet = book.book["指标体系"]
        sheet.cell(2, sheet.max_column + 1).value = "说明"
        sheet.cell(4, sheet.max_column).value = "待讨论"
        sheet.cell(2, sheet.max_column + 1).value = "去年分值"
        sheet.cell(4, sheet.max_column).value = 20
        book.book.create_sheet("草稿")["A1"] = "随便"

    rules, findings = edited(edit)
    assert canonical(rules) == canonical(RULES)
    assert sorted(finding.code for finding in findings) == ["annex|column", "annex|sheet"]


def test_another_workbook_is_no_annex() -> None:
    book: Any = openpyxl.Workbook()
    data = io.BytesIO()
    book.active["A1"] = "x"
    book.save(data)
    assert [finding.code for finding in read_annex(data.getvalue(), "a.xlsx", NAMES, 2014, RULES)[1]][
        -1
    ] == "annex|sheets"
    assert [finding.code for finding in read_annex(b"x", "a.xlsx", NAMES, 2014, RULES)[1]] == ["workbook|format"]
