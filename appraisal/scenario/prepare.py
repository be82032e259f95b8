"""A scenario whose evidence is still being gathered: its rules, its tables, and the evidence it states itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal import plausibility
from appraisal.errors import Finding, Refused, refuse_on_error
from appraisal.evidence import check_references, read_table
from appraisal.rules import build
from appraisal.scenario.bound import bound_indicators, readers
from appraisal.scenario.documents import resolve
from appraisal.scenario.locate import find_scenario
from appraisal.schema import check

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from appraisal.evidence import Table
    from appraisal.measure import Compiled
    from appraisal.model.rules import Rules
    from appraisal.scenario.documents import Documents
    from appraisal.schema import TableSchema


@dataclass(frozen=True)
class Prepared:
    """What files are held against before there is a scenario that can run."""

    folder: Path
    documents: Documents
    rules: Rules
    #: The year whose evidence is measured.
    year: int
    #: The indicators that the rules read.
    compiled: tuple[Compiled, ...]

    @property
    def tables_read(self) -> tuple[str, ...]:
        """Every table that the rules or an indicator reads."""
        return tuple(readers(self.rules, self.compiled))

    @property
    def is_local(self) -> bool:
        """A scope is ranked beside the province's ranking."""
        return "scope" in self.documents.scenario

    @property
    def schemas(self) -> Mapping[str, TableSchema]:
        """The schema of every table, by name."""
        return self.documents.schemas

    def read_targets(self, delivered: Collection[str], excepted: Collection[str] = ()) -> dict[str, Table]:
        """The scenario's own tables at which the delivered ones point; raises Refused where one is not sound."""
        wanted: dict[str, Table] = {}
        findings: list[Finding] = []
        pending = list(delivered)
        while pending:
            for link in self.schemas[pending.pop()].references:
                source = self.documents.evidence.get(link.table)
                if link.table in delivered or link.table in wanted or link.table in excepted or source is None:
                    continue
                table, faults = read_table(source.data, source.name, self.schemas[link.table])
                findings += faults
                if table is not None:
                    wanted[link.table] = table
                    pending.append(link.table)
        refuse_on_error(findings)
        return wanted

    def check_together(self, tables: Mapping[str, Table]) -> list[Finding]:
        """What is wrong or doubtful between tables, weighed as the rules say; each is sound by itself."""
        weights = {name: weight or "off" for name, weight in self.rules.checks.items()}
        return [*check_references(tables, weights), *plausibility.table_doubts(tables, self.rules, self.year)]


def prepare(name: str, plugins_dirs: Sequence[Path]) -> Prepared:
    """A scenario by name or path, without asking whether its evidence is complete; raises Refused."""
    folder = find_scenario(name)
    documents = resolve(folder, plugins_dirs, None)
    file = documents.rules_file
    if faults := check(documents.rules, "rules", file):
        raise Refused(faults)
    rules, findings = build(documents.rules, file)
    refuse_on_error(findings)
    year = documents.scenario["year"] - 1 if rules.data_year == "previous" else documents.scenario["year"]
    compiled = bound_indicators(rules, documents, year, file, findings)
    refuse_on_error(findings)
    return Prepared(folder, documents, rules, year, compiled)
