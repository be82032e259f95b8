"""What a run would say of the evidence gathered so far, with the addresses of the files it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Refused, Severity
from appraisal.evidence import Table
from appraisal.evidence.origin import WholeFile
from appraisal.forms import NOT_ASKED
from appraisal.intake.evidence_files import OWNED, as_parquet
from appraisal.intake.judge import judge
from appraisal.procedure import examine
from appraisal.scenario import EvidenceFile, assemble

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from appraisal.evidence.delivery import Delivery
    from appraisal.intake.judge import Judged
    from appraisal.scenario import Prepared
    from appraisal.schema import TableSchema


@dataclass(frozen=True)
class Ready:
    """The judgement of all deliveries, and the evidence that the accepted ones give."""

    judged: Judged
    #: Each table as a Parquet file.
    data: Mapping[str, bytes]
    #: What keeps the scenario from running and is about no delivery.
    hindrances: tuple[Finding, ...]


def make_ready(
    read: Mapping[str, Delivery],
    prepared: Prepared,
    *,
    settled: Collection[str] = (),
    beside_all: bool = True,
) -> Ready:
    """Judge the deliveries, also by what needs measures; a file of which a run would complain goes back too.

    Without ``beside_all`` only those of the own tables stand beside the delivered ones at which these point.
    """
    delivered = {table.schema.name for delivery in read.values() for table in delivery.tables}
    own = prepared.read_targets(delivered)
    doubts: dict[str, list[Finding]] = {}
    while True:
        judged = judge(read, prepared, own, settled=settled, doubts=doubts)
        data = {table: as_parquet(gathered) for table, gathered in judged.tables.items()}
        beside = None if beside_all else set(own)
        found, hindering = _asked(prepared, judged, data, beside)
        failing = {path: each for path, each in found.items() if any(one.severity is Severity.ERROR for one in each)}
        if not failing:
            findings = {path: [*told, *found.get(path, ())] for path, told in judged.findings.items()}
            return Ready(replace(judged, findings=findings), data, tuple(hindering))
        for path, each in failing.items():
            doubts.setdefault(path, []).extend(each)


def _asked(
    prepared: Prepared, judged: Judged, data: Mapping[str, bytes], beside: Collection[str] | None
) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """What a run says of the evidence: new findings by delivery, and those about none."""
    names = {f"evidence/{table}.parquet": table for table in data}
    kept = {
        name: file
        for name, file in prepared.documents.evidence.items()
        if not file.name.startswith(OWNED) and (beside is None or name in beside)
    }
    files = {table: EvidenceFile(name, data[table]) for name, table in names.items()}
    if beside is not None:
        # What a city does not send is not for it to mend: it is there, and empty.
        unsent = set(prepared.tables_read) - set(kept) - set(files)
        files |= {table: _empty(prepared.schemas[table]) for table in unsent}
    try:
        told = examine(assemble(replace(prepared.documents, evidence={**kept, **files})))
    except Refused as refused:
        told = list(refused.findings)
    known = {(finding.code, finding.place) for each in judged.findings.values() for finding in each}
    # What is doubtful in the tables that a local ranking is given is not for its city to mend.
    given = {kept[name].name for name in prepared.documents.given & kept.keys()}
    told = [one for one in told if one.severity is Severity.ERROR or one.place.file not in given]
    found: dict[str, list[Finding]] = {}
    general: list[Finding] = []
    for finding in told:
        place, table = finding.place, names.get(finding.place.file or "")
        if table is not None and place.row is not None:
            # The first record of a Parquet file is row 1.
            place = judged.tables[table].place(place.row - 1, place.column)
        if (finding.code, place) in known:
            continue
        if place.file in judged.findings:
            found.setdefault(place.file or "", []).append(replace(finding, place=place))
        elif finding.severity is not Severity.NOTICE and not _is_still_to_come(finding):
            general.append(finding)
    return found, general


def _is_still_to_come(finding: Finding) -> bool:
    """Whether it is only that a table which the cities deliver is not there yet: the status says which are missing."""
    return finding.code == "evidence|table_missing" and finding.value not in NOT_ASKED


def _empty(schema: TableSchema) -> EvidenceFile:
    frame = pl.DataFrame(schema={name: column.dtype for name, column in schema.columns.items()})
    return EvidenceFile(schema.name, as_parquet(Table(schema, frame, WholeFile(schema.name, 1))))
