"""Where no bound is proved the engine is asked under drawn weights, and what it found is labelled so."""

from __future__ import annotations

import json
from decimal import Decimal
from math import log
from typing import TYPE_CHECKING

import polars as pl
import pytest

import appraisal
from appraisal.replays import Replayer
from appraisal.sensitivity.sampled import Sampled, sampled
from tests.commands import in_process
from tests.small_rules import leaf, rules, written

if TYPE_CHECKING:
    from pathlib import Path

AWARDS = {
    "awards": {
        "grade": "all", "places": 2, "amount_yuan": 10, "per": "platform", "freed_place": "next", "fund": "only"
    },
    "funds": {"only": {"total_yuan": 100}},
}  # fmt: skip
ROWS = {"A": {"x": 40, "y": 20}, "B": {"x": 21, "y": 35}, "C": {"x": 30, "y": 27}, "D": {"x": 5, "y": 40}}


def year(root: Path, rows: dict[str, dict[str, int]] | None = None, combine: str = "geometric") -> Path:
    document = rules({"x": leaf("x", 40), "y": leaf("y", 40)}, **AWARDS)
    document["index"] |= {"combine": combine, "full_mark": 80 if combine == "sum" else 100}
    return written(root, document, rows or ROWS)


def shares_of_x(one: str, other: str) -> tuple[float, float]:
    """The shares of the whole weight that x may have while one platform stands above the other, by logarithms."""
    gain_x, gain_y = (log(ROWS[one][name] / ROWS[other][name]) for name in ("x", "y"))
    edge = gain_y / (gain_y - gain_x)
    return (edge, 1.0) if gain_x > gain_y else (0.0, edge)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sampled]:
    folder = year(tmp_path_factory.mktemp("year"))
    found = sampled(Replayer(appraisal.load_scenario(str(folder))), kind="uniform", draws=20, seed=3)
    assert found is not None
    return folder, found


def test_the_nearest_weights_change_an_award_when_a_replay_is_asked_for_them(asked: tuple[Path, Sampled]) -> None:
    folder, found = asked
    assert found.nearest is not None
    (was, new), _ = found.nearest.weights.values()
    assert found.nearest.largest == abs(new - was) / 80
    edge, _ = shares_of_x("A", "B")
    assert 0 < edge - new / 80 < found.nearest.largest / 2
    replayed = appraisal.replay(str(folder), {"x": Decimal(f"{float(new)}")}).result
    assert set(replayed.tables["ranking"].filter(award_state="given")["platform_id"]) == {"B", "C"}
    assert (found.nearest.won, found.nearest.lost) == (("B",), ("A",))


def test_the_shares_are_those_of_the_closed_form_as_near_as_the_draws_are_many(asked: tuple[Path, Sampled]) -> None:
    _, found = asked
    low, high = shares_of_x("A", "B")
    (row,) = found.awards.filter(platform_id="A").rows(named=True)
    assert row["share_low"] < high - low < row["share_high"]
    assert found.awards["share"].sum() == pytest.approx(2)
    assert found.changed >= round((1 - row["share"]) * found.draws)


def test_the_same_seed_asks_the_same_question(asked: tuple[Path, Sampled]) -> None:
    folder, found = asked
    replayer = Replayer(appraisal.load_scenario(str(folder)))
    again = sampled(replayer, kind="uniform", draws=2, seed=3)
    more = sampled(replayer, kind="uniform", draws=3, seed=3)
    assert again is not None
    assert more is not None
    assert more.changed >= again.changed
    assert found.changed >= more.changed


def test_where_nobody_can_win_nothing_is_asked(tmp_path: Path) -> None:
    folder = written(tmp_path, rules({"x": leaf("x", 40), "y": leaf("y", 40)}), ROWS)
    assert sampled(Replayer(appraisal.load_scenario(str(folder)))) is None


def test_the_command_says_that_it_is_sampled(tmp_path: Path) -> None:
    folder = year(tmp_path)
    assert in_process("run", str(folder), "--out", "result", cwd=tmp_path).returncode == 0
    words = (
        "robustness",
        "result",
        "--draws",
        "8",
        "--weights",
        "uniform",
        "--rows",
        "8",
        "--evidence",
        str(folder),
        "--out",
        "rb",
    )
    done = in_process(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Acceptability under other weights is not computed" in done.stdout
    assert "sampled, no certificate" in done.stdout
    assert "Nearer ones are not ruled out." in done.stdout
    about = json.loads((tmp_path / "rb" / "robustness.json").read_text(encoding="utf-8"))
    assert (about["sampled"]["draws"], "certificate" in about) == (8, False)
    assert pl.read_parquet(tmp_path / "rb" / "sampled_awards.parquet").columns == [
        "platform_id", "share", "open", "share_low", "share_high"
    ]  # fmt: skip
