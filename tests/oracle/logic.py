"""The three-valued logic and arithmetic of SQL on Python values: None is unknown, or missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.oracle.evidence import Value

Truth = bool | None


def conjunction(a: Truth, b: Truth) -> Truth:
    """AND: false if one side is false, else unknown if one side is unknown."""
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def disjunction(a: Truth, b: Truth) -> Truth:
    """OR: true if one side is true, else unknown if one side is unknown."""
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def negation(a: Truth) -> Truth:
    """NOT: unknown stays unknown."""
    return None if a is None else not a


def compared(operator: str, a: Value, b: Value) -> Truth:
    """A comparison: unknown with a missing side, and only of two numbers, two texts, two dates or two truths."""
    if a is None or b is None:
        return None
    if _kind(a) != _kind(b):
        message = f"{a!r} and {b!r} cannot be compared"
        raise Refused(message)
    answers = {"=": a == b, "<>": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}
    return answers[operator]


def among(a: Value, values: Iterable[Value]) -> Truth:
    """IN: the OR of the equalities."""
    answer: Truth = False
    for value in values:
        answer = disjunction(answer, compared("=", a, value))
    return answer


def between(a: Value, low: Value, high: Value) -> Truth:
    """BETWEEN: both ends included."""
    return conjunction(compared(">=", a, low), compared("<=", a, high))


def like(a: Value, pattern: Value) -> Truth:
    """LIKE: ``%`` is any text, ``_`` any one character."""
    if a is None or pattern is None:
        return None
    parts = {"%": ".*", "_": "."}
    expression = "".join(parts.get(character, re.escape(character)) for character in str(pattern))
    return re.fullmatch(expression, str(a), re.DOTALL) is not None


def calculated(operator: str, a: Value, b: Value) -> Value:
    """Sum, difference or product of two numbers; missing with a missing side."""
    if a is None or b is None:
        return None
    if _kind(a) != "number" or _kind(b) != "number":
        message = f"{a!r} {operator} {b!r} is not arithmetic on numbers"
        raise Refused(message)
    if operator == "+":
        return a + b
    return a - b if operator == "-" else a * b


def greatest(values: Iterable[Value]) -> Value:
    """GREATEST: missing values are passed over."""
    present = [value for value in values if value is not None]
    return max(present) if present else None


def least(values: Iterable[Value]) -> Value:
    """LEAST: missing values are passed over."""
    present = [value for value in values if value is not None]
    return min(present) if present else None


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, str):
        return "text"
    return "date" if hasattr(value, "year") else "number"
