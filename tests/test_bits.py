"""The same bits: threads, engine, time zone, hash seed, locale and folder do not enter; the order of rows neither."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import polars as pl
import pytest

import appraisal
from appraisal import paths
from tests.commands import command, contents
from tests.conftest import official

VARIATIONS = [
    {
        "POLARS_MAX_THREADS": threads,
        "POLARS_ENGINE_AFFINITY": engine,
        "TZ": zone,
        "PYTHONHASHSEED": seed,
        "LC_ALL": locale,
    }
    for threads, engine, zone, (seed, locale) in itertools.product(
        ("1", "2", "4"),
        ("in-memory", "streaming"),
        ("Asia/Shanghai", "America/New_York"),
        (("0", "C.UTF-8"), ("4711", "POSIX")),
    )
]


def _run_somewhere(folder: Path, variation: dict[str, str], scenario: str) -> dict[str, bytes]:
    folder.mkdir(parents=True)
    done = command("run", scenario, "--out", "out", cwd=folder, **variation)
    assert done.returncode == 0, done.stderr
    written = contents(folder / "out")
    shutil.rmtree(folder)
    return written


@pytest.mark.parametrize("at", [3, 20])
def test_a_run_gives_the_same_folder_whatever_the_machine_does(at: int, tmp_path: Path) -> None:
    assert _run_somewhere(tmp_path / f"at {at} 处", VARIATIONS[at], "2012") == official("2012").files


@pytest.mark.full
def test_fifty_runs_give_one_folder(tmp_path: Path) -> None:
    expected = official("2014").files
    runs = list(itertools.islice(itertools.cycle(VARIATIONS), 50))
    for number, variation in enumerate(runs):
        where = tmp_path / ("one" if number % 2 else "二 two") / str(number)
        assert _run_somewhere(where, variation, "2014") == expected, variation


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_enter(seed: int, folder_of_2012: Path) -> None:
    for path in (folder_of_2012 / "evidence").glob("*.parquet"):
        pl.read_parquet(path).sample(fraction=1, shuffle=True, seed=seed).write_parquet(path)
    stated = json.loads((folder_of_2012 / "scenario.json").read_text(encoding="utf-8"))
    for entry in stated["evidence"].values():
        del entry["sha256"]
    (folder_of_2012 / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    shuffled = appraisal.appraise(appraisal.load_scenario(str(folder_of_2012)))
    assert shuffled.content_digest == official("2012").content_digest
    assert shuffled.manifest["inputs"] != official("2012").manifest["inputs"]


def test_evidence_as_csv_gives_the_same_content_as_parquet(folder_of_2012: Path) -> None:
    stated = json.loads((folder_of_2012 / "scenario.json").read_text(encoding="utf-8"))
    for table, entry in stated["evidence"].items():
        path = folder_of_2012 / entry["path"]
        pl.read_parquet(path).write_csv(path.with_suffix(".csv"), include_bom=True)
        stated["evidence"][table] = {"path": f"evidence/{table}.csv"}
    (folder_of_2012 / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    result = appraisal.appraise(appraisal.load_scenario(str(folder_of_2012)))
    assert result.content_digest == official("2012").content_digest


def test_a_scenario_copied_elsewhere_is_the_same_scenario(tmp_path: Path) -> None:
    shutil.copytree(paths.scenarios() / "2012", tmp_path / "2012")
    result = appraisal.appraise(appraisal.load_scenario(str(tmp_path / "2012")))
    assert result.files == official("2012").files
