"""The doubts that need only tables: they are raised at intake as at a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.plausibility.amounts import outliers
from appraisal.plausibility.dates import outside_year
from appraisal.plausibility.enterprises import counted_twice
from appraisal.plausibility.entities import contained_codes
from appraisal.plausibility.ids import look_alike_ids
from appraisal.plausibility.rosters import on_two_rosters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.errors import Finding, Severity
    from appraisal.evidence import Table
    from appraisal.model.rules import Rules
    from appraisal.plausibility.doubt import Doubt
    from appraisal.texts import Text


def table_doubts(tables: Mapping[str, Table], rules: Rules, data_year: int) -> list[Finding]:
    """Everything doubtful in the tables that are there, weighed as ``checks`` of the rules says."""
    return [finding for doubt in _doubts(tables, rules.checks, data_year) for finding in doubt.findings]


def doubtful_rows(
    tables: Mapping[str, Table], rules: Rules, data_year: int
) -> Iterator[tuple[str, int, str | None, Text]]:
    """Table, row, column and reason of every row that the rules take for an error; none is left out."""
    for doubt in _doubts(tables, rules.checks, data_year):
        if doubt.severity == "error":
            for row in doubt.rows:
                yield doubt.table.schema.name, row, doubt.column, doubt.words(row)[0]


def _doubts(tables: Mapping[str, Table], checks: Mapping[str, Severity | None], data_year: int) -> Iterator[Doubt]:
    if severity := checks["unit_outlier"]:
        yield from (doubt for table in tables.values() for doubt in outliers(table, severity))
    if severity := checks["id_look_alike"]:
        yield from (doubt for table in tables.values() for doubt in look_alike_ids(table, severity))
    if severity := checks["date_outside_year"]:
        yield from (doubt for table in tables.values() for doubt in outside_year(table, data_year, severity))
    if (severity := checks["entity_code_contained"]) and "platforms" in tables:
        yield from contained_codes(tables["platforms"], severity)
    if (severity := checks["enterprise_twice"]) and {"enterprises", "services"} <= tables.keys():
        yield from counted_twice(tables["enterprises"], tables["services"], data_year, severity)
    if (severity := checks["person_twice"]) and "staff" in tables:
        yield from on_two_rosters(tables["staff"], severity)
