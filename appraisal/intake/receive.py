"""One round of intake: new files are taken, all current ones judged, every sender answered, the evidence written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraisal import paths
from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.intake.answers import answers, kept_name
from appraisal.intake.book import BOOK, Book, Entry, last_round, read_book, round_name
from appraisal.intake.evidence_files import digest, refuse_shared, state_evidence
from appraisal.intake.examine import nothing_found
from appraisal.intake.given import without_given
from appraisal.intake.inbox import Received
from appraisal.intake.judge import Judged, read_all
from appraisal.intake.matching import Matched, match
from appraisal.intake.readiness import make_ready
from appraisal.intake.sources import as_parquet as sources_parquet
from appraisal.intake.sources import sources
from appraisal.storage.lock import LockedError, held
from appraisal.storage.whole import write_folder
from appraisal.texts import preferred, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from appraisal.scenario import Prepared

#: Beside the scenario's own files.
FOLDER = "intake"


@dataclass(frozen=True)
class Outcome:
    """What a round did."""

    book: Book
    judged: Judged
    #: What was new, and what of the earlier deliveries no longer counts.
    matched: Matched
    #: The folder of the round, or None where nothing was new.
    folder: Path | None
    #: What is about no single delivery: files passed over, what still hinders a run.
    general: tuple[Finding, ...]

    @property
    def new(self) -> tuple[str, ...]:
        """The paths of the files that were new."""
        return tuple(one.path for one in self.matched.new)

    @property
    def is_open(self) -> bool:
        """Whether a current delivery is not accepted."""
        return any(entry.state != "accepted" for entry in self.book.current)


def receive(
    prepared: Prepared,
    received: Sequence[Received],
    *,
    supersede: Sequence[str] = (),
    withdrawn: Sequence[str] = (),
    reason: str | None = None,
    passed_over: Sequence[Finding] = (),
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Take files into a scenario's folder; raises Refused, with nothing written, where they cannot be taken.

    ``supersede`` are the reasons for files that changed, ``reason`` is the one for those ``withdrawn``.
    ``passed_over`` is what is told of files that were not read: where nothing else came, it says why.
    """
    if prepared.folder.resolve().is_relative_to(paths.scenarios().resolve()):
        message = text("Nothing is written into a scenario that ships.")
        fix = text(
            'Make a folder of your own with a scenario.json that says "extends": "{id}".', id=prepared.folder.name
        )
        raise Refused([Finding("intake|shipped", message, fix)])
    refuse_shared(prepared.folder, (), is_local=prepared.is_local)
    folder = prepared.folder / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        with held(folder):
            book = read_book(folder, prepared.documents.scenario["id"])
            matched = match(received, book, supersede, withdrawn, reason)
            if not matched.new and not book.entries:
                raise Refused(nothing_found(passed_over))
            return _locked(prepared, folder, book, matched, progress)
    except LockedError:
        message, fix = text("Another intake is running here."), text("Wait until it has ended, then try again.")
        raise Refused([Finding("intake|locked", message, fix, place=Place(str(folder)))]) from None
    except OSError as error:
        message = text("The intake cannot be written: {error}.", error=error.strerror or error)
        fix = text("Check the folder, its rights and the free space; the last round still stands.")
        raise Refused([Finding("intake|not_written", message, fix, place=Place(str(folder)))]) from error


def _locked(
    prepared: Prepared,
    folder: Path,
    before: Book,
    matched: Matched,
    progress: Callable[[int], None] | None,
) -> Outcome:
    name = round_name(last_round(folder) + 1)
    entries = [
        Entry(
            number=len(before.entries) + place,
            path=one.path,
            sha256=one.sha256,
            bytes=len(one.data),
            kept=f"{name}/received/{one.sha256[:12]}/{kept_name(one.path)}",
            rows={},
        )
        for place, one in enumerate(matched.new, start=1)
    ]
    book = before.with_entries([*matched.replaced, *matched.withdrawn, *entries])
    changed = {one.path for one in matched.new}
    files = [*matched.new, *_kept(folder, book, changed)]
    every = read_all(sorted(files, key=lambda one: one.path), prepared.schemas, None, progress)
    read = without_given(every, prepared.documents.given)
    brought = {table.schema.name for delivery in read.values() for table in delivery.tables}
    refuse_shared(prepared.folder, brought, is_local=prepared.is_local)
    settled = {entry.path for entry in before.current if entry.state == "accepted"} - changed
    ready = make_ready(read, prepared, settled=settled)
    judged, data = ready.judged, ready.data
    general = [*matched.findings, *judged.general, *ready.hindrances]
    hashes = {table: digest(each) for table, each in data.items()}
    book = replace(book, evidence=hashes).with_entries([_judged_entry(entry, judged) for entry in book.current])
    if book == before:
        # A round that was killed between its folder and scenario.json is finished here.
        state_evidence(prepared.folder, round_name(last_round(folder)), hashes)
        return Outcome(book, judged, matched, None, tuple(general))
    written = {f"evidence/{table}.parquet": each for table, each in data.items()}
    by_path = {entry.path: entry.sha256 for entry in book.current}
    written["evidence/sources.parquet"] = sources_parquet(sources(judged.tables, by_path))
    written |= _originals(matched, entries, name)
    written |= answers(prepared, before, book, judged, preferred())
    written[BOOK] = book.encoded()
    write_folder(folder / name, written)
    state_evidence(prepared.folder, name, hashes)
    return Outcome(book, judged, matched, folder / name, tuple(general))


def _kept(folder: Path, book: Book, new: set[str]) -> list[Received]:
    """The originals of the current deliveries of earlier rounds, which must be what they were."""
    files = []
    for entry in book.current:
        if entry.path in new:
            continue
        if (data := original(folder, entry)) is None:
            message = text("The kept original of delivery no. {number} is gone or changed.", number=entry.number)
            fix = text("Bring it back from a copy, or hand the file in again with --supersede.")
            raise Refused([Finding("intake|original_changed", message, fix, place=Place(f"{FOLDER}/{entry.kept}"))])
        files.append(Received(entry.path, data, entry.sha256))
    return files


def original(folder: Path, entry: Entry) -> bytes | None:
    """The kept original of a delivery; None where it is gone, or no longer what was received."""
    path = folder / entry.kept
    data = path.read_bytes() if path.is_file() else b""
    return data if digest(data) == entry.sha256 else None


def _originals(matched: Matched, entries: Sequence[Entry], name: str) -> dict[str, bytes]:
    return {entry.kept.removeprefix(f"{name}/"): one.data for entry, one in zip(entries, matched.new, strict=True)}


def _judged_entry(entry: Entry, judged: Judged) -> Entry:
    tables = judged.read[entry.path].tables
    rows: dict[str, int] = {}
    for table in tables:
        rows[table.schema.name] = rows.get(table.schema.name, 0) + table.frame.height
    findings = judged.findings[entry.path]
    return replace(
        entry,
        state=judged.states[entry.path],
        cities=judged.cities(entry.path),
        rows=rows,
        errors=judged.count(entry.path, Severity.ERROR),
        warnings=judged.count(entry.path, Severity.WARNING),
        repairs=sum(finding.code.startswith("repair|") for finding in findings),
    )
