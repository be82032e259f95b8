"""How a value is spelled as JSON: indented for people, and in the one way of which a digest is taken."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TypeGuard


def dumps(value: object) -> str:
    """The value as JSON for people: two spaces, keys in their order, numbers with their digits, a final newline."""
    return _pretty(value, "\n") + "\n"


def canonical(value: object) -> bytes:
    """The one spelling of a value for digests: sorted keys, no spaces, 1.0 and 1 alike."""
    return _compact(value).encode()


def is_number(value: object) -> TypeGuard[int | Decimal]:
    """A JSON number; true and false are none."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _pretty(value: object, newline: str) -> str:
    inner = newline + "  "
    if isinstance(value, dict) and value:
        return (
            "{"
            + inner
            + f",{inner}".join(f"{_key(key)}: {_pretty(item, inner)}" for key, item in value.items())
            + newline
            + "}"
        )
    if isinstance(value, list | tuple) and value:
        if all(is_number(item) for item in value):
            return "[" + ", ".join(_scalar(item) for item in value) + "]"
        return "[" + inner + f",{inner}".join(_pretty(item, inner) for item in value) + newline + "]"
    return _scalar(value)


def _compact(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_key(key)}:{_compact(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_compact(item) for item in value) + "]"
    if isinstance(value, Decimal):
        digits = _scalar(value)
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return "0" if digits == "-0" else digits
    return _scalar(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        message = f"a JSON key is a text, not {key!r}"
        raise TypeError(message)
    return json.dumps(key, ensure_ascii=False)


def _scalar(value: object) -> str:
    match value:
        case Decimal():
            if not value.is_finite():
                message = f"{value} is not a JSON number"
                raise ValueError(message)
            return format(value, "f")
        case None | bool() | int() | str():
            return json.dumps(value, ensure_ascii=False)
        case {} | [] | ():
            return "{}" if isinstance(value, dict) else "[]"
        case _:
            # NOTE: float is left out on purpose: what is printed must be what was computed.
            message = f"{type(value).__name__} has no exact JSON form"
            raise TypeError(message)
