"""What is known of the platforms before any mark: who takes part, what each of them did, and what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from appraisal import history, measure, panels, plausibility
from appraisal.conditions import Ground
from appraisal.errors import Finding, Severity
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.evidence import Table
    from appraisal.measure import Measures
    from appraisal.scenario import Scenario


@dataclass(frozen=True)
class Observed:
    """What is known of the platforms before any mark: the register, every measure, every doubt about them."""

    platforms: pl.DataFrame
    measures: Measures
    doubts: tuple[Finding, ...]


def observe(scenario: Scenario) -> Observed:
    """The platforms that operated in the year (Articles 2 and 3), and what each of them did (Article 24, 评价指标).

    Of the rules only what is measured, by which parameters, and which doubts are looked for has a say in it.
    """
    platforms = in_operation(scenario.tables["platforms"].frame, scenario.data_year)
    measures = ground_of(scenario, platforms, scenario.tables).measures
    return Observed(platforms, measures, tuple(doubts_of(scenario, measures)))


def ground_of(scenario: Scenario, platforms: pl.DataFrame, tables: Mapping[str, Table]) -> Ground:
    """Every measure of every platform, and what conditions are judged by."""
    measured = measure.measure(platforms, tables, scenario.compiled)
    sources = scenario.rules.sources
    measured = measure.with_facts(measured, sources, platforms, tables["platforms"].schema)
    measured = history.with_history(measured, sources, scenario.history, scenario.year)
    if scenario.rules.panels:
        measured = panels.measure_panels(platforms, tables, scenario.rules.panels, measured).beside(measured, sources)
    return Ground(measured, scenario.facts)


def in_operation(register: pl.DataFrame, year: int) -> pl.DataFrame:
    """The platforms founded by the end of the year and not closed before it, sorted by id; no date is no limit."""
    founded = (pl.col("established") <= date(year, 12, 31)).fill_null(value=True)
    closed = pl.col("closed").is_not_null() & (pl.col("closed") < date(year, 1, 1))
    return register.filter(founded & ~closed).sort(measure.PLATFORM)


def vetoed(scenario: Scenario) -> frozenset[str]:
    """The platforms with an entry in the table of vetoes."""
    if not scenario.rules.has_vetoes or "vetoes" not in scenario.tables:
        return frozenset()
    return frozenset(scenario.tables["vetoes"].frame[measure.PLATFORM].to_list())


def doubts_of(scenario: Scenario, measured: Measures) -> list[Finding]:
    """Everything that is doubtful in the evidence of a scenario and in its measures."""
    doubts = plausibility.measure_doubts(
        scenario.tables, measured, scenario.rules, scenario.compiled, scenario.previous
    )
    return [*scenario.findings, *measured.findings, *doubts, *_veto_notices(scenario)]


def _veto_notices(scenario: Scenario) -> list[Finding]:
    """A veto says its reason, its evidence and who pronounced it."""
    if not scenario.rules.has_vetoes:
        return []
    table = scenario.tables["vetoes"]
    return [
        Finding(
            "veto",
            text(
                "Vetoed: {reason}; evidence: {evidence}; by {by}, {on}.",
                **{key: row[key] for key in ("reason", "evidence", "by", "on")},
            ),
            severity=Severity.NOTICE,
            place=table.place(number, "reason"),
            platform_id=row[measure.PLATFORM],
            value=row["reason"],
        )
        for number, row in enumerate(table.frame.iter_rows(named=True))
    ]
