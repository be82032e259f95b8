"""A table schema becomes typed columns with proved bounds; what it cannot mean is refused by keyword and place."""

from __future__ import annotations

import pickle
from decimal import Decimal

import polars as pl
import pytest

from appraisal.errors import Refused
from appraisal.schema.column import INT64_HIGH, INT64_LOW
from appraisal.schema.table import link_faults, shipped_tables, table_schema

TEXT = {"type": "string"}


def refused(make_table, properties, **more):
    with pytest.raises(Refused) as caught:
        make_table(properties, **more)
    return [(finding.code.removeprefix("schema|"), finding.place.pointer) for finding in caught.value.findings]


def test_the_shipped_tables_are_read_and_fit_together():
    tables = shipped_tables()
    assert sorted(tables) == [
        "enterprises",
        "experts",
        "finance",
        "ledger",
        "outputs",
        "panel_marks",
        "platforms",
        "reported",
        "services",
        "staff",
        "surveys",
        "towns",
        "verified",
        "vetoes",
    ]
    assert link_faults(tables) == []


def test_each_kind_has_its_dtype_in_frames_and_files():
    finance = shipped_tables()["finance"].columns
    platforms = shipped_tables()["platforms"].columns
    revenue = finance["service_revenue_yuan"]
    assert (revenue.kind, revenue.scale, revenue.low, revenue.high) == ("decimal", 2, 0, 10**14)
    assert (revenue.dtype, revenue.parquet_dtype, revenue.unit) == (pl.Int64, pl.Decimal(18, 2), "元")
    assert (finance["year"].dtype, finance["year"].parquet_dtype, finance["year"].low) == (pl.Int64, pl.Int64, 2000)
    assert (platforms["legal_entity"].dtype, platforms["established"].dtype) == (pl.Boolean, pl.Date)
    assert (platforms["name"].low, platforms["name"].high) == (0, 0)
    assert platforms["entity_code"].aliases == ("组织机构代码", "统一社会信用代码")
    assert platforms["home"].enum == ("专业镇", "产业集聚镇")
    assert (platforms["county"].required, platforms["town"].required) == (False, True)


def test_a_table_can_be_sent_to_another_process():
    tables = shipped_tables()
    assert pickle.loads(pickle.dumps(tables)) == tables  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("schema", "low", "high"),
    [
        ({"type": "integer"}, INT64_LOW, INT64_HIGH),
        ({"type": "integer", "minimum": 0, "exclusiveMaximum": 100}, 0, 99),
        ({"type": "integer", "minimum": Decimal("0.5"), "maximum": Decimal("9.5")}, 1, 9),
        ({"type": "number", "multipleOf": Decimal("0.01"), "exclusiveMinimum": 0, "maximum": 1}, 1, 100),
        ({"type": "number", "multipleOf": Decimal("0.01"), "exclusiveMinimum": Decimal("0.005")}, 1, INT64_HIGH),
        ({"type": "number", "multipleOf": Decimal("0.01"), "maximum": Decimal("-0.005")}, INT64_LOW, -1),
        ({"type": "number", "multipleOf": Decimal("0.05"), "minimum": 1, "maximum": 2}, 100, 200),
        ({"type": "number", "multipleOf": 5, "minimum": 1}, 1, INT64_HIGH),
        ({"type": "number", "multipleOf": Decimal("1E-6"), "maximum": 10**17}, INT64_LOW, INT64_HIGH),
    ],
)
def test_bounds_are_those_of_the_scaled_integer(make_table, schema, low, high):
    column = make_table({"c": schema}).columns["c"]
    assert (column.low, column.high) == (low, high)


