"""Rules that contradict themselves or say something which then does nothing: refused or doubted, never in silence."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from appraisal.errors import Finding, Severity
from appraisal.rules import build, inconsistencies
from appraisal.schema import check, loads
from tests.small_rules import added, at_least, group, leaf, refused, rules

Json = dict[str, Any]
TWO = {"a": leaf("x", 10), "b": leaf("y", 10)}
AWARDS = {"grade": "all", "places": 2, "amount_yuan": 1, "per": "platform", "freed_place": "next", "fund": "f"}


def found(document: Json) -> list[Finding]:
    read: Any = loads(json.dumps(document).encode(), "rules.json")
    assert check(read, "rules", "rules.json") == []
    made, findings = build(read, "rules.json")
    return [*findings, *inconsistencies(made, read, "rules.json")]


def with_awards(**more: Any) -> Json:
    return rules(awards={**AWARDS, **more}, funds={"f": {"total_yuan": 100}})


def with_total(**more: Any) -> Json:
    return rules({"g": group(20, deepcopy(TWO), **more)})


def weighted(*weights: float) -> Json:
    nodes = {f"n{at}": leaf("x", 10, weight=weight) for at, weight in enumerate(weights)}
    return rules({"g": group(20, nodes, combine="mean")})


@pytest.mark.parametrize("weights", [(60, 40), (0.35, 0.65), (3, 2, 1), (1, 1), (12.5, 7.5)])
def test_weights_that_are_plain_proportions_are_told_nothing(weights: tuple[float, ...]) -> None:
    assert found(weighted(*weights)) == []


@pytest.mark.parametrize(
    ("document", "code", "severity"),
    [
        (
            rules({"g": group(20, {"a": leaf("x", 10), "b": leaf("y", 20)}, cap=20, floor=21)}),
            "floor_above_cap",
            "error",
        ),
        (with_total(floor=21), "floor_above_full_mark", "error"),
        (rules(total={"floor": 90, "cap": 50}), "floor_above_cap", "error"),
        (rules(adjustments={"h": {"floor": 10, "cap": 5, "nodes": {"u": added("y")}}}), "floor_above_cap", "error"),
        (rules({"a": leaf("x", 10, cap=500)}), "cap_above_full_mark", "warning"),
        (rules({"a": leaf("x", 10, cap=3)}), "cap_below_full_mark", "warning"),
        (rules({"a": leaf("x", 10, factor=1.5)}), "factor_above_full_mark", "warning"),
        (with_total(weights="equal"), "weight_idle", "warning"),
        (rules({"a": leaf("x", 10, weight=3)}), "weight_idle", "warning"),
        (
            rules(
                {"g": group(20, {"a": leaf("x", 10, weight=2), "b": leaf("y", 10)}, combine="mean", weights="equal")}
            ),
            "weight_idle",
            "warning",
        ),
        (weighted(60, 50), "weights_total", "notice"),
        (weighted(0.6, 40), "weights_total", "notice"),
        (with_awards(places={"by": "class", "of": {"nix": 2}}), "class_unknown", "error"),
        (rules(sample={"of": "shortlist", "places": 2, "seed": "1"}), "sample_shortlist", "error"),
        (rules(shortlist={"share": 1.1}), "shortlist_places", "error"),
        (rules({"a": leaf("marks.b", 10)}), "marks_early", "error"),
        (
            rules(grades={"best": {"title": "优", "minimum": 600}, "all": {"title": "其余"}}),
            "grade_out_of_reach",
            "warning",
        ),
        (
            rules(
                grades={
                    "good": {"title": "良", "minimum": 55},
                    "pass": {"title": "合格", "minimum": 60},
                    "all": {"title": "其余"},
                }
            ),
            "grades_order",
            "warning",
        ),
    ],
)
def test_each_contradiction_is_told(document: Json, code: str, severity: str) -> None:
    findings = found(document)
    assert (f"rules|{code}", Severity(severity)) in [(one.code, one.severity) for one in findings]
    assert len({one.code for one in findings}) <= 1 + (code == "floor_above_cap")
    assert all(one.sentence("zh") != one.sentence("en") for one in findings)


@pytest.mark.parametrize(
    "document",
    [
        rules(),
        rules({"a": leaf("x", 10, cap=10, factor=1.5)}),
        with_total(combine="mean", floor=2, cap=18),
        rules({"g": group(20, {"a": leaf("x", 10, weight=2), "b": leaf("y", 10)}, combine="mean")}),
        with_awards(places=3),
    ],
)
def test_sound_rules_are_told_nothing(document: Json) -> None:
    assert [one.code for one in found(document) if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"places": {"by": "platforms.nix", "of": {"a": 2}}}, "rules|fact_unknown"),
        ({"at_most": {"by": "platforms.nix", "otherwise": 2}}, "rules|fact_unknown"),
        ({"places": {"by": "platforms.type", "of": {"工业設计": 2}}}, "rules|fact_value"),
    ],
)
def test_places_go_by_columns_and_words_that_the_register_has(more: Json, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path, with_awards(**more), {"P1": {"x": 1, "type": "工业设计"}}) == {code}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (rules({"a": leaf("x", 10, missing={"median_by": "platforms.nix"})}, cohort="eligible"), "rules|fact_unknown"),
        (
            rules({"a": leaf("platforms.home", 10, {"kind": "levels", "marks": {"专业鎮": 10}, "otherwise": 0})}),
            "rules|fact_value",
        ),
        (
            rules(gates={"g": {"title": "一", "of": "platforms.home", "require": {"const": "没有这个"}}}),
            "rules|fact_value",
        ),
        (rules(gates={"g": {"title": "一", **at_least("x", 1)}}), ""),
    ],
)
def test_words_that_no_cell_can_hold_are_refused(document: Json, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path, document, {"P1": {"x": 1, "home": "专业镇"}}) == ({code} if code else set())
