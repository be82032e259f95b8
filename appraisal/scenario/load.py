"""From documents to a scenario that can run: rules built, formulas bound, evidence read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal import declarative, gates
from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.measure import Compiled, bind
from appraisal.model.decision import Decision
from appraisal.rules import build, inconsistencies
from appraisal.scenario.documents import resolve
from appraisal.scenario.evidence import read_evidence, tables_missing
from appraisal.scenario.locate import find_scenario
from appraisal.schema import check
from appraisal.texts import Bilingual, Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from appraisal.evidence import Table
    from appraisal.model.rules import Rules
    from appraisal.scenario.documents import Documents


@dataclass(frozen=True, kw_only=True)
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
    file = f"{documents.label}/rules.json"
    faults = check(documents.rules, "rules", file)
    if faults:
        # The evidence is checked all the same: nobody should have to come twice.
        raise Refused([*faults, *read_evidence(documents, None)[1]])
    rules, findings = build(documents.rules, file)
    findings += inconsistencies(rules, documents.rules, file)
    year = used["year"] - 1 if rules.data_year == "previous" else used["year"]
    compiled = _bound(rules, documents, year, file, findings)
    facts, more = gates.fact_checks(rules.gates, documents.schemas["platforms"], file)
    findings += more
    findings += tables_missing(rules, compiled, documents)
    tables, more = read_evidence(documents, rules)
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


def _bound(rules: Rules, documents: Documents, year: int, file: str, findings: list[Finding]) -> tuple[Compiled, ...]:
    indicators, schemas = documents.made, documents.schemas
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
    for name in sorted(set(indicators) - set(rules.indicators)):
        # Nothing reads it yet; what is wrong with it is said all the same.
        try:
            bind(indicators[name], schemas, year, {}, f"plugins/{name}/indicator.json")
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
