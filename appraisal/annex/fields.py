"""The columns of an annex: which keys of the rules each holds, how they are written, and how they are read back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar import (
    Scanner,
    UnreadableError,
    number_text,
    read_condition,
    read_curve,
    read_factor,
    write_condition,
    write_curve,
    write_factor,
)
from appraisal.annex.grammar.conditions import CONDITION_KEYS
from appraisal.annex.grammar.names import ambiguous, titled
from appraisal.annex.grammar.sources import read_source, source_text
from appraisal.schema import canonical, is_number
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraisal.annex.grammar import Names

Json = dict[str, Any]

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
#: What Excel and its files do not keep as it is: control characters, non-characters, its own escapes, outer spaces.
_UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s\Z")
_LONGEST = 30_000
#: Before a value that has a date.
_SINCE = re.compile(r"(?:^|\n)自(\d{4}-\d{2}-\d{2})起?[：:]")
_BETWEEN = re.compile(r"[、，,；;]\s*")


@dataclass(frozen=True)
class Field:
    """One column."""

    title: str
    keys: tuple[str, ...]
    written: Callable[[Mapping[str, Any]], str]
    parsed: Callable[[str, Names, str], Json]
    width: int = 10
    is_number: bool = False
    #: What may be chosen, where that is a short list.
    choices: tuple[str, ...] = ()

    def cell(self, stated: Mapping[str, Any], names: Names, unit: str = "") -> str | None:
        """Its cell for these keys; None where the cell would not read back to exactly the same."""
        own = {key: stated[key] for key in self.keys if key in stated}
        if not own:
            return ""
        try:
            cell = self._text(own)
            same = is_safe(cell) and bool(cell) and canonical(self.read(cell, names, unit)) == canonical(own)
        except (UnreadableError, StopIteration, AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
            # Whatever is not stated as this column states it stands in JSON.
            return None
        return cell if same else None

    def read(self, cell: str, names: Names, unit: str = "") -> Json:
        """What a cell says of its keys; a value with dates stands as a line for each."""
        pieces = _SINCE.split(cell)
        if len(pieces) == 1 or pieces[0] or len(self.keys) != 1:
            return self.parsed(cell, names, unit)
        (key,) = self.keys[:1]
        dates, values = pieces[1::2], pieces[2::2]
        return {
            key: {
                "since": {
                    day: self.parsed(value.strip(), names, unit)[key] for day, value in zip(dates, values, strict=True)
                }
            }
        }

    def _text(self, own: Mapping[str, Any]) -> str:
        key, value = next(iter(own.items()))
        if len(self.keys) > 1 or not (isinstance(value, dict) and value.keys() == {"since"}):
            return self.written(own)
        return "\n".join(f"自{day}起：{self.written({key: one})}" for day, one in value["since"].items())


def is_safe(cell: str) -> bool:
    """A cell of Excel keeps this text as it is."""
    return len(cell) <= _LONGEST and not _UNSAFE.search(cell)


def of_text(title: str, key: str, width: int = 20) -> Field:
    """Text as it stands."""
    return Field(title, (key,), lambda own: _text_of(own[key]), lambda cell, _names, _unit: {key: cell}, width)


def _text_of(value: Any) -> str:
    return value if isinstance(value, str) else ""


def of_number(title: str, key: str, width: int = 8) -> Field:
    """A number, with 分, 元 or 名 behind it where somebody writes so."""

    def read(cell: str, names: Names, _unit: str) -> Json:
        scanner = Scanner(cell, names)
        number = scanner.number()
        scanner.take("分", "元", "名", "位", "年", "家")
        scanner.end()
        return {key: number}

    return Field(
        title, (key,), lambda own: number_text(own[key]) if is_number(own[key]) else "", read, width, is_number=True
    )


def of_words(title: str, key: str, words: Mapping[str, Any], width: int = 12) -> Field:
    """One of several words."""

    def read(cell: str, _names: Names, _unit: str) -> Json:
        if cell not in words:
            raise UnreadableError(
                text("There is no {name} here.", name=cell),
                text("Write one of: {words}.", words=Joined(tuple(words), "、")),
            )
        return {key: words[cell]}

    return Field(
        title,
        (key,),
        lambda own: next((word for word, value in words.items() if canonical(value) == canonical(own[key])), ""),
        read,
        width,
        choices=tuple(words),
    )


def of_name(title: str, key: str, kind: Callable[[Names], Mapping[str, str]], width: int = 14) -> Field:
    """An id, or the title that it is known by."""
    return Field(
        title,
        (key,),
        lambda own: own[key],
        lambda cell, names, _unit: {key: one_of(cell, kind(names))},
        width,
    )


def of_names(title: str, key: str, kind: Callable[[Names], Mapping[str, str]], width: int = 30) -> Field:
    """Several ids or titles in their order."""

    def read(cell: str, names: Names, _unit: str) -> Json:
        return {key: [one_of(word, kind(names)) for word in _BETWEEN.split(cell)]}

    return Field(title, (key,), lambda own: "、".join(own[key]), read, width)


def of_list(title: str, key: str, width: int = 30) -> Field:
    """Several words."""
    return Field(
        title, (key,), lambda own: "、".join(own[key]), lambda cell, _names, _unit: {key: _BETWEEN.split(cell)}, width
    )


def of_condition(title: str, key: str | None = None, width: int = 34) -> Field:
    """A condition under a key, or its keys themselves."""

    def read(cell: str, names: Names, _unit: str) -> Json:
        found = _whole(read_condition, cell, names)
        return found if key is None else {key: found}

    keys = CONDITION_KEYS if key is None else (key,)
    return Field(title, keys, lambda own: write_condition(own if key is None else own[key]), read, width)


def of_curve(title: str, width: int = 34) -> Field:
    """How a value becomes a mark."""
    return Field(
        title,
        ("curve",),
        lambda own: write_curve(own["curve"]),
        lambda cell, names, unit: {"curve": _whole(read_curve, cell, names, unit)},
        width,
    )


def of_factor(title: str, width: int = 12) -> Field:
    """What a mark is multiplied by."""
    return Field(
        title,
        ("factor",),
        lambda own: write_factor(own["factor"]),
        lambda cell, names, _unit: {"factor": _whole(read_factor, cell, names)},
        width,
        is_number=True,
    )


def of_source(title: str, width: int = 20) -> Field:
    """What a leaf reads."""
    return Field(
        title,
        ("from",),
        lambda own: source_text(own["from"][0]) if len(own["from"]) == 1 else "",
        lambda cell, names, _unit: {"from": [_whole(read_source, cell, names)]},
        width,
    )


def _whole(reader: Callable[[Scanner], Any], cell: str, names: Names, unit: str = "") -> Any:
    scanner = Scanner(cell, names, unit)
    found = reader(scanner)
    scanner.items()
    scanner.end()
    return found


def one_of(word: str, known: Mapping[str, str]) -> str:
    """The id that a whole cell names."""
    word = word.strip()
    found = titled(known, word)
    if len(found) > 1:
        raise UnreadableError(ambiguous(word, found), text("Write the id."))
    if found:
        return found[0]
    if _ID.fullmatch(word):
        return word
    near = Joined(tuple(list(known.values())[:8]), "、")
    raise UnreadableError(text("There is no {name} here.", name=word), text("Write one of: {words}.", words=near))
