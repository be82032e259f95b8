"""What a replay changes in the rules: a weight, a value at a path, or a whole patch; each becomes an RFC 7396 patch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from appraisal.errors import Finding, Place, Refused
from appraisal.replays.index_tree import standings
from appraisal.replays.weights import reweighed
from appraisal.scenario import merge_patch
from appraisal.schema import is_number, loads
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTION = "--set"


@dataclass(frozen=True)
class Change:
    """One place of the rules and its new value: a node's id for its weight, or a dotted path."""

    path: str
    #: As strict JSON gives it: numbers are int or Decimal.
    value: Any


#: A change, the words of one, or a patch of the rules.
Asked: TypeAlias = Change | str | Mapping[str, Any]


def parse_change(words: str) -> Change:
    """``PATH=VALUE`` of the command line; the value is JSON, or else a text. Raises Refused."""
    path, equals, value = words.partition("=")
    if not equals or not path.strip() or not value.strip():
        message = text("{words} is no change: write PATH=VALUE.", words=words)
        fix = text("For example effect=30 for a weight, or awards.places=25.")
        raise Refused([Finding("replay|change", message, fix, place=Place(file=_OPTION), value=words)])
    return Change(path.strip(), _value(value.strip()))


def _value(written: str) -> Any:
    try:
        return loads(written.encode(), _OPTION)
    except Refused:
        return written


def change_of(path: str, value: object) -> Change:
    """A change from Python; floats are taken as they are written, so that 0.1 is a tenth."""
    return Change(path, loads(json.dumps(value, default=_plain).encode(), path))


def _plain(value: object) -> object:
    if isinstance(value, Decimal | Fraction):
        return float(value)
    message = f"{value!r} is no JSON value"
    raise TypeError(message)


def changed_rules(rules: Mapping[str, Any], changes: Sequence[Asked]) -> tuple[Any, list[Any], list[Text]]:
    """The rules after all changes in their order, each change as a patch, and what is said of them.

    Raises Refused with everything that cannot be changed so.
    """
    patched: Any = dict(rules)
    patches: list[Any] = []
    said: list[Text] = []
    faults: list[Finding] = []
    for one in changes:
        try:
            change = parse_change(one) if isinstance(one, str) else one
            patch, words = _patch(patched, change) if isinstance(change, Change) else (dict(change), None)
        except Refused as refused:
            faults += refused.findings
            continue
        patched = merge_patch(patched, patch)
        patches.append(patch)
        said += [words] if words else []
    if faults:
        raise Refused(faults)
    return patched, patches, said


def _patch(rules: Mapping[str, Any], change: Change) -> tuple[dict[str, Any], Text | None]:
    nodes = standings(rules)
    first, *rest = change.path.split(".")
    if not rest and first in nodes and first in rules:
        message = text("{path} is a node of the index and a key of the rules.", path=first)
        fix = text("Write the whole path from the top of the rules.")
        raise Refused([Finding("replay|path", message, fix, place=Place(file=_OPTION, pointer=change.path))])
    if not rest and first in nodes:
        if not is_number(change.value):
            message = text("{value} is no weight.", value=change.value)
            fix = text("Give the weight of {node} as a number.", node=first)
            raise Refused([Finding("replay|weight", message, fix, place=Place(file=_OPTION, pointer=change.path))])
        return reweighed(nodes[first], Fraction(change.value))
    if not rest and first not in rules:
        raise _unknown(change, first, {**rules, **nodes})
    path = [*nodes[first].path, *rest] if first in nodes and first not in rules else [first, *rest]
    return _at(rules, path, change), None


def _at(rules: Mapping[str, Any], path: list[str], change: Change) -> dict[str, Any]:
    """A patch that puts the value at the path; an array on the way is stated whole, as RFC 7396 has it."""
    here: Any = rules
    for depth, key in enumerate(path[:-1]):
        if isinstance(here, list):
            break
        if not isinstance(here, dict) or key not in here:
            raise _unknown(change, key, here)
        here = here[key]
        if isinstance(here, list):
            whole = _in_list(here, path[depth + 1 :], change)
            return _nested(path[: depth + 1], whole)
    if not isinstance(here, dict):
        raise _unknown(change, path[-1], here)
    return _nested(path, change.value)


def _in_list(value: Any, path: list[str], change: Change) -> Any:
    if not path:
        return change.value
    key, *rest = path
    if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
        at = int(key)
        return [*value[:at], _in_list(value[at], rest, change), *value[at + 1 :]]
    if isinstance(value, dict) and (key in value or not rest):
        return {**value, key: _in_list(value.get(key), rest, change)}
    raise _unknown(change, key, value)


def _nested(path: list[str], value: Any) -> Any:
    for key in reversed(path):
        value = {key: value}
    return value


def _unknown(change: Change, key: str, here: Any) -> Refused:
    known = (
        list(here) if isinstance(here, dict) else [str(at) for at in range(len(here))] if isinstance(here, list) else []
    )
    near = get_close_matches(key, known) or known[:20]
    message = text("There is no {key} on the path {path}.", key=key, path=change.path)
    fix = text("Near or known: {near}.", near=Joined(tuple(near), ", ")) if near else text("The path ends before it.")
    return Refused([Finding("replay|path", message, fix, place=Place(file=_OPTION, pointer=change.path), value=key)])
