"""A file as a city sends it: which sheet is which table, what is left out, and everything wrong in one pass."""

from __future__ import annotations

import io

import polars as pl
import pytest
import xlsxwriter

from appraisal.errors import Severity
from appraisal.evidence.csv_sheet import read_csv_sheet
from appraisal.evidence.delivery import read_delivery
from appraisal.evidence.references import check_references
from appraisal.evidence.sheet import Merged, Sheet, letters
from appraisal.evidence.sheet_tables import read_sheets

ENTERPRISES = "企业编号|企业名称|地市|企业规模\nQ1|一厂|江门市|小型"
FINANCE = "平台编号|年度|服务收入（元）\nP1|2013|5"


def sheet(text: str, name: str | None = "Sheet1", **more) -> Sheet:
    rows = [line.split("|") for line in text.split("\n")]
    width = max(len(row) for row in rows)
    cells = {letters(at): [(row[at] or None) if at < len(row) else None for row in rows] for at in range(width)}
    return Sheet(name, pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)), **more)


def read(schemas, *sheets: Sheet, wanted: str | None = None):
    tables, found = read_sheets(sheets, "f.xlsx", schemas, wanted)
    said = [(finding.code, finding.place.sheet, finding.place.cell or finding.place.row) for finding in found]
    return {table.schema.name: table for table in tables}, said


def test_each_sheet_is_the_table_that_knows_most_of_its_headers(shipped):
    tables, said = read(shipped, sheet(FINANCE, "甲"), sheet(ENTERPRISES, "乙"))
    assert (sorted(tables), said) == (["enterprises", "finance"], [])
    assert tables["finance"].place(0, "year").cell == "B2"
    assert tables["finance"].place(0).sheet == "甲"


def test_two_sheets_of_one_table_both_count(shipped):
    tables, found = read_sheets([sheet(FINANCE, "甲"), sheet(FINANCE, "乙")], "f.xlsx", shipped, None)
    assert ([table.schema.name for table in tables], found) == (["finance", "finance"], [])


@pytest.mark.parametrize("name", ["平台自报汇总", "reported", "江门平台自报汇总2013"])
def test_the_name_of_a_sheet_decides_where_its_headers_say_too_little(shipped, name):
    assert list(read(shipped, sheet("平台编号\nP1", name))[0]) == ["reported"]
    assert read(shipped, sheet("平台编号\nP1")) == ({}, [("sheet|no_table", "Sheet1", None)])


def test_a_sheet_that_could_be_several_tables_is_sent_back(table_of):
    properties = {"id": {"type": "string", "title": "编号"}, "name": {"type": "string", "title": "名称"}}
    twins = {name: table_of(properties, required=["id"], title=name) for name in ("甲表", "乙表")}
    assert read(twins, sheet("编号|名称\n1|a"))[1] == [("sheet|ambiguous", "Sheet1", 1)]
    assert read(twins, sheet("编号|名称\n1|a", "乙表"))[1] == []


def test_a_sheet_that_lacks_a_required_column_is_no_other_table_that_asks_less(shipped):
    # The headline figures ask for nothing but the platform.
    roster = "平台编号|人员编号|截止日|属专业服务团队\nP1|1|2013-12-31|是"
    [finding] = read_sheets([sheet(roster)], "f.xlsx", shipped, None)[1]
    assert finding.code == "header|missing"
    assert finding.sentence("en") == (
        "Team roster (staff): required columns are missing in the header: As of (as_of). "
        "Found: Platform id, Person id, On the professional team. Near: 截止日 (C1) for As of."
    )


def test_a_known_table_is_wanted_whatever_else_the_headers_could_mean(shipped):
    assert list(read(shipped, sheet("平台编号\nP1"), wanted="reported")[0]) == ["reported"]
    assert read(shipped, sheet("姓名\nP1"), wanted="reported")[1] == [("header|missing", "Sheet1", None)]


