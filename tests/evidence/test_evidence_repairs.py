"""A cell is used as it stands, or after a repair that is declared, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from time import perf_counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.evidence.cells import plain_value
from appraisal.evidence.repairs import Unit, header_unit, own_unit, read_column, said_units
from appraisal.schema.column import Column, ColumnError, column

COUNT = column("n", {"type": "integer", "x-unit": "家"}, required=False)
MONEY = column("m", {"type": "number", "multipleOf": Decimal("0.01"), "x-unit": "元"}, required=False)
RATE = column("r", {"type": "number", "multipleOf": Decimal("0.01"), "x-unit": "%"}, required=False)
DAY = column("d", {"type": "string", "format": "date"}, required=False)
FIRST = column("d", {"type": "string", "format": "date", "x-month": "first_day"}, required=False)
LAST = column("d", {"type": "string", "format": "date", "x-month": "last_day"}, required=False)
TRUTH = column("b", {"type": "boolean"}, required=False)


RATIO = column("s", {"type": "number", "multipleOf": Decimal("0.01")}, required=False)


def read(column: Column, *cells: str | None, unit: Unit | None = None, kinds: bytes = b"") -> list:
    """What becomes of each cell: its value, with the rule where it was repaired; or the code of its refusal."""
    given = pl.Series(column.name, cells, dtype=pl.String)
    reading = read_column(column, given, kinds, unit or own_unit(column), (), from_1904=False)
    return [
        reading.refused[row].code
        if row in reading.refused
        else (value, reading.mended[row].rule)
        if row in reading.mended
        else value
        for row, value in enumerate(reading.values)
    ]


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("12", 12),
        ("", None),
        (None, None),
        ("\u3000", None),
        ("１２", (12, "width")),
        ("－１２", (-12, "width")),
        (" 12\n", (12, "spaces")),
        ("\u200b12\ufeff", (12, "spaces")),
        ("1,234,567", (1234567, "separators")),
        ("１，２３４", (1234, "separators")),
        ("1 234", (1234, "separators")),
        ("1\u00a0234", (1234, "separators")),
        ("12家", (12, "unit")),
        ("1,234 家", (1234, "unit")),
        *[
            (cell, "number")
            for cell in (
                *("1,23", "12,345,6", "0,123", "1 2", "12 34", "1_000", "007", "+5", "1e3", "12.", ".5", "--1"),
                *(
                    "约12",
                    "大约12",
                    "12余",
                    "12多家",
                    "12家左右",
                    "12以上",
                    "≥12",
                    "＞12",
                    "近12",
                    "12+",
                    "十二",
                    "超12家",
                ),
                *("1-2", "1～2", "1至2", "10—20家", "无", "—", "--", "／", "同上", "暂无", "n/a", "NaN", "?"),
                *("12①", "12²", "①", "½", "Ⅳ", "㊿", "12㎡", "㈠", "𝟏", "12家①"),
                *("1O", "l2", "1O0", "12人", "12家次", "12万", "12%", "12元", "TRUE", "2013-12-31"),
            )
        ],
        ("12.5", "decimals"),
        ("12.0", (12, "zeros")),
        ("1,234.5", "decimals"),
        ("9" * 20, "range"),
        ("9,999,999,999,999,999,999", "range"),
        ("#N/A", "error"),
    ],
)
def test_a_count_is_read_repaired_or_sent_back(cell, result):
    assert read(COUNT, cell) == [result]


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("12.3456", 12345600),
        ("12", 12000000),
        ("0.000001", 1),
        ("0.0000001", "decimals"),
        ("1,234.5", (1234500000, "separators")),
        ("5万元", (5000000, "unit")),
        ("5元", "number"),
        ("5亿元", "number"),
        ("9999999999999999999", "range"),
    ],
)
def test_ten_thousands_of_yuan_become_yuan_by_moving_the_point(cell, result):
    assert read(MONEY, cell, unit=Unit("万元", 4)) == [result]


@pytest.mark.parametrize(
    ("notes", "unit"),
    [
        ((), Unit("元")),
        (("元",), Unit("元")),
        (("千元",), Unit("千元", 3)),
        (("万元",), Unit("万元", 4)),
        (("百万元",), Unit("百万元", 6)),
        (("亿元",), Unit("亿元", 8)),
        (("必填", "单位:万元"), Unit("万元", 4)),
        (("单位：人民币万元",), Unit("万元", 4)),
        (("美元",), None),
        (("家",), None),
        (("税后",), None),
        (("万元", "元"), None),
        (("百元",), Unit("百元", 2)),
    ],
)
def test_a_header_gives_a_unit_of_money_or_none_that_is_known(notes, unit):
    assert header_unit(MONEY, notes) == unit


@pytest.mark.parametrize(
    ("words", "units"),
    [
        *[
            (words, ["万元"])
            for words in (
                *(
                    "（万元）",
                    "单位：万元",
                    "万元",
                    "金额：万元",
                    "注：金额单位为万元",
                    "经营财务（万元）",
                    "服务收入/万元",
                ),
                *("均以万元计", "单位：人、万 元", "（单位：人民币万元）", "服务收入\n万元", "服务收入（含税，万元）"),
            )
        ],
        ("（万元）（元）", ["万元", "元"]),
        ("（美元）", ["美元"]),
        ("（亿）", ["亿"]),
        *[(words, []) for words in ("2014年元旦", "补助50万元", "公元2014年", "万元产值能耗", "状元", "不足一万元的")],
    ],
)
def test_only_a_unit_that_stands_by_itself_is_one(words, units):
    assert said_units([words]) == units


@pytest.mark.parametrize(
    ("cell", "kind", "unit", "result"),
    [
        ("65", "t", "%", 6500),
        ("0", "t", "%", 0),
        ("0.65", "t", "%", "number"),
        ("0.65", "n", "%", "number"),
        ("０.65", "t", "%", "number"),
        ("1", "n", "%", "number"),
        ("1.01", "n", "%", 101),
        ("0.65", "%", "%", 6500),
        ("1", "%", "%", 10000),
        ("0.65123", "%", "%", "decimals"),
        ("65%", "t", "%", (6500, "percent")),
        ("0.5 ％", "t", "%", (50, "percent")),
        ("0.65", "t", "小数", 6500),
        ("0.65", "%", "小数", 6500),
        ("65%", "t", "小数", (6500, "percent")),
    ],
)
def test_a_bare_fraction_is_never_taken_for_a_percentage(cell, kind, unit, result):
    assert read(RATE, cell, kinds=kind.encode(), unit=header_unit(RATE, [unit])) == [result]


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("2013-12-31", date(2013, 12, 31)),
        *[
            (cell, (date(2013, 12, 31), "date"))
            for cell in (
                *("2013.12.31", "2013/12/31", "2013年12月31日", "2013年12月31", "20131231", "41639"),
                *(
                    "2013-12-31 00:00:00",
                    "2013-12-31T00:00",
                    "2013/12/31 0:00",
                    "2013 年 12 月 31 日",
                    "２０１３．１２．３１",
                ),
            )
        ],
        ("2013-1-5", (date(2013, 1, 5), "date")),
        ("２０１３-12-31", (date(2013, 12, 31), "width")),
        ("2013-12-31\u00a0", (date(2013, 12, 31), "spaces")),
        *[
            (cell, "date")
            for cell in (
                *("2013年12月", "2013-12", "2013.12", "2013", "2013年", "12-31", "1/2/2013", "31.12.2013", "13-12-31"),
                *(
                    "2013-02-30",
                    "20131301",
                    "2013/12-31",
                    "2013-12-31 08:30",
                    "41639.5",
                    "4163",
                    "123456",
                    "无",
                    "同上",
                ),
                *("13年12月31日", "0000-01-01", "去年底", "2013年⑫月31日", "2013-12-3①"),
            )
        ],
    ],
)
def test_a_date_names_one_day_or_goes_back(cell, result):
    assert read(DAY, cell) == [result]


def test_a_month_is_a_day_only_where_the_schema_says_which():
    assert read(FIRST, "2012年2月") == [(date(2012, 2, 1), "month")]
    assert read(LAST, "2012年2月", "2013年13月", "2013-12") == [(date(2012, 2, 29), "month"), "date", "date"]


@pytest.mark.parametrize(
    "schema", [{"type": "integer", "x-month": "last_day"}, {"type": "string", "format": "date", "x-month": "middle"}]
)
def test_a_schema_that_says_another_day_is_refused(schema):
    with pytest.raises(ColumnError, match="x-month"):
        column("d", schema, required=False)


def test_yes_and_no_are_said_in_their_own_words_only():
    said = read(TRUTH, "是", "否", "true", "FALSE", " 是", "Y", "1", "√", "有", "True")
    assert said == [True, False, True, False, (True, "spaces"), "boolean", "boolean", "boolean", "boolean", "boolean"]


def test_a_name_keeps_its_own_signs_and_loses_only_the_spaces_around_it(table_of):
    schema = table_of(
        {"name": {"type": "string", "maxLength": 9}, "code": {"type": "string", "pattern": "^[A-Z0-9]+$"}}
    )
    for name, cells, values in (
        ("name", ["Ａ（甲）", "　乙\u200b", "a b"], ["Ａ（甲）", "乙", "a b"]),
        ("code", ["Ａ１", "Ａ（１）", "A\u200b1", "a1"], ["A1", "Ａ（１）", "A1", "a1"]),
    ):
        given = pl.Series(name, cells)
        column = schema.columns[name]
        assert (
            read_column(column, given, b"", own_unit(column), schema.checks, from_1904=False).values.to_list() == values
        )


@given(st.lists(st.one_of(st.none(), st.text("0123456789.,-％%家万元年月日 　Ol~约", max_size=12)), max_size=8))
def test_what_the_plain_grammar_reads_is_never_changed(cells):
    for each in (COUNT, MONEY, DAY, TRUTH):
        given = pl.Series(each.name, cells, dtype=pl.String)
        plain = given.to_frame().select(plain_value(each)).to_series().to_list()
        reading = read_column(each, given, b"", own_unit(each), (), from_1904=False)
        for row, value in enumerate(plain):
            if value is not None:
                assert reading.values[row] == value
                assert row not in {*reading.mended, *reading.refused}
            elif cells[row] and row not in reading.refused:
                assert row in reading.mended or not cells[row].strip()


def test_a_column_of_plain_numbers_costs_little_more_than_reading_it():
    given = pl.Series("n", [str(number) for number in range(100_000)])

    def best(work) -> float:
        times = []
        for _ in range(5):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
        return min(times)

    plain = best(lambda: given.to_frame().select(plain_value(COUNT)))
    assert (
        best(lambda: read_column(COUNT, given, b"n" * 100_000, own_unit(COUNT), (), from_1904=False)) < 3 * plain + 0.01
    )


def fix(column: Column, cell: str) -> str:
    reading = read_column(column, pl.Series("c", [cell], dtype=pl.String), b"", own_unit(column), (), from_1904=False)
    return str(reading.refused[0].fix)


@pytest.mark.parametrize("written", ["2014-02-30", "2014年2月30日", "2014、3、5"])
def test_a_date_that_is_none_is_asked_for_by_its_form_and_no_day_is_dictated(written: str) -> None:
    assert fix(DAY, written) == "Write the day that is meant, in the form 2014-12-31."


def test_a_percentage_in_a_column_of_shares_is_told_with_the_share() -> None:
    assert fix(RATIO, "50%") == "If 50% is meant, write 0.5."
    whole = column("w", {"type": "integer"}, required=False)
    assert fix(whole, "50%") == "Write digits only."
