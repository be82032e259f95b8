"""From documents to a scenario that can run: rules built, formulas bound, evidence read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal import declarative, gates
from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.evidence import Table, check_references, check_table, read_table
from appraisal.measure import Compiled, bind
from appraisal.model.decision import Decision
from appraisal.rules import build, inconsistencies
from appraisal.scenario.documents import Documents, resolve, schemas_of
from appraisal.scenario.locate import find_scenario
from appraisal.schema import check, table_schema
from appraisal.texts import Bilingual, Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from appraisal.model.indicator import Indicator
    from appraisal.model.rules import Rules
    from appraisal.schema import TableSchema


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One appraisal, checked and ready: :func:`appraisal.appraise` is a pure function of it."""

    id: str
    title: Bilingual
    year: int
    rules: Rules
    #: The indicators that the rules read, bound to the data year.
    compiled: tuple[Compiled, ...]
    tables: Mapping[str, Table]
    #: The requirement of each gate on a fact of the register.
    facts: Mapping[str, pl.Expr]
    decisions: tuple[Decision, ...]
    #: Balance of each fund carried from the year before, in yuan.
    opening: Mapping[str, int]
    #: What is worth knowing of rules and evidence; nothing here refuses the run.
    findings: tuple[Finding, ...]
    documents: Documents

    @property
    def data_year(self) -> int:
        """The year whose evidence is measured."""
        return self.year - 1 if self.rules.data_year == "previous" else self.year


def load_scenario(name: str, *, plugins_dirs: Sequence[Path] = (), evidence_dir: Path | None = None) -> Scenario:
    """Load a shipped scenario by its name or one of your own by its path.

    Raises :class:`appraisal.Refused` with every finding of rules, plugins and evidence at once.
    """
    return assemble(resolve(find_scenario(name), plugins_dirs, evidence_dir))


def assemble(documents: Documents) -> Scenario:
    """A scenario from its resolved documents, as they are read from disk or kept in a result."""
    used, name = documents.scenario, documents.scenario["id"]
    file = f"{name}/rules.json"
    faults = check(documents.rules, "rules", file)
    if faults:
        raise Refused([*faults, *_evidence_alone(documents)])
    rules, findings = build(documents.rules, file)
    findings += inconsistencies(rules, documents.rules, file)
    schemas = {
        table: table_schema(document, f"{table}.schema.json")
        for table, document in documents.indicators["tables"].items()
    }
    indicators = _indicators(documents, findings)
    year = used["year"] - 1 if rules.data_year == "previous" else used["year"]
    compiled = _bound(rules, indicators, schemas, year, file, findings)
    facts, more = gates.fact_checks(rules.gates, schemas["platforms"], file)
    findings += more
    findings += _tables_missing(rules, compiled, documents, name)
    tables, more = read_evidence(documents, schemas, rules)
    findings += more
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise Refused(findings)
    return Scenario(
        id=name,
        title=Bilingual(used["title"], used.get("x-en", used["title"])),
        year=used["year"],
        rules=rules,
        compiled=compiled,
        tables=tables,
        facts=facts,
        decisions=tuple(_decisions(used.get("decisions", []))),
        opening=used.get("previous", {}).get("closing_yuan", {}),
        findings=tuple(findings),
        documents=documents,
    )


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


def _table_unknown(table: str, schemas: Mapping[str, TableSchema], place: Place) -> Finding:
    known = Joined(tuple(sorted(schemas)), ", ")
    return Finding(
        "evidence|table_unknown",
        text("There is no table {table}.", table=table),
        text("Known tables: {tables}.", tables=known),
        place=place,
    )


def read_evidence(
    documents: Documents, schemas: Mapping[str, TableSchema], rules: Rules | None
) -> tuple[dict[str, Table], list[Finding]]:
    """Every table read and checked, and every finding on the way."""
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for name, source in documents.evidence.items():
        if name not in schemas:
            place = Place(file=f"{documents.scenario['id']}/scenario.json", pointer=f"$.evidence.{name}")
            findings.append(_table_unknown(name, schemas, place))
            continue
        table, faults = read_table(source.data, source.name, schemas[name])
        findings += faults
        if table is not None:
            tables[name] = table
            findings += check_table(table)
    findings += check_references(tables, rules.checks if rules else {})
    return tables, findings


def _evidence_alone(documents: Documents) -> list[Finding]:
    """The findings of the evidence where the rules cannot be read: nobody should have to come twice."""
    schemas = {
        table: table_schema(document, f"{table}.schema.json")
        for table, document in documents.indicators["tables"].items()
    }
    return read_evidence(documents, schemas, None)[1]


def _indicators(documents: Documents, findings: list[Finding]) -> dict[str, Indicator]:
    indicators = {}
    for name, document in documents.indicators["indicators"].items():
        made, faults = declarative.indicator(document, f"plugins/{name}/indicator.json")
        findings += faults
        if made:
            indicators[name] = made
    return indicators


def _bound(
    rules: Rules,
    indicators: Mapping[str, Indicator],
    schemas: Mapping[str, TableSchema],
    year: int,
    file: str,
    findings: list[Finding],
) -> tuple[Compiled, ...]:
    compiled = []
    for name in sorted(rules.indicators):
        if name not in indicators:
            findings.append(
                Finding(
                    "rules|indicator_unknown",
                    text("There is no indicator {name} among the scenario's plugins.", name=name),
                    text("Named in the scenario: {known}.", known=Joined(tuple(indicators), ", ")),
                    place=Place(file=file, pointer=_pointer(rules, name)),
                    value=name,
                )
            )
            continue
        params = rules.params.get(name, {})
        faults = declarative.param_faults(indicators[name], params, file, f"$.params.{name}")
        findings += faults
        try:
            compiled.append(
                bind(indicators[name], schemas, year, {} if faults else params, f"plugins/{name}/indicator.json")
            )
        except Refused as refused:
            findings += refused.findings
    findings += [
        Finding(
            "params|indicator_unknown",
            text("There are params for {name}, which the rules do not read.", name=name),
            text("Remove them, or correct the id."),
            place=Place(file=file, pointer=f"$.params.{name}"),
        )
        for name in rules.params
        if name not in rules.indicators
    ]
    return tuple(compiled)


def _pointer(rules: Rules, indicator: str) -> str:
    leaf = next((leaf.id for leaf in rules.leaves if leaf.indicator == indicator), None)
    gate = next((gate.id for gate in rules.gates if gate.indicator == indicator), None)
    return f"$.index, {leaf}" if leaf else f"$.gates.{gate}.of"


def _tables_missing(rules: Rules, compiled: Sequence[Compiled], documents: Documents, name: str) -> Iterator[Finding]:
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
                place=Place(file=f"{name}/scenario.json", pointer="$.evidence"),
                value=table,
            )


def _decisions(documents: Sequence[Mapping[str, Any]]) -> Iterator[Decision]:
    for number, document in enumerate(documents):
        subject, choice = document["subject"], document["choice"]
        yield Decision(
            kind=subject["kind"],
            platforms=tuple(subject.get("platforms", [subject.get("platform_id")])),
            gate=subject.get("gate"),
            choice=tuple(choice) if isinstance(choice, list) else (choice,),
            who=document["who"],
            when=document["when"],
            minutes=document["minutes"],
            reason=document.get("reason", ""),
            pointer=f"$.decisions[{number}]",
        )
