"""An annex that somebody edited, read back as rules: every fault at once, each at its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar.names import folded
from appraisal.annex.grid import Grid
from appraisal.annex.layout import (
    ADJUSTMENTS,
    AWARDS,
    BASIC,
    CHECKS,
    COVERAGE,
    GUIDE,
    INDEX,
    LISTS,
    PARAMS,
    SHEETS,
    TABLES,
)
from appraisal.annex.read_grids import read_grids
from appraisal.errors import Finding, Place, Severity
from appraisal.evidence.workbook import read_workbook
from appraisal.model.condition import MARKS
from appraisal.rules import build, in_force, inconsistencies
from appraisal.schema import check
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.annex.collector import Collector
    from appraisal.annex.grammar import Names
    from appraisal.model.rules import Rules

Json = dict[str, Any]

#: What each sheet says of the rules.
_KEYS = {
    BASIC.name: (
        *("format", "id", "title", "x-en", "clauses", "authority", "valid", "data_year", "cohort", "vetoes"),
        *("rounding", "total", "ranking", "limits", "quarantine"),
    ),
    INDEX: ("index",),
    ADJUSTMENTS: ("adjustments",),
    **{table.name: (table.key,) for table in TABLES},
    AWARDS.name: ("awards",),
    LISTS.name: ("shortlist", "sample", "nominations"),
    COVERAGE: ("coverage",),
    PARAMS: ("params",),
    CHECKS: ("checks",),
}


def read_annex(
    data: bytes, file: str, names: Names, year: int, base: Mapping[str, Any] | None = None
) -> tuple[Json | None, list[Finding]]:
    """The rules that a workbook states, or none; and what is wrong or worth knowing.

    They are checked as they are in force in ``year``. A sheet that is not there is taken from ``base``, where there
    is one.
    """
    sheets, findings = read_workbook(data, file)
    if not sheets:
        return None, findings
    by_name = {folded(name): name for name in SHEETS}
    grids = {
        by_name[folded(sheet.name or "")]: Grid.of(sheet, file)
        for sheet in sheets
        if folded(sheet.name or "") in by_name
    }
    others = [sheet.name for sheet in sheets if folded(sheet.name or "") not in {*by_name, folded(GUIDE)}]
    findings += _strangers(others, file)
    findings += _absent(grids, file, base)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, findings
    grids = {name: Grid(name, grid.rows, file, grid.doubtful) for name, grid in grids.items()}
    document, faults, collector = read_grids(grids, names, file)
    findings += faults
    if base is not None:
        _take_over(document, base, grids)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings += [collector.at_cell(finding) for finding in _of_rules(document, file, year, collector)]
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, findings
    return document, findings


def _strangers(others: list[str | None], file: str) -> Iterator[Finding]:
    for name in others:
        message = text("The sheet {sheet} is none of the annex: it was not read.", sheet=name)
        yield Finding("annex|sheet", message, severity=Severity.WARNING, place=Place(file, name))


def _absent(grids: Mapping[str, Grid], file: str, base: Mapping[str, Any] | None) -> Iterator[Finding]:
    absent = tuple(name for name in SHEETS if name not in grids)
    if not absent:
        return
    listed = Joined(absent, text(", "))
    if not grids:
        message = text("This is no annex: it has none of the sheets {sheets}.", sheets=listed)
        yield Finding(
            "annex|sheets", message, text("Export one: appraisal scenarios annex 2014 -o annex.xlsx"), place=Place(file)
        )
    elif base is None:
        message = text("The sheets {sheets} are missing.", sheets=listed)
        fix = text("Name with --base the scenario from which they are to be taken.")
        yield Finding("annex|sheets", message, fix, place=Place(file))
    else:
        message = text(
            "The sheets {sheets} are missing: these parts are taken from the base as they are.", sheets=listed
        )
        yield Finding("annex|sheets", message, severity=Severity.NOTICE, place=Place(file))


def _take_over(document: Json, base: Mapping[str, Any], grids: Mapping[str, Grid]) -> None:
    for name, keys in _KEYS.items():
        if name not in grids:
            document.update({key: base[key] for key in keys if key in base})


def _of_rules(written: Json, file: str, year: int, collector: Collector) -> list[Finding]:
    document, findings = in_force(written, year, file)
    findings = findings or check(document, "rules", file)
    if findings:
        return findings
    rules, findings = build(document, file)
    return [*findings, *inconsistencies(rules, document, file), *_unknown(rules, collector, file)]


def _unknown(rules: Rules, collector: Collector, file: str) -> Iterator[Finding]:
    """Sources that the scenario does not know yet."""
    known = collector.names.sources
    if not known:
        return
    for pointer, source in (
        *((one.pointer, str(one.of)) for one in rules.requirements if not one.of.is_mark),
        *((f"{pointer}.from", source) for pointer, source in _leaves(collector, rules)),
    ):
        kind = source.partition(".")[0]
        if source not in known and kind not in (MARKS, "panels", "history"):
            yield Finding(
                "annex|source_unknown",
                text("The scenario knows no {source}.", source=source),
                text("Add the indicator to its plugins, or correct the name."),
                Severity.WARNING,
                Place(file, pointer=pointer),
                value=source,
            )


def _leaves(collector: Collector, rules: Rules) -> Iterator[tuple[str, str]]:
    for leaf in rules.leaves:
        ending = f".{leaf.id}"
        yield next((place for place in collector.places if place.endswith(ending)), "$.index"), leaf.source
