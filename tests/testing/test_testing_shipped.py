"""Indicators without a fault keep every law: the shipped ones, those of the scenarios, those of the cookbook."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal import paths
from appraisal.errors import Severity
from appraisal.testing import check, check_folder
from appraisal.testing.search import search
from appraisal.testing.subject import subjects
from tests.commands import environment_with

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(paths.plugins().iterdir())
OTHERS = sorted(
    path.parent
    for pattern in ("docs/cookbook/*/*/indicator.json", "scenarios/*/plugins/*/indicator.json")
    for path in ROOT.glob(pattern)
)
LAWS = [law for part in check.PARTS[4:] for law in check.LAWS_OF.get(part, (part,))] + ["unit_factor"]


def _name(folder: Path) -> str:
    return folder.name


@pytest.mark.parametrize(
    "folder",
    [pytest.param(folder, marks=() if folder.name == "service_count" else pytest.mark.full) for folder in SHIPPED],
    ids=_name,
)
def test_a_shipped_indicator_keeps_every_law(folder: Path) -> None:
    assert check_folder(folder, examples=10) == []


@pytest.mark.full
@pytest.mark.parametrize("folder", SHIPPED, ids=_name)
def test_no_false_alarm_in_200_seeds(folder: Path) -> None:
    for subject in subjects(folder, []):
        assert [finding for seed in range(200) for finding in search(subject, LAWS, 20, seed)] == []


@pytest.mark.full
@pytest.mark.parametrize("folder", OTHERS, ids=_name)
def test_the_indicators_of_the_documentation_keep_every_law(folder: Path) -> None:
    assert check_folder(folder, examples=30) == []


def test_the_example_with_a_table_of_its_own_keeps_every_law(tmp_path: Path) -> None:
    page = next(path for name in ("plugins.md", "indicators.md") if (path := ROOT / "docs" / name).is_file())
    written = page.read_text(encoding="utf-8")
    folder = tmp_path / "services_per_100"
    for name in ("tables/capacity.schema.json", "indicator.json"):
        document = written.partition(f"plugins/services_per_100/{name}`")[2].partition("```json")[2].partition("```")[0]
        if not document:
            pytest.skip("the page has another example now")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(document, encoding="utf-8")
    assert check_folder(folder, examples=10) == []


def test_what_an_author_has_weighed_is_a_notice_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "leaving_out_pays"
    shutil.copytree(Path(__file__).parent / "faults" / "leaving_out_pays", folder)
    accepted = {"accept": {"law|more_is_not_less": "净增数可减"}}
    promises = {"format": 1, "promises": {"leaving_out_pays": accepted}}
    (folder / "promises.json").write_text(json.dumps(promises), encoding="utf-8")
    (finding,) = check_folder(folder, examples=10)
    assert finding.severity is Severity.NOTICE
    assert "净增数可减" in finding.line("zh")


@pytest.mark.parametrize(
    "stated",
    [
        [],
        {"format": 1},
        {"format": 1, "promises": {"nobody": {}}},
        {"format": 1, "promises": {"leaving_out_pays": {"at_least": "0"}}},
        {"format": 1, "promises": {"leaving_out_pays": {"always": True}}},
        {"format": 1, "promises": {"leaving_out_pays": 1}},
    ],
)
def test_a_promise_that_is_none_is_refused(tmp_path: Path, stated: object) -> None:
    folder = tmp_path / "leaving_out_pays"
    shutil.copytree(Path(__file__).parent / "faults" / "leaving_out_pays", folder)
    (folder / "promises.json").write_text(json.dumps(stated), encoding="utf-8")
    assert [finding.code for finding in check_folder(folder)] == ["promises|malformed"]


def test_what_takes_longer_than_promised_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "leaving_out_pays"
    shutil.copytree(Path(__file__).parent / "faults" / "leaving_out_pays", folder)
    promise = {"seconds": 0.000001, "rows": 1000, "accept": {"law|more_is_not_less": "净增数可减"}}
    document = {"format": 1, "promises": {"leaving_out_pays": promise}}
    (folder / "promises.json").write_text(json.dumps(document), encoding="utf-8")
    assert "law|slow" in [finding.code for finding in check_folder(folder, examples=5)]


def test_a_check_leaves_nothing_in_the_folder_where_one_works(tmp_path: Path) -> None:
    code = "import sys, pathlib, appraisal.testing as t; t.check_folder(pathlib.Path(sys.argv[1]), examples=1)"
    command = [sys.executable, "-c", code, str(paths.plugins() / "revenue")]
    subprocess.run(command, cwd=tmp_path, env=environment_with(), check=True)
    assert list(tmp_path.iterdir()) == []


def test_without_hypothesis_the_check_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "find_spec", lambda _: None)
    (finding,) = check_folder(SHIPPED[0])
    assert finding.code == "testing|hypothesis"
    assert "pip install hypothesis" in finding.line("en")
