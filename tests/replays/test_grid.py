"""Many replays at once: one reading of the evidence, one table, and no variation stops the others."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import polars as pl
import pytest

import appraisal
from appraisal.replays import Replayer, grid_table, read_grid
from tests.commands import in_process
from tests.conftest import official


@pytest.fixture(scope="module")
def replayer() -> Replayer:
    return Replayer(appraisal.load_scenario("2012"), official("2012"))


def _grid(folder: Path, **stated) -> Path:
    path = folder / "grid.json"
    path.write_text(json.dumps({"format": 1, **stated}), encoding="utf-8")
    return path


def test_every_combination_of_the_values_is_a_variation(tmp_path: Path) -> None:
    found = read_grid(_grid(tmp_path, vary={"effect": [20, 30], "awards.places": [10, 15, 20]}))
    assert [one.words for one in found][:2] == ["effect=20; awards.places=10", "effect=20; awards.places=15"]
    assert (len(found), len({one.id for one in found})) == (6, 6)


def test_a_table_has_a_column_for_each_path_and_an_empty_cell_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "grid.csv"
    path.write_text("id,effect,awards.places\na,30,\nb,,15\n", encoding="utf-8-sig")
    assert [(one.id, one.words) for one in read_grid(path)] == [("a", "effect=30"), ("b", "awards.places=15")]


def test_a_grid_reads_the_evidence_once_and_tells_every_variation(replayer: Replayer, tmp_path: Path) -> None:
    listed = [
        {"id": "same", "set": {"awards.places": 20}},
        {"id": "fewer", "patch": {"awards": {"places": 10}}},
        {"id": "wrong", "set": {"effect": 500}},
    ]
    with mock.patch("appraisal.scenario.gathered.read_evidence", side_effect=AssertionError):
        table = grid_table(replayer, read_grid(_grid(tmp_path, replays=listed)))
    rows = {row["variation"]: row for row in table.to_dicts()}
    assert rows["same"]["content_digest"] == official("2012").content_digest
    assert (rows["same"]["won"], rows["same"]["lost"], rows["same"]["ranks_changed"]) == ("", "", 0)
    assert (rows["fewer"]["given"], len(rows["fewer"]["lost"].split())) == (10, 3)
    assert "cannot weigh 500" in rows["wrong"]["refused"]


def test_a_variation_of_a_grid_is_what_the_replay_alone_gives(replayer: Replayer, tmp_path: Path) -> None:
    path = _grid(tmp_path, vary={"effect": [20, 30], "gates.smes_50.require.minimum": [40, 60]})
    table = grid_table(replayer, read_grid(path))
    alone = appraisal.replay("2012", {"effect": 30, "gates.smes_50.require.minimum": 40}).result
    assert table.row(2, named=True)["content_digest"] == alone.content_digest


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({}, "vary"),
        ({"replays": [{"id": "a"}, {"id": "a"}]}, "more than once"),
        ({"vary": {f"p{at}": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] for at in range(6)}}, "1000000 variations"),
    ],
)
def test_a_grid_that_is_none_is_refused(stated, said, tmp_path: Path) -> None:
    with pytest.raises(appraisal.Refused, match=said):
        read_grid(_grid(tmp_path, **stated))


def test_the_command_writes_one_table_for_excel(tmp_path: Path) -> None:
    path = _grid(tmp_path, vary={"awards.places": [10, 20]})
    done = in_process("replay", "2012", "--grid", str(path), cwd=tmp_path)
    assert (done.returncode, "2 variations: in 1 of them other platforms win" in done.stdout) == (0, True)
    written = tmp_path / "results" / "2012-grid.csv"
    assert written.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(written)["given"].to_list() == [10, 13]


@pytest.mark.full
def test_a_grid_of_a_thousand_variations_reports_each(replayer: Replayer, tmp_path: Path) -> None:
    path = _grid(tmp_path, vary={"effect": list(range(20, 45)), "awards.places": list(range(1, 41))})
    with mock.patch("appraisal.scenario.gathered.read_evidence", side_effect=AssertionError):
        table = grid_table(replayer, read_grid(path))
    assert table.height == 1000
    assert table["refused"].null_count() == 1000