def test_the_sheets_of_the_form_that_hold_no_evidence_are_passed_over(shipped):
    own = [sheet("怎样填写", "说明"), sheet("平台|P1", "自检"), sheet("version|1", "_meta", is_hidden=True)]
    assert read(shipped, *own, sheet(FINANCE))[1] == []
    # But not where they hold a table.
    assert list(read(shipped, sheet(FINANCE, "说明"))[0]) == ["finance"]


def test_a_hidden_sheet_is_never_passed_over_where_it_may_be_a_table(shipped):
    assert read(shipped, sheet(FINANCE, is_hidden=True)) == ({}, [("sheet|hidden", "Sheet1", None)])
    weights = [
        read_sheets([sheet(text, is_hidden=True)], "f.xlsx", shipped, None)[1][0].severity
        for text in (FINANCE, FINANCE.replace("年度", "年"), "甲|乙")
    ]
    assert weights == [Severity.ERROR, Severity.WARNING, Severity.NOTICE]


def test_an_empty_sheet_says_nothing(shipped):
    assert read(shipped, Sheet("Sheet2", pl.DataFrame()), sheet(FINANCE))[1] == []


@pytest.mark.parametrize("gap", [0, 1, 30])
def test_the_header_may_stand_some_way_down(shipped, gap):
    tables, said = read(shipped, sheet("\n" * gap + FINANCE))
    assert (tables["finance"].place(0).row, said) == (gap + 2, [])


def test_a_key_and_a_title_that_disagree_are_sent_back(shipped):
    tables, said = read(shipped, sheet("platform_id|year\n年度|平台编号\nP1|2013".replace("\nP1", "|\nP1")))
    assert (tables, said[0][0]) == ({}, "header|missing")
    keyed = "platform_id|year|service_revenue_yuan\n平台编号|服务收入|年度\nP1|2013|5"
    assert {code for code, _, _ in read(shipped, sheet(keyed, hidden_rows=frozenset({1})))[1]} == {"header|conflict"}


def test_a_header_merged_over_columns_without_data_names_one_column(shipped):
    text = "平台编号|年度|服务收入（元）|\nP1|2013|5|"
    merged = (Merged(0, 2, 0, 3),)
    assert read(shipped, sheet(text, merged=merged))[1] == []
    assert read(shipped, sheet(text + "6", merged=merged))[1] == [("header|duplicate", "Sheet1", "C1")]


def test_everything_wrong_is_told_in_one_pass(shipped):
    text = FINANCE + "\nP1|2013|约5\nP#|一三|6\n|2013|7\nP2|1999|8"
    delivery = read_delivery(text.replace("|", ",").encode(), "f.csv", shipped)
    said = [(finding.code, finding.place.cell) for finding in delivery.findings]
    assert sorted(said, key=str) == [
        ("cell|missing", "A5"),
        ("cell|number", "B4"),
        ("cell|number", "C3"),
        ("cell|pattern", "A4"),
        ("cell|too_small", "B6"),
        ("row|duplicate_key", "A3"),
    ]
    assert delivery.tables[0].unread == {(1, "service_revenue_yuan"), (2, "year")}


def test_a_required_cell_that_is_unread_is_not_missing_and_a_key_that_is_unread_not_compared(shipped):
    text = "平台编号|年度|服务收入\nP1|约2013|5\nP1|约2013|6\nP1||7"
    delivery = read_delivery(text.replace("|", ",").encode(), "f.csv", shipped)
    said = [(finding.code, finding.place.cell) for finding in delivery.findings]
    assert said == [("cell|number", "B2"), ("cell|number", "B3"), ("cell|missing", "B4")]


def test_a_rule_on_a_row_is_not_asked_of_a_cell_that_is_unread(table_of):
    properties = {
        "id": {"type": "string", "title": "编号"},
        "kind": {"type": "string", "title": "类别"},
        "day": {"type": "string", "format": "date", "title": "日期"},
    }
    schema = table_of(properties, required=["id"], dependentRequired={"kind": ["day"]})
    delivery = read_delivery("编号,类别,日期\n1,a,去年\n2,a,\n".encode(), "f.csv", {"things": schema})
    said = [(finding.code, finding.place.cell) for finding in delivery.findings]
    assert said == [("cell|date", "C2"), ("cell|missing", "C3")]


