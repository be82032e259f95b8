"""What would turn an award: the nearest value of one measure, and the rows of evidence on which it hangs alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import appraisal
from appraisal.replays import Replayer
from appraisal.sensitivity.hanging import hanging_rows
from appraisal.sensitivity.nearest import nearest_changes
from appraisal.sensitivity.robustness import near_the_line
from tests.amounts import sample
from tests.check_characters import organisation_check
from tests.sensitivity.test_sampled import AWARDS
from tests.small_rules import at_least, leaf, rules, written

if TYPE_CHECKING:
    from pathlib import Path

ENTITIES = [body + organisation_check(body) for body in ("12345678", "23456789", "34567890")]
CURVES: list[dict[str, Any]] = [
    {"kind": "linear", "at": [[0, 0], [40, 40]]},
    {"kind": "linear", "at": [[0, 40], [40, 0]]},
    {"kind": "bands", "bands": [
        {"when": {"exclusiveMaximum": 10}, "mark": 0},
        {"when": {"minimum": 10, "exclusiveMaximum": 25}, "mark": 25},
        {"when": {"minimum": 25}, "mark": 40},
    ]},
    {"kind": "linear", "at": [[5, 10], [20, 40], [35, 40], [60, 0]]},
]  # fmt: skip


def _scenario(root: Path, seed: int) -> tuple[Path, dict[str, dict[str, Any]]]:
    die = Random(seed)
    nodes = {name: leaf(name, 40, die.choice(CURVES)) for name in ("x", "y")}
    gates = {"g": {"title": "门槛", **at_least("x", die.choice([0, 3, 8]))}}
    rows: dict[str, dict[str, Any]] = {name: {"x": die.randrange(45), "y": die.randrange(45)} for name in "ABCDE"}
    award = {
        **AWARDS["awards"],
        "grade": "best",
        "places": die.choice([1, 2, 3]),
        "per": die.choice(["platform", "legal_entity"]),
        "freed_place": die.choice(["next", "lapse"]),
    }
    grades = {"best": {"title": "甲", "minimum": die.choice([20, 40, 55])}, "rest": {"title": "乙"}}
    for row in rows.values():
        row["entity_code"] = die.choice(ENTITIES)
    document = rules(nodes, gates=gates, awards=award, funds=AWARDS["funds"], grades=grades)
    return written(root, document, rows), rows


def _award(folder: Path, rows: dict[str, dict[str, Any]], platform: str, source: str, value: int) -> str:
    """The award of a platform when the evidence says another value."""
    changed = {**rows, platform: {**rows[platform], source: value}}
    path = folder / "evidence" / "figures.csv"
    before = path.read_bytes()
    lines = ["platform_id,x,y,z", *(f"{name},{one['x']},{one['y']}," for name, one in changed.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    try:
        ranking = appraisal.appraise(appraisal.load_scenario(str(folder))).tables["ranking"]
    finally:
        path.write_bytes(before)
    return ranking.filter(platform_id=platform)["award_state"].item()


@pytest.mark.parametrize("seed", sample(range(200), 1))
def test_the_nearest_value_turns_the_award_and_no_nearer_one_does(seed: int, tmp_path: Path) -> None:
    folder, rows = _scenario(tmp_path, seed)
    replayer, die = Replayer(appraisal.load_scenario(str(folder))), Random(seed)
    ranked = replayer.parent.tables["ranking"].filter(status="ranked")["platform_id"].to_list()
    for row in nearest_changes(replayer, ranked).iter_rows(named=True):
        platform, source, was = row["platform_id"], row["measure"], row["award"]
        if was == "open":
            continue
        old = rows[platform][source]
        tried = range(46) if row["to"] is None else range(old - abs(_new(row) - old) + 1, old + abs(_new(row) - old))
        for value in die.sample([one for one in tried if one >= 0], min(2, len([one for one in tried if one >= 0]))):
            has = _award(folder, rows, platform, source, value)
            assert (has == was) or (was == "none" and has == "open"), (platform, source, value)
        if row["to"] is not None:
            has = _award(folder, rows, platform, source, _new(row))
            assert (has == "given") == (row["turns"] == "won")
            assert row["change"] == _new(row) - old


def _new(row: dict[str, Any]) -> int:
    number = Fraction(row["to_numerator"])
    assert number.denominator == 1
    return number.numerator


@pytest.fixture(scope="module")
def replayer() -> Replayer:
    return Replayer(appraisal.load_scenario("2012"))


@pytest.mark.parametrize("seed", sample(range(20), 1))
def test_an_award_hangs_on_the_rows_that_are_named_and_on_no_others(replayer: Replayer, seed: int) -> None:
    platform = Random(seed).choice(near_the_line(replayer.parent))
    scenario = replayer.scenario
    was = replayer.parent.tables["ranking"].filter(platform_id=platform)["award_state"].item()
    found, passed_over = hanging_rows(replayer, [platform])
    named = set(found["place"])
    assert passed_over == []
    tables = [name for name in ("finance", "outputs", "services", "surveys", "staff") if name in scenario.tables]
    die = Random(seed)
    for name in tables:
        table = scenario.tables[name]
        own = table.frame.select(pl.arg_where(pl.col("platform_id") == platform)).to_series().to_list()
        for row in die.sample(own, min(2, len(own))):
            changed = replace(scenario, tables={**scenario.tables, name: table.without([row])})
            has = appraisal.appraise(changed).tables["ranking"].filter(platform_id=platform)["award_state"].item()
            turned = has != was and not (was == "none" and has == "open")
            assert (str(table.place(row)) in named) == turned, (platform, name, row)
