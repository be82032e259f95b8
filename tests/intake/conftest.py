"""Inboxes and first rounds, made once a session; each test gets copies of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from appraisal.forms import layout
from tests.intake import world
from tests.intake.rounds import CITIES, states, take

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _short_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms with room for few rows are written sooner; they grow with what they hold."""
    for name in ("PREPARED", "PREPARED_PLATFORMS"):
        monkeypatch.setattr(layout, name, 10)


@pytest.fixture(scope="session")
def _begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province, and the files of two cities, one platform each."""
    folder = tmp_path_factory.mktemp("begun")
    world.scenario(folder / "province")
    for city in CITIES:
        world.put(folder / "inbox", f"{city}/汇总表.xlsx", world.workbook(world.cut(world.platforms(1, city))))
    return folder


@pytest.fixture(scope="session")
def _first_round(_begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after the files were taken in."""
    folder = tmp_path_factory.mktemp("first") / "round"
    shutil.copytree(_begun, folder)
    code, answer = take(folder, "inbox")
    assert (code, set(states(answer).values())) == (0, {"accepted"})
    return folder


@pytest.fixture
def inbox(tmp_path: Path, _begun: Path) -> Path:
    """The files of two cities beside a province that has taken nothing in."""
    shutil.copytree(_begun, tmp_path, dirs_exist_ok=True)
    return tmp_path / "inbox"


@pytest.fixture
def taken(tmp_path: Path, _first_round: Path) -> Path:
    """The files of two cities beside a province that has taken them in."""
    shutil.copytree(_first_round, tmp_path, dirs_exist_ok=True)
    return tmp_path / "inbox"
