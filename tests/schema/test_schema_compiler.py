"""Rules on columns: missing cells, exact numbers, one finding a broken rule, and gates on single facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from time import perf_counter

import polars as pl
import pytest

from appraisal.errors import Refused
from appraisal.schema.check import violations
from appraisal.schema.compiler import cell_check

TEXT = {"type": "string"}
INTEGER = {"type": "integer"}
CENTS = {"type": "number", "multipleOf": Decimal("0.01")}
YES = {"type": "boolean"}
DAY = {"type": "string", "format": "date"}


def broken(table, rows):
    """The broken rules of rows, as row, column, keyword."""
    schema = {name: column.dtype for name, column in table.columns.items()}
    found = violations(pl.DataFrame(rows, schema=schema, orient="row"), table.checks)
    return [(row, table.checks[check].column, table.checks[check].keyword) for row, check in found.iter_rows()]


def cell(kind, value):
    dtype = {"text": pl.String, "boolean": pl.Boolean, "date": pl.Date}.get(kind, pl.Int64)
    return pl.DataFrame({"c": [value, None]}, schema={"c": dtype})


@pytest.mark.parametrize(
    ("kind", "scale", "value", "schema", "answer"),
    [
        ("boolean", 0, True, {"const": True}, True),
        ("boolean", 0, False, {"const": True}, False),
        ("boolean", 0, False, {"enum": [True, False]}, True),
        ("boolean", 0, True, {"type": "boolean"}, True),
        ("text", 0, "专业镇", {"enum": ["专业镇", "产业集聚镇"]}, True),
        ("text", 0, "", {"minLength": 1}, False),
        ("text", 0, "", {"minLength": 0}, True),
        ("text", 0, "😀中", {"maxLength": 2}, True),
        ("text", 0, "😀中", {"minLength": 3}, False),
        ("text", 0, "a\n", {"pattern": "^a$"}, False),
        ("text", 0, "1", {"not": {"pattern": "^[0-9]$"}}, False),
        ("integer", 0, 3, {"minimum": 3}, True),
        ("integer", 0, 2, {"minimum": Decimal("2.5")}, False),
        ("integer", 0, 3, {"exclusiveMinimum": 3}, False),
        ("integer", 0, 3, {"maximum": Decimal("3.0")}, True),
        ("integer", 0, 2**63 - 1, {"minimum": 10**17}, True),
        ("integer", 0, -(2**63), {"exclusiveMaximum": 0}, True),
        ("integer", 0, 3, {"const": Decimal("3.0")}, True),
        ("integer", 0, 4, {"multipleOf": 2}, True),
        ("integer", 0, 3, {"multipleOf": 2}, False),
        ("integer", 0, -6, {"multipleOf": 3}, True),
        ("decimal", 2, 0, {"multipleOf": 10**17}, True),
        ("decimal", 2, 100, {"multipleOf": 10**17}, False),
        ("integer", 0, 6, {"multipleOf": Decimal("1.5")}, True),
        ("integer", 0, 4, {"multipleOf": Decimal("1.5")}, False),
        ("decimal", 2, 6000, {"minimum": 60}, True),
        ("decimal", 2, 5999, {"minimum": 60}, False),
        ("decimal", 2, 435, {"multipleOf": Decimal("0.01")}, True),
        ("decimal", 2, 435, {"multipleOf": Decimal("0.1")}, False),
        ("decimal", 2, 435, {"const": Decimal("4.35")}, True),
        ("decimal", 2, 435, {"enum": [Decimal("4.350"), 5]}, True),
        ("decimal", 2, 1, {"exclusiveMinimum": Decimal("0.009")}, True),
        ("decimal", 2, 1, {"exclusiveMaximum": Decimal("0.011")}, True),
        ("decimal", 2, 300, {"type": "integer"}, True),
        ("decimal", 2, 301, {"type": "integer"}, False),
        ("date", 0, date(2014, 12, 31), {"const": "2014-12-31"}, True),
        ("date", 0, date(2014, 12, 31), {"pattern": "^2014-"}, True),
        ("date", 0, date(2013, 12, 31), {"pattern": "^2014-"}, False),
        ("date", 0, date(2014, 12, 31), {"enum": ["2014-12-30", "2014-12-29"]}, False),
        ("date", 0, date(2014, 12, 31), {"format": "date", "minLength": 10, "maxLength": 10}, True),
        ("integer", 0, 7, {"oneOf": [{"minimum": 5}, {"minimum": 9}]}, True),
        ("integer", 0, 9, {"oneOf": [{"minimum": 5}, {"minimum": 9}]}, False),
        ("integer", 0, 9, {"oneOf": [{"minimum": 5}, {"type": "string"}]}, True),
        ("integer", 0, 1, {"anyOf": [{"maximum": 1}, {"minimum": 9}]}, True),
        ("integer", 0, 5, {"if": {"minimum": 3}, "then": {"maximum": 4}, "else": {"const": 1}}, False),
        ("integer", 0, 2, {"if": {"minimum": 3}, "then": {"maximum": 4}, "else": {"const": 1}}, False),
        ("integer", 0, 4, {"allOf": [{"minimum": 3}, {"maximum": 4}]}, True),
        ("integer", 0, 4, {}, True),
        ("integer", 0, 4, True, True),
        ("integer", 0, 4, {"$defs": {"a": {"minimum": 5}}, "$ref": "#/$defs/a"}, False),
        ("text", 0, "a", {"type": ["string", "null"]}, True),
        ("text", 0, "a", {"enum": ["a", None]}, True),
    ],
)
def test_a_gate_on_a_fact_is_true_false_or_missing_where_the_cell_is(make_column, kind, scale, value, schema, answer):
    check = cell_check(make_column(kind, scale=scale), schema, "$.gates.g.require", "rules.json")
    assert cell(kind, value).select(check.alias("ok"))["ok"].to_list() == [answer, None]


@pytest.mark.parametrize(
    ("kind", "schema", "code", "pointer"),
    [
        ("boolean", {"const": "true"}, "no_effect", "const"),
        ("boolean", {"minimum": 1}, "no_effect", "minimum"),
        ("text", {"minimum": 50}, "no_effect", "minimum"),
        ("text", {"type": "integer", "minimum": 50}, "never_holds", ""),
        ("integer", {"const": Decimal("1.5")}, "no_effect", "const"),
        ("integer", {"type": "string"}, "never_holds", ""),
        ("integer", {"type": "null"}, "never_holds", ""),
        ("integer", {"minimum": 10**17, "maxLength": 3}, "no_effect", "maxLength"),
        ("integer", {"required": ["a"]}, "no_effect", "required"),
        ("integer", {"enum": [True, 5]}, "no_effect", "enum"),
        ("integer", {"minimun": 3}, "unknown_keyword", "minimun"),
        ("integer", False, "never_holds", ""),
        ("date", {"minimum": 3}, "no_effect", "minimum"),
        ("date", {"const": "2014-02-30"}, "no_effect", "const"),
        ("text", {"pattern": "(?=a)"}, "malformed", "pattern"),
        ("text", {"$ref": "#"}, "cycle", "$ref"),
        ("text", [], "malformed", ""),
    ],
)
def test_a_gate_that_asks_nothing_of_its_column_is_refused_at_its_place(make_column, kind, schema, code, pointer):
    with pytest.raises(Refused) as caught:
        cell_check(make_column(kind), schema, "$.gates.g.require", "rules.json")
    at = "$.gates.g.require" + (f".{pointer}" if pointer else "")
    assert [(finding.code, finding.place.pointer, finding.place.file) for finding in caught.value.findings] == [
        (f"schema|{code}", at, "rules.json")
    ]


def test_a_row_breaks_each_rule_by_its_own_name(make_table):
    table = make_table(
        {
            "id": {**TEXT, "pattern": "^[a-z]+$", "maxLength": 3},
            "count": {**INTEGER, "minimum": 0},
            "money": {**CENTS, "maximum": 10},
            "kind": {**TEXT, "enum": ["甲", "乙"]},
            "day": DAY,
        },
        required=["id", "count"],
    )
    rows = [
        ("abc", 0, 1000, "甲", date(2014, 1, 1)),
        ("ABCD", -1, 1001, "丙", None),
        (None, None, None, None, None),
    ]
    assert broken(table, rows) == [
        (1, "id", "pattern"),
        (1, "id", "maxLength"),
        (1, "count", "minimum"),
        (1, "money", "maximum"),
        (1, "kind", "enum"),
        (2, "id", "required"),
        (2, "count", "required"),
    ]


def test_a_missing_cell_breaks_nothing_but_required(make_table):
    strict = {"not": {"minimum": 0}, "anyOf": [{"const": 5}], "oneOf": [{"maximum": 3}], "if": True, "then": False}
    assert broken(make_table({"a": {**INTEGER, **strict}, "b": TEXT}), [(None, "x")]) == []
    assert broken(make_table({"a": {**INTEGER, "type": ["integer", "null"]}}, required=["a"]), [(None,)]) == [
        (0, "a", "required")
    ]


@pytest.mark.parametrize(
    ("more", "rows", "found"),
    [
        ({"dependentRequired": {"a": ["b"]}}, [(1, None), (None, 1), (1, 1)], [(0, "b", "dependentRequired")]),
        (
            {"dependentSchemas": {"a": {"properties": {"b": {"minimum": 5}}, "required": ["b"]}}},
            [(1, None), (None, 1), (1, 1), (1, 5)],
            [(0, "b", "required"), (2, "b", "minimum")],
        ),
        (
            {"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"required": ["b"]}},
            [(1, None), (2, None), (None, None), (1, 2)],
            [(0, "b", "required")],
        ),
        (
            {
                "if": {"properties": {"a": {"const": 1}}},
                "then": {"required": ["b"]},
                "else": {"properties": {"b": False}},
            },
            [(None, None), (2, 3), (2, None)],
            [(0, "b", "required"), (1, "b", "false")],
        ),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, [(None, None), (1, None)], [(0, None, "anyOf")]),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, [(1, 1), (1, None)], [(0, None, "oneOf")]),
        ({"not": {"required": ["a", "b"]}}, [(1, 1), (1, None)], [(0, None, "not")]),
        ({"not": {"properties": {"a": {"minimum": 0}}}}, [(None, 1), (-1, 1)], [(0, None, "not")]),
        (
            {"dependentSchemas": {"a": {"properties": {"a": True}, "additionalProperties": False}}},
            [(1, 2), (None, 2)],
            [(0, "b", "false")],
        ),
        (
            {
                "allOf": [{"properties": {"a": {"minimum": 1}}}, {"$ref": "#/$defs/b"}],
                "$defs": {"b": {"required": ["b"]}},
            },
            [(0, None)],
            [(0, "a", "minimum"), (0, "b", "required")],
        ),
        ({"not": {}}, [(1, 1), (2, 2)], [(0, None, "not"), (1, None, "not")]),
    ],
)
def test_rules_about_rows_name_the_cell_that_is_to_blame_where_there_is_one(make_table, more, rows, found):
    assert broken(make_table({"a": INTEGER, "b": INTEGER}, **more), rows) == found


def test_a_check_speaks_in_the_words_of_the_form(make_table):
    table = make_table({"n": {**INTEGER, "title": "人数", "x-en": "Staff", "minimum": 3}})
    [check] = table.checks
    assert check.message_for("2").render("en") == "Staff (n): 2 is too small."
    assert check.fix.render("en") == "Write 3 or more."
    assert check.pointer == "$.properties.n.minimum"
    assert check.alone


def test_a_rule_of_the_author_is_told_in_the_words_of_the_author(make_table):
    closed = {"title": "终止的平台写明原因", "x-en": "A closed platform gives a reason", "required": ["b"]}
    table = make_table({"a": INTEGER, "b": INTEGER}, **{"if": {"required": ["a"]}, "then": closed})
    [check] = table.checks
    assert not check.alone
    assert check.fix.render("en") == "Fill in the cell. Rule: A closed platform gives a reason"
    either = {"title": "二选一", "x-en": "One of the two", "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    [check] = make_table({"a": INTEGER, "b": INTEGER}, allOf=[either]).checks
    assert check.message.render("en") == "The row breaks a rule: One of the two"


def test_an_empty_table_breaks_nothing(make_table):
    assert broken(make_table({"a": INTEGER}, required=["a"]), []) == []


def test_a_million_clean_rows_of_sixteen_columns_cost_little_more_than_the_expressions(make_table):
    word = {**TEXT, "pattern": "^[A-Z]{1,8}$", "maxLength": 8}
    number = {**INTEGER, "minimum": 0, "maximum": 100}
    properties = {f"w{n}": word for n in range(4)} | {f"n{n}": number for n in range(12)}
    table = make_table(properties, required=[*properties])
    rows = 300_000
    frame = pl.DataFrame({name: pl.repeat("ABC" if name[0] == "w" else 7, rows, eager=True) for name in properties})

    def best(work):
        times = []
        for _ in range(4):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
        return min(times)

    plain = best(lambda: frame.select(check.fails.alias(str(place)) for place, check in enumerate(table.checks)))
    assert violations(frame, table.checks).is_empty()
    assert best(lambda: violations(frame, table.checks)) < 2 * plain + 0.05
