"""The source of a leaf or a condition: an id such as platforms.premises, or a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from appraisal.annex.grammar.names import ambiguous, folded, titled
from appraisal.annex.grammar.values import quoted
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.annex.grammar.scanner import Scanner

_ID = re.compile(r"[a-z][a-z0-9_]*")
_DOTTED = re.compile(r"(?:panels|history|marks)(?:\.[a-z][a-z0-9_]*)+")
_COLUMN = re.compile(r"[A-Za-z0-9_]+")
_FACTS, _MARKS = "platforms.", "marks."
#: Where a title that nobody knows ends.
_UNKNOWN = re.compile(r"[^\s≥≤<>=:;,(){}]+")


def source_text(source: str) -> str:
    """A source as the annex writes it."""
    kind, dot, column = source.partition(".")
    if f"{kind}{dot}" == _FACTS and not _COLUMN.fullmatch(column):
        return f"{_FACTS}{quoted(column)}"
    return source


def read_source(scanner: Scanner) -> str:
    """The source that comes next."""
    if scanner.take(_FACTS):
        return f"{_FACTS}{_column(scanner)}"
    if dotted := scanner.matched(_DOTTED):
        return dotted
    if scanner.take(_MARKS):
        return f"{_MARKS}{read_name(scanner, scanner.names.nodes)}"
    return read_name(scanner, scanner.names.sources)


def _column(scanner: Scanner) -> str:
    known = {name.removeprefix(_FACTS): title for name, title in scanner.names.sources.items() if _FACTS in name}
    word = scanner.quoted() or scanner.matched(_COLUMN)
    if not word:
        return read_name(scanner, known)
    found = titled(known, word)
    if len(found) > 1:
        raise scanner.fault(ambiguous(word, found))
    return found[0] if found else word


def read_name(scanner: Scanner, known: Mapping[str, str]) -> str:
    """The id or title that comes next, as the id."""
    rest = scanner.rest
    written = _ID.match(rest)
    if written and written.group() in known:
        return scanner.take(written.group())
    for title in sorted(set(known.values()), key=len, reverse=True):
        length = _length(rest, title)
        if length and not (written and written.end() > length):
            ids = titled(known, title)
            if len(ids) > 1:
                raise scanner.fault(ambiguous(title, ids))
            scanner.take(rest[:length])
            return ids[0]
    if written:
        return scanner.take(written.group())
    word = scanner.quoted()
    if word and (meant := titled(known, word)):
        return meant[0]
    shown = word or "".join(_UNKNOWN.findall(rest)[:1])
    raise scanner.fault(
        text("There is no {name} here.", name=shown or "–"),
        text("Write its id, or its title as it stands in the scenario."),
    )


def _length(rest: str, title: str) -> int:
    """How many characters of the rest are this title, whatever its width and spaces; 0 where it is another."""
    wanted, at = folded(title), 0
    if not wanted:
        return 0
    while at < len(rest):
        at += 1
        begun = folded(rest[:at])
        if begun == wanted:
            return at
        if not wanted.startswith(begun):
            return 0
    return 0