def test_a_link_that_is_unread_points_nowhere(shipped):
    tables, _ = read_sheets([sheet(FINANCE), sheet("平台编号|名称\nP1|a", "p")], "f.xlsx", shipped, None)
    finance = tables[0]
    register = read(shipped, sheet("平台编号|平台名称|地市|镇（街道）\nP9|甲|江门市|乙镇"))[0]["platforms"]
    assert [finding.code for finding in check_references({"finance": finance, "platforms": register}, {})] == [
        "reference|unknown"
    ]
    unread = type(finance)(finance.schema, finance.frame, finance.origin, frozenset({(0, "platform_id")}))
    assert check_references({"finance": unread, "platforms": register}, {}) == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_a_sheet_with_rows_of_any_length(shipped, separator):
    source = '2013年度\n\n"平台编号"|年度|"服务收入（元）"\nP1|2013|"5"\nP2|2013\n\n填表人：张三|\n'.replace(
        "|", separator
    )
    delivery = read_delivery(source.encode(), "f.csv", shipped)
    assert delivery.tables[0].frame.select("platform_id", "service_revenue_yuan").rows() == [("P1", 500), ("P2", None)]
    assert [(finding.code, finding.place.cell or finding.place.row) for finding in delivery.findings] == [
        ("sheet|left_out", 7),
        ("cell|missing", "C5"),
    ]


def test_a_csv_file_keeps_line_breaks_and_separators_in_quotation_marks():
    found, faults = read_csv_sheet(b'a,"b\nc"\n"d,""e""",\n,\nf\n', "f.csv", len)
    assert found
    assert found.cells.rows() == [("a", "b\nc"), ('d,"e"', None), (None, None), ("f", None)]
    assert faults == []


def test_a_stray_quotation_mark_is_told_by_its_row(shipped):
    delivery = read_delivery('平台编号,年度\nP1,"2013\n'.encode(), "f.csv", shipped)
    assert [(finding.code, finding.place.row) for finding in delivery.findings] == [("row|quotes", 2)]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"PK\x03\x04", "f.zip", "file|format"),
        (b"", "f.csv", "file|empty"),
        ("甲,乙\n1,2\n".encode(), "f.csv", "file|no_table"),
        (b"PAR1....PAR1", "f.parquet", "file|table_unknown"),
    ],
)
def test_a_file_without_a_table_is_an_error(shipped, data, name, code):
    delivery = read_delivery(data, name, shipped)
    assert delivery.tables == ()
    assert [f.code for f in delivery.findings if f.severity is Severity.ERROR] == [code]


def test_repairs_are_counted_after_the_first_thousand(shipped):
    text = "企业编号,企业规模\n" + "".join(f"\u3000Q{number},小型\n" for number in range(1_500))
    delivery = read_delivery(text.encode(), "f.csv", shipped)
    assert delivery.tables[0].frame["enterprise_id"][1_499] == "Q1499"
    assert len(delivery.findings) == 1_001
    assert str(delivery.findings[-1].message) == "The same holds for 500 more rows."


def test_a_part_of_a_key_that_is_unread_is_not_compared_either(table_of):
    properties = {
        "id": {"type": "string", "title": "编号"},
        "day": {"type": "string", "format": "date", "title": "日期"},
    }
    schema = table_of(properties, required=["id"], **{"x-key": ["id", "day"]})
    delivery = read_delivery("编号,日期\n1,去年\n1,前年\n2,\n2,\n".encode(), "f.csv", {"things": schema})
    said = [(finding.code, finding.place.row) for finding in delivery.findings]
    assert said == [("cell|date", 2), ("cell|date", 3), ("row|duplicate_key", 5)]


