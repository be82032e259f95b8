"""Files that come held against the book: new, known, or in place of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.intake.book import Book, Entry
    from appraisal.intake.inbox import Received


@dataclass(frozen=True)
class Matched:
    """What a round takes."""

    #: The files that were not in the book, under the path by which the book knows them.
    new: tuple[Received, ...]
    #: The entries that they take the place of, with the number of the new one, and those withdrawn.
    superseded: tuple[Entry, ...]
    #: The files that were received before, byte for byte.
    known: int
    findings: tuple[Finding, ...]


def match(received: Sequence[Received], book: Book, reason: str | None, withdrawn: Sequence[str]) -> Matched:
    """What is new among the files; raises Refused where one would replace an earlier one without a reason.

    A delivery is known by its path, letter by letter: a file of the same name elsewhere is never taken for it.
    """
    faults = [_not_there(path) for path in withdrawn if path not in {entry.path for entry in book.current}]
    if withdrawn and reason is None:
        message = text("A delivery is withdrawn with a reason.")
        faults.append(Finding("intake|needs_reason", message, text("Add --supersede and the reason.")))
    gone = [replace(entry, state="superseded", reason=reason) for entry in book.current if entry.path in withdrawn]
    book = book.with_entries(gone)
    new: list[Received] = []
    notices: list[Finding] = []
    replaced: list[Entry] = []
    current = {entry.path: entry for entry in book.current}
    for one in received:
        if (told := _received_before(one, book)) is not None:
            notices += told
        elif one.path not in current and (alike := _alike(one.path, current)):
            faults.append(_elsewhere(one, alike))
        else:
            new.append(one)
            if before := current.get(one.path):
                number = len(book.entries) + len(new)
                replaced.append(replace(before, state="superseded", superseded_by=number, reason=reason))
                faults += [] if reason is not None else [_needs_reason(one, before)]
    if faults:
        raise Refused(faults)
    return Matched(tuple(new), (*gone, *replaced), len(received) - len(new), tuple(notices))


def _received_before(one: Received, book: Book) -> tuple[Finding, ...] | None:
    """What there is to say about bytes that were received before; None about new ones."""
    same = [entry for entry in book.current if entry.sha256 == one.sha256]
    if same:
        return () if any(entry.path == one.path for entry in same) else (_same_bytes(one, same[0]),)
    past = [entry for entry in book.entries if (entry.path, entry.sha256) == (one.path, one.sha256)]
    return (_past(one, past[-1]),) if past else None


def _alike(path: str, current: Mapping[str, Entry]) -> list[str]:
    """The deliveries whose path ends as this one does, or the other way round: the same file from another folder."""
    return [other for other in current if other.endswith(f"/{path}") or path.endswith(f"/{other}")]


def _elsewhere(one: Received, alike: Sequence[str]) -> Finding:
    message = text(
        "A file of this name was received as {paths}: whether this one takes its place is not certain.",
        paths=Joined(tuple(alike), text(", ")),
    )
    fix = text("Give the same folder as before, or give the file another name if it is another one.")
    return Finding("intake|ambiguous", message, fix, place=Place(one.path))


def _past(one: Received, entry: Entry) -> Finding:
    message = text(
        "The file is byte for byte the delivery no. {number}, which no longer counts ({reason}).",
        number=entry.number,
        reason=entry.reason or "-",
    )
    fix = text("It was not taken again. If it is to count after all, hand it in under another name.")
    return Finding("intake|past", message, fix, Severity.WARNING, Place(one.path), value=one.sha256)


def _needs_reason(one: Received, entry: Entry) -> Finding:
    message = text(
        "A file of this name was received before (no. {number}, sha256 {sha}…), with other content.",
        number=entry.number,
        sha=entry.sha256[:12],
    )
    fix = text("Say why it replaces that one: --supersede REASON. Both are kept.")
    return Finding("intake|needs_reason", message, fix, place=Place(one.path), value=one.sha256)


def _same_bytes(one: Received, entry: Entry) -> Finding:
    message = text("The file is byte for byte the delivery no. {number}, {path}.", number=entry.number, path=entry.path)
    fix = text("It was not taken a second time.")
    return Finding("intake|same_content", message, fix, Severity.NOTICE, Place(one.path), value=one.sha256)


def _not_there(path: str) -> Finding:
    message = text("There is no current delivery {path}.", path=path)
    return Finding("intake|not_found", message, text("appraisal status lists the deliveries."), place=Place(path))
