"""An annex that nobody edited reads back as the rules that it was written from, whatever these say."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from appraisal.annex import Names, read_annex, write_annex
from appraisal.annex.grids import grids
from appraisal.annex.read_grids import read_grids
from appraisal.annex.write import with_own
from appraisal.errors import Severity
from appraisal.scenario import named_plugins, shipped_scenarios, written_rules
from appraisal.schema import canonical, loads
from tests.annex.drawn import RULES
from tests.random_scenarios.rules import random_rules

if TYPE_CHECKING:
    from collections.abc import Mapping


def known(scenario: str = "2014") -> Names:
    found = named_plugins(scenario)
    return Names.of(found.indicators, found.tables)


def in_order(document: Any) -> Any:
    """The ids of everything whose order counts."""
    return [list(document["grades"]), _nodes(document["index"]), list(document.get("gates", {}))]


def _nodes(node: Mapping[str, Any]) -> Any:
    return [(name, _nodes(one)) for name, one in node.get("nodes", {}).items()]


@pytest.mark.parametrize("scenario", shipped_scenarios())
def test_each_shipped_rules_file_comes_back_the_same(scenario: str) -> None:
    rules, names = written_rules(scenario), known(scenario)
    data = write_annex(rules, names)
    assert data == write_annex(rules, names)
    back, findings = read_annex(data, "annex.xlsx", names, 2014)
    assert findings == []
    assert canonical(back) == canonical(rules)
    assert in_order(back) == in_order(rules)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(RULES)
def test_whatever_rules_may_say_comes_back(rules: dict[str, Any]) -> None:
    names = with_own(rules, Names())
    sheets = {grid.name: grid for grid in grids(rules, names)}
    back, findings, _ = read_grids(sheets, Names(), "annex.xlsx")
    assert findings == []
    assert canonical(back) == canonical(rules)


@pytest.mark.parametrize("seed", range(12))
def test_random_rules_come_back_through_a_file(seed: int) -> None:
    drawn = random_rules(Random(seed), f"annex-{seed}", 2014, "any")  # noqa: S311 - not for secrets
    rules: Any = loads(json.dumps(drawn).encode(), "rules.json")
    back, findings = read_annex(write_annex(rules, known()), "annex.xlsx", known(), 2014)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert canonical(back) == canonical(rules)
