"""The evidence of a scenario: read and checked table by table, on all cores, in the order of the tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Severity
from appraisal.evidence import Table, check_references, check_table, read_table
from appraisal.scenario.bound import readers
from appraisal.scenario.quarantine import not_set_aside, set_aside
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from appraisal.measure import Compiled
    from appraisal.model.rules import Rules
    from appraisal.scenario.documents import Documents
    from appraisal.scenario.stated_files import EvidenceFile
    from appraisal.schema import TableSchema


@dataclass(frozen=True)
class Read:
    """What the files hold, each table checked by its schema alone: no rules had a say yet."""

    tables: Mapping[str, Table]
    findings: tuple[Finding, ...]


def read_evidence(documents: Documents, beside: Collection[str] = ()) -> Read:
    """Every table but those ``beside``, read and checked row by row."""
    schemas = documents.schemas
    sources = {name: file for name, file in documents.evidence.items() if name not in beside}
    place = Place(file=f"{documents.label}/scenario.json")
    findings = [_table_unknown(name, schemas, place) for name in sources if name not in schemas]
    known = [(sources[name], schemas[name]) for name in sources if name in schemas]
    # Largest first, so that no thread is left with a large table at the end; the results keep the order of the tables.
    with ThreadPoolExecutor() as threads:
        order = sorted(range(len(known)), key=lambda at: -len(known[at][0].data))
        pending = {at: threads.submit(_read_and_check, *known[at]) for at in order}
    tables: dict[str, Table] = {}
    for at, (_, schema) in enumerate(known):
        table, faults = pending[at].result()
        findings += faults
        if table is not None:
            tables[schema.name] = table
    return Read(tables, tuple(findings))


def check_evidence(
    read: Read, rules: Rules | None, data_year: int, beside: Mapping[str, Table] | None = None
) -> tuple[dict[str, Table], list[Finding]]:
    """The tables without the rows that the rules set aside, and every finding on the way; rows may point ``beside``."""
    tables, findings, beside = dict(read.tables), list(read.findings), beside or {}
    if rules is None:
        return tables, [*findings, *check_references({**beside, **tables}, {}, tables)]
    if rules.quarantine:
        tables, aside = set_aside(tables, rules, data_year)
        findings = [*not_set_aside(findings, aside), *aside]
    weights = {name: weight or "off" for name, weight in rules.checks.items()}
    return tables, [*findings, *check_references({**beside, **tables}, weights, tables)]


def tables_missing(rules: Rules, compiled: Sequence[Compiled], documents: Documents) -> Iterator[Finding]:
    """The tables that rules and indicators read and the scenario does not name."""
    for table, reader in readers(rules, compiled).items():
        if table not in documents.evidence:
            yield Finding(
                "evidence|table_missing",
                text(
                    "The scenario names no evidence for the table {table}, which {reader} reads.",
                    table=table,
                    reader=reader,
                ),
                text(
                    "The scenario that this one extends names it; evidence that a scenario states replaces all of its "
                    "parent's, so copy the file and name it here too."
                )
                if table in documents.left
                else text(
                    "Add it under evidence with its path; tables that the cities deliver come with appraisal intake."
                ),
                place=Place(file=f"{documents.label}/scenario.json", pointer="$.evidence"),
                value=table,
            )


def _read_and_check(source: EvidenceFile, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    table, findings = read_table(source.data, source.name, schema)
    if table is None:
        return None, findings
    findings = [*findings, *check_table(table)]
    if any(finding.severity is Severity.ERROR for finding in findings):
        from appraisal.evidence.total_rows import told_as_totals  # noqa: PLC0415 - sound evidence does without it

        return told_as_totals(table, findings)
    return table, findings


def _table_unknown(table: str, schemas: Mapping[str, TableSchema], place: Place) -> Finding:
    known = Joined(tuple(sorted(schemas)), ", ")
    return Finding(
        "evidence|table_unknown",
        text("There is no table {table}.", table=table),
        text("Known tables: {tables}.", tables=known),
        place=place,
    )
