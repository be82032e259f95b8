"""What explain says of marks adds up again: every equation of every platform, whatever the rules do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import appraisal
from appraisal.explanation import explain
from tests.amounts import sample
from tests.explained import value_of, wrong_equations
from tests.random_scenarios import DEVICES, plan
from tests.small_rules import YES, added, appraised, at_least, group, leaf, marks, rules, written
from tests.small_rules import said as found_of

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


def test_a_group_of_fewer_decimals_says_that_it_is_rounded(tmp_path: Path) -> None:
    nodes = {"a": leaf("x", 60, decimals=2), "b": leaf("y", 40, decimals=2)}
    rows = {"P": {"x": "30.25", "y": "10.1"}}
    words = said(tmp_path, rules({"g": group(100, nodes, factor=1.1, decimals=1)}), rows)
    assert words["P", "g"] == "(30.25 + 10.10) × 1.1 = 44.385, rounded 44.4"
    words = said(tmp_path / "plain", rules({"g": group(100, nodes, decimals=0)}), rows)
    assert words["P", "g"] == "30.25 + 10.10 = 40.35, rounded 40"


@pytest.mark.parametrize(
    ("combine", "of_p", "of_q"),
    [
        ("mean", "100 × (1 × (5.0000 ÷ 10)) ÷ (1) = 50.0000", "100 × (1 × (4.0000 ÷ 10)) ÷ (1) = 40.0000"),
        ("geometric", ": 5.0000 ÷ 10; weights 1) = 50.0000", ": 4.0000 ÷ 10; weights 1) = 40.0000"),
    ],
)
def test_what_has_no_weight_stands_in_no_mean_unless_nothing_else_is_left(
    tmp_path: Path, combine: str, of_p: str, of_q: str
) -> None:
    nodes = {"a": leaf("x", 10), "b": leaf("y", 10, missing="rescale")}
    document = rules({"g": group(100, nodes, combine=combine, weights={"from_data": "entropy"})}, cohort="eligible")
    words = said(tmp_path, document, {"P": {"x": 5}, "Q": {"x": 5, "y": 4}, "S": {"x": 5, "y": 8}})
    assert words["P", "g"].startswith("no node with a weight above 0 is left, the others count alike: 100 × ")
    assert words["P", "g"].endswith(of_p)
    assert words["Q", "g"].endswith(of_q)
    assert "5.0000" not in words["Q", "g"]


def test_the_value_that_is_carried_over_is_shown(tmp_path: Path) -> None:
    document = rules({"a": leaf("x", 10, missing="carry", factor=0.5)}, valid={"from": 2014, "to": 2015})
    first = appraised(tmp_path / "first", document, {"P": {"x": 7.5}, "Q": {"x": 1}})
    folder = written(tmp_path / "second", document, {"P": {"x": None}, "Q": {"x": 2}})
    appraisal.write_result(first, folder / "before")
    stated = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    stated |= {"year": 2015, "previous": {"path": "before", "content_digest": first.content_digest}}
    (folder / "scenario.json").write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")
    second = appraisal.appraise(appraisal.load_scenario(str(folder)))
    steps = {step.id: step for section in explain(second, "P").sections for step in section.steps}
    assert (
        str(steps["a"].arithmetic) == "no usable value: 7.5, the value of the year before, stands in and gives 3.7500"
    )


def test_a_median_of_a_group_is_not_said_to_be_that_of_all(tmp_path: Path) -> None:
    rows = {"A": {"x": 7, "county": "甲"}, "B": {"x": None, "county": "甲"}, "C": {"x": 9, "county": "乙"}}
    nodes = {"a": leaf("x", 10, missing={"median_by": "platforms.county"})}
    found = appraised(tmp_path, rules(nodes, cohort="eligible"), rows).tables["findings"]
    said_of = found.filter(code="x|missing")["message_en"].item()
    assert "The median of those with the same platforms.county stands in" in said_of


def test_a_class_that_is_open_is_said_once_of_a_platform(tmp_path: Path) -> None:
    big = {"class": "big"}
    nodes = {name: leaf("x", 10, applies=big, not_applicable="zero") for name in "ab"}
    document = rules(nodes, classes={"big": {"title": "大", "when": at_least("y", 1)}})
    assert found_of(appraised(tmp_path, document, {"P": {"x": 1, "y": None}}), "condition|undecided") == ["P"]


@pytest.mark.parametrize(("closed", "mark"), [("low", 60), ("high", 0)])
def test_what_is_said_of_a_constant_column_is_the_mark_that_everybody_has(
    tmp_path: Path, closed: str, mark: int
) -> None:
    at = [[{"cohort": "minimum"}, 20], [{"cohort": "median"}, 60], [{"cohort": "maximum"}, 100]]
    document = rules({"a": leaf("x", 100, {"kind": "bands", "at": at, "closed": closed})}, cohort="eligible")
    result = appraised(tmp_path, document, {"A": {"x": 5}, "B": {"x": 5}, "C": {"x": 7}})
    assert marks(result, "a")["A"] == mark
    found = result.tables["findings"].filter(code="curve|constant")["message_en"].item()
    assert f"At this value the mark is {mark}." in found


@pytest.mark.parametrize(
    ("expression", "value"), [("1 + 2 × 3", 7), ("(1 − 3) × 2 ÷ 4", -1), ("8 ÷ 2 ÷ 2", 2), ("2 × (-3)", -6)]
)
def test_the_reckoner_reckons(expression: str, value: int) -> None:
    assert value_of(expression) == value
