"""Conditions in three values: all, any, not, at least k; facts, numbers at their edges, intervals, classes."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.small_rules import added, appraised, at_least, composites, leaf, marks, outcomes, refused, rules, said

#: A figure that makes "at least 1" true, false or undecided, and its truth as Kleene's number.
VALUES: dict[float | None, float] = {1: 1.0, 0: 0.0, None: 0.5}
OUTCOME = {1.0: "pass", 0.0: "fail", 0.5: "undecided"}
PARTS = [at_least(name, 1) for name in ("x", "y", "z")]
#: Every combination of three conditions in three values.
EVERY = {f"P{at:02}": dict(zip("xyz", values, strict=True)) for at, values in enumerate(product(VALUES, repeat=3))}


def _at_least(count: int, truths: list[float]) -> float:
    if sum(truth == 1 for truth in truths) >= count:
        return 1.0
    return 0.5 if sum(truth > 0 for truth in truths) >= count else 0.0


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ({"all": PARTS}, min),
        ({"any": PARTS}, max),
        ({"at_least": 1, "among": PARTS}, max),
        ({"at_least": 2, "among": PARTS}, lambda truths: _at_least(2, truths)),
        ({"at_least": 3, "among": PARTS}, min),
        ({"not": PARTS[0]}, lambda truths: 1 - truths[0]),
        ({"not": {"all": PARTS}}, lambda truths: 1 - min(truths)),
        ({"all": [{"not": PARTS[0]}, {"any": PARTS[1:]}]}, lambda truths: min(1 - truths[0], max(truths[1:]))),
        (
            {"at_least": 2, "among": [PARTS[0], {"not": PARTS[1]}, PARTS[2]]},
            lambda t: _at_least(2, [t[0], 1 - t[1], t[2]]),
        ),
        ({"class": "c"}, lambda truths: max(truths[:2])),
        ({"not": {"class": "c"}}, lambda truths: 1 - max(truths[:2])),
    ],
)
def test_the_truth_table_of_kleene(condition: Any, truth: Any, tmp_path: Path) -> None:
    classes = {"c": {"title": "某类", "when": {"any": PARTS[:2]}}}
    stated = rules({"a": leaf("x", 100)}, gates={"g": {"title": "条件", **condition}}, classes=classes)
    found = outcomes(appraised(tmp_path, stated, EVERY), "g")
    expected = {name: OUTCOME[truth([VALUES[row[key]] for key in "xyz"])] for name, row in EVERY.items()}
    assert found == expected


BOUNDS = {"minimum": 5, "exclusiveMinimum": 5, "maximum": 5, "exclusiveMaximum": 5}
EDGE = {"below": {"x": "4.999999"}, "at": {"x": 5}, "above": {"x": "5.000001"}}


@pytest.mark.parametrize(
    ("bound", "passes"),
    [
        ("minimum", {"at", "above"}),
        ("exclusiveMinimum", {"above"}),
        ("maximum", {"below", "at"}),
        ("exclusiveMaximum", {"below"}),
    ],
)
def test_a_number_is_compared_exactly_at_its_edge(bound: str, passes: set[str], tmp_path: Path) -> None:
    stated = rules(gates={"g": {"title": "条件", "of": "x", "require": {bound: 5}}})
    found = outcomes(appraised(tmp_path, stated, EDGE), "g")
    assert {name for name, outcome in found.items() if outcome == "pass"} == passes
    assert set(found.values()) == {"pass", "fail"}


@pytest.mark.parametrize(
    ("ends", "require", "outcome"),
    [
        (("59.5", 60), {"minimum": 60}, "undecided"),
        ((60, "60.5"), {"minimum": 60}, "pass"),
        (("59", "59.999999"), {"minimum": 60}, "fail"),
        (("59", 60), {"exclusiveMinimum": 60}, "fail"),
        ((60, 61), {"maximum": 60}, "undecided"),
        (("60.000001", 61), {"maximum": 60}, "fail"),
        ((58, 60), {"maximum": 60}, "pass"),
        ((1, 9), {"minimum": 2, "maximum": 8}, "undecided"),
        ((2, 8), {"minimum": 2, "maximum": 8}, "pass"),
        ((9, 10), {"minimum": 2, "maximum": 8}, "fail"),
    ],
)
def test_an_interval_passes_whole_fails_whole_or_is_open(ends: Any, require: Any, outcome: str, tmp_path: Path) -> None:
    inside = {"title": "条件", "all": [{"of": "w", "require": require}]}
    stated = rules(gates={"g": inside, "alone": {"title": "条件", "of": "w", "require": require}})
    result = appraised(tmp_path, stated, {"P": {"x": 1, "w": ends}, "Q": {"x": 2, "w": (5, 5)}})
    assert outcomes(result, "g")["P"] == outcomes(result, "alone")["P"] == outcome


@pytest.mark.parametrize(("missing", "outcome"), [(None, "undecided"), ("undecided", "undecided"), ("fail", "fail")])
def test_what_is_missing_fails_or_is_open_as_the_rules_say(missing: Any, outcome: str, tmp_path: Path) -> None:
    how = {"missing": missing} if missing else {}
    gates = {
        "fact": {"title": "条件", "of": "platforms.premises", "require": {"const": True}, **how},
        "figure": {"title": "条件", **at_least("y", 1), **how},
    }
    rows = {
        "P": {"x": 1, "premises": None},
        "Q": {"x": 1, "y": 1, "premises": True},
        "R": {"x": 1, "y": 0, "premises": False},
    }
    result = appraised(tmp_path, rules(gates=gates), rows)
    for gate in gates:
        assert outcomes(result, gate) == {"P": outcome, "Q": "pass", "R": "fail"}


def test_a_fact_is_held_against_any_schema_of_its_cell(tmp_path: Path) -> None:
    require = {"anyOf": [{"enum": ["工业设计"]}, {"pattern": "^技"}]}
    gates = {"g": {"title": "条件", "of": "platforms.type", "require": require}}
    rows = {"P": {"x": 1, "type": "工业设计"}, "Q": {"x": 1, "type": "技术创新"}, "R": {"x": 1, "type": "质量检测"}}
    assert list(outcomes(appraised(tmp_path, rules(gates=gates), rows), "g").values()) == ["pass", "pass", "fail"]


def test_outside_of_gates_what_is_open_does_not_hold_and_is_said(tmp_path: Path) -> None:
    stated = rules({"a": leaf("x", 100)}, adjustments={"b": added("z", applies=at_least("y", 1))})
    result = appraised(
        tmp_path, stated, {"P": {"x": 9, "z": 5}, "Q": {"x": 9, "y": 1, "z": 5}, "R": {"x": 9, "y": 0, "z": 5}}
    )
    assert composites(result) == {"P": 9, "Q": 14, "R": 9}
    assert said(result, "condition|undecided") == ["P"]
    assert marks(result, "b")["P"] is None


def test_conditions_that_can_never_be_judged_are_refused(tmp_path: Path) -> None:
    def gate(**condition: Any) -> set[str]:
        return refused(tmp_path, rules(gates={"g": {"title": "条件", **condition}}), {"P": {"x": 1}})

    assert gate(at_least=3, among=PARTS[:2]) == {"rules|at_least"}
    assert gate(**{"class": "nobody"}) == {"rules|class_unknown"}
    assert gate(of="marks.a", require={"minimum": 1}) == {"rules|marks_early"}
    assert gate(of="x", require={"minimum": 2, "maximum": 1}) == {"rules|gate_empty"}
    assert gate(of="x", require={"enum": [1]}) == {"rules|gate_keyword"}
    for bound in (True, "5", None, [], {}):
        assert gate(of="x", require={"minimum": bound}) == {"rules|gate_bound"}
    assert gate(of="platforms.nothing", require={"const": 1}) == {"rules|gate_fact"}
