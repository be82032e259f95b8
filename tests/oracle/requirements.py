"""What a condition requires: bounds on an exact number, or a JSON Schema on a cell of the register."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.evidence import Value
    from tests.oracle.logic import Truth

#: The least and the greatest value that a measure can have.
Ends = tuple[Fraction, Fraction]

#: What a bound of a requirement says about a number.
BOUNDS = {
    "minimum": lambda number, bound: number >= bound,
    "exclusiveMinimum": lambda number, bound: number > bound,
    "maximum": lambda number, bound: number <= bound,
    "exclusiveMaximum": lambda number, bound: number < bound,
}
#: The bounds that hold a number from below.
LOWER = ("minimum", "exclusiveMinimum")


def satisfies(require: Mapping[str, Any], number: Fraction) -> bool:
    """Whether a number keeps every bound."""
    return all(BOUNDS[name](number, Fraction(bound)) for name, bound in require.items())


def of_interval(require: Mapping[str, Any], ends: Ends) -> Truth:
    """True if every number of the interval keeps the bounds, false if none does, else unknown."""
    low, high = ends
    if satisfies(require, low) and satisfies(require, high):
        return True
    return None if _some_number_satisfies(require, low, high) else False


def _some_number_satisfies(require: Mapping[str, Any], low: Fraction, high: Fraction) -> bool:
    """Whether [low, high] and the required range have a number in common.

    They have one exactly when the greatest of all lower bounds and the least of all upper bounds leave room: the
    range is cut to [low, high], and its ends, or any number strictly between them, are tried.
    """
    lower = [Fraction(bound) for name, bound in require.items() if name in LOWER]
    upper = [Fraction(bound) for name, bound in require.items() if name not in LOWER]
    first, last = max([low, *lower]), min([high, *upper])
    return first <= last and any(satisfies(require, number) for number in (first, (first + last) / 2, last))


def is_valid(cell: Value, schema: Mapping[str, Any]) -> bool:
    """JSON Schema on one cell: dates are texts, and true is not 1."""
    value = cell.isoformat() if isinstance(cell, date) else cell
    return all(_keyword_holds(name, expected, value) for name, expected in schema.items())


def _keyword_holds(name: str, expected: Any, value: Value) -> bool:
    if name == "const":
        return _equal(value, expected)
    if name == "enum":
        return any(_equal(value, one) for one in expected)
    if name == "type":
        return _type_of(value) in ([expected] if isinstance(expected, str) else expected)
    if name in {"not", "allOf", "anyOf"}:
        schemas = expected if isinstance(expected, list) else [expected]
        answers = [is_valid(value, schema) for schema in schemas]
        return {"not": not any(answers), "allOf": all(answers), "anyOf": any(answers)}[name]
    if name in BOUNDS:
        return _type_of(value) not in {"integer", "number"} or BOUNDS[name](value, Fraction(expected))
    return _text_keyword_holds(name, expected, value)


def _text_keyword_holds(name: str, expected: Any, value: Value) -> bool:
    """Keywords on texts, which hold of everything that is no text."""
    if name not in {"minLength", "maxLength", "pattern"}:
        message = f"a condition cannot require {name}"
        raise Refused(message)
    if not isinstance(value, str):
        return True
    if name == "pattern":
        return re.search(expected, value) is not None
    return len(value) >= expected if name == "minLength" else len(value) <= expected


def _equal(value: Value, expected: object) -> bool:
    return isinstance(value, bool) == isinstance(expected, bool) and value == expected


def _type_of(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "integer" if value == int(value) else "number"
