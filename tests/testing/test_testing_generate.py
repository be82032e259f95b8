"""Made evidence is sound by every schema, meets the edges, and is simple where it may be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from appraisal import paths
from appraisal.evidence import check_references, check_table
from appraisal.schema import shipped_tables
from appraisal.testing.cells import pool
from appraisal.testing.sample import sample
from appraisal.testing.subject import OTHER, YEAR, subjects

SHIPPED = sorted(paths.plugins().iterdir())


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_made_evidence_breaks_no_rule_of_its_schemas(folder: Path) -> None:
    (subject,) = subjects(folder, [])
    for evidence in sample(subject, 6):
        tables = evidence.tables()
        assert [fault for table in tables.values() for fault in check_table(table)] == []
        assert check_references({name: table for name, table in tables.items() if name != OTHER}, {}) == []


@pytest.mark.parametrize(
    "folder",
    [pytest.param(folder, marks=() if folder.name == "staff_ratio" else pytest.mark.full) for folder in SHIPPED],
    ids=lambda folder: folder.name,
)
def test_made_evidence_has_values_and_platforms_without_any(folder: Path) -> None:
    (subject,) = subjects(folder, [])
    states = [value.state for evidence in sample(subject, 15) for value in subject.values(evidence).values()]
    assert "not_submitted" in states or subject.indicator.otherwise
    assert states.count("measured") * 20 > len(states)


def test_a_pool_has_the_edges_of_the_year_and_what_formulas_name() -> None:
    services = shipped_tables()["services"]
    days = pool(services, services.columns["date"], YEAR, ["date >= '2014-05-05'"]).cells
    wanted = [(2013, 12, 31), (2014, 1, 1), (2014, 12, 31), (2015, 1, 1), (2014, 5, 4), (2014, 5, 5), (2014, 5, 6)]
    assert {date(*day) for day in wanted} <= set(days)


def test_a_pool_has_the_ends_of_a_range_and_nothing_beyond() -> None:
    outputs = shipped_tables()["outputs"]
    cells = pool(outputs, outputs.columns["share"], YEAR, ["share > 0.5"]).cells
    assert {1, 100, 49, 50, 51} <= set(cells)
    assert min(cells) == 1
    assert max(cells) == 100


def test_codes_in_a_pool_carry_a_check_character_that_fits() -> None:
    enterprises = shipped_tables()["platforms"]
    cells = pool(enterprises, enterprises.columns["entity_code"], YEAR, []).cells
    assert {len(cell) for cell in cells} == {9, 18}
