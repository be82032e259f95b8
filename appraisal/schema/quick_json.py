"""The standard JSON reader for files in which nothing is suspicious; the careful one explains the others."""

from __future__ import annotations

import json
import re
from decimal import Decimal

#: No number of a file that is read quickly is longer; the careful reader knows the true limit.
_MOST_LETTERS = 20
#: No file that is read quickly is nested more deeply.
_MOST_DEPTH = 32
#: With an exponent of one digit, as in 1e-06, no number of so few letters is too long for the careful reader.
_EXPONENT = re.compile(r"[eE][+-]?0{0,2}[0-9]")


class SuspiciousError(ValueError):
    """Something that the careful reader must look at."""


def quick_loads(source: str) -> object:
    """The value, or SuspiciousError where the text is wrong, or may be: an escape can hide half a character."""
    if "\\u" in source:
        raise SuspiciousError
    try:
        value = json.loads(
            source, object_pairs_hook=_once, parse_float=_decimal, parse_int=_integer, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        raise SuspiciousError from None
    if not _fits(value, _MOST_DEPTH):
        raise SuspiciousError
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise SuspiciousError
    return found


def _decimal(text: str) -> Decimal:
    if len(text) > _MOST_LETTERS or ("e" in text.lower() and not _EXPONENT.fullmatch(text, text.lower().index("e"))):
        raise SuspiciousError
    return Decimal(text)


def _integer(text: str) -> int:
    if len(text) > _MOST_LETTERS:
        raise SuspiciousError
    return int(text)


def _refuse(_: str) -> None:
    raise SuspiciousError


def _fits(value: object, depth: int) -> bool:
    """Whether brackets are nested at most ``depth`` deep; it looks no deeper than that."""
    if not isinstance(value, dict | list):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_fits(inner, depth - 1) for inner in inside if isinstance(inner, dict | list))
