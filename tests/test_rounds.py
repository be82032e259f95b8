"""Rounds: 初评, 核查, 公示, 异议后, 终稿, each a kept result that names the one before."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from appraisal import paths
from appraisal.errors import Refused
from appraisal.procedure import appraise
from appraisal.result import read_result, write_result
from appraisal.rounds import changes
from appraisal.scenario import load_scenario, new_scenario
from appraisal.verification import verify
from tests.commands import in_process


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rounds") / "first"
    folder.mkdir()
    _write(folder, {"id": "preliminary"})
    write_result(appraise(load_scenario(str(folder))), folder / "result")
    return folder


def _write(folder: Path, stated: dict, **more: object) -> None:
    document = {
        "format": 1,
        "id": folder.name,
        "title": "一轮",
        "year": 2014,
        "extends": "2014",
        "round": stated,
        **more,
    }
    (folder / "scenario.json").write_text(json.dumps(document), encoding="utf-8")


def _digest(result: Path) -> str:
    return json.loads((result / "manifest.json").read_text(encoding="utf-8"))["content_digest"]


def _next(first: Path, tmp_path: Path, **more: object) -> Path:
    folder = tmp_path / "objections"
    folder.mkdir()
    result = folder / "before"
    result.mkdir()
    for file in (first / "result").iterdir():
        (result / file.name).write_bytes(file.read_bytes())
    stated = {"id": "objections", "parent": {"path": "before", "content_digest": _digest(result)}}
    _write(folder, stated, **more)
    return folder


def test_a_round_names_the_result_it_goes_on_from(first: Path, tmp_path: Path) -> None:
    folder = _next(first, tmp_path)
    scenario = load_scenario(str(folder))
    result = appraise(scenario)
    assert result.documents["scenario"]["round"]["parent"]["content_digest"] == _digest(folder / "before")
    assert scenario.documents.parent is not None
    assert changes(scenario.documents.parent, result).rows.height == 0


def test_what_an_objection_changed_is_told(first: Path, tmp_path: Path) -> None:
    best = read_result(first / "result").tables["awards"]["platform_id"][0]
    decision = {
        "subject": {"kind": "veto", "platform_id": best},
        "choice": "veto",
        "who": "省科技厅",
        "when": "2015-01-20",
        "minutes": "示例纪要〔2015〕1号",
        "reason": "异议属实",
    }
    folder = _next(first, tmp_path, decisions="decisions.json")
    (folder / "decisions.json").write_text(json.dumps({"format": 1, "decisions": [decision]}), encoding="utf-8")
    scenario = load_scenario(str(folder))
    assert scenario.documents.parent is not None
    found = changes(scenario.documents.parent, appraise(scenario))
    assert [one["platform_id"] for one in found.lost] == [best]
    assert len(found.won) == 1
    assert found.count("status") == 1


def test_a_round_whose_parent_is_another_result_is_refused(first: Path, tmp_path: Path) -> None:
    folder = _next(first, tmp_path)
    stated = {"id": "objections", "parent": {"path": "before", "content_digest": "0" * 64}}
    _write(folder, stated)
    with pytest.raises(Refused) as refused:
        load_scenario(str(folder))
    assert [finding.code for finding in refused.value.findings] == ["round|parent"]


def test_the_result_of_a_round_can_be_verified(first: Path) -> None:
    assert verify(first / "result", Path(__file__).parent.parent / "scenarios/2014").is_equal


def test_a_round_is_begun_with_the_result_before_it_in_its_folder(first: Path, tmp_path: Path) -> None:
    folder, document = new_scenario("2014", tmp_path / "publicity", round_id="publicity", parent=first / "result")
    assert document["round"] == {
        "id": "publicity",
        "parent": {"path": "before", "content_digest": _digest(first / "result")},
    }
    assert load_scenario(str(folder)).documents.parent is not None


def test_a_round_of_another_year_is_not_begun(first: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        new_scenario("2013", tmp_path / "publicity", round_id="publicity", parent=first / "result")
    assert [finding.code for finding in refused.value.findings] == ["round|year"]
    assert not (tmp_path / "publicity").exists()


def test_the_evidence_of_a_round_is_found_in_the_scenario_that_it_extends(tmp_path: Path) -> None:
    root = Path(
        shutil.copytree(paths.scenarios() / "2012", tmp_path / "mine", ignore=shutil.ignore_patterns("expected"))
    )
    path = root / "evidence" / "finance.parquet"
    frame = pl.read_parquet(path)
    # Other bytes than those of the shipped year, which would be found by their digest.
    frame.write_parquet(path, compression="uncompressed")
    stated = json.loads((root / "scenario.json").read_text(encoding="utf-8"))
    del stated["evidence"]["finance"]["sha256"]
    (root / "scenario.json").write_text(json.dumps({**stated, "id": "mine"}), encoding="utf-8")
    again = tmp_path / "again"
    again.mkdir()
    document = {
        "format": 1,
        "id": "again",
        "title": "一轮",
        "year": 2012,
        "extends": "mine",
        "round": {"id": "preliminary"},
    }
    (again / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    write_result(appraise(load_scenario(str(again))), tmp_path / "result")
    assert verify(tmp_path / "result", again).is_equal
    with pytest.raises(Refused, match=r"finance\.parquet"):
        verify(tmp_path / "result")


def test_a_round_that_is_nearly_one_of_those_known_is_asked_back(tmp_path: Path) -> None:
    done = in_process("scenarios", "new", "--extends", "2014", "--round", "publicty", cwd=tmp_path)
    assert (done.returncode, "Is publicty to be the round publicity?" in done.stderr) == (2, True)
    done = in_process("scenarios", "new", "--extends", "2014", "--round", "objections", cwd=tmp_path)
    assert (done.returncode, "name its result with --parent" in done.stderr) == (2, True)


def test_no_city_is_waited_for_where_the_scenario_states_its_evidence(first: Path) -> None:
    done = in_process("status", str(first))
    assert "delivered nothing" not in done.stdout
    assert "Everything is in: appraisal run" in done.stdout
