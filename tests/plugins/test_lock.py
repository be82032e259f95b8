"""A locked scenario takes its plugins as they were, and says which file is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import appraisal
from appraisal.authoring import lock
from appraisal.registry import digest_of
from tests.commands import in_process
from tests.plugins.small import coded, declared, scenario


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = scenario(tmp_path, {"share": {}, "innovation_output": {}})
    declared(folder / "plugins")
    (folder / "plugins" / "share" / "README.md").write_text("读我", encoding="utf-8")
    return folder


def _stated(folder: Path) -> dict[str, dict]:
    return json.loads((folder / "scenario.json").read_text(encoding="utf-8"))["plugins"]


def test_a_lock_states_version_and_the_sha256_of_every_file(folder: Path) -> None:
    lock(str(folder), [])
    stated = _stated(folder)
    assert list(stated) == ["share", "innovation_output"]
    assert stated["share"]["version"] == "1.0.0"
    assert set(stated["share"]["files"]) == {"README.md", "indicator.json"}
    assert stated["share"]["sha256"] == digest_of(stated["share"]["files"])
    appraisal.load_scenario(str(folder))


def test_a_lock_written_twice_is_the_same_file(folder: Path) -> None:
    lock(str(folder), [])
    before = (folder / "scenario.json").read_bytes()
    assert [one.differs for one in lock(str(folder), [])] == [False, False]
    assert (folder / "scenario.json").read_bytes() == before


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (lambda one: (one / "README.md").write_text("别的", encoding="utf-8"), "README.md of the locked plugin was changed"),
    "added": (lambda one: (one / "more.py").write_text("", encoding="utf-8"), "more.py was added"),
    "missing": (lambda one: (one / "README.md").unlink(), "README.md of the locked plugin is missing"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_locked_scenario_names_the_file_that_is_not_as_it_was(change: str, folder: Path) -> None:
    lock(str(folder), [])
    make, said = CHANGES[change]
    make(folder / "plugins" / "share")
    with pytest.raises(appraisal.Refused) as refused:
        appraisal.load_scenario(str(folder))
    assert {finding.code for finding in refused.value.findings} == {"plugin|changed"}
    assert said in str(refused.value)
    assert "plugins/share" in str(refused.value)


def test_a_file_and_its_compiled_copy_are_one(folder: Path) -> None:
    lock(str(folder), [])
    (folder / "plugins" / "share" / "__pycache__").mkdir()
    (folder / "plugins" / "share" / "__pycache__" / "x.pyc").write_bytes(b"")
    appraisal.load_scenario(str(folder))


def test_locking_anew_says_what_changed(folder: Path) -> None:
    lock(str(folder), [])
    (folder / "plugins" / "share" / "README.md").write_text("别的", encoding="utf-8")
    assert {one.plugin.id: one.changed for one in lock(str(folder), [])} == {
        "innovation_output": [],
        "share": ["README.md"],
    }
    appraisal.load_scenario(str(folder))


def test_a_plugin_that_is_not_sound_is_not_locked(folder: Path) -> None:
    before = (folder / "scenario.json").read_bytes()
    (folder / "plugins" / "share" / "indicator.json").write_text("{}", encoding="utf-8")
    with pytest.raises(appraisal.Refused):
        lock(str(folder), [])
    assert (folder / "scenario.json").read_bytes() == before


def test_a_shipped_scenario_is_not_changed() -> None:
    done = in_process("plugins", "lock", "2014")
    assert done.returncode == 1
    assert "shipped" in done.stderr


def test_a_scenario_that_names_no_plugins_locks_those_of_its_parent(folder: Path) -> None:
    child = folder.parent / "child"
    child.mkdir()
    document = {"format": 1, "id": "child", "title": "子", "year": 2014, "extends": "small"}
    (child / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    lock(str(child), [])
    assert set(_stated(child)) == {"share", "innovation_output"}
    appraisal.load_scenario(str(child))


def test_the_command_says_each_plugin(folder: Path) -> None:
    coded(folder / "plugins", "import sys; sys.exit(0)", "not_named")
    done = in_process("plugins", "lock", "./small", cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    assert "share 1.0.0: locked, 2 files" in done.stdout