def test_a_closing_line_may_have_a_label_in_every_required_column(shipped):
    text = "专业服务团队人数|平台编号|服务中小微企业数\n5|P1|60\n填表人：王五|日期：2014年1月5日|审核人：赵六"
    tables, said = read(shipped, sheet(text))
    assert (tables["reported"].frame.height, said) == (1, [("sheet|left_out", "Sheet1", 3)])


def test_a_header_reaches_down_to_the_end_of_its_merged_cells(shipped):
    text = "平台编号|年度|服务收入（元）|联系方式|\n|||电话|邮箱\n|||手机|\nP1|2013|5||"
    merged = (*(Merged(0, at, 2, at) for at in range(3)), Merged(0, 3, 0, 4))
    tables, said = read(shipped, sheet(text, merged=merged))
    assert (tables["finance"].frame.height, said) == (1, [])


def test_the_line_of_keys_is_held_against_the_titles_below_it(shipped):
    keyed = "service_revenue_yuan|year|platform_id\n平台编号|年度|服务收入（元）\nP1|2013|5"
    said = read(shipped, sheet(keyed, hidden_rows=frozenset({1})))[1]
    assert said == [("header|conflict", "Sheet1", "A2"), ("header|conflict", "Sheet1", "C2")]


def test_a_line_that_begins_like_a_closing_line_is_data_where_nothing_is_missing(shipped):
    text = "用途|凭证编号|资金|日期|金额\n说明：购置设备|1|special|2013年5月1日|5\n说明：印刷||||"
    tables, said = read(shipped, sheet(text))
    assert tables["ledger"].frame["purpose"].to_list() == ["说明：购置设备"]
    assert said == [("sheet|left_out", "Sheet1", 3), ("repair|date", "Sheet1", "D2")]


def test_a_closing_line_may_be_a_label_and_a_day(shipped):
    text = "高级工以上人数|平台编号|服务中小微企业数\n5|P1|60\n单位（盖章）：|2014年1月10日|"
    tables, said = read(shipped, sheet(text))
    assert (tables["reported"].frame.height, said) == (1, [("sheet|left_out", "Sheet1", 3)])


SERVICES = "服务编号|平台编号|企业编号|服务日期\nS1|P1|E1|2014-05-01"
MORE = "S2|P1|E2|2014-05-02\nS3|P1|E3|2014-05-03"


def weights(schemas, *sheets: Sheet) -> list[tuple[str, str | None, Severity]]:
    found = read_sheets(sheets, "f.xlsx", schemas, None)[1]
    return [(finding.code, finding.place.sheet, finding.severity) for finding in found]


@pytest.mark.parametrize("name", ["服务台账", "services", "服务台账（续）", "2014年服务台账"])
def test_a_sheet_that_bears_the_name_of_a_table_is_never_passed_over(shipped, name):
    alien = sheet("编码|单位|时间\nS1|P1|2014-05-01", name)
    assert weights(shipped, sheet(FINANCE), alien) == [("header|missing", name, Severity.ERROR)]
    # One cell a row is a remark.
    assert weights(shipped, sheet(FINANCE), sheet("本年度无\n特此说明", name)) == [
        ("sheet|no_table", name, Severity.WARNING)
    ]


def test_rows_that_go_on_where_another_sheet_ended_need_its_header(shipped):
    assert weights(shipped, sheet(SERVICES), sheet(MORE, "Sheet2")) == [("header|missing", "Sheet2", Severity.ERROR)]
    contacts = "姓名|单位|职务|电话\n张三|甲|主任|123\n李四|乙|科员|456"
    assert weights(shipped, sheet(SERVICES), sheet(contacts, "Sheet2")) == [
        ("sheet|no_table", "Sheet2", Severity.NOTICE)
    ]


