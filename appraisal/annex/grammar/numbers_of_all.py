"""Numbers taken from all platforms: ``全体最大值``, ``全体90%分位数``, ``0.9×（全体平均值-3个标准差）``."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar.conditions import read_condition, write_condition
from appraisal.annex.grammar.values import number_text, parse_number

if TYPE_CHECKING:
    from appraisal.annex.grammar.scanner import Scanner

_STATISTICS = {"minimum": "最小值", "maximum": "最大值", "mean": "平均值", "median": "中位数"}
_BY_WORD = {word: key for key, word in _STATISTICS.items()}
_QUANTILE = re.compile(r"(\d+(?:\.\d+)?)%分位数?")
_DEVIATIONS = re.compile(r"([+-]\d+(?:\.\d+)?)个(?:样本)?标准差")
_TIMES = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*[×x*]\s*\(")
_HUNDRED = Decimal(100)


def value_text(value: Any) -> str:
    """A number of a curve, or what it is of all platforms."""
    if not isinstance(value, dict):
        return number_text(value)
    words = f"全体{_statistic(value)}"
    if "deviations" in value:
        digits = number_text(value["deviations"])
        words += f"{digits if digits.startswith('-') else f'+{digits}'}个标准差"
    if "among" in value:
        words += f"，限于 {write_condition(value['among'])}"
    if "times" in value:
        return f"{number_text(value['times'])}×（{words}）"
    return f"（{words}）" if "among" in value else words


def _statistic(value: dict[str, Any]) -> str:
    if value["cohort"] == "quantile":
        return f"{number_text(Decimal(str(value['q'])) * _HUNDRED)}%分位数"
    return _STATISTICS[value["cohort"]]


def read_value(scanner: Scanner) -> Any:
    """The number that comes next."""
    if found := _TIMES.match(scanner.rest):
        scanner.take(found.group())
        times = parse_number(found.group(1).removeprefix("+"))
        number = {**_of_all(scanner), "times": times}
        scanner.need(")")
        return number
    if re.match(r"\(\s*全体", scanner.rest):
        scanner.need("(")
        number = _of_all(scanner)
        scanner.need(")")
        return number
    return _of_all(scanner) if scanner.sees("全体") else scanner.value()


def _of_all(scanner: Scanner) -> dict[str, Any]:
    scanner.need("全体")
    number: dict[str, Any]
    if found := _QUANTILE.match(scanner.rest):
        scanner.take(found.group())
        number = {"cohort": "quantile", "q": Decimal(found.group(1)) / _HUNDRED}
    else:
        number = {"cohort": _BY_WORD[scanner.need(*_BY_WORD)]}
    if found := _DEVIATIONS.match(scanner.rest):
        scanner.take(found.group())
        number["deviations"] = parse_number(found.group(1).removeprefix("+"))
    if scanner.sees(",限于"):
        scanner.need(",")
        scanner.need("限于")
        number["among"] = read_condition(scanner)
    return number
