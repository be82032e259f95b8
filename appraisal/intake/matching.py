"""Files that come held against the book: new, known, or in place of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.intake.reasons import reasons_of
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
    #: The entries that they take the place of, with the number of the new one.
    replaced: tuple[Entry, ...]
    #: The entries that no longer count, and nothing takes their place.
    withdrawn: tuple[Entry, ...]
    #: How many files were received before, byte for byte.
    known: int
    findings: tuple[Finding, ...]


def match(
    received: Sequence[Received], book: Book, supersede: Sequence[str], withdrawn: Sequence[str], reason: str | None
) -> Matched:
    """What is new among the files; raises Refused where one would replace an earlier one without a reason.

    A delivery is known by its path, letter by letter: a file of the same name elsewhere is never taken for it.
    ``supersede`` are the reasons for changed files, ``reason`` the one for all that are ``withdrawn``.
    """
    faults = [_not_there(path) for path in withdrawn if path not in {entry.path for entry in book.current}]
    if withdrawn and not (reason and reason.strip()):
        message = text("A delivery is withdrawn with a reason.")
        faults.append(Finding("intake|needs_reason", message, text("Add --reason and why it no longer counts.")))
    gone = [replace(entry, state="superseded", reason=reason) for entry in book.current if entry.path in withdrawn]
    book = book.with_entries(gone)
    current = {entry.path: entry for entry in book.current}
    new: list[Received] = []
    notices: list[Finding] = []
    for one in received:
        if (told := _received_before(one, book, gone)) is not None:
            notices += told
        elif one.path not in current and (alike := _alike(one.path, current)):
            faults.append(_elsewhere(one, alike))
        else:
            new.append(one)
            notices += [*_again(one, book), *_renamed(one, current)]
    reasons, more = reasons_of(supersede, [one.path for one in new if one.path in current])
    replaced = [
        replace(before, state="superseded", superseded_by=number, reason=reasons.get(one.path))
        for number, one in enumerate(new, start=len(book.entries) + 1)
        if (before := current.get(one.path))
    ]
    faults += more
    faults += [_needs_reason(one, current[one.path]) for one in new if one.path in current and one.path not in reasons]
    if faults:
        raise Refused(faults)
    return Matched(tuple(new), tuple(replaced), tuple(gone), len(received) - len(new), tuple(notices))


def _received_before(one: Received, book: Book, gone: Sequence[Entry]) -> tuple[Finding, ...] | None:
    """What there is to say about bytes that were received before, and are not taken; None about all others."""
    same = [entry for entry in book.current if entry.sha256 == one.sha256]
    if same:
        return () if any(entry.path == one.path for entry in same) else (_same_bytes(one, same[0]),)
    past = [entry for entry in book.entries if (entry.path, entry.sha256) == (one.path, one.sha256)]
    # What is withdrawn in this very round does not come back in it, under whatever name.
    past += [entry for entry in gone if entry.sha256 == one.sha256]
    return (_past(one, past[-1]),) if past else None


def _again(one: Received, book: Book) -> list[Finding]:
    """That a file which is taken was there before under another name, and stopped counting."""
    past = [entry for entry in book.entries if entry.sha256 == one.sha256]
    if not past:
        return []
    message = text(
        "The content is that of delivery no. {number}, {path}, which no longer counts ({reason}).",
        number=past[-1].number,
        path=past[-1].path,
        reason=past[-1].reason or "-",
    )
    fix = text("It was taken, because it came under another name; withdraw it if that was not meant.")
    return [Finding("intake|past", message, fix, Severity.WARNING, Place(one.path), value=one.sha256)]


def _renamed(one: Received, current: Mapping[str, Entry]) -> list[Finding]:
    """That a file may be the correction of one of the same name in another format, which was sent back."""
    stem = PurePosixPath(one.path).with_suffix("")
    former = [
        entry
        for path, entry in current.items()
        if path != one.path and PurePosixPath(path).with_suffix("") == stem and entry.state == "returned"
    ]
    return [
        Finding(
            "intake|renamed",
            text("Delivery no. {number}, {path}, was sent back.", number=entry.number, path=entry.path),
            text("If this file takes its place, withdraw that one: --withdraw {path} --reason REASON", path=entry.path),
            Severity.WARNING,
            Place(one.path),
        )
        for entry in former
    ]


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
    fix = text("Say why it takes the place of that one: --supersede REASON. Both are kept.")
    return Finding("intake|needs_reason", message, fix, place=Place(one.path), value=one.sha256)


def _same_bytes(one: Received, entry: Entry) -> Finding:
    message = text("The file is byte for byte the delivery no. {number}, {path}.", number=entry.number, path=entry.path)
    fix = text("It was not taken a second time.")
    return Finding("intake|same_content", message, fix, Severity.NOTICE, Place(one.path), value=one.sha256)


def _not_there(path: str) -> Finding:
    message = text("There is no current delivery {path}.", path=path)
    return Finding("intake|not_found", message, text("appraisal status lists the deliveries."), place=Place(path))
