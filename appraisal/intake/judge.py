"""Every delivery judged: each by itself, then all together, then those that are sound without the others."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Severity
from appraisal.evidence.delivery import Delivery, read_delivery
from appraisal.intake.absent import absent_columns, no_rows
from appraisal.intake.aside import set_aside, softened
from appraisal.intake.gather import conflicts_in, gather
from appraisal.intake.shares import foreign_rows, marked_copy, other_form, shared_rows
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from appraisal.evidence import Table
    from appraisal.intake.book import State
    from appraisal.intake.gather import Conflict
    from appraisal.intake.inbox import Received
    from appraisal.scenario import Prepared
    from appraisal.schema import TableSchema

#: Each file is read in a process of its own; more at once would only wait for the disk and take memory.
_AT_ONCE = 4
_PLATFORM = "platform_id"


@dataclass(frozen=True)
class Judged:
    """What became of the deliveries, by path."""

    read: Mapping[str, Delivery]
    states: Mapping[str, State]
    findings: Mapping[str, Sequence[Finding]]
    #: What is wrong with no delivery but between the scenario's own tables and them.
    general: Sequence[Finding]
    #: The tables gathered from the accepted deliveries.
    tables: Mapping[str, Table]

    def count(self, path: str, severity: Severity) -> int:
        """How many findings of a severity a delivery has."""
        return sum(finding.severity is severity for finding in self.findings[path])

    def cities(self, path: str) -> tuple[str, ...]:
        """The cities of the platforms that a delivery is about, as far as they are known."""
        tables = self.read[path].tables
        names = {name for table in tables if table.schema.name == "platforms" for name in table.frame["city"]}
        if not names and "platforms" in self.tables:
            register = self.tables["platforms"].frame
            ids = {each for table in tables if _PLATFORM in table.frame.columns for each in table.frame[_PLATFORM]}
            names = set(register.filter(register[_PLATFORM].is_in(sorted(ids - {None})))["city"].to_list())
        return tuple(sorted(name for name in names if name))


def read_all(
    received: Sequence[Received],
    schemas: Mapping[str, TableSchema],
    wanted: str | None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Delivery]:
    """Every file read, a few at a time; ``progress`` hears how many are done."""
    done: dict[str, Delivery] = {}
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as threads:
        readings = threads.map(lambda one: read_delivery(one.data, one.path, schemas, wanted=wanted), received)
        for one, delivery in zip(received, readings, strict=True):
            done[one.path] = delivery
            if progress:
                progress(len(done))
    return done


def judge(
    read: Mapping[str, Delivery],
    prepared: Prepared,
    own: Mapping[str, Table],
    *,
    settled: Collection[str] = (),
    doubts: Mapping[str, Sequence[Finding]] | None = None,
) -> Judged:
    """The state and the findings of each delivery, held against the others and the scenario's ``own`` tables.

    First all deliveries stand together, so that everything that is wrong is told at once. Then those
    with errors are left out, and what now points at nothing waits for them, until the rest is sound.
    ``settled`` are the deliveries that were accepted before: nobody who comes later turns them out.
    ``doubts`` are findings that were made beyond this room.
    """
    own_words = {
        path: [
            *marked_copy(path, delivery),
            *other_form(path, delivery, prepared),
            *no_rows(path, delivery),
            *absent_columns(delivery, prepared.rules),
        ]
        for path, delivery in read.items()
    }
    read = set_aside(read, prepared.rules.quarantine)
    findings: dict[str, list[Finding]] = {
        path: [*delivery.findings, *own_words[path]] for path, delivery in read.items()
    }
    broken = {path for path, found in findings.items() if _has_error(found)}
    general: list[Finding] = []
    _assign(_together(read, read, own, prepared), findings, general)
    _assign(_contested(read, broken, frozenset(settled)), findings, general)
    _assign(foreign_rows(read, own), findings, general)
    for path, more in (doubts or {}).items():
        findings[path] += more
    states: dict[str, State] = {
        path: "returned" if _has_error(found) else "accepted" for path, found in findings.items()
    }
    while True:
        accepted = [path for path, state in states.items() if state == "accepted"]
        dangling: dict[str, list[Finding]] = {path: [] for path in accepted}
        _assign(_together(accepted, read, own, prepared), dangling, [])
        waiting = [path for path, found in dangling.items() if _has_error(found)]
        if not waiting:
            break
        for path in waiting:
            states[path] = "waiting"
            findings[path] += _waits(dangling[path], findings[path])
    counted = [table for path in sorted(accepted) for table in read[path].tables]
    tables = gather(counted)
    _assign(shared_rows(tables, counted), findings, general)
    return Judged(read, states, findings, general, tables)


def _together(
    paths: Collection[str], read: Mapping[str, Delivery], own: Mapping[str, Table], prepared: Prepared
) -> list[Finding]:
    delivered = [table for path in sorted(read) for table in read[path].tables]
    # A table that only others brought is there without rows: what points at it points at nothing.
    empty = {table.schema.name: replace(table, frame=table.frame.clear(), unread=frozenset()) for table in delivered}
    gathered = empty | gather(table for path in sorted(paths) for table in read[path].tables)
    return softened(prepared.check_together({**own, **gathered}), read, prepared.rules.quarantine)


def _contested(read: Mapping[str, Delivery], broken: Collection[str], settled: frozenset[str]) -> Iterator[Finding]:
    """The keys that several files give otherwise, told to those who have to answer for it.

    A file with errors of its own contests nothing, and one that was accepted before stands: who contradicts it
    goes back, and contests nothing either.
    """
    found = list(conflicts_in(table for path in sorted(read) for table in read[path].tables))
    lost = {path for path, files in _contests(found) if path not in settled and not settled.isdisjoint(files)}
    for finding, files in found:
        path = finding.place.file or ""
        rivals = [other for other in files if other not in broken and (other not in lost or path in lost)]
        stands = path in settled and not any(other in settled for other in rivals)
        if path in broken or (rivals and not stands):
            yield finding


def _contests(found: Iterable[Conflict]) -> Iterator[tuple[str, frozenset[str]]]:
    return ((one.finding.place.file or "", one.files) for one in found)


def _assign(found: Iterable[Finding], findings: Mapping[str, list[Finding]], general: list[Finding]) -> None:
    for finding in found:
        findings.get(finding.place.file or "", general).append(finding)


def _waits(dangling: Sequence[Finding], told: Sequence[Finding]) -> list[Finding]:
    """What a sound file waits for; its own findings are not told twice."""
    known = {(finding.code, finding.place) for finding in told}
    new = [
        finding
        for finding in dangling
        if finding.severity is Severity.ERROR and (finding.code, finding.place) not in known
    ]
    return [
        Finding(
            "intake|waiting",
            text("This row points at a row of a file that was sent back: {message}", message=finding.message),
            text("Nothing to do here: the file is taken as soon as the other one is mended."),
            Severity.WARNING,
            finding.place,
            finding.platform_id,
            finding.value,
        )
        for finding in new
    ]


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
