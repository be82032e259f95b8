"""Means where they could break: weights of 0, high powers, large marks, equal values; each held against the oracle."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import appraisal
from appraisal.explanation import explain
from tests.small_rules import appraised, composites, group, leaf, marks, refused, rules, written

Json = dict[str, Any]
ENTROPY = {"from_data": "entropy"}
ROWS: Json = {"P": {"x": 5}, "Q": {"x": 5, "y": 4}, "S": {"x": 5, "y": 8}}


def one(nodes: Json, **more: Any) -> Json:
    return rules({"g": group(100, nodes, **more)}, cohort="eligible")


@pytest.mark.parametrize("combine", ["mean", "geometric", "harmonic", "power"])
def test_where_only_a_node_without_weight_has_a_mark_it_counts(combine: str, tmp_path: Path) -> None:
    # All have the same x, so that it weighs nothing; P has nothing else.
    nodes = {"a": leaf("x", 10), "b": leaf("y", 10, missing="rescale")}
    power = {"power": 2} if combine == "power" else {}
    result = appraised(tmp_path, one(nodes, combine=combine, weights=ENTROPY, **power), ROWS)
    assert composites(result) == {"S": 80, "P": 50, "Q": 40}
    assert explain(result, "P").sections


def test_a_share_of_0_without_weight_makes_no_mean_0(tmp_path: Path) -> None:
    rows = {name: {"x": 0, "y": value} for name, value in {"P": 2, "Q": 4, "S": 8}.items()}
    for combine in ("geometric", "harmonic"):
        document = one({"a": leaf("x", 10), "b": leaf("y", 10)}, combine=combine, weights=ENTROPY)
        assert composites(appraised(tmp_path / combine, document, rows)) == {"P": 20, "Q": 40, "S": 80}


@pytest.mark.parametrize(
    ("power", "low", "high", "expected"),
    [(100, 0.004, 0.004, "0.04"), (-100, 0.004, 0.004, "0.04"), (-100, 0.004, 9, "0.0403"), (100, 0.004, 9, "89.3783")],
)
def test_a_high_power_of_a_small_share_is_not_lost(
    power: int, low: float, high: float, expected: str, tmp_path: Path
) -> None:
    document = one({"a": leaf("x", 10), "b": leaf("y", 10)}, combine="power", power=power)
    result = appraised(tmp_path, document, {"P": {"x": low, "y": high}})
    assert composites(result)["P"] == Decimal(expected)


def test_a_mean_of_marks_beyond_64_bits_is_computed(tmp_path: Path) -> None:
    line = {"kind": "linear", "at": [[0, 0], [1000, 1_000_000]]}
    nodes = {"a": leaf("x", 1_000_000, line, factor=1000, decimals=6), "b": leaf("y", 1_000_000, line)}
    inner = group(1_000_000, nodes, combine="geometric", decimals=12)
    # NOTE: a Float64 has fewer digits than this node keeps, so that the oracle finds other ones behind them.
    folder = written(tmp_path, rules({"g": inner}), {"P": {"x": 1000, "y": 1000}})
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    assert abs((marks(result, "g")["P"] or 0) - Decimal("31622776.601684")) < Decimal("0.000001")


def test_a_full_mark_below_1_has_a_geometric_mean(tmp_path: Path) -> None:
    line = {"kind": "bands", "at": [[1, 0.5]], "closed": "low"}
    nodes = {"a": leaf("x", 0.5, line, decimals=0), "b": leaf("y", 10)}
    appraised(tmp_path, one(nodes, combine="geometric"), {"P": {"x": 1, "y": 5}})


@pytest.mark.parametrize(
    ("curve", "expected"),
    [
        ({"kind": "linear", "at": [[{"cohort": "minimum"}, 100], [{"cohort": "maximum"}, 0]]}, 100),
        ({"kind": "linear", "at": [[{"cohort": "minimum"}, 0], [{"cohort": "maximum"}, 100]]}, 100),
        ({"kind": "bands", "at": [[{"cohort": "minimum"}, 100], [{"cohort": "maximum"}, 0]], "closed": "low"}, 100),
        ({"kind": "bands", "at": [[{"cohort": "minimum"}, 0], [{"cohort": "maximum"}, 100]], "closed": "high"}, 0),
    ],
    ids=["the lower the better", "the higher the better", "bands", "an edge belongs to the band below it"],
)
def test_equal_values_have_the_better_of_the_marks(curve: Json, expected: int, tmp_path: Path) -> None:
    result = appraised(tmp_path, rules({"a": leaf("x", 100, curve)}, cohort="eligible"), {"P": {"x": 5}, "Q": {"x": 5}})
    assert set(composites(result).values()) == {expected}


def test_the_logarithm_above_the_minimum_of_equal_values_is_0(tmp_path: Path) -> None:
    curve = {"kind": "linear", "at": [[0, 50], [1, 100]]}
    node = leaf("x", 100, curve, treat=[{"log": {"shift": "above_minimum"}}])
    result = appraised(tmp_path, rules({"a": node}, cohort="eligible"), {"P": {"x": 5}, "Q": {"x": 5}})
    assert set(composites(result).values()) == {50}
    steps = {step.id: step for part in explain(result, "P").sections for step in part.steps}
    assert str(steps["a"].arithmetic).startswith("5 becomes 0 by its treatment (the natural logarithm of (value + -4)")


def test_negative_shares_have_no_entropy(tmp_path: Path) -> None:
    below = {"kind": "linear", "at": [[0, 0], [10, 10]], "extend": True}
    document = one({"a": leaf("x", 10, below), "b": leaf("y", 10)}, combine="mean", weights=ENTROPY)
    rows = {"P": {"x": -5, "y": 1}, "Q": {"x": 6, "y": 4}}
    assert refused(tmp_path, document, rows) == {"score|negative_share"}
