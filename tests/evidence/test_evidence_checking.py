"""A read table against its schema and its key: each broken rule and each repeated row, by row and column."""

from __future__ import annotations

import polars as pl
import pytest

from appraisal.evidence.checking import check_table
from appraisal.evidence.origin import WholeFile
from appraisal.evidence.table import Table

TEXT = {"type": "string"}


def table_from(schema, rows, first_row=2):
    types = {name: column.dtype for name, column in schema.columns.items()}
    return Table(schema, pl.DataFrame(rows, schema=types, orient="row"), WholeFile("f.csv", first_row))


def faults(table):
    return [(finding.code, finding.place.row, finding.place.column) for finding in check_table(table)]


def test_broken_rules_name_row_column_value_platform_and_mend(things):
    table = table_from(things, [("P1", None, 5, None, None, None), ("P2", None, 1001, 10**14 + 1, None, None)])
    staff, money = check_table(table)
    assert (staff.code, staff.place.row, staff.place.column) == ("cell|too_large", 3, "staff")
    assert (staff.value, staff.platform_id) == ("1001", "P2")
    assert staff.line("en").endswith("Staff (staff): 1001 is too large. Write 1000 or less.")
    assert (money.value, money.place.file) == ("1000000000000.01", "f.csv")


def test_a_missing_required_cell_has_no_value(things):
    [finding] = check_table(table_from(things, [(None, "a", None, None, None, None)]))
    assert (finding.code, finding.place.column, finding.value) == ("cell|missing", "platform_id", None)


def test_rules_about_whole_rows_are_told_without_a_column(table_of):
    rule = {"title": "二选一", "x-en": "One of the two", "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    [finding] = check_table(table_from(table_of({"a": TEXT, "b": TEXT}, allOf=[rule]), [(None, None)]))
    assert (finding.code, finding.place.row, finding.place.column) == ("row|rule", 2, None)
    assert "One of the two" in finding.message.render("en")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("a", "x"), ("b", "x"), ("a", "y")], []),
        ([("a", "x"), ("a", "x"), ("b", "y"), ("a", "x")], [(3, 2), (5, 2)]),
        # A missing part is a part like any other: a city without counties.
        ([("a", None), ("a", "x")], []),
        ([("a", None), ("b", None), ("a", None)], [(4, 2)]),
    ],
)
def test_each_row_that_repeats_a_key_names_the_first_one(table_of, rows, found):
    schema = table_of({"a": TEXT, "b": TEXT}, required=["a"], **{"x-key": ["a", "b"]})
    findings = check_table(table_from(schema, rows))
    assert [(finding.code, finding.place.row, finding.place.column) for finding in findings] == [
        ("row|duplicate_key", row, "a") for row, _ in found
    ]
    assert [finding.message.facts["row"] for finding in findings] == [first for _, first in found]
    assert [finding.twin and finding.twin.row for finding in findings] == [first for _, first in found]


def test_a_row_without_a_required_part_of_its_key_is_told_once_and_not_compared(table_of):
    schema = table_of({"a": TEXT}, required=["a"], **{"x-key": ["a"]})
    assert faults(table_from(schema, [(None,), (None,), ("a",)])) == [
        ("cell|missing", 2, "a"),
        ("cell|missing", 3, "a"),
    ]


def test_a_row_without_any_part_of_an_optional_key_has_no_key(table_of):
    schema = table_of({"a": TEXT, "b": TEXT}, **{"x-key": ["a", "b"]})
    assert faults(table_from(schema, [(None, None), ("a", None), (None, "a"), (None, None)])) == [
        ("row|key_missing", 2, "a"),
        ("row|key_missing", 5, "a"),
    ]
    assert faults(table_from(schema, [(None, None), ("a", None)])) == [("row|key_missing", 2, "a")]


def test_a_table_without_a_key_may_repeat_itself(table_of):
    assert faults(table_from(table_of({"a": TEXT}), [("a",), ("a",)])) == []


def test_numbers_in_a_key_are_printed_as_written(table_of):
    schema = table_of({"n": {"type": "number", "multipleOf": 1}}, **{"x-key": ["n"]})
    assert [finding.value for finding in check_table(table_from(schema, [(7,), (7,)]))] == ["7"]


def test_faults_beyond_a_thousand_are_counted(things):
    found = check_table(table_from(things, [("?", None, None, None, None, None)] * 1002))
    assert [finding.code for finding in found] == ["cell|pattern"] * 1001
    assert found[-1].message.facts["count"] == 2


def test_a_shipped_table_of_clean_rows_has_nothing_to_say(shipped):
    rows = [
        ("441900", "东莞市", None, None, "虎门镇", "服装", None),
        ("442000", "中山市", None, None, "小榄镇", "五金", None),
    ]
    assert faults(table_from(shipped["towns"], rows)) == []
    assert faults(table_from(shipped["towns"], [*rows, rows[0]])) == [("row|duplicate_key", 4, "city")]