def test_a_large_table_of_an_unknown_kind_is_worth_a_warning(shipped):
    rows = "姓名|单位|职务\n" + "张三|甲|主任\n" * 3 + "李四|乙|科员"
    assert weights(shipped, sheet(rows)) == [("sheet|no_table", "Sheet1", Severity.WARNING)]
    assert weights(shipped, sheet(rows, "说明"), sheet(FINANCE)) == []


@pytest.mark.parametrize("keys_first", [True, False])
@pytest.mark.parametrize("edited", ["营业收入（万元）", "税收", "服务收入/万元"])
def test_a_title_that_was_edited_over_its_key_is_sent_back(shipped, edited, keys_first):
    keys, titles = "platform_id|year|service_revenue_yuan", f"平台编号|年度|{edited}"
    top = [keys, titles] if keys_first else [titles, keys]
    said = read(shipped, sheet("\n".join([*top, "P1|2014|5"])))[1]
    assert said == [("header|conflict", "Sheet1", "C2" if keys_first else "C1")]


def test_a_title_that_names_another_column_than_the_key_below_it_is_sent_back(shipped):
    text = "平台编号|年度|财政补助（元）\nplatform_id|year|service_revenue_yuan\nP1|2014|5"
    assert read(shipped, sheet(text))[1] == [("header|conflict", "Sheet1", "C1")]


@pytest.mark.parametrize("keys_first", [True, False])
def test_a_title_over_its_key_gives_the_unit(shipped, keys_first):
    keys, titles = "platform_id|year|service_revenue_yuan", "平台编号|年度|服务收入（万元）"
    top = [keys, titles] if keys_first else [titles, keys]
    tables = read(shipped, sheet("\n".join([*top, "P1|2014|5"])))[0]
    assert tables["finance"].frame["service_revenue_yuan"].to_list() == [5_000_000]


def test_a_group_over_keys_is_no_title(shipped):
    text = "platform_id|经营情况|\n|year|service_revenue_yuan\nP1|2014|5"
    assert read(shipped, sheet(text, merged=(Merged(0, 0, 1, 0), Merged(0, 1, 0, 2))))[1] == []


def test_the_unit_of_a_merged_group_is_that_of_its_columns_only(shipped):
    text = "平台编号|年度|收入情况（单位：万元）|财政补助（元）\n||服务收入|\nP1|2014|5|6"
    merged = (Merged(0, 0, 1, 0), Merged(0, 1, 1, 1), Merged(0, 3, 1, 3))
    frame = read(shipped, sheet(text, merged=merged))[0]["finance"].frame
    assert frame.select("service_revenue_yuan", "public_funding_yuan").row(0) == (5_000_000, 600)


@pytest.mark.parametrize("merged", [(), (Merged(0, 2, 0, 3),)])
def test_a_unit_of_a_group_whose_reach_is_not_said_is_not_guessed(shipped, merged):
    text = "||收支情况（万元）|\n平台编号|年度|服务收入|财政补助\nP1|2014|5|6"
    tables, said = read(shipped, sheet(text, merged=merged))
    assert said == [("header|unit_line", "Sheet1", "C1")]
    assert tables["finance"].unread == {(0, "service_revenue_yuan"), (0, "public_funding_yuan")}
    split = "平台编号|年度|收支情况（万元）|\n||服务收入|财政补助\nP1|2014|5|6"
    assert ("header|unit_line", "Sheet1", "C1") in read(shipped, sheet(split))[1]


def test_a_number_format_that_shows_another_unit_is_seen(shipped):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("经营财务")
    page.write_row(0, 0, ["平台编号", "年度", "服务收入（元）", "财政补助（万元）"])
    for row, (code, *numbers) in enumerate(
        [('0.0"万元"', 120.5, 120.5), ('0!.0,"万"', 1205000, 1205000), ('"¥"#,##0.00', 5, 5)], 1
    ):
        page.write_row(row, 0, [f"P{row}", 2014])
        page.write_row(row, 2, numbers, book.add_format({"num_format": code}))
    book.close()
    delivery = read_delivery(out.getvalue(), "f.xlsx", shipped)
    said = {(finding.code, finding.place.cell) for finding in delivery.findings if finding.severity is Severity.ERROR}
    assert said == {("cell|number", "C2"), ("cell|number_format", "C3"), ("cell|number_format", "D3")}
    assert delivery.tables[0].frame["public_funding_yuan"].to_list() == [120_500_000, None, 5_000_000]


