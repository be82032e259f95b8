"""Two results side by side: what moved adds up to the digit, and a corrected cell is followed to the award."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.comparison import STEPS, Comparison
from tests.amounts import sample
from tests.commands import in_process
from tests.random_scenarios import DEVICES, plan

YEARS = ("2012", "2013", "2014", "2015")
PAIRS = [*pairwise(YEARS), ("2012", "2014"), ("2012", "2015"), ("2013", "2015"), ("2015", "2012")]


def _expected(name: str) -> Path:
    return paths.scenarios() / name / "expected"


def _adds_up(found: Comparison) -> None:
    for kind in ("composite", "rank"):
        parts = pl.sum_horizontal(pl.col(f"{kind}_by_{step}") for step in STEPS)
        assert found.moves.filter(parts != pl.col(f"{kind}_change")).is_empty()
        change = pl.col(f"{kind}_after") - pl.col(f"{kind}_before")
        assert found.moves.filter(change != pl.col(f"{kind}_change")).is_empty()


@pytest.mark.parametrize("pair", sample(PAIRS, 2), ids="-".join)
def test_the_parts_of_every_change_add_up_exactly_in_all_pairs_of_years(pair: tuple[str, str]) -> None:
    found = appraisal.compare(*map(_expected, pair))
    _adds_up(found)
    ranked = [
        set(result.tables["ranking"].filter(pl.col("rank").is_not_null())["platform_id"])
        for result in (found.before, found.after)
    ]
    assert set(found.moves["platform_id"]) == ranked[0] & ranked[1]
    assert set(found.entries["platform_id"]) == ranked[1] - ranked[0]
    assert set(found.exits["platform_id"]) == ranked[0] - ranked[1]
    assert found.steps == STEPS


def test_a_result_beside_itself_has_not_changed() -> None:
    found = appraisal.compare(_expected("2012"), _expected("2012"))
    assert found.moves.filter((pl.col("rank_change") != 0) | (pl.col("composite_change") != 0)).is_empty()
    assert found.cells is not None
    assert (found.entries.height, found.exits.height, found.awards.height, found.cells.height) == (0, 0, 0, 0)


@pytest.mark.parametrize("seed", sample(range(60), 2))
def test_the_parts_add_up_whatever_the_two_rules_are(seed: int, tmp_path: Path) -> None:
    """One random scenario with and without the devices of the rules."""
    made = []
    for devices in ((), DEVICES):
        folder = plan(seed, "any", devices=devices).write(tmp_path / str(len(devices)))
        if "extends" in json.loads((folder / "scenario.json").read_text(encoding="utf-8")):
            pytest.skip("its evidence stands in the folder of another scenario")
        try:
            result = appraisal.appraise(appraisal.load_scenario(str(folder)))
        except appraisal.Refused:
            pytest.skip("one of them has no result")
        out = tmp_path / f"out{len(devices)}"
        appraisal.write_result(result, out)
        made.append((out, folder))
    (before, one), (after, other) = made
    found = appraisal.compare(before, after, evidence_before=one, evidence_after=other)
    assert found.steps[-1] == "weights"
    _adds_up(found)


def test_only_weights_changed_is_all_of_the_change(tmp_path: Path) -> None:
    appraisal.write_result(appraisal.replay("2012", {"effect": 45}).result, tmp_path / "replay")
    found = appraisal.compare(_expected("2012"), tmp_path / "replay")
    _adds_up(found)
    others = [f"composite_by_{step}" for step in STEPS if step != "weights"]
    assert found.moves.select(pl.col(others).abs().max()).row(0) == (0, 0, 0)
    assert found.moves["composite_by_weights"].abs().max() > 0


def test_only_a_curve_changed_is_all_of_the_change(tmp_path: Path) -> None:
    patched = {"index": {"nodes": {"service": {"nodes": {"service_count": {"curve": {"below": 3}}}}}}}
    rules = appraisal.load_scenario("2012").documents.rules
    curve = rules["index"]["nodes"]["service"]["nodes"]["service_count"]["curve"]
    at = [[point[0] + 20, point[1]] for point in curve["at"]]
    patched["index"]["nodes"]["service"]["nodes"]["service_count"]["curve"] = {"at": at}
    appraisal.write_result(appraisal.replay("2012", patch=patched).result, tmp_path / "replay")
    found = appraisal.compare(_expected("2012"), tmp_path / "replay")
    _adds_up(found)
    assert found.moves.filter(pl.col("composite_change") != pl.col("composite_by_curves")).is_empty()
    assert found.moves["composite_by_curves"].abs().max() > 0


def _with_one_row_of_another_year(folder: Path) -> tuple[str, str]:
    """Correct a cell of the evidence of 2012: one service was rendered the year before."""
    path = folder / "evidence" / "services.parquet"
    frame = pl.read_parquet(path)
    ranked = appraisal.read_result(_expected("2012")).tables["ranking"].filter(pl.col("rank") < 40)
    row = frame.with_row_index().filter(pl.col("platform_id").is_in(ranked["platform_id"].to_list())).row(0, named=True)
    date = "2011-05-05"
    dates = frame["date"].to_list()
    dates[row["index"]] = type(dates[0]).fromisoformat(date) if not isinstance(dates[0], str) else date
    frame.with_columns(pl.Series("date", dates, dtype=frame.schema["date"])).write_parquet(path)
    document = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    document["evidence"]["services"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    return row["platform_id"], date


def test_an_objection_is_followed_from_the_cell_to_the_award(folder_of_2012: Path, tmp_path: Path) -> None:
    platform, date = _with_one_row_of_another_year(folder_of_2012)
    appraisal.write_result(appraisal.appraise(appraisal.load_scenario(str(folder_of_2012))), tmp_path / "after")
    found = appraisal.compare(_expected("2012"), tmp_path / "after", evidence_after=folder_of_2012)
    _adds_up(found)
    assert found.cells is not None
    (cell,) = found.cells.to_dicts()
    assert (cell["platform_id"], cell["table"], cell["column"], cell["after"]) == (platform, "services", "date", date)
    assert cell["file"].endswith("services.parquet")
    assert cell["row"] is not None
    changed = found.moves.filter(pl.col("composite_change") != 0)
    assert set(changed["platform_id"]) <= {platform}
    assert changed["composite_by_measures"].to_list() == changed["composite_change"].to_list()


def test_the_command_shows_one_platform_with_its_arithmetic(tmp_path: Path) -> None:
    words = ("compare", str(_expected("2012")), str(_expected("2013")))
    whole = in_process(*words, "--out", "cmp", cwd=tmp_path)
    assert whole.returncode == 0
    assert "ranked in both" in whole.stdout
    moves = pl.read_csv(tmp_path / "cmp" / "moves.csv")
    row = moves.row(0, named=True)
    one = in_process(*words, "--platform", row["platform_id"], cwd=tmp_path)
    assert f"Rank: {row['rank_before']}" in one.stdout
    assert f"= {row['rank_after']}" in one.stdout
    nobody = in_process(*words, "--platform", "P9999", cwd=tmp_path)
    assert (nobody.returncode, "ranked in neither" in nobody.stderr) == (1, True)
