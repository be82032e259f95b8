"""Functions of the values of one row, or of one platform once they are aggregated."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from appraisal.formula.choices import coalesce, greatest, least, nullif
from appraisal.formula.meaning import WORD, Meaning, any_quotient, derived, expect, in_words, unknown
from appraisal.formula.primaries import AGGREGATES
from appraisal.formula.problems import shown, suggestion
from appraisal.formula.refused_words import advice
from appraisal.numbers import Exact
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appraisal.formula.problems import Problems

_YEARS = (0, 9999)
_MONTHS = (1, 12)


@dataclass(frozen=True)
class Function:
    """What a function takes, and how its meaning is made (position, name, arguments, problems)."""

    least: int
    most: int | None
    apply: Callable[[int, str, Sequence[Meaning], Problems], Meaning]


def call(at: int, name: str, arguments: Sequence[Meaning], problems: Problems) -> Meaning:
    """A call of a known function with as many values as it takes; else the problem."""
    function = FUNCTIONS.get(name)
    if function is None:
        fix = advice(name) or suggestion(name, (*FUNCTIONS, *AGGREGATES))
        problems.add("unknown_function", at, text("No function {name}.", name=shown(name)), fix, shown(name))
        return unknown(at)
    count = len(arguments)
    if count < function.least or (function.most is not None and count > function.most):
        wanted = function.least if function.most is not None else text("at least {least}", least=function.least)
        message = text("{name} is given {count} values; it takes {wanted}.", name=name, wanted=wanted, count=count)
        problems.add("arguments", at, message, value=name)
        return unknown(at)
    return function.apply(at, name, arguments, problems)


def _absolute(at: int, name: str, arguments: Sequence[Meaning], problems: Problems) -> Meaning:
    (operand,) = arguments
    if not expect(problems, operand, ("number",), name):
        return unknown(at)
    words = text("the absolute value of {value}", value=in_words(operand, WORD))
    if any_quotient(arguments):
        return derived(at, "number", operand.quotient.absolute(), words, arguments, size=1 + 4 * operand.size)
    number = operand.number
    high = max(-number.low, number.high)
    low = 0 if number.low <= 0 <= number.high else min(abs(number.low), abs(number.high))
    # Widened first: the smallest Int64 has no absolute value in Int64.
    return derived(at, "number", Exact(number.as_wide(high).abs(), low, high, number.scale), words, arguments)


def _year(at: int, name: str, arguments: Sequence[Meaning], problems: Problems) -> Meaning:
    words = text("the year of {value}", value=in_words(arguments[0], WORD))
    if not expect(problems, arguments[0], ("date",), name):
        return unknown(at)
    return derived(at, "number", Exact(arguments[0].expr.dt.year().cast(pl.Int64), *_YEARS), words, arguments)


def _month(at: int, name: str, arguments: Sequence[Meaning], problems: Problems) -> Meaning:
    words = text("the month of {value}", value=in_words(arguments[0], WORD))
    if not expect(problems, arguments[0], ("date",), name):
        return unknown(at)
    return derived(at, "number", Exact(arguments[0].expr.dt.month().cast(pl.Int64), *_MONTHS), words, arguments)


#: Every function but the aggregates, by name.
FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "ABS": Function(1, 1, _absolute),
        "COALESCE": Function(2, None, coalesce),
        "GREATEST": Function(2, None, greatest),
        "LEAST": Function(2, None, least),
        "MONTH": Function(1, 1, _month),
        "NULLIF": Function(2, 2, nullif),
        "YEAR": Function(1, 1, _year),
    },
)
