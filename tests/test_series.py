"""Several years side by side: platforms are followed, the funds and the towns too, and the results chain."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.series import Series, series
from tests.commands import in_process
from tests.conftest import YEARS, official

FOLDERS = [paths.scenarios() / str(year) / "expected" for year in YEARS]


@pytest.fixture(scope="module")
def years() -> Series:
    return series(FOLDERS[::-1])


def test_the_shipped_years_chain_in_their_order(years: Series) -> None:
    assert years.years == YEARS
    assert years.chain["link"].to_list() == ["chained"] * 3


def test_the_fund_closes_each_year_where_the_next_one_opens(years: Series) -> None:
    funds = years.funds.filter(fund="special")
    assert funds["closing"].to_list()[:-1] == funds["opening"].to_list()[1:]
    spent = pl.col("outlays") + pl.col("awards") + pl.col("payments") + pl.col("reserve")
    assert funds.filter(pl.col("opening") - spent != pl.col("closing")).is_empty()


def test_whoever_is_ranked_came_in_once_more_than_it_left(years: Series) -> None:
    for before, after in pairwise(YEARS):
        old, new = (set(_ranked(year)) for year in (before, after))
        turns = years.turns.filter(year=after)
        assert set(turns.filter(turn="entry")["platform_id"]) == new - old
        assert set(turns.filter(turn="exit")["platform_id"]) == old - new


def _ranked(year: int) -> list[str]:
    return official(str(year)).tables["ranking"].filter(pl.col("rank").is_not_null())["platform_id"].to_list()


def test_awards_of_a_platform_are_those_of_its_years(years: Series) -> None:
    given = sum(official(str(year)).tables["awards"].filter(state="given").height for year in YEARS)
    assert years.platforms["awards"].sum() == given


def test_an_id_that_was_changed_is_joined_by_the_list_alone() -> None:
    first = official("2012").tables["ranking"]["platform_id"][0]
    apart = series(FOLDERS[:2], {first: "NEW1"})
    assert apart.platforms.filter(platform_id="NEW1")["ids"].item() == first
    assert apart.paths.filter(platform_id=first).is_empty()


def test_a_result_of_another_run_breaks_the_chain(tmp_path: Path) -> None:
    appraisal.write_result(appraisal.replay("2012", {"effect": 30}).result, tmp_path / "other")
    found = series([tmp_path / "other", FOLDERS[1], FOLDERS[3]])
    assert found.chain["link"].to_list() == ["other_result", "year_missing"]


def test_two_results_of_one_year_are_refused() -> None:
    with pytest.raises(appraisal.Refused, match="year 2012"):
        series([FOLDERS[0], FOLDERS[0]])


def test_the_command_shows_years_and_one_platform(tmp_path: Path) -> None:
    words = ("history", *map(str, FOLDERS[:2]))
    done = in_process(*words, "--out", "years", cwd=tmp_path)
    assert (done.returncode, "2013 after 2012: follows from it" in done.stdout) == (0, True)
    assert {path.name for path in (tmp_path / "years").iterdir()} >= {"paths.csv", "turns.csv", "funds.csv"}
    one = in_process(*words, "--platform", "P0001", cwd=tmp_path)
    assert "rank 197 of 330" in one.stdout
    nobody = in_process(*words, "--platform", "P9999", cwd=tmp_path)
    assert (nobody.returncode, "in none of these results" in nobody.stderr) == (1, True)


def test_a_list_of_changed_ids_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "same.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = in_process("history", str(FOLDERS[0]), "--same", "same.csv", cwd=tmp_path)
    assert (done.returncode, "columns old and new" in done.stderr) == (1, True)


def test_json_is_for_programs(tmp_path: Path) -> None:
    shutil.copytree(FOLDERS[0], tmp_path / "one")
    done = in_process("history", "one", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["chain"] == []
