"""What several tests share: the official results, run once a session, and a folder of their own."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["APPRAISAL_LANG"] = "en"

import appraisal
from appraisal import paths
from appraisal.forms import layout
from appraisal.scenario import shipped_scenarios
from tests.amounts import IN_THE_SUITE

# A busy machine is no fault of the code: no example has a time limit.
settings.register_profile("house", deadline=None, max_examples=IN_THE_SUITE)
settings.register_profile("full", deadline=None, max_examples=100)
settings.load_profile("house")

#: Those of a group as group/name.
SCENARIOS = shipped_scenarios()
YEARS = (2012, 2013, 2014, 2015)


@cache
def official(name: str) -> appraisal.Result:
    """The result of a shipped scenario; results are frozen, so one run serves all tests."""
    return appraisal.appraise(appraisal.load_scenario(name))


@pytest.fixture(params=YEARS)
def year(request: pytest.FixtureRequest) -> int:
    """Each year of the law."""
    return request.param


@pytest.fixture
def short_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms with ten prepared rows a sheet: what is asked of them does not hang on how many there are."""
    monkeypatch.setattr(layout, "PREPARED", 10)
    monkeypatch.setattr(layout, "PREPARED_PLATFORMS", 10)


@pytest.fixture
def folder_of_2012(tmp_path: Path) -> Path:
    """A copy of the scenario 2012, to be broken."""
    folder = tmp_path / "mine"
    shutil.copytree(paths.scenarios() / "2012", folder, ignore=shutil.ignore_patterns("expected"))
    return folder
