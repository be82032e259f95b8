"""What explain says of an award: the group, its places, who has them, and what keeps a platform from one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appraisal.explanation import explain
from appraisal.explanation.words import Step
from tests.small_rules import appraised, rules

Json = dict[str, Any]
ROWS = {
    "A": {"x": 9, "county": "南海区"},
    "B": {"x": 8, "county": "南海区"},
    "C": {"x": 7, "county": "顺德区"},
    "D": {"x": 6, "county": None},
}
COUNTY = "platforms.county"


def awards(root: Path, places: int | Json, **more: Any) -> dict[str, Step]:
    """The step of the award of each platform, after the oracle has found the same result."""
    awarded = {"grade": "all", "amount_yuan": 100, "per": "platform", "freed_place": "next", "fund": "f", **more}
    document = rules(awards={**awarded, "places": places}, funds={"f": {"total_yuan": 1000}})
    result = appraised(root, document, ROWS)
    steps = {name: [step for section in explain(result, name).sections for step in section.steps] for name in ROWS}
    return {name: next(step for step in own if step.id == "award") for name, own in steps.items()}


def test_the_places_of_any_group_are_told_with_who_has_them(tmp_path: Path) -> None:
    said = awards(tmp_path, {"by": COUNTY, "of": {"南海区": 1}, "otherwise": 0})
    assert [str(said[name].rule) for name in "AC"] == ["1 places for 南海区", "0 places for 顺德区"]
    assert str(said["B"].arithmetic) == "the places of 南海区 (1) are taken by A"
    assert str(said["C"].arithmetic) == "顺德区 has no place"


def test_who_is_in_no_group_is_told_so(tmp_path: Path) -> None:
    assert str(awards(tmp_path, {"by": COUNTY, "otherwise": 1})["D"].arithmetic) == "it is in no group that has places"


@pytest.mark.parametrize(
    ("places", "name", "expected"),
    [(3, "B", "of 南海区 1 have won, no more may: A"), (1, "C", "2.0000 behind the last winner")],
)
def test_a_limit_is_named_only_where_it_is_what_keeps_one_out(tmp_path: Path, places, name, expected) -> None:
    said = awards(tmp_path, places, at_most={"by": COUNTY, "otherwise": 1})[name]
    assert "at most 1 of " in str(said.rule)
    assert str(said.arithmetic) == expected
