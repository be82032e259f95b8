"""The standard JSON reader for files in which nothing is suspicious; the careful one explains the others."""

from __future__ import annotations

import json
from decimal import Decimal

#: No number of a file that is read quickly is longer; the careful reader knows the true limit.
_MOST_LETTERS = 20
#: No file that is read quickly is nested more deeply.
_MOST_DEPTH = 32


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
    if _depth(value) > _MOST_DEPTH:
        raise SuspiciousError
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise SuspiciousError
    return found


def _decimal(text: str) -> Decimal:
    if len(text) > _MOST_LETTERS or "e" in text or "E" in text:
        raise SuspiciousError
    return Decimal(text)


def _integer(text: str) -> int:
    if len(text) > _MOST_LETTERS:
        raise SuspiciousError
    return int(text)


def _refuse(_: str) -> None:
    raise SuspiciousError


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(inner) for inner in value.values() if isinstance(inner, dict | list)), default=0)
    if isinstance(value, list):
        return 1 + max((_depth(inner) for inner in value if isinstance(inner, dict | list)), default=0)
    return 0
