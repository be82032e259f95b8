"""The oracle's nodes: combined, without a mark, with factors and bounds, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.oracle.cohort import Cohort
from tests.oracle.combine import Share, combined
from tests.oracle.conditions import Subject
from tests.oracle.marks import ADJUSTMENTS, ROOT, TOTAL_CAP, Marking
from tests.oracle.measures import Indicator
from tests.oracle.stand_ins import StandIns
from tests.oracle.verdict import Refused

#: A curve that gives the value itself.
SELF = {"kind": "linear", "at": [[0, 0], [1000, 1000]], "extend": True}
YES, NO = ({"of": "platforms.premises", "require": {"const": one}} for one in (True, False))


def leaf(source, full, **keys):
    return {"from": [source], "full_mark": full, "curve": SELF, **keys}


def group(full, nodes, **keys):
    return {"full_mark": full, "nodes": nodes, **keys}


def subject(**values):
    ends = {name: None if value is None else (Fraction(value), Fraction(value)) for name, value in values.items()}
    return Subject({"platform_id": "P", "type": "甲", "premises": True, "county": None}, ends, ends)


def marked(index, values, cohort=(), previous=None, said=None, digits=2, **rules):
    everything = {"index": {"combine": "sum", **index}, "rounding": {"leaf": digits}, **rules}
    stand_ins = StandIns(Cohort(cohort), {name: Indicator(name, {}) for name in values}, previous)
    marking = Marking(everything, subject(**values), stand_ins, said or {})
    return marking, marking.run()


def marks(index, values, **more):
    return {name: str(mark) for name, mark in marked(index, values, **more)[0].marks.items()}


HALF_AND_EIGHTH = [Share(Fraction(1, 2), Fraction(1)), Share(Fraction(1, 8), Fraction(1))]
THREE_TO_ONE = [Share(Fraction(1), Fraction(3)), Share(Fraction(1, 2), Fraction(1))]
WITH_ZERO = [Share(Fraction(0), Fraction(1)), Share(Fraction(1), Fraction(1))]


@pytest.mark.parametrize(
    ("kind", "power", "shares", "expected"),
    [
        ("mean", None, HALF_AND_EIGHTH, "5/16"),
        ("mean", None, THREE_TO_ONE, "7/8"),
        ("harmonic", None, HALF_AND_EIGHTH, "1/5"),  # 2 / (2 + 8)
        ("harmonic", None, THREE_TO_ONE, "4/5"),  # 4 / (3 + 2)
        ("geometric", None, HALF_AND_EIGHTH, "1/4"),
        ("geometric", None, [Share(Fraction(1, 16), Fraction(1)), Share(Fraction(1), Fraction(3))], "1/2"),
        ("minimum", None, HALF_AND_EIGHTH, "1/8"),
        ("maximum", None, THREE_TO_ONE, "1"),
        ("power", 1, HALF_AND_EIGHTH, "5/16"),
        ("power", -1, HALF_AND_EIGHTH, "1/5"),
        ("power", 2, [Share(Fraction(1, 10), Fraction(1)), Share(Fraction(7, 10), Fraction(1))], "1/2"),
        ("power", "1/2", [Share(Fraction(1, 4), Fraction(1)), Share(Fraction(1), Fraction(1))], "9/16"),
        ("power", -2, [Share(Fraction(1, 7), Fraction(1)), Share(Fraction(1), Fraction(1))], "1/5"),
        ("power", 2, WITH_ZERO, "0.70710678118654752440"),
        ("power", -2, WITH_ZERO, "0"),
        ("harmonic", None, WITH_ZERO, "0"),
        ("geometric", None, WITH_ZERO, "0"),
        ("mean", None, [Share(Fraction(-1), Fraction(1)), Share(Fraction(1), Fraction(1))], "0"),
    ],
)
def test_a_combination_of_shares(kind, power, shares, expected):
    found = combined(kind, shares, None if power is None else Fraction(power))
    assert abs(found - Fraction(expected)) < Fraction(1, 10**20)


@pytest.mark.parametrize("kind", ["harmonic", "geometric", "power"])
def test_a_negative_share_is_refused(kind):
    with pytest.raises(Refused, match="negative share"):
        combined(kind, [Share(Fraction(-1, 9), Fraction(1)), Share(Fraction(0), Fraction(1))], Fraction(2))


TWO = {"a": leaf("x", 10), "b": leaf("y", 20)}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"combine": "mean"}, "50"),  # weights 10 and 20, shares 1 and 1/4: 100 (10 + 5) / 30
        ({"combine": "mean", "weights": "equal"}, "125/2"),
        ({"combine": "minimum"}, "25"),
        ({"combine": "mean", "factor": Fraction("0.333")}, "333/20"),
        ({"combine": "mean", "decimals": 0, "weights": "equal"}, "63"),
        ({"combine": "mean", "cap": 40}, "40"),
        ({"combine": "minimum", "floor": 30}, "30"),
    ],
)
def test_a_group_gives_its_full_mark_times_the_share(keys, expected):
    assert marks({"full_mark": 100, "nodes": {"g": group(100, TWO, **keys)}}, {"x": 10, "y": 5})["g"] == expected


def test_the_lines_of_bounds_say_what_floor_and_cap_changed():
    inner = group(15, TWO, floor=4, cap=15)
    assert marks(group(15, {"g": inner}), {"x": 9, "y": 8})["g.cap"] == "-2"
    assert marks(group(15, {"g": inner}), {"x": 1, "y": 1})["g.cap"] == "2"
    assert marks(group(15, {"g": inner}), {"x": 5, "y": 5})["g.cap"] == "0"


def test_a_leaf_is_rounded_once_after_its_factor_and_then_capped():
    nodes = {"a": leaf("x", 10, factor=Fraction("0.5"), decimals=1, cap=4)}
    assert marks(group(10, nodes), {"x": "4.5"})["a"] == "23/10"  # 2.25, not 4.5 rounded before
    assert marks(group(10, nodes), {"x": 9})["a"] == "4"
    cases = {"cases": [{"when": NO, "factor": 3}, {"when": YES, "factor": 2}], "otherwise": 1}
    assert marks(group(10, {"a": leaf("x", 10, factor=cases)}), {"x": 9})["a"] == "18"


def test_a_sum_is_rounded_only_where_the_rules_say_how():
    nodes = {"a": leaf("x", 10, decimals=4)}
    assert marks(group(10, nodes), {"x": "1.2345"})[ROOT] == "2469/2000"
    assert marks(group(10, nodes, decimals=1), {"x": "1.25"})[ROOT] == "13/10"


@pytest.mark.parametrize(
    ("how", "a", "index"),
    [("absent", None, None), ("rescale", None, "21/2"), ("full", "10", "17"), ("zero", "0", "7")],
)
def test_what_does_not_apply(how, a, index):
    nodes = {"a": leaf("x", 10, applies=NO, not_applicable=how), "b": leaf("y", 20)}
    if index is None:
        with pytest.raises(Refused, match="do not add up"):
            marks(group(30, nodes), {"x": 9, "y": 7})
        index = "7"
        nodes["b"]["full_mark"] = 30  # what is absent does not count
    found = marks(group(30, nodes), {"x": 9, "y": 7})
    assert (found.get("a"), found[ROOT]) == (a, index)


def test_alternatives_add_up_for_each_platform():
    nodes = {"a": leaf("x", 10, applies=NO), "b": leaf("y", 10, applies=YES)}
    assert marks(group(10, nodes), {"x": 9, "y": 7}) == {"b": "7", ROOT: "7"}
    both = {"a": leaf("x", 10, applies=YES), "b": leaf("y", 10, applies=YES)}
    with pytest.raises(Refused, match=r"P: .* do not add up"):
        marks(group(10, both), {"x": 9, "y": 7})


def test_a_group_without_marks_is_not_applicable_and_nothing_below_one_is_marked():
    none = {"g": group(10, {"a": leaf("x", 10, applies=NO)}, not_applicable="rescale"), "b": leaf("y", 20)}
    assert marks(group(30, none), {"x": 9, "y": 7}) == {"b": "7", ROOT: "21/2"}
    out = {"g": group(10, {"a": leaf("x", 10)}, applies=NO, not_applicable="full"), "b": leaf("y", 20)}
    assert marks(group(30, out), {"x": 9, "y": 7}) == {"g": "10", "b": "7", ROOT: "17"}
    marking, total = marked(group(10, {"a": leaf("x", 10, applies=NO)}), {"x": 9})
    assert (marking.marks, total) == ({}, 0)


def test_in_a_mean_who_is_out_is_left_out_with_its_weight():
    nodes = {"a": leaf("x", 10, applies=NO, weight=5), "b": leaf("y", 20, weight=1)}
    assert marks(group(30, nodes, combine="mean"), {"x": 9, "y": 5})[ROOT] == "15/2"
    rescaled = {"a": leaf("x", 10, missing="rescale"), "b": leaf("y", 20)}
    assert marks(group(30, rescaled, combine="geometric"), {"x": None, "y": 5})[ROOT] == "15/2"


def peer(value, **facts):
    ends = {"x": None if value is None else (Fraction(value), Fraction(value))}
    return Subject({"platform_id": "Q", "type": "甲", **facts}, ends, ends)


PEERS = [peer(1), peer(4, type="乙"), peer(6, type="乙"), peer(None)]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("zero", "0"),
        ("median", "4"),
        ({"median_by": "platforms.type"}, "1"),
        ({"median_by": "platforms.premises"}, "0"),  # nobody has the same
        ({"median_by": "platforms.county"}, "0"),  # it has none itself
        ("carry", "0"),
    ],
)
def test_what_stands_in_for_a_missing_measure(missing, expected):
    peers = [Subject({**one.row, "premises": None, "county": None}, one.measured, one.narrowed) for one in PEERS]
    assert marks(group(10, {"a": leaf("x", 10, missing=missing)}), {"x": None}, cohort=peers)["a"] == expected
    # The nearest group above says it for a leaf that does not.
    above = group(10, {"g": group(10, {"a": leaf("x", 10)}, missing=missing)}, missing="refuse")
    assert marks(above, {"x": None}, cohort=peers)["a"] == expected


def test_a_missing_measure_can_be_refused_or_spread():
    nodes = {"a": leaf("x", 10), "b": leaf("y", 20)}
    with pytest.raises(Refused, match="is missing"):
        marks(group(30, nodes, missing="refuse"), {"x": None, "y": 7})
    assert marks(group(30, nodes, missing="rescale"), {"x": None, "y": 7}) == {"b": "7", ROOT: "21/2"}
    # What does not apply is not missing.
    nodes["a"] |= {"applies": NO, "not_applicable": "zero"}
    assert marks(group(30, nodes, missing="refuse"), {"x": None, "y": 7})["a"] == "0"


def test_last_years_value_is_carried_over(tmp_path):
    row = {"platform_id": "P", "indicator": "x", "state": "measured", "numerator": 3, "denominator": 2}
    rows = [{**row, "low": 3, "high": 3}, {**row, "indicator": "y", "state": "missing", "numerator": None}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "measures.parquet")
    nodes = {"a": leaf("x", 10, factor=2), "b": leaf("y", 20)}
    found = marks(group(30, nodes, missing="carry"), {"x": None, "y": None}, previous=tmp_path)
    assert (found["a"], found["b"]) == ("3", "0")


def test_an_inexact_mark_of_a_result_is_believed_within_a_unit_of_its_last_decimal():
    index = group(30, TWO, combine="geometric")
    own = marked(index, {"x": 5, "y": 5})[0].marks[ROOT]
    for off, believed in ((Fraction("0.01"), True), (Fraction("-0.01"), True), (Fraction("0.011"), False)):
        found = marked(index, {"x": 5, "y": 5}, said={ROOT: own + off})[0].marks[ROOT]
        assert found == (own + off if believed else own)
    assert marked(group(30, TWO), {"x": 5, "y": 5}, said={ROOT: Fraction("10.01")})[0].marks[ROOT] == 10


def test_adjustments_and_the_bounds_of_the_total():
    adjustments = {
        "bonus": {"from": ["x"], "curve": SELF, "cap": 3},
        "worst": {"nodes": {one: {"from": [one], "curve": SELF} for one in "xyz"}, "combine": "minimum", "floor": -4},
        "none": {"from": ["y"], "curve": SELF, "applies": NO},
    }
    index = group(10, {"a": leaf("x", 10)})
    values = {"x": 9, "y": -7, "z": None}
    marking, total = marked(index, values, adjustments=adjustments, total={"cap": 8, "floor": 0})
    assert marking.marks["worst"] == -4
    assert marking.marks["worst.cap"] == 3
    assert marking.marks["z"] == 0
    assert marking.marks[ADJUSTMENTS] == -1
    assert (marking.marks[TOTAL_CAP], total) == (0, 8)
    _, total = marked(index, {**values, "x": -5}, adjustments=adjustments, total={"floor": 0})
    assert total == 0