def test_a_header_is_known_by_key_title_or_alias_in_full_or_half_width(make_table):
    table = make_table({"county": {**TEXT, "title": "县（市、区）", "x-aliases": ["区县"]}, "town": TEXT})
    for header in ("county", "县（市、区）", "县(市、区)", " 区县 "):
        assert table.column_of(header) is table.columns["county"]
    assert table.column_of("县") is None


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ({"a": {"type": "string", "minLenght": 3}}, [("unknown_keyword", "$.properties.a.minLenght")]),
        ({"a": {"type": "number"}}, [("column", "$.properties.a.multipleOf")]),
        ({"a": {}}, [("column", "$.properties.a.type")]),
        ({"a": {"type": ["string", "integer"]}}, [("column", "$.properties.a.type")]),
        ({"a": {"type": "object"}}, [("column", "$.properties.a.type")]),
        ({"a": {"type": "integer", "x-type": "float64"}}, [("column", "$.properties.a.x-type")]),
        ({"a": {"type": "integer", "minimum": 5, "maximum": 4}}, [("column", "$.properties.a.minimum")]),
        ({"a": {"type": "number", "multipleOf": 0}}, [("malformed", "$.properties.a.multipleOf")]),
        ({"a": {"type": "number", "multipleOf": Decimal("1E-19")}}, [("malformed", "$.properties.a.multipleOf")]),
        ({"a": {"type": "integer", "minimum": 10**19}}, [("malformed", "$.properties.a.minimum")]),
        ({"a": {"type": "integer", "minimum": "1"}}, [("malformed", "$.properties.a.minimum")]),
        ({"a": {"type": "string", "maxLength": -1}}, [("malformed", "$.properties.a.maxLength")]),
        ({"a": {"type": "string", "pattern": "(?=a)"}}, [("malformed", "$.properties.a.pattern")]),
        ({"a": {"type": "string", "pattern": "x{100000}{9}"}}, [("malformed", "$.properties.a.pattern")]),
        ({"a": {"type": "string", "pattern": "(?:x{999}){999}"}}, [("pattern", "$.properties.a.pattern")]),
        ({"a": {"type": "string", "format": "ipv4"}}, [("malformed", "$.properties.a.format")]),
        ({"a": {"type": "string", "minimum": 3}}, [("no_effect", "$.properties.a.minimum")]),
        ({"a": {"type": "integer", "pattern": "a"}}, [("no_effect", "$.properties.a.pattern")]),
        ({"a": {"type": "boolean", "maxLength": 3}}, [("no_effect", "$.properties.a.maxLength")]),
        ({"a": {"type": "string", "enum": ["a", 5]}}, [("no_effect", "$.properties.a.enum")]),
        ({"a": {"type": "boolean", "const": 1}}, [("no_effect", "$.properties.a.const")]),
        ({"a": {"type": "string", "$ref": "http://x.cn/a.json"}}, [("malformed", "$.properties.a.$ref")]),
        ({"a": {"type": "string", "$ref": "file:///etc/passwd"}}, [("malformed", "$.properties.a.$ref")]),
        ({"a": {"type": "string", "$ref": "#/$defs/b"}}, [("reference", "$.properties.a.$ref")]),
        ({"a": {"type": "string", "$ref": "#/properties/a"}}, [("cycle", "$.properties.a.$ref")]),
        ({"a": {"type": "string", "$ref": "#"}}, [("cycle", "$.properties.a.$ref")]),
        ({"a.b": TEXT}, [("column", '$.properties["a.b"]')]),
        ({"a": {**TEXT, "title": "b"}, "b": TEXT}, [("header", "$.properties.b")]),
        ({"a": {**TEXT, "x-aliases": "b"}}, [("table", "$.properties.a.x-aliases")]),
        ({"a": True}, [("column", "$.properties.a.type")]),
        ({"a": 5}, [("malformed", "$.properties.a")]),
        ({}, [("table", "$.properties")]),
    ],
)
def test_what_a_column_cannot_mean_is_refused(make_table, properties, found):
    assert refused(make_table, properties) == found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"x-key": ["b"]}, [("unknown_column", "$.x-key[0]")]),
        ({"x-key": "a"}, [("table", "$.x-key")]),
        ({"x-key": ["a", "a"]}, [("table", "$.x-key")]),
        (
            {"x-references": [{"columns": ["b"], "table": "t", "key": ["k"]}]},
            [("unknown_column", "$.x-references[0].columns[0]")],
        ),
        ({"x-references": [{"columns": ["a"], "table": "t", "key": []}]}, [("table", "$.x-references[0].key")]),
        ({"x-references": [{"columns": "a", "table": "t", "key": ["k"]}]}, [("table", "$.x-references[0].key")]),
        ({"x-references": [{"table": "t"}]}, [("table", "$.x-references[0]")]),
        ({"x-references": {}}, [("table", "$.x-references[0]")]),
        ({"required": ["b"]}, [("unknown_column", "$.required.b")]),
        ({"required": "a"}, [("malformed", "$.required")]),
        ({"additionalProperties": True}, [("table", "$.additionalProperties")]),
        ({"additionalProperties": TEXT}, [("malformed", "$.additionalProperties")]),
        ({"type": "array"}, [("table", "$.type")]),
        ({"x-format": 2}, [("table", "$.x-format")]),
        ({"x-table": "Things"}, [("table", "$.x-table")]),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, [("malformed", "$.$schema")]),
        ({"$defs": {"b": {"minimun": 1}}}, [("unknown_keyword", "$.$defs.b.minimun")]),
        ({"minimum": 3}, [("no_effect", "$.minimum")]),
        ({"then": True}, [("no_effect", "$.then")]),
        ({"enum": [{}]}, [("unsupported", "$.enum")]),
        ({"allOf": [{"$ref": "#/default"}], "default": {"minimun": 1}}, [("reference", "$.allOf[0].$ref")]),
        ({"allOf": [{"$id": "http://x.cn/inner"}]}, [("unknown_keyword", "$.allOf[0].$id")]),
        ({"minProperties": 1}, [("unknown_keyword", "$.minProperties")]),
        ({"dependentRequired": {"a": ["b"]}}, [("unknown_column", "$.dependentRequired.a.b")]),
        ({"anyOf": []}, [("malformed", "$.anyOf")]),
        ({"if": {"properties": {"b": True}}}, [("unknown_column", "$.if.properties.b")]),
    ],
)
def test_what_a_table_cannot_mean_is_refused(make_table, more, found):
    assert refused(make_table, {"a": TEXT}, **more) == found


