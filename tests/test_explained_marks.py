"""What explain says of marks adds up again: every equation of every platform, whatever the rules do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import appraisal
from appraisal.explanation import explain
from tests.amounts import sample
from tests.explained import value_of, wrong_equations
from tests.random_scenarios import DEVICES, plan
from tests.small_rules import YES, added, appraised, at_least, group, leaf, rules

Json = dict[str, Any]
ROWS = {
    "P1": {"x": 5, "y": 1, "z": 7, "w": (4, 8), "premises": True},
    "P2": {"x": 6, "y": 8, "z": 2, "w": (9, 9), "premises": False},
}


def said(root: Path, document: Json, rows: Json = ROWS) -> dict[tuple[str, str], str]:
    """The arithmetic of each platform and node, once all of it has been reckoned again."""
    result = appraised(root, document, rows)
    explained = [explain(result, platform) for platform in rows]
    assert [wrong for one in explained for wrong in wrong_equations(one)] == []
    return {
        (one.platform_id, step.id): str(step.arithmetic)
        for one in explained
        for section in one.sections
        if section.id == "marks"
        for step in section.steps
    }


@pytest.mark.parametrize("seed", sample(range(300), 2))
def test_every_equation_of_an_explanation_holds(seed: int, tmp_path: Path) -> None:
    folder = plan(seed, "any", devices=DEVICES).write(tmp_path)
    try:
        result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    except appraisal.Refused:
        return
    wrong = [
        one
        for platform in result.tables["ranking"]["platform_id"]
        for one in wrong_equations(explain(result, platform))
    ]
    assert wrong == []


def test_the_factor_of_a_group_is_in_its_arithmetic(tmp_path: Path) -> None:
    nodes = {"a": leaf("x", 10), "b": leaf("y", 10)}
    cases = {"cases": [{"when": YES, "factor": 0.5}], "otherwise": 0.8}
    words = said(tmp_path, rules({"g": group(20, nodes, factor=cases)}))
    assert words["P1", "g"] == "(5.0000 + 1.0000) × 0.5 = 3.0000"
    assert words["P2", "g"] == "(6.0000 + 8.0000) × 0.8 = 11.2000"
    words = said(tmp_path / "mean", rules({"g": group(20, nodes, combine="mean", factor=cases)}))
    assert words["P1", "g"] == "20 × 0.5 × (10 × (5.0000 ÷ 10) + 10 × (1.0000 ÷ 10)) ÷ (10 + 10) = 3.0000"


def test_who_is_outside_of_a_group_has_nothing_below_it(tmp_path: Path) -> None:
    inside = {"a": leaf("x", 10, applies=at_least("y", 5), not_applicable="full")}
    nodes = {"g": group(10, inside, applies=YES), "h": group(10, {"b": leaf("y", 10)}, applies={"not": YES})}
    document = rules(nodes)
    document["index"]["full_mark"] = 10
    words = said(tmp_path, document)
    assert words["P1", "a"] == "not applicable: its full mark by the rules"
    assert words["P2", "a"] == words["P2", "g"] == words["P1", "h"] == "not applicable: it does not count"
    # A group that is left out spreads nothing.
    assert words["P1", "composite"].startswith("10.0000 = 10.0000,")


@pytest.mark.parametrize(
    ("handling", "of_group", "of_all"),
    [
        ("rescale", "not applicable: its weight is spread over the other items", "(2.0000) × 20 ÷ 10 = 4.0000"),
        ("full", "not applicable: its full mark by the rules", "10.0000 + 2.0000 = 12.0000"),
        ("zero", "not applicable: 0 by the rules", "0.0000 + 2.0000 = 2.0000"),
    ],
)
def test_what_a_group_has_where_it_does_not_apply_is_said(
    handling: str, of_group: str, of_all: str, tmp_path: Path
) -> None:
    inner = group(10, {"a": leaf("x", 10)}, applies=YES, not_applicable=handling)
    words = said(tmp_path, rules({"g": inner, "c": leaf("z", 10)}))
    assert words["P2", "g"] == of_group
    assert words["P2", "composite"].startswith(of_all)


def test_a_group_without_any_value_spreads_its_weight(tmp_path: Path) -> None:
    nodes = {"g": group(10, {"a": leaf("x", 10, missing="rescale")}), "c": leaf("z", 10)}
    words = said(tmp_path, rules(nodes), {"P1": {"x": 5, "z": 3}, "P2": {"z": 4}})
    assert words["P2", "g"] == "nothing below it counts: its weight is spread over the other items"
    assert words["P2", "composite"].startswith("(4.0000) × 20 ÷ 10 = 8.0000")


def test_a_mark_that_is_cut_is_shown_before_and_after(tmp_path: Path) -> None:
    words = said(tmp_path, rules({"a": leaf("x", 10, factor=1.5, cap=8), "b": leaf("z", 10, cap=2.5, decimals=0)}))
    assert words["P2", "a"] == "0 + (6 − 0) × 10 ÷ 10 = 6; × 1.5 = 9.0000, at most 8"
    assert words["P1", "b"] == "0 + (7 − 0) × 10 ÷ 10 = 7, at most 2.5"
    # The mark of a part is shown with the digits that its cap has.
    assert words["P1", "composite"].startswith("7.5000 + 2.5 = 10.0000")


def test_an_interval_is_shown_as_its_gates_leave_it(tmp_path: Path) -> None:
    gates = {"six": {"title": "六", **at_least("w", 6)}}
    decided = leaf("w", 10, factor=0.5)
    words = said(tmp_path, rules({"a": decided}, gates=gates))
    assert words["P1", "a"] == (
        "the value lies between 6 and 8, the end with the lower mark counts; 0 + (6 − 0) × 10 ÷ 10 = 6; × 0.5 = 3.0000"
    )
    assert words["P2", "a"] == "0 + (9 − 0) × 10 ÷ 10 = 9; × 0.5 = 4.5000"


def test_duels_are_counted_in_the_arithmetic(tmp_path: Path) -> None:
    nodes = {"g": group(20, {"a": leaf("x", 10), "b": leaf("y", 10)}, combine="copeland")}
    rows = {"P1": {"x": 5, "y": 3}, "P2": {"x": 4, "y": 2}, "P3": {"x": 7, "y": 8}}
    words = said(tmp_path, rules(nodes, cohort="eligible"), rows)
    assert words["P2", "g"] == (
        "20 × (1 + (-2) ÷ 2) ÷ 2 = 0.0000, duels won less lost -2, rivals 2; its parts: 4.0000 ÷ 10, 2.0000 ÷ 10"
    )
    alone = said(tmp_path / "alone", rules(nodes, cohort="eligible"), {"P1": rows["P1"]})
    assert alone["P1", "g"].startswith("nobody to be compared with: 20 ÷ 2 = 10.0000")


def test_penalties_that_exclude_each_other_are_compared_by_their_marks(tmp_path: Path) -> None:
    less = {"kind": "bands", "at": [[1, -2], [7, -5]], "closed": "low"}
    penalties = {"u": {"from": ["y"], "curve": less}, "v": {"from": ["z"], "curve": less}}
    worst = {"combine": "minimum", "nodes": penalties}
    words = said(tmp_path, rules({"a": leaf("x", 10)}, adjustments={"worst": worst, "more": added("y")}))
    assert words["P1", "worst"] == "the lowest mark among its parts: -2.0000, -5.0000; -5.0000"
    assert words["P1", "adjustments"] == "-5.0000 + 1.0000 = -4.0000"


@pytest.mark.parametrize(
    ("expression", "value"), [("1 + 2 × 3", 7), ("(1 − 3) × 2 ÷ 4", -1), ("8 ÷ 2 ÷ 2", 2), ("2 × (-3)", -6)]
)
def test_the_reckoner_reckons(expression: str, value: int) -> None:
    assert value_of(expression) == value
