"""Nodes: factors, caps, floors, means; what does not apply and what is missing, each with every handling."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.small_rules import YES, appraised, at_least, composites, group, leaf, marks, refused, rules, said

LOW, HIGH = at_least("z", 1), {"not": at_least("z", 1)}


def index(nodes: Any, full_mark: float, **keys: Any) -> Any:
    return {**rules(nodes), "index": {"combine": "sum", "full_mark": full_mark, "nodes": nodes, **keys}}


@pytest.mark.parametrize(
    ("keys", "x", "mark"),
    [
        ({"factor": 1.2}, 10, "12"),
        ({"factor": 0.333}, "0.1501", "0.05"),  # 0.0499833 to four decimals
        ({"factor": 0.5, "decimals": 1}, "4.5", "2.3"),  # 2.25 rounded once, not 4.5 first
        ({"factor": 0.5, "decimals": 1}, "4.49", "2.2"),
        ({"cap": 8}, "7.9999", "7.9999"),
        ({"cap": 8}, 8, "8"),
        ({"cap": 8}, "8.0001", "8"),
        ({"factor": 2, "cap": 8}, "3.9999", "7.9998"),
        ({"factor": 2, "cap": 8}, 4, "8"),
        ({"factor": 2, "cap": 8}, "4.0001", "8"),
        ({"decimals": 0}, "4.4999", "4"),
        ({"decimals": 0}, "4.5", "5"),
    ],
)
def test_a_leaf_is_multiplied_rounded_once_and_then_cut(keys: Any, x: Any, mark: str, tmp_path: Path) -> None:
    result = appraised(tmp_path, rules({"a": leaf("x", 10, **keys)}), {"P": {"x": x}})
    assert marks(result, "a")["P"] == Decimal(mark)


@pytest.mark.parametrize(("z", "mark"), [("0.999999", 8), (1, 12), (5, 12), (None, 8)])
def test_a_factor_may_go_by_a_condition(z: Any, mark: int, tmp_path: Path) -> None:
    factor = {"cases": [{"when": at_least("z", 1), "factor": 1.2}], "otherwise": 0.8}
    result = appraised(tmp_path, rules({"a": leaf("x", 20, factor=factor)}), {"P": {"x": 10, "z": z}})
    assert marks(result, "a")["P"] == mark


@pytest.mark.parametrize(
    ("x", "mark", "line"),
    [
        ("1.9999", 4, "0.0002"),
        (2, 4, 0),
        ("2.0001", "4.0002", 0),
        ("4.9999", "9.9998", 0),
        (5, 10, 0),
        ("5.0001", 10, "-0.0002"),
        (9, 10, -8),
    ],
)
def test_floor_and_cap_of_a_group_at_their_edges(x: Any, mark: Any, line: Any, tmp_path: Path) -> None:
    both = group(10, {"a": leaf("x", 10), "b": leaf("x", 10)}, floor=4, cap=10)
    result = appraised(tmp_path, rules({"g": both}), {"P": {"x": x}})
    assert marks(result, "g")["P"] == Decimal(mark)
    assert marks(result, "g.cap")["P"] == Decimal(line)


@pytest.mark.parametrize(
    ("keys", "mark"),
    [
        ({"combine": "mean"}, "42"),  # (3 x 0.4 + 2 x 0.45) / 5 = 0.42
        ({"combine": "mean", "weights": "equal"}, "42.5"),
        ({"combine": "minimum"}, "40"),
        ({"combine": "maximum"}, "45"),
        ({"combine": "harmonic", "weights": "equal"}, "42.3529"),
        ({"combine": "geometric", "weights": "equal"}, "42.4264"),
        ({"combine": "power", "power": 2, "weights": "equal"}, "42.5735"),
        ({"combine": "power", "power": -1, "weights": "equal"}, "42.3529"),
        ({"combine": "mean", "factor": 0.5, "decimals": 1}, "21"),
    ],
)
def test_means_of_shares(keys: Any, mark: str, tmp_path: Path) -> None:
    nodes = {"a": leaf("x", 10, weight=3), "b": leaf("y", 20, weight=2)}
    result = appraised(
        tmp_path, rules({"g": group(100, nodes, **keys)}), {"P": {"x": 4, "y": 9}, "Q": {"x": 0, "y": 20}}
    )
    assert marks(result, "g")["P"] == Decimal(mark)
    zero = keys["combine"] in ("minimum", "harmonic", "geometric") or keys.get("power", 0) < 0
    assert (marks(result, "g")["Q"] == 0) is zero


@pytest.mark.parametrize(
    ("how", "mark", "total"),
    # b gives 6 of 20, c 9 of 70; a has 10 of 100 and does not apply.
    [("absent", None, None), ("rescale", None, "16.6667"), ("full", 10, 25), ("zero", 0, 15)],
)
def test_each_handling_of_what_does_not_apply(how: str, mark: Any, total: Any, tmp_path: Path) -> None:
    nodes = {"a": leaf("x", 10, applies=LOW, not_applicable=how), "b": leaf("y", 20), "c": leaf("x", 70)}
    stated, rows = rules(nodes), {"P": {"x": 9, "y": 6, "z": 0}, "Q": {"x": 9, "y": 6, "z": 1}}
    if total is None:
        # What is left does not add up to the full mark, for this platform.
        assert refused(tmp_path, stated, rows) == {"rules|marks_sum_platform"}
        return
    result = appraised(tmp_path, stated, rows)
    assert marks(result, "a") == {"P": mark, "Q": 9}
    assert composites(result) == {"P": Decimal(total), "Q": 24}


def test_items_of_two_classes_add_up_for_each(tmp_path: Path) -> None:
    nodes = {"a": leaf("x", 60, applies=LOW), "b": leaf("y", 60, applies=HIGH), "c": leaf("x", 40)}
    result = appraised(tmp_path, index(nodes, 100), {"P": {"x": 9, "y": 6, "z": 0}, "Q": {"x": 9, "y": 6, "z": 1}})
    assert composites(result) == {"P": 15, "Q": 18}


def test_a_curve_that_is_chosen_by_nobody_leaves_the_leaf_out(tmp_path: Path) -> None:
    flat = {"kind": "bands", "at": [[0, 10]], "closed": "low"}
    choose = {"kind": "choose", "cases": [{"when": LOW, "curve": flat}]}
    rows = {"P": {"x": 9, "z": 0}, "Q": {"x": 9, "z": 1}, "R": {"z": 1}, "S": {}}
    for curve in (
        choose,
        {**choose, "otherwise": choose},
        {"kind": "choose", "cases": [{"when": at_least("x", 1), "curve": choose}]},
    ):
        nodes = {"a": leaf("x", 10, curve, not_applicable="full"), "b": leaf("y", 20)}
        found = marks(appraised(tmp_path, rules(nodes), rows), "a")
        # Who has no curve has the full mark; who has one and no value has none.
        assert (found["P"], found["Q"], found["S"]) == (10, 10, 10)
        assert found["R"] == (10 if curve["cases"][0]["when"] != LOW else 0)


def test_a_group_that_does_not_apply_is_out_as_a_whole(tmp_path: Path) -> None:
    for how, total in (("full", 15), ("zero", 5), ("rescale", "7.5")):
        nodes = {"g": group(10, {"a": leaf("x", 10)}, applies=LOW, not_applicable=how), "b": leaf("y", 20)}
        result = appraised(tmp_path, rules(nodes), {"P": {"x": 9, "y": 5, "z": 0}, "Q": {"x": 9, "y": 5, "z": 1}})
        assert composites(result) == {"P": Decimal(total), "Q": 14}


@pytest.mark.parametrize(
    ("how", "mark", "total"),
    [
        ("zero", 0, 5),
        ("rescale", None, "7.5"),
        ("median", 4, 9),
        ({"median_by": "platforms.type"}, 2, 7),
        ("carry", 0, 5),
    ],
)
def test_each_handling_of_what_is_missing(how: Any, mark: Any, total: Any, tmp_path: Path) -> None:
    nodes = {"a": leaf("x", 10, missing=how), "b": leaf("y", 20)}
    rows = {
        "P": {"y": 5, "type": "工业设计"},
        "Q": {"x": 2, "y": 5, "type": "工业设计"},
        "R": {"x": 4, "y": 5, "type": "质量检测"},
        "S": {"x": 7, "y": 5, "type": "质量检测"},
    }
    result = appraised(tmp_path, {**rules(nodes), "cohort": "eligible"}, rows)
    assert marks(result, "a") == {"P": mark, "Q": 2, "R": 4, "S": 7}
    assert composites(result)["P"] == Decimal(total)
    assert said(result, "x|missing") == ["P"]


def test_the_nearest_group_says_what_becomes_of_missing_values(tmp_path: Path) -> None:
    inner = group(10, {"a": leaf("x", 10)}, missing="median")
    stated = {**index({"g": inner, "b": leaf("y", 20)}, 30, missing="refuse"), "cohort": "submitted"}
    assert marks(appraised(tmp_path, stated, {"P": {"y": 5}, "Q": {"x": 4, "y": 5}}), "a")["P"] == 4
    assert "y|missing" in refused(tmp_path, stated, {"P": {"x": 5}, "Q": {"x": 4, "y": 5}})


def test_in_a_mean_what_is_out_is_left_out_with_its_weight(tmp_path: Path) -> None:
    nodes = {"a": leaf("x", 10, missing="rescale"), "b": leaf("y", 20), "c": leaf("z", 10, applies=YES)}
    rows = {
        "P": {"y": 5, "z": 5, "premises": True},
        "Q": {"x": 5, "y": 5, "z": 5, "premises": False},
        "R": {"premises": False},
    }
    result = appraised(tmp_path, {**rules(nodes), "index": group(40, nodes, combine="mean")}, rows)
    # P: 40 (20 x 1/4 + 10 x 1/2) / 30; Q: 40 (10 x 1/2 + 20 x 1/4) / 30; R has b alone, which is zero.
    assert composites(result) == {"P": Decimal("13.3333"), "Q": Decimal("13.3333"), "R": 0}


def test_a_root_without_any_mark_is_zero(tmp_path: Path) -> None:
    result = appraised(
        tmp_path, rules({"a": leaf("x", 10, applies=LOW)}), {"P": {"x": 5, "z": 0}, "Q": {"x": 5, "z": 1}}
    )
    assert composites(result) == {"P": 0, "Q": 5}


def test_words_of_the_register_have_levels(tmp_path: Path) -> None:
    levels = {"kind": "levels", "marks": {"工业设计": 10, "技术创新": 7.5}}
    for otherwise, mark in (({}, 0), ({"otherwise": 1}, 1)):
        nodes = {"a": leaf("platforms.type", 10, {**levels, **otherwise})}
        rows = {"P": {"type": "工业设计"}, "Q": {"type": "技术创新"}, "R": {"type": "质量检测"}, "S": {"type": None}}
        result = appraised(tmp_path, rules(nodes), rows)
        assert marks(result, "a") == {"P": 10, "Q": Decimal("7.5"), "R": mark, "S": 0}
        assert said(result, "platforms.type|missing") == (["S"] if otherwise else ["R", "S"])


@pytest.mark.parametrize(
    ("x", "y", "mark"),
    [(0, 0, 0), ("0.999999", "9.999999", 0), (1, 0, "2.5"), (0, 10, 3), (1, 10, 5), (7, 70, 5)],
)
def test_a_checklist_is_added_up_cut_and_weighed(x: Any, y: Any, mark: Any, tmp_path: Path) -> None:
    """50 for a published fee standard and 60 for a tenth of free services, together at most 100, times 0.05."""

    def all_or_nothing(source: str, least: int, full: int) -> Any:
        return leaf(source, full, {"kind": "bands", "at": [[least, full]], "closed": "low"})

    items = {"fees": all_or_nothing("x", 1, 50), "free": all_or_nothing("y", 10, 60)}
    nodes = {"item": group(5, {"list": group(100, items, cap=100)}, combine="mean")}
    assert marks(appraised(tmp_path, rules(nodes), {"P": {"x": x, "y": y}}), "item")["P"] == Decimal(mark)


def test_a_line_from_the_worst_to_the_best(tmp_path: Path) -> None:
    """The efficacy coefficient: 60 for the worst, 40 more in proportion for the best."""
    ends = [[{"cohort": "minimum"}, 60], [{"cohort": "maximum"}, 100]]
    stated = {**rules({"a": leaf("x", 100, {"kind": "linear", "at": ends})}), "cohort": "eligible"}
    result = appraised(tmp_path, stated, {"P": {"x": -3}, "Q": {"x": 1}, "R": {"x": 5}, "S": {"x": "4.9999"}})
    assert marks(result, "a") == {"P": 60, "Q": 80, "R": 100, "S": Decimal("99.9995")}


def test_a_curve_goes_by_another_field(tmp_path: Path) -> None:
    short, long = ({"kind": "linear", "at": [[0, 0], [target, 10]]} for target in (20, 50))
    private = {"of": "platforms.founder_kind", "require": {"const": "民营机构"}}
    curve = {"kind": "choose", "cases": [{"when": private, "curve": short}], "otherwise": long}
    rows = {
        "P": {"x": 10, "founder_kind": "民营机构"},
        "Q": {"x": 10, "founder_kind": "龙头企业"},
        "R": {"x": 10, "founder_kind": None},
    }
    result = appraised(tmp_path, rules({"a": leaf("x", 10, curve)}), rows)
    assert marks(result, "a") == {"P": 5, "Q": 2, "R": 2}
    # Who founded R is not known: it is said, and the other curve counts.
    assert said(result, "condition|undecided") == ["R"]