def test_a_schema_that_unfolds_without_end_is_refused_in_no_time(make_table):
    doubling = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(22)}
    found = refused(
        make_table, {"a": {**TEXT, "$ref": "#/$defs/d0"}}, **{"$defs": {**doubling, "d22": {"minLength": 1}}}
    )
    assert found == [("too_large", "$")]


def test_all_that_is_wrong_with_a_schema_is_told_at_once(make_table):
    found = refused(make_table, {"a": {"type": "string", "foo": 1}, "b": {"type": "strin"}}, bar=2)
    assert sorted(found) == [
        ("malformed", "$.properties.b.type"),
        ("unknown_keyword", "$.bar"),
        ("unknown_keyword", "$.properties.a.foo"),
    ]


def test_a_reference_must_name_the_key_of_its_table_in_columns_of_the_same_kind(make_table):
    link = {"columns": ["a"], "table": "things", "key": ["b"]}
    own = make_table({"a": TEXT, "b": TEXT}, **{"x-key": ["b"], "x-references": [link]})
    not_key = make_table({"a": TEXT, "b": TEXT}, **{"x-key": ["a"], "x-references": [link]})
    other_kind = make_table({"a": TEXT, "b": {"type": "integer"}}, **{"x-key": ["b"], "x-references": [link]})
    assert link_faults({"things": own}) == []
    for table in (not_key, other_kind):
        assert [finding.code for finding in link_faults({"things": table})] == ["schema|reference"]
    assert [finding.code for finding in link_faults({"else": own})] == ["schema|reference"]


def test_the_engine_compiles_every_pattern_that_is_shipped():
    for name, table in shipped_tables().items():
        assert table_schema(table.raw, name, try_patterns=True).checks
