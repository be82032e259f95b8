"""From documents to a scenario that can run: rules built, formulas bound, evidence read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraisal.conditions import fact_checks
from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.model.decision import Decision
from appraisal.model.scope import Scope, scope_of
from appraisal.received import is_read
from appraisal.result import Standing, published_standing
from appraisal.rules import build, inconsistencies
from appraisal.scenario.bound import bound_indicators
from appraisal.scenario.documents import resolve
from appraisal.scenario.evidence import check_evidence, read_evidence, tables_missing
from appraisal.scenario.facts import fact_faults
from appraisal.scenario.gathered import gather
from appraisal.scenario.local import elsewhere, nobody
from appraisal.scenario.locate import find_scenario
from appraisal.scenario.quarantine import unknown_tables
from appraisal.scenario.unlikely import unlikely
from appraisal.schema import check
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from appraisal.evidence import Table
    from appraisal.measure import Compiled
    from appraisal.model.rules import Rules
    from appraisal.scenario.documents import Documents
    from appraisal.scenario.gathered import Gathered


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One appraisal, checked and ready: :func:`appraisal.appraise` is a pure function of it."""

    id: str
    title: Bilingual
    year: int
    rules: Rules
    #: The indicators that the rules read, bound to the data year.
    compiled: tuple[Compiled, ...]
    #: Its own evidence.
    gathered: Gathered
    #: The same beside the province's.
    tables: Mapping[str, Table]
    #: The compiled requirement on each fact of the register, by its place in the rules.
    facts: Mapping[str, pl.Expr]
    decisions: tuple[Decision, ...]
    #: Balance of each fund carried from the year before, in yuan.
    opening: Mapping[str, int]
    #: The measures of the year before: a row per platform and indicator.
    previous: pl.DataFrame | None
    #: What each platform did in the years before; None in the first year.
    history: pl.DataFrame | None
    #: What each platform received in the years before; None in the first year.
    received: pl.DataFrame | None
    #: Of a local ranking: whom it ranks, and beside what: the province's scenario, or what the province published.
    scope: Scope | None
    province: Scenario | None
    official: Standing | None
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


def assemble(documents: Documents, known: Scenario | None = None) -> Scenario:
    """A scenario from its resolved documents, as they are read from disk or kept in a result.

    What ``known`` read of the very same files is not read again.
    """
    used, name = documents.scenario, documents.scenario["id"]
    file = documents.rules_file
    faults = check(documents.rules, "rules", file)
    if faults:
        # The evidence is checked all the same: nobody should have to come twice.
        raise Refused([*faults, *check_evidence(read_evidence(documents), None, used["year"])[1]])
    province = _province(documents, known)
    rules, findings = build(documents.rules, file)
    findings += inconsistencies(rules, documents.rules, file)
    year = used["year"] - 1 if rules.data_year == "previous" else used["year"]
    compiled = bound_indicators(rules, documents, year, file, findings)
    facts, more = fact_checks(rules.requirements, documents.schemas["platforms"], file)
    findings += more
    findings += fact_faults(rules, documents.schemas["platforms"], file)
    findings += _history_unknown(rules, documents)
    findings += tables_missing(rules, compiled, documents)
    findings += unknown_tables(rules, documents.schemas, file)
    beside = province.tables if province else {}
    gathered = gather(documents, rules, year, beside, known.gathered if known else None)
    own, doubts = gathered.tables, gathered.doubts
    findings += gathered.findings
    tables, scope = {**beside, **own}, scope_of(used.get("scope"))
    findings += unlikely(rules, compiled, tables, file, is_first=documents.before is None)
    findings += nobody(scope, tables, Place(f"{documents.label}/scenario.json", pointer="$.scope"))
    findings += elsewhere(scope, own, tables.get("platforms"))
    if any(finding.severity is Severity.ERROR for finding in (*findings, *doubts)):
        # Doubts that refuse nothing wait until there is a result to doubt.
        raise Refused([*findings, *(doubt for doubt in doubts if doubt.severity is Severity.ERROR)])
    findings += [*doubts, *(province.findings if province else ())]
    return Scenario(
        id=name,
        title=Bilingual(used["title"], used.get("x-en", used["title"])),
        year=used["year"],
        rules=rules,
        compiled=compiled,
        gathered=gathered,
        tables=tables,
        facts=facts,
        decisions=tuple(_decisions(used.get("decisions", []))),
        opening=used.get("previous", {}).get("closing_yuan", {}),
        previous=documents.before.frame() if documents.before else None,
        history=documents.before.counts() if documents.before else None,
        received=documents.before.paid() if documents.before else None,
        scope=scope,
        province=province,
        official=_official(documents, rules),
        findings=tuple(findings),
        documents=documents,
    )


def _province(documents: Documents, known: Scenario | None) -> Scenario | None:
    if documents.province is None:
        return None
    if known is not None and known.documents.province is documents.province:
        return known.province
    return assemble(documents.province)


def _official(documents: Documents, rules: Rules) -> Standing | None:
    if documents.official is None:
        return None
    files = {name: file.data for name, file in documents.official.items()}
    digest = documents.scenario["official"]["content_digest"]
    return published_standing(files, rules.total_decimals, digest, f"{documents.label}/scenario.json")


def _history_unknown(rules: Rules, documents: Documents) -> list[Finding]:
    """Rules that read the years before need a previous result that counts them."""
    before = documents.before
    read = [source for source in rules.sources if source.startswith("history.") and before and before.history is None]
    read += ["received.csv"] if is_read(rules) and before and before.received is None else []
    if not read:
        return []
    return [
        Finding(
            "previous|history",
            text("The rules read {source}, but the previous result counts no history.", source=read[0]),
            text("Run the year before again with this version, and name that result."),
            place=Place(f"{documents.label}/scenario.json", pointer="$.previous"),
        )
    ]


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
