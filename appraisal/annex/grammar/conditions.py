"""Conditions: ``service_count ≥ 50``, ``platforms.premises = 是``, ``全部满足（…；…）``, ``至少2项（…）``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar.sources import read_name, read_source, source_text
from appraisal.annex.grammar.values import json_text, number_text, word_text
from appraisal.schema import is_number
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.annex.grammar.scanner import Scanner

Json = dict[str, Any]

SIGNS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
#: What else says the same, before the number and behind it.
_BEFORE = {
    "≥": "minimum",
    ">=": "minimum",
    "不低于": "minimum",
    "不少于": "minimum",
    "大于等于": "minimum",
    "≤": "maximum",
    "<=": "maximum",
    "不超过": "maximum",
    "不高于": "maximum",
    "小于等于": "maximum",
    ">": "exclusiveMinimum",
    "超过": "exclusiveMinimum",
    "高于": "exclusiveMinimum",
    "大于": "exclusiveMinimum",
    "<": "exclusiveMaximum",
    "低于": "exclusiveMaximum",
    "不满": "exclusiveMaximum",
    "不足": "exclusiveMaximum",
    "小于": "exclusiveMaximum",
}
_BEHIND = {"以上": "minimum", "以下": "maximum"}
_LISTS = {"全部满足": "all", "满足其一": "any", "满足任一": "any", "任一满足": "any"}
_MISSING = {"不满足": "fail", "待定": "undecided"}
_TRUTH = {"是": True, "否": False}
_AT_LEAST = re.compile(r"至少(?:满足)?(\d+)项")
_WORD = re.compile(r"[^\s;:,、(){}\"<>=≥≤]+")
#: The keys of a condition; a gate has them beside its title and its clause.
CONDITION_KEYS = ("of", "require", "missing", "all", "any", "at_least", "among", "not", "class")


def write_condition(condition: Mapping[str, Any]) -> str:
    """A condition of the rules as the annex writes it."""
    if "of" in condition:
        missing = condition.get("missing")
        word = next((word for word, meant in _MISSING.items() if meant == missing), None)
        return f"{source_text(condition['of'])} {_required(condition['require'])}" + (
            f"（缺失：{word}）" if word else ""
        )
    if "not" in condition:
        return f"不是（{write_condition(condition['not'])}）"
    if "class" in condition:
        return f"属于类别 {condition['class']}"
    head, parts = next(
        (word, condition[key])
        for word, key in (("全部满足", "all"), ("满足其一", "any"), ("", "among"))
        if key in condition
    )
    head = head or f"至少{condition['at_least']}项"
    return f"{head}（{'；'.join(write_condition(one) for one in parts)}）"


def _required(require: Mapping[str, Any]) -> str:
    if require and require.keys() <= SIGNS.keys() and all(is_number(bound) for bound in require.values()):
        return bounds_text(require)
    if require.keys() == {"const"} and (value := _value_text(require["const"])):
        return f"= {value}"
    listed = require.get("enum")
    if require.keys() == {"enum"} and isinstance(listed, list) and listed:
        values = [_value_text(one) for one in listed]
        if all(values):
            return f"属于（{'、'.join(values)}）"
    return f"符合 {json_text(require)}"


def bounds_text(bounds: Mapping[str, Any], written: Any = number_text) -> str:
    """``≥60且<80``."""
    return "且".join(f"{sign}{written(bounds[key])}" for key, sign in SIGNS.items() if key in bounds)


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if is_number(value):
        return number_text(value)
    return word_text(value) if isinstance(value, str) else ""


def read_condition(scanner: Scanner) -> Json:
    """The condition that comes next."""
    for word, key in _LISTS.items():
        if re.match(rf"{word}\s*\(", scanner.rest):
            scanner.take(word)
            return {key: _parts(scanner)}
    if found := _AT_LEAST.match(scanner.rest):
        scanner.take(found.group())
        return {"at_least": int(found.group(1)), "among": _parts(scanner)}
    if re.match(r"不(?:是|满足)\s*\(", scanner.rest):
        scanner.need("不是", "不满足")
        scanner.need("(")
        inner = read_condition(scanner)
        scanner.need(")")
        return {"not": inner}
    if scanner.take("属于类别"):
        return {"class": read_name(scanner, scanner.names.classes)}
    return _atom(scanner)


def _parts(scanner: Scanner) -> list[Json]:
    scanner.need("(")
    parts = [read_condition(scanner)]
    while scanner.items():
        if scanner.sees(")"):
            break
        parts.append(read_condition(scanner))
    scanner.need(")")
    return parts


def _atom(scanner: Scanner) -> Json:
    found: Json = {"of": read_source(scanner)}
    if scanner.take("符合"):
        found["require"] = scanner.json()
    elif scanner.take("属于"):
        found["require"] = {"enum": _values(scanner)}
    elif scanner.take("=", "为"):
        found["require"] = {"const": _value(scanner)}
    else:
        found["require"] = read_bounds(scanner, scanner.number)
    if re.match(r"\(\s*缺失", scanner.rest):
        scanner.need("(")
        scanner.need("缺失")
        scanner.need(":")
        found["missing"] = _MISSING[scanner.need(*_MISSING)]
        scanner.need(")")
    return found


def _values(scanner: Scanner) -> list[Any]:
    scanner.need("(", "{")
    values = [_value(scanner)]
    while scanner.take("、", ",", ";"):
        values.append(_value(scanner))
    scanner.need(")", "}")
    return values


def _value(scanner: Scanner) -> Any:
    word = scanner.quoted()
    if word is not None:
        return word
    if scanner.sees_number():
        return scanner.number()
    word = scanner.matched(_WORD)
    if not word:
        raise scanner.fault(text("Expected a value."))
    return _TRUTH.get(word, word)


def read_bounds(scanner: Scanner, number: Any) -> Json:
    """``≥60且<80``, ``60以上``, ``不满80``: one or more bounds, each once; ``number`` reads what is compared."""
    bounds: Json = {}
    while True:
        for key, value in _bound(scanner, number).items():
            if key in bounds:
                raise scanner.fault(text("The same bound stands here twice."))
            bounds[key] = value
        if not scanner.take("且"):
            return bounds


def _bound(scanner: Scanner, number: Any) -> Json:
    if sign := scanner.take(*_BEFORE):
        return {_BEFORE[sign]: number()}
    if scanner.take("="):
        value = number()
        return {"minimum": value, "maximum": value}
    value = number()
    behind = scanner.take(*_BEHIND)
    if not behind:
        raise scanner.fault(
            text("Is the number itself in, or out?"),
            text("Write ≥60, >60, ≤80 or <80; 60以上 and 80以下 include the number."),
        )
    return {_BEHIND[behind]: value}
