"""Comparisons: ``= <> < <= > >=``, IN and BETWEEN, between values of one type."""

from __future__ import annotations

import operator
from decimal import Decimal
from typing import TYPE_CHECKING

from appraisal.formula.days import as_written
from appraisal.formula.meaning import (
    PREDICATE,
    Meaning,
    aligned,
    any_quotient,
    derived,
    folded,
    in_words,
    listed,
    refuse_null,
    type_words,
    unknown,
)
from appraisal.formula.problems import NOTHING, shown, suggestion
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from appraisal.formula.problems import Problems
    from appraisal.formula.tree import ComparisonOperator
    from appraisal.texts import Text

_OPERATORS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED: dict[ComparisonOperator, ComparisonOperator] = {
    "=": "=",
    "<>": "<>",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def comparison(at: int, sign: ComparisonOperator, left: Meaning, right: Meaning, problems: Problems) -> Meaning:
    """``left sign right``."""
    parts = (left, right)
    if not comparable(at, left, right, problems):
        return unknown(at)
    if sign not in ("=", "<>") and not _ordered(at, left, problems):
        return unknown(at)
    words = _comparison_words(sign, left, right)
    return derived(at, "boolean", _compared(sign, left, right), words, parts, binds=PREDICATE)


def membership(at: int, operand: Meaning, options: list[Meaning], problems: Problems, *, negated: bool) -> Meaning:
    """``operand [NOT] IN (options)``."""
    if not _all_comparable(operand, options, problems):
        return unknown(at)
    if all(option.constant is not None for option in options) and not any_quotient([operand]):
        expr, repeated = _is_in(operand, options), 1
    else:
        expr, repeated = folded(operator.or_, [equal(operand, option) for option in options]), len(options)
    words = text("{value} is one of ({options})", value=in_words(operand), options=listed(options))
    if negated:
        expr = ~expr
        words = text("{value} is not one of ({options})", value=in_words(operand), options=listed(options))
    return derived(at, "boolean", expr, words, [operand] * repeated + options, binds=PREDICATE)


def between(at: int, operand: Meaning, low: Meaning, high: Meaning, problems: Problems, *, negated: bool) -> Meaning:
    """``operand [NOT] BETWEEN low AND high``."""
    parts = (operand, low, high)
    if not _all_comparable(operand, (low, high), problems) or not _ordered(at, operand, problems):
        return unknown(at)
    if any_quotient(parts):
        expr = _compared(">=", operand, low) & _compared("<=", operand, high)
    else:
        numbers = operand.type == "number"
        exprs = aligned([part.number for part in parts])[0] if numbers else [part.expr for part in parts]
        expr = exprs[0].is_between(exprs[1], exprs[2])
    facts = {"value": in_words(operand), "low": in_words(low), "high": in_words(high)}
    words = text("{value} is between {low} and {high}", **facts)
    if negated:
        expr, words = ~expr, text("{value} is not between {low} and {high}", **facts)
    return derived(at, "boolean", expr, words, parts, binds=PREDICATE)


def comparable(at: int, left: Meaning, right: Meaning, problems: Problems) -> bool:
    """Whether two meanings are of one type and may be equal; if not, the problem is collected."""
    if "unknown" in (left.type, right.type):
        return False
    for part in (left, right):
        if part.type == "null":
            refuse_null(problems, part.at)
            return False
    if left.type != right.type:
        message = text(
            "{left} is {left_type}, {right} is {right_type}: they cannot be compared.",
            left=in_words(left),
            left_type=type_words(left.type),
            right=in_words(right),
            right_type=type_words(right.type),
        )
        problems.add("types", at, message, _to_one_type(left, right) or _to_one_type(right, left) or NOTHING)
        return False
    return _possible(left, right, problems) and _possible(right, left, problems)


def equal(left: Meaning, right: Meaning) -> pl.Expr:
    """``left = right`` for comparable meanings."""
    return _compared("=", left, right)


def _compared(sign: ComparisonOperator, left: Meaning, right: Meaning) -> pl.Expr:
    if left.level == "constant" and right.level != "constant":
        # NOTE: Polars 2.1 reads foreign memory for ``literal < column`` where the column holds one value throughout.
        left, right, sign = right, left, _MIRRORED[sign]
    if any_quotient((left, right)):
        return left.quotient.compare(sign, right.quotient)
    if left.type == "number":
        return left.number.compare(sign, right.number)
    return _OPERATORS[sign](left.expr, right.expr)


def _all_comparable(operand: Meaning, others: Iterable[Meaning], problems: Problems) -> bool:
    # A list, not a generator: every wrong value is reported.
    found = [comparable(other.at, operand, other, problems) for other in others]
    return all(found)


def _is_in(operand: Meaning, options: list[Meaning]) -> pl.Expr:
    if operand.type != "number":
        return operand.expr.is_in([option.constant for option in options])
    numbers = [operand.number, *(option.number for option in options)]
    exprs, _, _, scale = aligned(numbers)
    return exprs[0].is_in([number.rescaled(scale).low for number in numbers[1:]])


def _ordered(at: int, meaning: Meaning, problems: Problems) -> bool:
    if meaning.type in ("number", "date"):
        return True
    message = text("Only numbers and dates have an order; this is {found}.", found=type_words(meaning.type))
    problems.add("order", at, message)
    return False


def _possible(column: Meaning, value: Meaning, problems: Problems) -> bool:
    """Whether a column may hold a value: a misspelt one would choose no row, and nobody would see it."""
    if column.options is None or not isinstance(value.constant, str) or value.constant in column.options:
        return True
    message = text("{column} never holds {value}.", column=column.words, value=shown(value.constant))
    problems.add("unknown_value", value.at, message, suggestion(value.constant, column.options), shown(value.constant))
    return False


def _to_one_type(one: Meaning, other: Meaning) -> Text | None:
    """How to mend a comparison of ``one`` with ``other``, if that can be guessed."""
    match one.type, other.type, other.constant:
        case "date", "text", str(written):
            return as_written(written)
        case "date", "number", _:
            return text("Write YEAR(x) to compare the year of a date.")
        case "text", "number", Decimal() | int() as number:
            return text("Write '{number}' with quotes.", number=number)
        case "number", "text", str(written) if written.isascii() and written.isdigit():
            return text("Write {number} without quotes.", number=written)
        case "boolean", _, _:
            return text("A condition stands alone, or after NOT.")
    return None


def _comparison_words(sign: ComparisonOperator, left: Meaning, right: Meaning) -> Text:
    facts = {"left": in_words(left), "right": in_words(right)}
    if sign == "=":
        return text("{left} is {right}", **facts)
    if sign == "<>":
        return text("{left} is not {right}", **facts)
    return (_date_words if left.type == "date" else _number_words)(sign, facts)


def _date_words(sign: str, facts: Mapping[str, object]) -> Text:
    match sign:
        case "<":
            return text("{left} is before {right}", **facts)
        case "<=":
            return text("{left} is on or before {right}", **facts)
        case ">":
            return text("{left} is after {right}", **facts)
    return text("{left} is on or after {right}", **facts)


def _number_words(sign: str, facts: Mapping[str, object]) -> Text:
    match sign:
        case "<":
            return text("{left} is less than {right}", **facts)
        case "<=":
            return text("{left} is at most {right}", **facts)
        case ">":
            return text("{left} is more than {right}", **facts)
    return text("{left} is at least {right}", **facts)
