"""The oracle's grades by score, condition, place and directly, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle.conditions import Subject
from tests.oracle.decisions import Decisions
from tests.oracle.grades import Grading, from_the_best
from tests.oracle.order import Order

#: Six platforms by composite; B and C are tied, D and E as well.
COMPOSITES = {"A": 95, "B": 80, "C": 80, "D": 70, "E": 70, "F": 10}


def graded(grades, ranked=6, decisions=()):
    keys = {one: ((0, -Fraction(composite)),) for one, composite in COMPOSITES.items()}
    grading = Grading({"grades": grades}, list(COMPOSITES), ranked, Order(keys, Decisions(decisions)))
    found = []
    for one, composite in COMPOSITES.items():
        marks = {"composite": Fraction(composite), "leaf": Fraction(one < "D")}
        subject = Subject({"premises": one in "AF"}, marks=marks)
        found.append(grading.grade(one, Fraction(composite), subject))
    return "".join(found)


def test_a_grade_is_the_highest_minimum_that_is_reached():
    assert graded({"a": {"minimum": 95}, "b": {"minimum": 70}, "z": {}}) == "abbbbz"
    assert graded({"z": {}, "b": {"minimum": 70}, "a": {"minimum": 95}}) == "abbbbz"
    assert graded({"z": {}}) == "zzzzzz"


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        ({"first": 1, "tied": "in"}, "azzzzz"),
        ({"first": 2, "tied": "in"}, "aaazzz"),
        ({"first": 2, "tied": "out"}, "azzzzz"),
        ({"first": 3, "tied": "out"}, "aaazzz"),
        ({"first": 9, "tied": "out"}, "aaaaaa"),
        ({"share": Fraction("0.25"), "round": "floor", "tied": "in"}, "azzzzz"),  # 1.5 places
        ({"share": Fraction("0.25"), "round": "ceil", "tied": "in"}, "aaazzz"),
        ({"share": Fraction("0.25"), "round": "half_up", "tied": "in"}, "aaazzz"),
        ({"share": Fraction("0.1"), "round": "floor", "tied": "in"}, "zzzzzz"),
        ({"share": Fraction("0.1"), "round": "half_up", "tied": "in"}, "azzzzz"),  # 0.6
        ({"minimum": 85, "first": 3, "tied": "in"}, "azzzzz"),
    ],
)
def test_a_quota(quota, expected):
    assert graded({"a": quota, "z": {}}) == expected


def test_a_share_is_of_the_ranked_and_places_are_of_all():
    assert graded({"a": {"share": Fraction("0.5"), "round": "floor", "tied": "in"}, "z": {}}, ranked=2) == "azzzzz"


def test_a_decision_on_a_tie_parts_the_places():
    decided = [{"subject": {"kind": "tie"}, "choice": ["C", "B"]}]
    assert graded({"a": {"first": 2, "tied": "out"}, "z": {}}, decisions=decided) == "azazzz"


def test_all_of_score_condition_and_place_must_hold_or_what_passes_directly():
    premises = {"of": "platforms.premises", "require": {"const": True}}
    leaf = {"of": "marks.leaf", "require": {"minimum": 1}}
    absent = {"of": "marks.absent", "require": {"minimum": 0}}
    assert graded({"a": {"minimum": 75, "when": leaf}, "b": {"minimum": 70}, "z": {}}) == "aaabbz"
    assert graded({"a": {"when": premises}, "z": {}}) == "azzzza"
    assert graded({"a": {"minimum": 75, "direct": premises}, "z": {}}) == "aaazza"
    assert graded({"a": {"direct": premises}, "z": {}}) == "azzzza"
    assert graded({"a": {"minimum": 0, "when": absent}, "b": {"direct": {"not": absent}}, "z": {}}) == "zzzzzz"
    assert graded({"a": {"when": leaf, "first": 1, "tied": "out"}, "b": {"minimum": 70}, "z": {}}) == "abbbbz"


def test_the_order_is_that_of_the_minima_or_that_of_the_file():
    assert from_the_best({"z": {}, "b": {"minimum": 1}, "a": {"minimum": 2}}) == ["a", "b", "z"]
    assert from_the_best({"b": {"minimum": 1}, "a": {"first": 2}, "z": {}}) == ["b", "a", "z"]
