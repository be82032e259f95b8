"""Last year's measures are part of what a year is a function of: found by path, held against their digest."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

import appraisal
from appraisal import paths
from appraisal.verification import verify
from tests.conftest import official

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder_of_2013(tmp_path: Path) -> Path:
    """A copy of the scenario 2013 that keeps the result of 2012 in its own folder."""
    folder = tmp_path / "mine"
    shutil.copytree(paths.scenarios() / "2013", folder, ignore=shutil.ignore_patterns("expected"))
    before = official("2012")
    appraisal.write_result(before, folder / "before")
    scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    scenario["previous"] = {"path": "before", "content_digest": before.content_digest}
    (folder / "scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
    return folder


def jumps(result):
    return result.tables["findings"].filter(code="measure_jump").height


def test_a_result_of_a_shipped_year_verifies_with_the_shipped_year_before(tmp_path) -> None:
    appraisal.write_result(official("2014"), tmp_path / "result")
    assert jumps(official("2014"))
    assert verify(tmp_path / "result").is_equal


def test_a_result_of_ones_own_verifies_with_the_folder_that_holds_the_year_before(folder_of_2013, tmp_path) -> None:
    result = appraisal.appraise(appraisal.load_scenario(str(folder_of_2013)))
    appraisal.write_result(result, tmp_path / "result")
    assert jumps(result)
    assert verify(tmp_path / "result", folder_of_2013).is_equal
    shutil.rmtree(folder_of_2013 / "before")
    with pytest.raises(appraisal.Refused, match="The result of the year before, before, is not here"):
        verify(tmp_path / "result", folder_of_2013)


@pytest.mark.parametrize("change", ["changed", "missing"])
def test_measures_that_are_not_as_the_run_wrote_them_are_refused(folder_of_2013, change) -> None:
    measures = folder_of_2013 / "before" / "measures.parquet"
    measures.write_bytes(b"changed") if change == "changed" else measures.unlink()
    with pytest.raises(appraisal.Refused) as refused:
        appraisal.load_scenario(str(folder_of_2013))
    assert [one.code for one in refused.value.findings] == ["previous|measures"]
