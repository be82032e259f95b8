"""A param of an indicator has a JSON Schema: what it can never be, and what says nothing about it, is refused."""

from __future__ import annotations

import codecs
import json
from decimal import Decimal

import pytest

from appraisal import declarative
from appraisal.errors import Refused
from appraisal.measure import bind
from appraisal.registry import load
from tests.formula.measured import SCHEMAS, made


def faults(**param):
    params = {"p": {"title": "甲", **param}}
    document = {"format": 1, "id": "x", "version": "1.0.0", "title": "x", "table": "staff", "numerator": "COUNT(*)"}
    return [(one.code, one.place.pointer) for one in declarative.indicator({**document, "params": params}, "x.json")[1]]


@pytest.mark.parametrize(
    ("param", "code", "place"),
    [
        ({"type": "integer", "default": 10**35, "maximum": 5}, "params|value", "$.params.p"),
        ({"type": "integer", "default": 1, "minimum": 2}, "params|value", "$.params.p"),
        ({"type": "integer", "default": 1, "minimum": 5, "maximum": 2}, "params|value", "$.params.p"),
        ({"type": "number", "default": Decimal("0.15"), "multipleOf": Decimal("0.1")}, "params|value", "$.params.p"),
        ({"type": "number", "default": Decimal("0.0000001")}, "params|value", "$.params.p"),
        ({"type": "string", "default": "甲乙", "maxLength": 1}, "params|value", "$.params.p"),
        ({"type": "string", "default": "甲", "enum": ["乙"]}, "params|value", "$.params.p"),
        ({"type": "string", "default": "甲", "minimum": 3}, "params|keyword", "$.params.p.minimum"),
        ({"type": "number", "default": 1, "maxLength": 3}, "params|keyword", "$.params.p.maxLength"),
        ({"type": "number", "default": 1, "enum": [1, "甲"]}, "params|enum", "$.params.p.enum[1]"),
        ({"type": "integer", "default": 1, "enum": [1, 9], "maximum": 5}, "params|enum", "$.params.p.enum[1]"),
    ],
)
def test_a_param_that_cannot_be_meant_is_refused_at_its_place(param, code, place):
    assert faults(**param) == [(code, place)]


@pytest.mark.parametrize(
    "param",
    [
        {"type": "integer", "default": 10, "minimum": 1, "maximum": 100},
        {"type": "integer", "default": 10**35},
        {"type": "number", "default": Decimal("1.5"), "multipleOf": Decimal("0.1"), "enum": [1, Decimal("1.5")]},
        {"type": "string", "default": "甲", "enum": ["甲", "乙"], "maxLength": 1},
    ],
)
def test_each_keyword_that_a_param_may_have_is_understood(param):
    assert faults(**param) == []


def test_a_param_has_its_default_until_the_rules_set_it():
    param = {"p": {"title": "甲", "type": "integer", "default": 3}}
    one = made({"id": "x", "table": "staff", "numerator": "COUNT(*) * :p", "params": param})
    assert [bind(one, SCHEMAS, 2014, values, "x").numerator.number.high // 2**32 for values in ({}, {"p": 7})] == [3, 7]


def test_a_param_too_long_for_a_formula_is_refused_there():
    param = {"p": {"title": "甲", "type": "integer", "default": 10**35}}
    one = made({"id": "x", "table": "staff", "numerator": "COUNT(*) * :p", "params": param})
    with pytest.raises(Refused) as refused:
        bind(one, SCHEMAS, 2014, {}, "x")
    assert [(found.code, found.place.character) for found in refused.value.findings] == [("formula|number", 12)]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_an_indicator_saved_by_notepad_is_read(tmp_path, mark):
    document = {
        "format": 1,
        "id": "mine",
        "version": "1.0.0",
        "title": "我的",
        "table": "staff",
        "numerator": "COUNT(*)",
    }
    (tmp_path / "mine").mkdir()
    text = json.dumps(document, ensure_ascii=False).replace(", ", ",\r\n")
    (tmp_path / "mine" / "indicator.json").write_bytes(mark + text.encode())
    assert load({"mine": {}}, [tmp_path]).indicators["mine"].title.zh == "我的"


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_an_indicator_in_another_encoding_is_refused_with_the_mend(tmp_path, encoding):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "indicator.json").write_bytes('{"title": "我的"}'.encode(encoding))
    with pytest.raises(Refused, match="Save it with the encoding UTF-8"):
        load({"mine": {}}, [tmp_path])
