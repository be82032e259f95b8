"""An annex that nobody edited reads back as the rules that it was written from, whatever these say."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given

from appraisal.annex import Names, read_annex, write_annex
from appraisal.annex.grids import grids
from appraisal.annex.read_grids import read_grids
from appraisal.annex.write import with_own
from appraisal.errors import Severity
from appraisal.scenario import named_plugins, shipped_scenarios, written_rules
from appraisal.schema import canonical, dumps, loads
from tests.amounts import examples, sample
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


@examples(100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(RULES)
def test_whatever_rules_may_say_comes_back(rules: dict[str, Any]) -> None:
    names = with_own(rules, Names())
    sheets = {grid.name: grid for grid in grids(rules, names)}
    back, findings, _ = read_grids(sheets, Names(), "annex.xlsx")
    assert findings == []
    assert canonical(back) == canonical(rules)


@pytest.mark.parametrize("seed", sample(range(12), 4))
def test_random_rules_come_back_through_a_file(seed: int) -> None:
    drawn = random_rules(Random(seed), f"annex-{seed}", 2014, "any")  # noqa: S311 - not for secrets
    rules: Any = loads(json.dumps(drawn).encode(), "rules.json")
    back, findings = read_annex(write_annex(rules, known()), "annex.xlsx", known(), 2014)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert canonical(back) == canonical(rules)


@pytest.mark.parametrize(
    "title",
    [
        " 空格 ",
        "a\tb",
        "a\rb",
        "_x0041_",
        "\ufffe",
        "=1+1",
        "1e5",
        "TRUE",
        "#N/A",
        "'x",
        "2013-12-31",
        "（总分）",
        "index",
    ],
)
def test_no_title_is_changed_on_its_way_through_a_file(title: str) -> None:
    rules: Any = loads(dumps(written_rules("2014")).encode(), "rules.json")
    rules["index"]["nodes"]["credit"]["title"] = title
    rules["grades"]["fail"]["title"] = title[:20]
    back, findings = read_annex(write_annex(rules, known()), "annex.xlsx", known(), 2014)
    assert findings == []
    assert canonical(back) == canonical(rules)


def test_the_order_of_payments_and_of_dated_grades_comes_back() -> None:
    rules: Any = loads(dumps(written_rules("2014")).encode(), "rules.json")
    line = {"kind": "linear", "at": [[0, 0], [1, 10]], "extend": True}
    parts = {name: {"title": name, "curve": line} for name in ("income", "exempt", "halved", "a")}
    sheets = {"z": {"title": "丙", "from": ["revenue"], "parts": parts}}
    sheets |= {name: {"title": name, "from": ["revenue"], "fund": "special", "curve": line} for name in ("t", "a")}
    rules["payments"] = sheets
    rules["grades"] = {
        "since": {"2012-08-23": {name: {"title": name, "first": at} for at, name in enumerate("zba", 1)} | {"c": {}}}
    }
    grids_of = {grid.name: grid for grid in grids(rules, with_own(rules, known()))}
    back, findings, _ = read_grids(grids_of, known(), "annex.xlsx")
    assert findings == []
    assert json.dumps(back["payments"], default=str) == json.dumps(rules["payments"], default=str)
    assert list(back["grades"]["since"]["2012-08-23"]) == list("zbac")


def test_a_value_with_dates_keeps_them() -> None:
    rules: Any = loads(dumps(written_rules("2014")).encode(), "rules.json")
    rules["awards"]["amount_yuan"] = {"since": {"2012-08-23": 500000, "2014-01-01": 1000000}}
    rules["index"]["nodes"]["service"]["nodes"]["staff_ratio"]["curve"] = {
        "since": {
            "2012-08-23": {"kind": "bands", "at": [[60, 9], [80, 15]], "closed": "low"},
            "2014-01-01": {"kind": "linear", "at": [[60, 9], [80, 15]]},
        }
    }
    sheets = {grid.name: grid for grid in grids(rules, with_own(rules, known()))}
    shown = "\n".join(cell for sheet in sheets.values() for row in sheet.rows for cell in row)
    assert "自2012-08-23起：500000\n自2014-01-01起：1000000" in shown
    assert "自2012-08-23起：≥60且<80：9分\n≥80：15分\n自2014-01-01起：折线：60→9，80→15" in shown
    back, findings = read_annex(write_annex(rules, known()), "annex.xlsx", known(), 2014)
    assert findings == []
    assert canonical(back) == canonical(rules)
