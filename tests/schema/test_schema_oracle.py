"""Random schemas and rows: the compiled columns say what python-jsonschema says of each row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from appraisal.schema.check import violations
from appraisal.schema.column import INT64_HIGH, INT64_LOW, Column, Kind
from appraisal.schema.compiler import Compiler
from appraisal.schema.truth import as_expr
from appraisal.texts import Bilingual
from tests.amounts import examples

SCALE = 2
KINDS: dict[str, Kind] = {"t": "text", "u": "text", "i": "integer", "d": "decimal", "b": "boolean", "w": "date"}


def column(name: str) -> Column:
    kind, blank = KINDS[name], Bilingual("", "")
    scale = SCALE if kind == "decimal" else 0
    return Column(name, blank, blank, kind, scale, INT64_LOW, INT64_HIGH, required=False)


COLUMNS = {name: column(name) for name in KINDS}


def exact_multiple(_validator, step, instance, _schema):
    is_number = isinstance(instance, int | Decimal) and not isinstance(instance, bool)
    if is_number and (Fraction(instance) / Fraction(step)).denominator != 1:
        yield ValidationError("multipleOf")


def is_integer(_checker, instance):
    return not isinstance(instance, bool) and isinstance(instance, int | Decimal) and instance == int(instance)


ORACLE: Any = validators.extend(
    Draft202012Validator,
    {"multipleOf": exact_multiple},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer),
)

WORDS = st.text("ab0中", max_size=4)
DAYS = st.dates(date(2013, 12, 30), date(2014, 1, 2)).map(date.isoformat)
NUMBERS = st.integers(-3, 12) | st.decimals(-3, 12, places=2) | st.decimals(-3, 12, places=3)
SCALARS = st.none() | st.booleans() | WORDS | DAYS | NUMBERS
LENGTHS = st.integers(0, 11)

TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null"])
STEPS = st.sampled_from([1, 2, 3, Decimal("0.5"), Decimal("0.01"), Decimal("0.03"), Decimal("0.005")])
PATTERNS = st.sampled_from(["^a", "b", "^[ab]*$", "中{2}", "^(a|b0)+$", "^2014-", "1$", "^.?$"])
CELL_KEYWORDS: dict[str, st.SearchStrategy[Any]] = {
    "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
    "enum": st.lists(SCALARS, max_size=5),
    "const": SCALARS,
    "minimum": NUMBERS,
    "maximum": NUMBERS,
    "exclusiveMinimum": NUMBERS,
    "exclusiveMaximum": NUMBERS,
    "multipleOf": STEPS,
    "minLength": LENGTHS,
    "maxLength": LENGTHS,
    "pattern": PATTERNS,
    "format": st.just("date"),
}


def one_or_two(keywords: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """More keywords at a time are almost never satisfied together, so that they tell little."""
    single = st.one_of(*(st.fixed_dictionaries({keyword: value}) for keyword, value in keywords.items()))
    return single | st.tuples(single, single).map(lambda pair: {**pair[0], **pair[1]})


def combined(inner):
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"allOf": several}),
        st.fixed_dictionaries({"anyOf": several}),
        st.fixed_dictionaries({"oneOf": several}),
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"if": inner}, optional={"then": inner, "else": inner}),
    )


CELL_SCHEMAS = st.recursive(st.booleans() | one_or_two(CELL_KEYWORDS), combined, max_leaves=4)
NAMES = st.sampled_from([*KINDS])
ROW_KEYWORDS: dict[str, st.SearchStrategy[Any]] = {
    "properties": st.dictionaries(NAMES, CELL_SCHEMAS | st.just({"$ref": "#/$defs/shared"}), min_size=1, max_size=3),
    "required": st.lists(NAMES, min_size=1, max_size=2, unique=True),
    "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, max_size=2, unique=True), min_size=1, max_size=2),
    "additionalProperties": st.booleans(),
    "type": st.sampled_from(["object", ["string", "object"], "string"]),
}
ROW_SCHEMAS = st.recursive(
    st.booleans() | one_or_two(ROW_KEYWORDS),
    lambda inner: (
        combined(inner) | st.fixed_dictionaries({"dependentSchemas": st.dictionaries(NAMES, inner, max_size=2)})
    ),
    max_leaves=5,
)
CELLS = {
    "t": WORDS,
    "u": st.sampled_from(["2014-01-01", "2014-02-30", "a"]),
    "i": st.integers(-3, 12),
    "d": st.decimals(-3, 12, places=SCALE) | st.integers(-3, 12).map(Decimal),
    "b": st.booleans(),
    "w": DAYS,
}
ROWS = st.lists(st.fixed_dictionaries({}, optional=CELLS), min_size=1, max_size=6)


def physical(name: str, value: Any) -> Any:
    if value is None or name not in {"d", "w"}:
        return value
    return int(value.scaleb(SCALE)) if name == "d" else date.fromisoformat(value)


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    data = {name: [physical(name, row.get(name)) for row in rows] for name in KINDS}
    return pl.DataFrame(data, schema={name: each.dtype for name, each in COLUMNS.items()})


def compiled(schema: Any) -> Compiler:
    return Compiler(COLUMNS, schema, "oracle")


def says(schema: Any, instances: list[Any]) -> list[bool]:
    oracle = ORACLE(schema, format_checker=FormatChecker(["date"]))
    return [oracle.is_valid(instance) for instance in instances]


@examples(150)
@given(ROW_SCHEMAS, CELL_SCHEMAS, ROWS)
def test_random_schemas_on_rows_agree_with_the_oracle(schema, shared, rows):
    if isinstance(schema, dict):
        schema = {**schema, "$defs": {"shared": shared}}
    compiler = compiled(schema)
    expected = says(schema, rows)
    frame = frame_of(rows)
    rules = compiler.rules(schema, (), None)
    assert {finding.code for finding in compiler.findings.values()} <= {"schema|no_effect"}
    checks = [rule.check() for rule in rules if rule.truth is not True]
    failing = set(violations(frame, checks)["row"])
    assert [row not in failing for row in range(len(rows))] == expected
    # A row's answer is never missing, so that it can stand under any other rule.
    answer = frame.select(as_expr(compiler.truth(schema, (), None)).alias("ok")).get_column("ok")
    assert (answer.to_list() if len(answer) == len(rows) else answer.to_list() * len(rows)) == expected


@examples(150)
@given(CELL_SCHEMAS, NAMES, ROWS)
def test_random_schemas_on_cells_agree_with_the_oracle(schema, name, rows):
    instances = [row[name] for row in rows if name in row]
    truth = compiled(schema).truth(schema, (), COLUMNS[name])
    present = frame_of(rows).select(name)
    answers = present.with_columns(as_expr(truth).alias("ok"))
    assert answers.filter(pl.col(name).is_not_null())["ok"].to_list() == says(schema, instances)
    if not isinstance(truth, bool):
        assert answers.filter(pl.col(name).is_null())["ok"].to_list() == [None] * (len(rows) - len(instances))


@pytest.mark.parametrize(("value", "valid"), [("4.35", True), ("19.99", True), ("0.07", True), ("0.075", False)])
def test_the_oracle_itself_is_exact(value, valid):
    assert says({"multipleOf": Decimal("0.01")}, [Decimal(value)]) == [valid]
