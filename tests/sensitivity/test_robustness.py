"""All questions at once: one value, one command, and the same again for the same seed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.replays import Replayer
from appraisal.result import read_result
from appraisal.sensitivity.nearest import nearest_changes
from appraisal.sensitivity.robustness import near_the_line
from tests import small_rules
from tests.commands import in_process
from tests.conftest import official
from tests.sensitivity.test_sampled import AWARDS, year
from tests.small_rules import at_least, leaf, rules

EXPECTED = paths.scenarios() / "2012" / "expected"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("robust")
    scenario = year(folder, combine="sum")
    assert in_process("run", str(scenario), "--out", "result", cwd=folder).returncode == 0
    asked = ("--draws", "600", "--rows", "64", "--evidence", str(scenario), "--out", "rb")
    done = in_process("robustness", "result", *asked, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "rb", done.stdout


def test_the_command_says_bound_awards_choices_and_coherence(written) -> None:
    _, said = written
    for words in (
        "No award changes while",
        "600 draws, seed 20120823",
        "average rank shift",
        "Without one",
        "contradict each other",
    ):
        assert words in said


def test_every_table_is_written_and_named_in_a_file_with_seed_and_digest(written) -> None:
    folder, _ = written
    about = json.loads((folder / "robustness.json").read_text(encoding="utf-8"))
    assert about["content_digest"] == read_result(folder.parent / "result").content_digest
    assert (about["seed"], about["acceptability"]["draws"], about["refused"]) == (20120823, 600, [])
    assert about["certificate"]["witness"]["content_digest"] != about["content_digest"]
    tables = {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}
    assert {"events", "acceptability_summary", "choices", "without_indicators", "coherence_importance"} <= set(tables)
    shares = tables["acceptability_ranks"].group_by("platform_id").agg(pl.col("share").sum())
    assert shares["share"].round(9).unique().to_list() == [1.0]


def test_the_same_seed_asks_the_same_question(written: tuple[Path, str]) -> None:
    folder, _ = written
    root = folder.parent
    again = appraisal.robustness(root / "result", evidence_dir=root / "small", draws=600, rows=64)
    for name, table in again.tables().items():
        assert table.equals(pl.read_parquet(folder / f"{name}.parquet")), name
    assert again.about() == json.loads((folder / "robustness.json").read_text(encoding="utf-8"))


def test_those_near_the_line_stand_on_both_sides_of_the_last_award() -> None:
    near = near_the_line(official("2014"))
    states = official("2014").tables["ranking"].filter(pl.col("platform_id").is_in(near))["award_state"]
    assert (states[0], states[-1]) == ("given", "none")
    assert len(near) == 10


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--draws", "0"), "--draws is a whole number"),
        (("--within", "0.1"), "such as 10%"),
        (("--rows", "100"), "power of two"),
        (("--weights", "any"), "around, uniform or ordinal"),
        (("--level", "tree"), "leaf, group or nested"),
    ],
)
def test_an_option_that_does_not_fit_is_said(words, said, tmp_path: Path) -> None:
    done = in_process("robustness", str(EXPECTED), *words, cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_where_nobody_is_ranked_there_is_nothing_to_ask(tmp_path: Path) -> None:
    document = rules({"x": leaf("x", 40)}, gates={"g": {"title": "门槛", **at_least("x", 1000)}})
    folder = small_rules.written(tmp_path, document, {"A": {"x": 5}})
    assert in_process("run", str(folder), "--out", "result", cwd=tmp_path).returncode == 0
    done = in_process("robustness", "result", "--evidence", str(folder), cwd=tmp_path)
    assert (done.returncode, "Nobody is ranked" in done.stderr) == (1, True)


def test_a_certain_award_that_would_wait_for_a_decision_is_said_to_be_open(tmp_path: Path) -> None:
    document = rules({"x": leaf("x", 40), "y": leaf("y", 40)}, **AWARDS)
    folder = small_rules.written(
        tmp_path, document, {"A": {"x": 40, "y": 20}, "B": {"x": 20, "y": 35}, "C": {"x": 30, "y": 22}}
    )
    found = nearest_changes(Replayer(appraisal.load_scenario(str(folder))), ["B", "C"])
    rows = found.filter(measure="x").sort("platform_id").select("award", "becomes", "to_numerator").rows()
    assert rows == [("given", "open", Decimal(17)), ("none", "given", Decimal(34))]
