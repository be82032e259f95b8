"""The schema compiler against the official JSON Schema test suite: it agrees or refuses, never differs in silence."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from appraisal.schema import keywords
from appraisal.schema.column import INT64_HIGH, INT64_LOW, Column, Kind
from appraisal.schema.compiler import Compiler
from appraisal.schema.truth import as_expr
from appraisal.texts import Bilingual

SUITE = Path(__file__).parents[3] / "shared" / "reference" / "json-schema-suite" / "draft2020-12"

FILES = [
    "additionalProperties",
    "allOf",
    "anchor",
    "anyOf",
    "boolean_schema",
    "const",
    "contains",
    "default",
    "defs",
    "dependentRequired",
    "dependentSchemas",
    "dynamicRef",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "if-then-else",
    "infinite-loop-detection",
    "items",
    "maxLength",
    "maxProperties",
    "maximum",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "ref",
    "refRemote",
    "required",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "vocabulary",
    "optional/bignum",
    "optional/ecmascript-regex",
    "optional/float-overflow",
    "optional/non-bmp-regex",
    "optional/cross-draft",
    "optional/unknownKeyword",
    "optional/refOfUnknownKeyword",
    "optional/id",
    "optional/no-schema",
    "optional/anchor",
    "optional/dynamicRef",
    "optional/dependencies-compatibility",
    "optional/format/date",
    "optional/format/date-time",
    "optional/format/email",
    "optional/format/time",
    "optional/format/uri",
    "optional/format/uuid",
    "optional/format/unknown",
    "optional/format-assertion",
]

#: Not about flat records, or about formats as mere annotations: here a format is always asserted.
LEFT_OUT = {"content", "format", "maxContains", "maxItems", "minContains", "minItems"}


def number(word: str) -> Decimal | int:
    return Decimal(word) if set(word) & set(".eE") else int(word)


def cases(name: str) -> list[tuple[str, Any, Any, bool]]:
    groups = json.loads((SUITE / f"{name}.json").read_text("utf-8"), parse_float=number)
    return [
        (f"{group['description']}: {test['description']}", group["schema"], test["data"], test["valid"])
        for group in groups
        for test in group["tests"]
    ]


def is_flat(value: object) -> bool:
    """What a row of typed columns can hold: null there is a missing cell, so that it cannot be told from absence."""
    members = value.values() if isinstance(value, dict) else [value]
    return not any(member is None or isinstance(member, dict | list) for member in members)


def scale_of(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def column_of(name: str, value: object) -> tuple[Column, pl.Series] | None:
    """One cell as a column of its own kind; None where 64 bits do not hold it."""
    scale = scale_of(value) if isinstance(value, Decimal) else 0
    kind: Kind = "text"
    cell = value
    if isinstance(value, bool):
        kind = "boolean"
    elif isinstance(value, int):
        kind = "integer"
    elif isinstance(value, Decimal):
        kind, cell = "decimal", int(value.scaleb(scale))
    if isinstance(cell, int) and not INT64_LOW <= cell <= INT64_HIGH:
        return None
    column = Column(name, Bilingual("", ""), Bilingual("", ""), kind, scale, INT64_LOW, INT64_HIGH, required=False)
    return column, pl.Series(name, [cell], dtype=column.dtype)


def names_in(schema: object) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(names_in, schema))
    if not isinstance(schema, dict):
        return {schema} if isinstance(schema, str) else set()
    return set(schema).union(*map(names_in, schema.values()))


def verdict(schema: Any, data: Any) -> bool | set[str]:
    """True, false, or the codes with which the schema or the number was refused."""
    record = data if isinstance(data, dict) else {"cell": data}
    absent = dict.fromkeys(sorted(names_in(schema) - record.keys())) if isinstance(data, dict) else {}
    cells = {name: column_of(name, value) for name, value in {**record, **absent}.items()}
    if None in cells.values():
        return {"beyond 64 bits"}
    columns = {name: cell[0] for name, cell in cells.items() if cell}
    frame = pl.DataFrame([cell[1] for cell in cells.values() if cell])
    compiler = Compiler(columns, schema, "suite")
    truth = compiler.truth(schema, (), None if isinstance(data, dict) else columns["cell"])
    # What says nothing about this one instance is as the suite wants it; a table schema refuses it on top.
    refused = {finding.code for finding in compiler.findings.values()} - {"schema|no_effect"}
    return refused or frame.select(as_expr(truth)).item()


#: What the suite asks for and this compiler refuses at load: nested data, remote and moved references, and
#: keywords that no flat record of typed columns has needed.
REFUSED = {
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "array_of_schemas",
    "contains",
    "dependencies",
    "items",
    "maxItems",
    "maxProperties",
    "minProperties",
    "object_of_schemas",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "unknown-keyword",
}

needs_suite = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the official test suite is not at {SUITE}")


@needs_suite
@pytest.mark.parametrize("name", FILES)
def test_the_compiler_agrees_with_the_suite_or_refuses_the_schema(name):
    for title, schema, data, valid in cases(name):
        if is_flat(data):
            answer = verdict(schema, data)
            assert isinstance(answer, set) or answer is valid, f"{title}: {data!r}"


@needs_suite
def test_most_of_the_suite_on_flat_data_is_decided_and_the_refused_keywords_are_known():
    answers = [verdict(schema, data) for name in FILES for _, schema, data, _ in cases(name) if is_flat(data)]
    assert sum(isinstance(answer, bool) for answer in answers) >= 651
    assert set().union(*(answer for answer in answers if isinstance(answer, set))) == {
        "beyond 64 bits",
        "schema|cycle",
        "schema|malformed",
        "schema|unknown_keyword",
        "schema|unsupported",
    }
    unknown = {
        finding.place.pointer.rpartition(".")[2]
        for name in FILES
        for _, schema, data, _ in cases(name)
        if is_flat(data)
        for finding in keywords.faults(schema, "suite")
        if finding.code == "schema|unknown_keyword" and finding.place.pointer
    }
    assert unknown == REFUSED
    # The suite puts names of its own into places of schemas; what is left are keywords of the draft.
    keywords_of_the_draft = {
        name for name in REFUSED if name not in {"array_of_schemas", "object_of_schemas", "unknown-keyword"}
    } - set(keywords.ANNOTATIONS)
    assert keywords_of_the_draft <= told_as_refused("docs/schemas.md") & told_as_refused("docs/schemas.zh-CN.md")


def told_as_refused(page: str) -> set[str]:
    text = (Path(__file__).parents[2] / page).read_text("utf-8")
    (line,) = re.findall(r"^\| (?:refused when a schema is loaded|载入时拒绝) \| (.+) \|$", text, re.MULTILINE)
    return set(re.findall("`([^`]+)`", line))


@needs_suite
def test_every_file_of_the_suite_is_run_or_left_out_on_purpose():
    there = {str(path.relative_to(SUITE).with_suffix("")) for path in SUITE.rglob("*.json")}
    formats = {name for name in there if name.startswith("optional/format/")}
    assert there - formats - LEFT_OUT == set(FILES) - formats
    # A format that is not supported is refused by name, so that its file has nothing to disagree with.
    for name in formats - set(FILES):
        for _, schema, data, _ in cases(name):
            assert not isinstance(data, str) or isinstance(verdict(schema, data), set)
