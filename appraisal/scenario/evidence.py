"""The evidence of a scenario: read and checked table by table, on all cores, in the order of the tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.evidence import Table, check_references, check_table, read_table
from appraisal.scenario.documents import EvidenceFile, schemas_of
from appraisal.scenario.locate import find_scenario
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from appraisal.measure import Compiled
    from appraisal.model.rules import Rules
    from appraisal.scenario.documents import Documents
    from appraisal.schema import TableSchema


def read_evidence(documents: Documents, rules: Rules | None) -> tuple[dict[str, Table], list[Finding]]:
    """Every table read and checked, and every finding on the way."""
    schemas, sources = documents.schemas, documents.evidence
    place = Place(file=f"{documents.label}/scenario.json")
    findings = [_table_unknown(name, schemas, place) for name in sources if name not in schemas]
    known = [(sources[name], schemas[name]) for name in sources if name in schemas]
    # Largest first, so that no thread is left with a large table at the end; the results keep the order of the tables.
    with ThreadPoolExecutor() as threads:
        order = sorted(range(len(known)), key=lambda at: -len(known[at][0].data))
        pending = {at: threads.submit(_read_and_check, *known[at]) for at in order}
    weights = {name: weight or "off" for name, weight in rules.checks.items()} if rules else {}
    tables = {}
    for at, (_, schema) in enumerate(known):
        table, faults = pending[at].result()
        findings += faults
        if table is not None:
            tables[schema.name] = table
    findings += check_references(tables, weights)
    return tables, findings


def check_files(files: Sequence[Path], name: str, table: str | None, plugins_dirs: Sequence[Path]) -> list[Finding]:
    """Every finding of single evidence files, read as tables of a scenario; references are not followed."""
    schemas = schemas_of(find_scenario(name), plugins_dirs)
    findings: list[Finding] = []
    for path in files:
        wanted = table or path.name.partition(".")[0]
        if wanted not in schemas:
            findings.append(_table_unknown(wanted, schemas, Place(file=str(path))))
        elif not path.is_file():
            findings.append(
                Finding(
                    "evidence|not_found",
                    text("There is no file {path}.", path=path),
                    text("Correct the path."),
                    place=Place(file=str(path)),
                )
            )
        else:
            read, faults = read_table(path.read_bytes(), str(path), schemas[wanted])
            findings += [*faults, *(check_table(read) if read else [])]
    return findings


def tables_missing(rules: Rules, compiled: Sequence[Compiled], documents: Documents) -> Iterator[Finding]:
    """The tables that rules and indicators read and the scenario does not name."""
    readers = {"platforms": "platforms"}
    if rules.has_vetoes:
        readers["vetoes"] = "$.vetoes"
    if rules.coverage:
        readers["towns"] = "$.coverage"
    for one in compiled:
        formulas = [formula for formula in (one.where, one.numerator, one.denominator) if formula]
        for table in (
            one.indicator.table,
            *(full.partition(".")[0] for formula in formulas for full in formula.references),
        ):
            readers.setdefault(table, one.indicator.id)
    for table, reader in readers.items():
        if table not in documents.evidence:
            yield Finding(
                "evidence|table_missing",
                text(
                    "The scenario names no evidence for the table {table}, which {reader} reads.",
                    table=table,
                    reader=reader,
                ),
                text("Add it under evidence with its path and sha256."),
                place=Place(file=f"{documents.label}/scenario.json", pointer="$.evidence"),
                value=table,
            )


def _read_and_check(source: EvidenceFile, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    table, findings = read_table(source.data, source.name, schema)
    return table, [*findings, *(check_table(table) if table else [])]


def _table_unknown(table: str, schemas: Mapping[str, TableSchema], place: Place) -> Finding:
    known = Joined(tuple(sorted(schemas)), ", ")
    return Finding(
        "evidence|table_unknown",
        text("There is no table {table}.", table=table),
        text("Known tables: {tables}.", tables=known),
        place=place,
    )
