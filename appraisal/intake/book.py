"""The book of deliveries: every file that ever came, what became of it and what replaced it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from appraisal.errors import Finding, Place, Refused
from appraisal.schema import check, read
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: ``returned``: sent back for faults of its own; ``waiting``: sound, but it points at what is not there yet.
State = Literal["accepted", "returned", "waiting", "superseded"]
BOOK = "deliveries.json"
_ROUND = re.compile(r"[0-9]{4,}")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file that was received."""

    number: int
    path: str
    sha256: str
    bytes: int
    #: Where the original is kept, relative to the intake folder.
    kept: str
    state: State = "returned"
    superseded_by: int | None = None
    reason: str | None = None
    cities: tuple[str, ...] = ()
    rows: Mapping[str, int]
    errors: int = 0
    warnings: int = 0
    repairs: int = 0

    @property
    def is_current(self) -> bool:
        """Whether no later delivery took its place."""
        return self.state != "superseded"


@dataclass(frozen=True)
class Book:
    """The deliveries after a round of intake."""

    scenario: str
    #: The sha256 of each table of evidence that the round wrote.
    evidence: Mapping[str, str]
    entries: tuple[Entry, ...]

    @property
    def current(self) -> tuple[Entry, ...]:
        """The deliveries that count."""
        return tuple(entry for entry in self.entries if entry.is_current)

    def with_entries(self, entries: Sequence[Entry]) -> Book:
        """The same book with these entries in place of those of the same number, and with new ones."""
        merged = {entry.number: entry for entry in (*self.entries, *entries)}
        return replace(self, entries=tuple(merged[number] for number in sorted(merged)))

    def encoded(self) -> bytes:
        """The book as its file."""
        document = {
            "format": 1,
            "scenario": self.scenario,
            "evidence": dict(sorted(self.evidence.items())),
            "deliveries": [_document(entry) for entry in self.entries],
        }
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def last_round(folder: Path) -> int:
    """The number of the last round in an intake folder, 0 where there was none."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return max((int(name) for name in names if _ROUND.fullmatch(name)), default=0)


def round_name(number: int) -> str:
    """The folder of a round: ``0001``."""
    return f"{number:04d}"


def read_book(folder: Path, scenario: str) -> Book:
    """The book of the last round, or an empty one; raises Refused where it is damaged."""
    number = last_round(folder)
    if not number:
        return Book(scenario, {}, ())
    path = folder / round_name(number) / BOOK
    file = f"intake/{round_name(number)}/{BOOK}"
    if not path.is_file():
        message = text("There is no file {path}.", path=file)
        fix = text("Bring the folder back from a copy: the record of all deliveries stands there.")
        raise Refused([Finding("intake|book_missing", message, fix, place=Place(file))])
    document: Any = read(path, file)
    if findings := check(document, "deliveries", file):
        raise Refused(findings)
    entries = tuple(Entry(**{**each, "cities": tuple(each["cities"])}) for each in document["deliveries"])
    return Book(document["scenario"], document["evidence"], entries)


def _document(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "cities": list(entry.cities), "rows": dict(sorted(entry.rows.items()))}