def test_a_row_that_fills_half_of_its_columns_is_data_whatever_its_words_begin_with(shipped):
    names = "平台名称|平台编号|地市|镇（街道）\n审批服务中心平台||东莞市|虎门镇\n主管道阀门平台|P3|东莞市|\n填表人|张三|审核人|李四"
    tables, said = read(shipped, sheet(names))
    assert tables["platforms"].frame["name"].to_list() == ["审批服务中心平台", "主管道阀门平台"]
    assert said == [("sheet|left_out", "Sheet1", 4)]
    ledger = "服务编号|平台编号|企业编号|服务日期|服务部门\n|P1|E2|2013-05-01|总计\n小计||||"
    tables, said = read(shipped, sheet(ledger))
    assert (tables["services"].frame.height, said) == (1, [("sheet|total", "Sheet1", "A3")])


def test_a_line_left_out_that_holds_much_is_a_warning(shipped):
    header = "平台编号|平台名称|地市|县（市、区）|镇（街道）|主要服务类型|其他服务类型|设立主体|法人代码\n"
    for line, code in (("填表人：甲||一|二||三|四||", "sheet|left_out"), ("合计||一|二||三|四||", "sheet|total")):
        for cells, severity in ((line, Severity.WARNING), (line.replace("|四", "|"), Severity.NOTICE)):
            _, found = read_sheets([sheet(header + cells)], "f.xlsx", shipped, None)
            assert [each.severity for each in found if each.code == code] == [severity]


def test_a_hidden_column_of_the_table_is_read_with_a_warning(shipped):
    tables, found = read_sheets([sheet(FINANCE, hidden_columns=frozenset({1, 9}))], "f.xlsx", shipped, None)
    assert tables[0].frame["year"].to_list() == [2013]
    assert [(each.code, each.severity, each.place.letter) for each in found] == [
        ("sheet|hidden_columns", Severity.WARNING, "B")
    ]


def test_a_csv_file_may_end_with_the_mark_of_dos(shipped):
    delivery = read_delivery((FINANCE.replace("|", ",") + "\r\n\x1a").encode(), "f.csv", shipped)
    assert (delivery.tables[0].frame.height, [each.code for each in delivery.findings]) == (1, ["file|end_mark"])


def test_a_code_shielded_from_excel_is_what_stands_in_it(shipped):
    rows = '平台编号,年度,服务收入（元）\n="007",2013,="5.50"\n"=""P,8""",2013,6\n="P9"",2013,7'
    delivery = read_delivery(rows.rpartition("\n")[0].encode(), "f.csv", shipped)
    assert delivery.tables[0].frame["service_revenue_yuan"].to_list() == [550, 600]
    assert delivery.tables[0].frame["platform_id"].to_list() == ["007", "P,8"]
    told = [(each.code, each.place.cell, each.value) for each in delivery.findings if each.code != "cell|pattern"]
    assert told == [
        ("repair|formula_text", "A2", '="007"'),
        ("repair|formula_text", "A3", '="P,8"'),
        ("repair|formula_text", "C2", '="5.50"'),
    ]
    assert [each.code for each in read_delivery(rows.encode(), "f.csv", shipped).findings] == ["row|quotes"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_csv_file_in_utf_16_without_its_mark_is_named_as_one(shipped, encoding):
    [finding] = read_delivery(FINANCE.replace("|", ",").encode(encoding), "f.csv", shipped).findings[:1]
    assert f"text in {encoding.upper()}" in finding.sentence("en")
    [finding, *_] = read_delivery(b"a,b\n\x001,2\n\x00", "f.csv", shipped).findings
    assert finding.code == "file|nul"
