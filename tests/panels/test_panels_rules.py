"""Panels in a rules file: what the schema and the house accept, and what contradicts itself."""

from copy import deepcopy
from decimal import Decimal

import pytest

from appraisal import paths
from appraisal.rules.panels import panel_faults, panels_of
from appraisal.schema import check, read
from tests.panels.world import MAIN, PLAN, RANGE, rules

RANGED = {**MAIN, "criteria": {"plan": {**PLAN, "range": RANGE}}}


def _faults(panel, sources=()):
    return [(code, pointer) for code, pointer, *_ in panel_faults(panels_of(rules(main=panel)), sources)]


def _checked(panel):
    document = read(paths.scenarios() / "2014" / "rules.json", "rules.json")
    return [finding.place.pointer for finding in check({**document, "panels": {"main": panel}}, "rules", "rules.json")]


@pytest.mark.parametrize("panel", [MAIN, RANGED], ids=["plain", "ranged"])
def test_a_sound_panel_is_accepted(panel) -> None:
    assert _checked(panel) == []
    assert _faults(panel, ("panels.main", "panels.main.plan", "staff_ratio")) == []


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("minimum", 0),
        ("recusal", "ask"),
        ("criteria", {}),
        ("criteria", {"plan": {"title": "方案", "full_mark": 0}}),
        ("criteria", {"Plan": PLAN}),
        ("trim", {"highest": -1, "lowest": 0}),
        ("trim", {"highest": 1}),
        ("spread_warning", -1),
        ("weights", {}),
    ],
)
def test_the_schema_refuses_what_is_no_panel(key, wrong) -> None:
    assert all(pointer.startswith("$.panels.main") for pointer in _checked({**MAIN, key: wrong}))
    assert _checked({**MAIN, key: wrong})


@pytest.mark.parametrize("key", ["title", "criteria", "minimum", "recusal"])
def test_a_panel_says_all_that_decides(key) -> None:
    assert _checked({name: value for name, value in MAIN.items() if name != key})


@pytest.mark.parametrize(("minimum", "faults"), [(2, ["rules|panel_minimum"]), (3, [])])
def test_somebody_is_left_when_the_highest_and_the_lowest_are_gone(minimum, faults) -> None:
    assert [code for code, _ in _faults({**MAIN, "minimum": minimum})] == faults


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda bands: bands.pop(1), "rules|curve_gap"),
        (lambda bands: bands[1].update(when={"minimum": 3, "maximum": 6}), "rules|curve_overlap"),
        (lambda bands: bands[0].update(when={"minimum": 6, "maximum": 9}), "rules|curve_gap"),
        (lambda bands: bands[0].update(between=[1, Decimal("0.8")]), "rules|panel_range_order"),
    ],
    ids=["gap", "overlap", "open end", "order"],
)
def test_the_levels_of_a_range_cover_every_value_once(change, code) -> None:
    panel = deepcopy(RANGED)
    change(panel["criteria"]["plan"]["range"]["bands"])
    assert [found for found, _ in _faults(panel)] == [code]


@pytest.mark.parametrize("source", ["panels.main", "marks.effect"])
def test_a_range_reads_what_is_known_before_the_panel_meets(source) -> None:
    panel = deepcopy(RANGED)
    panel["criteria"]["plan"]["range"]["of"] = source
    assert ("rules|panel_range_source", "$.panels.main.criteria.plan.range.of") in _faults(panel)


def test_a_leaf_cannot_read_a_panel_that_is_not_there() -> None:
    assert _faults(MAIN, ("panels.mian", "panels.main.team")) == [("rules|panel_unknown", "$.panels")]
    assert panels_of({}) == {}
