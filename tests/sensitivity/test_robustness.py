"""All questions at once: one value, one command, and the same again for the same seed."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.result import read_result
from appraisal.sensitivity.robustness import near_the_line
from tests.commands import in_process
from tests.conftest import official
from tests.sensitivity.test_sampled import year

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
