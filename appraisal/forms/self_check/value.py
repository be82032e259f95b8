"""A piece of a formula in the words of Excel; a missing value is the empty text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["number", "text", "boolean", "date", "null"]
Constant = Decimal | str | date | bool | int | None
#: Excel keeps 15 digits: larger integers are not compared here.
LARGEST = 10**15
_LONGEST_TEXT = 255
#: Excel counts a letter beyond as two.
_LAST_PLAIN = 0xFFFF
_LONGEST_FORMULA, _DEEPEST = 8_000, 60


class UntranslatableError(Exception):
    """Excel, WPS and LibreOffice do not all have what the formula asks for, or not as exactly."""


@dataclass(frozen=True)
class Value:
    """An expression, its kind, and for a number how many decimals its integer stands for."""

    text: str
    kind: Kind
    scale: int = 0
    may_miss: bool = False
    #: A cell or a constant, which may be written twice.
    is_simple: bool = True

    def at_scale(self, scale: int) -> str:
        """The integer at more decimals; only of a value that is there."""
        return self.text if scale == self.scale else f"({self.text}*{10 ** (scale - self.scale)})"


def literal(value: Constant) -> Value:
    """A constant of a formula."""
    match value:
        case None:
            return Value('""', "null", may_miss=True)
        case bool():
            return Value("TRUE" if value else "FALSE", "boolean")
        case str():
            if len(value) > _LONGEST_TEXT or not value.isprintable() or max(map(ord, value), default=0) > _LAST_PLAIN:
                raise UntranslatableError
            escaped = value.replace('"', '""')
            return Value(f'"{escaped}"', "text")
        case date():
            return Value(f"DATE({value.year},{value.month},{value.day})", "date")
        case int() | Decimal():
            return _number(Decimal(value))


def _number(value: Decimal) -> Value:
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    integer = int("".join(map(str, digits))) * 10 ** max(0, exponent)
    scale = max(0, -exponent)
    while scale and integer % 10 == 0:
        integer, scale = integer // 10, scale - 1
    if integer >= LARGEST:
        raise UntranslatableError
    return Value(f"(-{integer})" if sign and integer else str(integer), "number", scale)


def guarded(values: Sequence[Value], known: str, otherwise: str) -> str:
    """An expression where all values are there, else another. AND would look at all of them, so IF it is."""
    missing = [f'{value.text}=""' for value in values if value.may_miss]
    if not missing:
        return known
    return f"IF({joined('OR', missing)},{otherwise},{known})"


def compared(sign: str, left: Value, right: Value) -> str:
    """A comparison of two values that are there; texts with their capitals, which ``=`` of Excel passes over."""
    if left.kind == "text":
        same = f"EXACT({left.text},{right.text})"
        return same if sign == "=" else f"NOT({same})"
    scale = max(left.scale, right.scale)
    return f"({left.at_scale(scale)}{sign}{right.at_scale(scale)})"


def aligned(values: Sequence[Value]) -> tuple[list[str], int]:
    """The integers of several numbers at one scale."""
    scale = max(value.scale for value in values)
    return [value.at_scale(scale) for value in values], scale


def joined(word: Literal["AND", "OR"], parts: Sequence[str]) -> str:
    """Several conditions, none of which can be unknown."""
    if len(parts) > _LONGEST_TEXT:
        raise UntranslatableError
    return parts[0] if len(parts) == 1 else f"{word}({','.join(parts)})"


def settled(value: Value, text: str) -> Value:
    """The same value, now standing in a cell."""
    return replace(value, text=text, is_simple=True)


def check_size(formula: str) -> str:
    """The formula, if every program takes one so long and deep."""
    depth = deepest = 0
    for letter in formula:
        depth += (letter == "(") - (letter == ")")
        deepest = max(deepest, depth)
    if len(formula) > _LONGEST_FORMULA or deepest > _DEEPEST:
        raise UntranslatableError
    return formula
