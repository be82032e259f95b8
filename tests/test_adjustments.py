"""Adjustments: bonuses and penalties beside the index, caps inside caps, what excludes each other, bounds of the total."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.small_rules import added, appraised, at_least, composites, leaf, marks, refused, rules, said

#: 3 for each one beyond the tenth, at most 15.
BEYOND = {"kind": "steps", "from": 10, "per": 1, "add": 3, "cap": 15, "whole": True}
#: 20 off from 1 on, and 50 off from 5 on.
PENALTY = {"kind": "bands", "at": [[1, -20], [5, -50]], "closed": "low"}


@pytest.mark.parametrize(
    ("y", "bonus"),
    [(9, 0), (10, 0), ("10.999999", 0), (11, 3), (14, 12), ("14.999999", 12), (15, 15), (16, 15), (None, 0)],
)
def test_a_bonus_begins_beyond_the_target_and_has_a_cap(y: Any, bonus: int, tmp_path: Path) -> None:
    stated = rules(adjustments={"b": {"from": ["y"], "curve": BEYOND}})
    result = appraised(tmp_path, stated, {"P": {"x": 50, "y": y}})
    assert composites(result) == {"P": 50 + bonus}
    assert said(result, "y|missing") == (["P"] if y is None else [])


@pytest.mark.parametrize(("y", "z", "together"), [(14, 14, 24), (15, 14, 27), (15, 15, 28), (20, 20, 28), (0, 99, 15)])
def test_bonuses_have_a_cap_together(y: int, z: int, together: int, tmp_path: Path) -> None:
    both = {name: {"from": [name[-1]], "curve": BEYOND} for name in ("of_y", "of_z")}
    stated = rules(adjustments={"bonus": {"cap": 28, "nodes": both}})
    result = appraised(tmp_path, stated, {"P": {"x": 50, "y": y, "z": z}})
    assert marks(result, "bonus")["P"] == together
    assert composites(result) == {"P": 50 + together}


@pytest.mark.parametrize(("y", "taken"), [("0.999999", 0), (1, -20), ("4.999999", -20), (5, -50), (9, -50)])
def test_a_penalty_takes_away(y: Any, taken: int, tmp_path: Path) -> None:
    stated = rules(adjustments={"p": {"from": ["y"], "curve": PENALTY}})
    result = appraised(tmp_path, stated, {"P": {"x": 60, "y": y}})
    assert marks(result, "p")["P"] == marks(result, "adjustments")["P"] == taken
    assert composites(result) == {"P": 60 + taken}


@pytest.mark.parametrize(
    ("combine", "y", "z", "mark"),
    [("minimum", 1, 5, -50), ("maximum", 1, 5, -20), ("sum", 1, 5, -70), ("minimum", 0, 0, 0)],
)
def test_of_penalties_that_exclude_each_other_the_hardest_counts(
    combine: str, y: int, z: int, mark: int, tmp_path: Path
) -> None:
    both = {name: {"from": [name[-1]], "curve": PENALTY} for name in ("of_y", "of_z")}
    stated = rules(adjustments={"p": {"combine": combine, "nodes": both}})
    result = appraised(tmp_path, stated, {"P": {"x": 100, "y": y, "z": z}})
    assert marks(result, "p")["P"] == mark
    assert composites(result) == {"P": 100 + mark}


@pytest.mark.parametrize(
    ("total", "x", "y", "composite"),
    [
        ({}, 100, 30, 130),
        ({}, 10, -30, -20),
        ({"cap": 105}, 100, "4.9999", "104.9999"),
        ({"cap": 105}, 100, 5, 105),
        ({"cap": 105}, 100, "5.0001", 105),
        ({"floor": 0}, 10, "-9.9999", "0.0001"),
        ({"floor": 0}, 10, -10, 0),
        ({"floor": 0}, 10, "-10.0001", 0),
        ({"cap": 100, "floor": 0}, 100, 30, 100),
        ({"cap": 100, "floor": 0}, 0, -30, 0),
    ],
)
def test_the_bounds_of_the_total_at_their_edges(total: Any, x: Any, y: Any, composite: Any, tmp_path: Path) -> None:
    stated = rules(adjustments={"b": added("y")}, **({"total": total} if total else {}))
    result = appraised(tmp_path, stated, {"P": {"x": x, "y": y}})
    assert composites(result) == {"P": Decimal(composite)}
    if total:
        assert marks(result, "total.cap")["P"] == Decimal(composite) - Decimal(x) - Decimal(y)


def test_a_floor_bounds_penalties_together(tmp_path: Path) -> None:
    nodes = {"of_y": added("y"), "of_z": added("z")}
    stated = rules(adjustments={"p": {"floor": -25, "nodes": nodes}})
    rows = {
        "P": {"x": 50, "y": -12, "z": -13},
        "Q": {"x": 50, "y": -12, "z": "-13.0001"},
        "R": {"x": 50, "y": -12, "z": "-12.9999"},
    }
    assert composites(appraised(tmp_path, stated, rows)) == {"P": 25, "Q": 25, "R": Decimal("25.0001")}


def test_what_does_not_apply_adds_nothing(tmp_path: Path) -> None:
    stated = rules(adjustments={"b": added("y", applies=at_least("z", 1))})
    result = appraised(tmp_path, stated, {"P": {"x": 50, "y": 7, "z": 0}, "Q": {"x": 50, "y": 7, "z": 1}})
    assert composites(result) == {"P": 50, "Q": 57}
    assert marks(result, "b") == {"P": None, "Q": 7}


def test_every_line_of_the_scores_adds_up_to_the_composite(tmp_path: Path) -> None:
    nodes = {"of_y": added("y", factor=1.5), "of_z": added("z")}
    stated = rules(adjustments={"p": {"cap": 8, "floor": -8, "nodes": nodes}}, total={"cap": 60, "floor": 45})
    rows = {f"P{y}{z}": {"x": 50, "y": y, "z": z} for y in (-9, 0, 4, 9) for z in (-2, 3)}
    result = appraised(tmp_path, stated, {name.replace("-", "m"): row for name, row in rows.items()})
    sums: dict[str, Decimal] = {}
    for platform, part in result.tables["scores"].select("platform_id", "contribution").iter_rows():
        sums[platform] = sums.get(platform, Decimal(0)) + (part or 0)
    assert sums == composites(result)


def test_marks_below_zero_stand_in_adjustments_alone(tmp_path: Path) -> None:
    codes = refused(
        tmp_path,
        rules({"a": leaf("x", 10, {"kind": "bands", "at": [[0, -1], [5, 10]], "closed": "low"})}),
        {"P": {"x": 1}},
    )
    assert codes == {"rules|curve_negative"}
