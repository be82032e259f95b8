"""A record as a tree of plain data and back: what crosses between two processes, with nothing left to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from appraisal.model.indicator import Indicator, Otherwise, Param
from appraisal.texts import Bilingual

#: So many values stand in all records of a plugin together; more are a mistake, or never end.
MOST_VALUES = 100_000
#: So many characters count as one value more.
_LONG = 100
_RECORDS = {kind.__name__: kind for kind in (Indicator, Param, Otherwise, Bilingual)}


class TooManyError(Exception):
    """More values than any plugin has."""


class Leaves:
    """Makes trees, and counts their leaves."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self.left = MOST_VALUES

    def tree(self, value: object) -> Any:
        """A value as the JSON of its kind; what is no plain data is only named."""
        self.left -= 1 + (str.__len__(value) // _LONG if isinstance(value, str) else 0)
        if self.left < 0:
            raise TooManyError
        if isinstance(value, Mapping):
            return {"map": [[self.tree(key), self.tree(inner)] for key, inner in value.items()]}
        if isinstance(value, list | tuple):
            return {"list": [self.tree(inner) for inner in value]}
        for name, kind in _RECORDS.items():
            if isinstance(value, kind):
                return {"record": name, "of": {one.name: self.tree(getattr(value, one.name)) for one in fields(kind)}}
        return _leaf(value)


def grown(tree: Any) -> Any:
    """The value of a tree; raises TypeError where it is none, or has something that is no plain data."""
    match tree:
        case {"float": str(number)}:
            return float(number)
        case {"decimal": str(number)}:
            return Decimal(number)
        case {"map": list(pairs)}:
            return {grown(key): grown(inner) for key, inner in pairs}
        case {"list": list(values)}:
            return [grown(inner) for inner in values]
        case {"record": str(name), "of": dict(values)}:
            return _RECORDS[name](**{key: grown(inner) for key, inner in values.items()})
        case None | bool() | int() | str():
            return tree
        case {"odd": str(kind)}:
            message = f"{kind} is no text, number or record"
        case _:
            message = "no record"
    raise TypeError(message)


def _leaf(value: object) -> Any:
    # The methods of the plain kinds themselves: those of a subclass may answer anything.
    match value:
        case None | bool():
            return value
        case int():
            return int.__add__(value, 0)
        case str():
            return str.__str__(value)
        case float():
            return {"float": float.__repr__(value)}
        case Decimal():
            return {"decimal": Decimal.__str__(value)}
    return {"odd": name_of(value)}


def name_of(value: object) -> str:
    """The name of the value's kind, whatever that kind says of itself."""
    return type.__dict__["__name__"].__get__(type(value))
