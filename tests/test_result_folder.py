"""A result folder appears whole or not at all, keeps what was there, opens anywhere, and betrays every change."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from filelock import FileLock

import appraisal
from appraisal import paths
from appraisal.cli.main import main
from appraisal.result.result import manifest_digest
from tests.commands import command, contents, environment_with, in_process
from tests.conftest import official


@pytest.fixture
def result_of_2012(tmp_path: Path) -> Path:
    appraisal.write_result(official("2012"), tmp_path / "2012")
    return tmp_path / "2012"


def test_a_run_leaves_all_files_of_the_contract(result_of_2012: Path) -> None:
    assert set(contents(result_of_2012)) == {
        "awards.csv", "cohort.csv", "coverage.csv", "findings.csv", "gates.csv", "history.csv", "indicators.json", "ledger.csv",
        "manifest.json", "measures.parquet", "panels.parquet", "payments.csv", "quotas.csv", "ranking.csv", "ranks.csv", "received.csv",
        "rules.json", "scenario.json", "scores.parquet", "shortlist.csv",
    }  # fmt: skip
    header = (result_of_2012 / "ranking.csv").read_bytes()
    assert header.startswith(
        b"\xef\xbb\xbfrank,platform_id,name,city,town,composite,grade,award_yuan,award_state,status\n"
    )
    assert b"\r" not in header


def test_a_rerun_with_the_same_inputs_says_unchanged(result_of_2012: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in result_of_2012.iterdir()}
    assert appraisal.write_result(official("2012"), result_of_2012) == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in result_of_2012.iterdir()} == before


def test_a_different_result_is_refused_unless_the_old_one_is_kept(result_of_2012: Path) -> None:
    with pytest.raises(appraisal.Refused, match="different result stands here"):
        appraisal.write_result(official("2013"), result_of_2012)
    assert appraisal.write_result(official("2013"), result_of_2012, replace=True) == "written"
    assert appraisal.write_result(official("2012"), result_of_2012, replace=True) == "written"
    kept = [
        appraisal.read_result(result_of_2012.with_name(name)).manifest["scenario"]
        for name in ("2012.1", "2012.2", "2012")
    ]
    assert kept == ["2012", "2013", "2012"]


def test_two_runs_at_once_do_not_write_one_folder(result_of_2012: Path) -> None:
    with FileLock(result_of_2012.parent / ".2012.lock"), pytest.raises(appraisal.Refused, match="Another run"):
        appraisal.write_result(official("2013"), result_of_2012, replace=True)


def test_a_read_only_folder_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(appraisal.Refused, match="No space left"):
        appraisal.write_result(official("2012"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [path for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_the_folder_copied_elsewhere_answers_explain_and_with_the_evidence_verify(
    result_of_2012: Path, tmp_path: Path
) -> None:
    copied, evidence = tmp_path / "far away 远方" / "result", tmp_path / "usb"
    shutil.copytree(result_of_2012, copied)
    shutil.copytree(paths.scenarios() / "2012" / "evidence", evidence)
    first = official("2012").tables["ranking"]["platform_id"][0]
    explained = in_process("explain", str(copied), first, cwd=tmp_path)
    assert explained.returncode == 0
    assert "Rank in the province: 1 of 330" in explained.stdout
    verified = in_process("verify", str(copied), "--evidence", str(evidence), cwd=tmp_path)
    assert verified.returncode == 0, verified.stderr
    assert official("2012").content_digest in verified.stdout


def _tamper_csv(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_verify_names_the_first_cell_that_differs(result_of_2012: Path, capsys: pytest.CaptureFixture[str]) -> None:
    winner = official("2012").tables["ranking"].row(0, named=True)
    _tamper_csv(result_of_2012, "ranking.csv", f",{winner['composite']},excellent", ",100.00,excellent")
    with pytest.raises(SystemExit) as left:
        main(["verify", str(result_of_2012)])
    said = capsys.readouterr().err
    assert left.value.code == 1
    assert "2012/ranking.csv: The file is not as the run wrote it" in said
    assert f"Row {winner['platform_id']}, column composite: recorded 100.00, recomputed {winner['composite']}" in said


def test_verify_finds_a_forgery_whose_hashes_were_made_anew(result_of_2012: Path) -> None:
    scores = pl.read_parquet(result_of_2012 / "scores.parquet")
    forged = scores.with_columns(
        pl.when(pl.int_range(pl.len()) == 3)
        .then(pl.col("mark") + 1)
        .otherwise(pl.col("mark"))
        .cast(pl.Decimal(38, 12))
        .alias("mark")
    )
    forged.write_parquet(result_of_2012 / "scores.parquet")
    manifest = json.loads((result_of_2012 / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"]["scores.parquet"] = hashlib.sha256((result_of_2012 / "scores.parquet").read_bytes()).hexdigest()
    manifest["manifest_digest"] = manifest_digest(manifest)
    (result_of_2012 / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    verdict = appraisal.verify(result_of_2012)
    assert [finding.code for finding in verdict.findings] == ["verify|cell"]
    assert scores["platform_id"][3] in str(verdict.findings[0].message)


@pytest.mark.parametrize(
    "name", ["rules.json", "manifest.json", "measures.parquet", "ledger.csv", "indicators.json", "scenario.json"]
)
def test_one_changed_byte_is_found(name: str, result_of_2012: Path) -> None:
    data = bytearray((result_of_2012 / name).read_bytes())
    data[len(data) // 2] ^= 1
    (result_of_2012 / name).write_bytes(bytes(data))
    try:
        assert not appraisal.verify(result_of_2012).is_equal
    except appraisal.Refused as refused:
        assert refused.findings  # noqa: PT017 - either way it is found; a changed document may be no document any more


def test_a_key_that_is_gone_from_a_document_is_found_with_its_file(result_of_2012: Path) -> None:
    path = result_of_2012 / "scenario.json"
    path.write_bytes(path.read_bytes()[::-1].replace(b"652ahs", b"652ahr", 1)[::-1])
    with pytest.raises(appraisal.Refused, match=r"scenario\.json"):
        appraisal.verify(result_of_2012)


def test_a_parquet_file_that_makes_the_engine_panic_is_found(
    result_of_2012: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(*_: object, **__: object) -> None:
        raise pl.exceptions.PanicException

    monkeypatch.setattr("appraisal.result.read.pl.read_parquet", panic)
    with pytest.raises(appraisal.Refused, match="can no longer be read"):
        appraisal.read_result(result_of_2012)


def test_a_result_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(appraisal.Refused, match="There is no such folder"):
        appraisal.read_result(tmp_path / "nowhere")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="a folder in which nobody can write")
def test_a_folder_that_takes_no_file_is_not_said_to_be_in_use(result_of_2012: Path) -> None:
    with pytest.raises(appraisal.Refused, match="cannot be written"):
        appraisal.write_result(appraisal.read_result(result_of_2012), Path("/proc/x"))


def test_a_missing_file_is_no_result(result_of_2012: Path) -> None:
    (result_of_2012 / "gates.csv").unlink()
    with pytest.raises(appraisal.Refused, match=r"gates\.csv"):
        appraisal.read_result(result_of_2012)


def _killed_run(folder: Path, after: float) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "appraisal", "run", "2012", "--out", str(folder / "2012")],
        env=environment_with(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    started.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    started.wait()


def _kill_at(points: list[float], folder: Path) -> None:
    complete = official("2012").files
    for after in points:
        shutil.rmtree(folder, ignore_errors=True)
        _killed_run(folder, after)
        if (folder / "2012").exists():
            assert contents(folder / "2012") == complete
        again = in_process("run", "2012", "--out", str(folder / "2012"))
        assert again.returncode == 0, again.stderr
        assert contents(folder / "2012") == complete
        assert [path.name for path in folder.iterdir() if path.name.endswith(".tmp")] == []


def _duration(folder: Path) -> float:
    begin = time.perf_counter()
    assert command("run", "2012", "--out", str(folder / "timed")).returncode == 0
    return time.perf_counter() - begin


def test_a_killed_run_leaves_nothing_that_passes_for_a_result(tmp_path: Path) -> None:
    whole = _duration(tmp_path)
    _kill_at([whole * 0.9], tmp_path / "results")


@pytest.mark.full
def test_fifty_killed_runs_leave_nothing_that_passes_for_a_result(tmp_path: Path) -> None:
    whole, chance = _duration(tmp_path), random.Random(50)  # noqa: S311 - seeded points in time
    _kill_at([whole * chance.uniform(0.3, 1.1) for _ in range(50)], tmp_path / "results")


def test_a_cell_that_excel_would_run_is_text_and_comes_back_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(
        paths.scenarios() / "published" / "taizhou-bay-2023", folder, ignore=shutil.ignore_patterns("expected")
    )
    register = folder / "evidence" / "platforms.csv"
    register.write_text(register.read_text(encoding="utf-8-sig").replace("台州启迪", "=cmd|x"), encoding="utf-8")
    stated = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    del stated["evidence"]["platforms"]["sha256"]
    (folder / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    appraisal.write_result(appraisal.appraise(appraisal.load_scenario(str(folder))), tmp_path / "out")
    assert ",'=cmd|x," in (tmp_path / "out" / "ranking.csv").read_text(encoding="utf-8-sig")
    assert (
        appraisal.read_result(tmp_path / "out").tables["ranking"].filter(platform_id="TZ01")["name"].item() == "=cmd|x"
    )
    assert appraisal.verify(tmp_path / "out", folder).is_equal


def test_a_foreign_file_in_a_result_is_named(result_of_2012: Path) -> None:
    (result_of_2012 / "awards-final.csv").write_text("me", encoding="utf-8")
    assert [finding.code for finding in appraisal.verify(result_of_2012).findings] == ["verify|foreign"]


def test_what_is_no_result_is_never_moved_away(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / ".thesis.draft.tmp").mkdir()
    with pytest.raises(appraisal.Refused, match="no result"):
        appraisal.write_result(official("2012"), tmp_path / "thesis", replace=True)
    assert sorted(path.name for path in tmp_path.iterdir() if "lock" not in path.name) == [
        ".thesis.draft.tmp",
        "thesis",
    ]
