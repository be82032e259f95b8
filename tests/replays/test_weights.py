"""Another weight for one node: the whole stays, and the others keep their shares of what is left."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import appraisal
from appraisal.replays import changed_rules, parse_change
from appraisal.replays.index_tree import standings
from appraisal.replays.weights import reweighed
from appraisal.scenario import merge_patch

weights = st.fractions(min_value=0, max_value=60, max_denominator=20)


def _rules(marks: list[int], inner: list[int], combine: str = "sum") -> dict:
    nodes = {f"n{at}": {"full_mark": mark} for at, mark in enumerate(marks)}
    nodes["g"] = {"full_mark": sum(inner), "nodes": {f"m{at}": {"full_mark": mark} for at, mark in enumerate(inner)}}
    return {"index": {"combine": combine, "full_mark": sum(marks) + sum(inner), "nodes": nodes}}


def _set(rules: dict, node: str, weight: Fraction) -> dict:
    patch, _ = reweighed(standings(rules)[node], weight)
    return merge_patch(rules, patch)


marks = st.lists(st.integers(1, 30), min_size=2, max_size=4)


@given(marks=marks, inner=marks, weight=weights, combine=st.sampled_from(["sum", "mean"]))
def test_the_sum_stays_and_the_others_keep_their_proportions(marks, inner, weight, combine) -> None:
    before = standings(_rules(marks, inner, combine))["n0"].weights
    whole = sum(before.values())
    assume(weight <= whole)
    after = standings(_set(_rules(marks, inner, combine), "n0", weight))["n0"].weights
    assert (after["n0"], sum(after.values())) == (weight, whole)
    rest = whole - before["n0"]
    assert all(after[name] * rest == before[name] * (whole - weight) for name in before if name != "n0")


@given(marks=marks, inner=marks, first=weights, second=weights)
def test_what_stands_below_is_scaled_with_its_group_and_weighs_by_what_it_shows(marks, inner, first, second) -> None:
    assume(0 < first <= sum(marks) + sum(inner))
    changed = _set(_rules(marks, inner), "g", first)
    shown = standings(changed)["m0"].weights
    assert sum(shown.values()) == first
    assume(second <= first)
    assert standings(_set(changed, "m0", second))["m0"].weights["m0"] == second


@given(marks=marks, inner=marks, weight=weights)
def test_a_weight_and_back_leaves_the_rules_as_they_were(marks, inner, weight) -> None:
    rules = _rules(marks, inner)
    assume(0 < weight < sum(marks) + sum(inner))
    assert _set(_set(rules, "n0", weight), "n0", Fraction(marks[0])) == rules


def test_a_node_of_a_group_that_takes_the_lowest_mark_has_no_weight() -> None:
    with pytest.raises(appraisal.Refused, match="has no weight"):
        changed_rules(_rules([1, 2], [3, 4], "minimum"), ["n0=1"])


def test_a_node_named_like_a_key_of_the_rules_needs_the_whole_path() -> None:
    rules = _rules([1, 2], [3, 4])
    rules["n0"] = 5
    with pytest.raises(appraisal.Refused, match="whole path"):
        changed_rules(rules, [parse_change("n0=1")])


def test_a_weight_of_more_digits_than_rules_state_is_refused() -> None:
    with pytest.raises(appraisal.Refused, match="fewer digits"):
        changed_rules(_rules([1, 2], [3, 4]), ["n0=0.00000012345678901"])
