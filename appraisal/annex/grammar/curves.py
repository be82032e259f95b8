"""Curves: lines, bands, steps and levels as the column 评分标准 writes them, and the choice among several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar.bands import read_bands, write_bands
from appraisal.annex.grammar.conditions import read_condition, write_condition
from appraisal.annex.grammar.numbers_of_all import read_value, value_text
from appraisal.annex.grammar.values import number_text, word_text
from appraisal.schema import canonical
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.annex.grammar.scanner import Scanner

Json = dict[str, Any]

_OTHER = "其他"
_LEVEL = re.compile(r"[^\s;:,(){}\"→≥≤<>=]+")


def write_curve(curve: Mapping[str, Any]) -> str:
    """A curve of the rules, one line for each band, level or case."""
    return _WRITERS[curve["kind"]](curve)


def _linear_text(curve: Mapping[str, Any]) -> str:
    points = "，".join(f"{value_text(value)}→{number_text(mark)}" for value, mark in curve["at"])
    lines = [f"折线：{points}"]
    for key, word, at in (("below", "低于", 0), ("above", "高于", -1)):
        if key in curve:
            lines.append(f"{word}{_end_text(curve['at'][at][0], word)}：{number_text(curve[key])}分")
    if curve.get("extend"):
        lines.append("两端延伸")
    return "\n".join(lines)


def _end_text(value: Any, word: str) -> str:
    return ("首点" if word == "低于" else "末点") if isinstance(value, dict) else number_text(value)


def _steps_text(curve: Mapping[str, Any]) -> str:
    start = f"{number_text(curve['from'])}起" + (f"{number_text(curve['base'])}分" if "base" in curve else "")
    per, add = number_text(curve["per"]), number_text(curve["add"])
    each = f"每满{per}加{add}分" if curve["whole"] else f"每{per}按比例加{add}分"
    lines = [f"{start}，{each}，最高{number_text(curve['cap'])}分"]
    if "below" in curve:
        lines.append(f"低于{number_text(curve['from'])}：{number_text(curve['below'])}分")
    return "\n".join(lines)


def _levels_text(curve: Mapping[str, Any]) -> str:
    lines = [f"{word_text(word)}：{number_text(mark)}分" for word, mark in curve["marks"].items()]
    if "otherwise" in curve:
        lines.append(f"{_OTHER}：{number_text(curve['otherwise'])}分")
    return "\n".join(lines)


def _choice_text(curve: Mapping[str, Any]) -> str:
    lines = [f"若 {write_condition(case['when'])}：{{{_inline(case['curve'])}}}" for case in curve["cases"]]
    if "otherwise" in curve:
        lines.append(f"否则：{{{_inline(curve['otherwise'])}}}")
    return "\n".join(lines)


def _inline(curve: Mapping[str, Any]) -> str:
    return write_curve(curve).replace("\n", "；")


_WRITERS = {
    "linear": _linear_text,
    "bands": write_bands,
    "steps": _steps_text,
    "levels": _levels_text,
    "choose": _choice_text,
}


def read_curve(scanner: Scanner) -> Json:
    """The curve that comes next; it ends with its cell, or before the brace that closes it."""
    scanner.items()
    if scanner.take("折线"):
        scanner.take(":")
        return _linear(scanner)
    if re.match(r"若|如果", scanner.rest):
        return _choice(scanner)
    if re.match(r"每|[\d.+-]+[^;:]*起", scanner.rest):
        return _steps(scanner)
    if re.match(
        r"逐档|[≥≤<>=(]|全体|[\d.+-]+|不满|不足|不低于|不少于|不超过|不高于|低于|高于|超过|大于|小于", scanner.rest
    ):
        return read_bands(scanner)
    return _levels(scanner)


def _linear(scanner: Scanner) -> Json:
    points = [_point(scanner)]
    while scanner.take(","):
        points.append(_point(scanner))
    curve: Json = {"kind": "linear", "at": points}
    while scanner.items() and not scanner.is_done and not scanner.sees("}"):
        if scanner.take("两端延伸"):
            curve["extend"] = True
        elif scanner.sees("低于"):
            curve["below"] = _end(scanner, "低于", points[0][0])
        else:
            curve["above"] = _end(scanner, "高于", points[-1][0])
    return curve


def _point(scanner: Scanner) -> list[Any]:
    value = read_value(scanner)
    scanner.need("→", "->")
    return [value, scanner.mark()]


def _end(scanner: Scanner, word: str, expected: Any) -> Any:
    """``低于50：0``: the end of the line, and what holds beyond it."""
    scanner.need(word)
    if not scanner.take("首点" if word == "低于" else "末点"):
        value = scanner.value()
        if isinstance(expected, dict) or canonical(value) != canonical(expected):
            said = value_text(expected)
            raise scanner.fault(
                text("The line ends at {value}.", value=said), text("Write the first and the last point of the line.")
            )
    scanner.need(":")
    return scanner.mark()


def _steps(scanner: Scanner) -> Json:
    curve: Json = {"kind": "steps"}
    while not scanner.is_done and not scanner.sees("}"):
        if scanner.take("最高"):
            curve["cap"] = scanner.mark()
        elif scanner.take("每"):
            curve |= _each(scanner)
        elif scanner.take("低于"):
            scanner.value()
            scanner.need(":")
            curve["below"] = scanner.mark()
        else:
            curve["from"] = scanner.value()
            scanner.need("起")
            if scanner.sees_number():
                curve["base"] = scanner.mark()
        if not scanner.take(",") and not scanner.items():
            break
    missing = [
        word for key, word in (("from", "50起15分"), ("per", "每满10加2分"), ("cap", "最高25分")) if key not in curve
    ]
    if missing:
        raise scanner.fault(
            text("Steps need all of: 50起15分，每满10加2分，最高25分. Missing: {missing}.", missing="、".join(missing))
        )
    return curve


def _each(scanner: Scanner) -> Json:
    whole = bool(scanner.take("满"))
    per = scanner.value()
    if scanner.take("按比例"):
        whole = False
    scanner.need("加")
    return {"per": per, "whole": whole, "add": scanner.mark()}


def _levels(scanner: Scanner) -> Json:
    curve: Json = {"kind": "levels", "marks": {}}
    while not scanner.is_done and not scanner.sees("}"):
        word = scanner.quoted()
        named = word if word is not None else scanner.matched(_LEVEL)
        if not named:
            raise scanner.fault(text("Expected a level."))
        scanner.need(":")
        mark = scanner.mark()
        if word is None and named == _OTHER:
            curve["otherwise"] = mark
        elif named in curve["marks"]:
            raise scanner.fault(text("The level {level} stands here twice.", level=named))
        else:
            curve["marks"][named] = mark
        if not scanner.items() and not scanner.take(","):
            break
    return curve


def _choice(scanner: Scanner) -> Json:
    cases: list[Json] = []
    curve: Json = {"kind": "choose", "cases": cases}
    while scanner.take("若", "如果"):
        when = read_condition(scanner)
        cases.append({"when": when, "curve": _braced(scanner)})
        scanner.items()
    if scanner.take("否则", "其余"):
        curve["otherwise"] = _braced(scanner)
        scanner.items()
    return curve


def _braced(scanner: Scanner) -> Json:
    scanner.need(":")
    scanner.need("{")
    curve = read_curve(scanner)
    scanner.items()
    scanner.need("}")
    return curve
