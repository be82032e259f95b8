"""The pytest plugin: inert until a folder is named, then one item for each law."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal import paths

FAULTS = Path(__file__).parent / "faults"
ROOT = Path(__file__).parents[2]
PLUGIN = ("-p", "appraisal.testing.pytest_plugin")


def _pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # The options of this checkout are for its own tests.
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", *PLUGIN, *arguments]
    # Whether or not the package is installed with its entry point, the plugin is loaded once.
    world = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=world, capture_output=True, encoding="utf-8", check=False)


def test_importing_it_brings_neither_polars_nor_hypothesis() -> None:
    code = (
        "import sys, appraisal.testing.pytest_plugin; print({'polars', 'hypothesis', 'jsonschema'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_an_indicator_that_nobody_named_is_no_test(tmp_path: Path) -> None:
    (tmp_path / "indicator.json").write_text("{", encoding="utf-8")
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")
    assert "1 passed" in _pytest(tmp_path, "-q").stdout


def test_each_law_is_an_item_of_a_named_folder(tmp_path: Path) -> None:
    done = _pytest(tmp_path, "--collect-only", "-q", "--appraisal-plugins", str(paths.plugins() / "revenue"))
    assert "::row_order" in done.stdout
    assert done.returncode == 0


def test_a_setting_names_folders_too_and_a_broken_law_fails_in_both_languages(tmp_path: Path) -> None:
    setting = f"[pytest]\nappraisal_plugins = {FAULTS / 'wrong_scale'}\n"
    (tmp_path / "pytest.ini").write_text(setting, encoding="utf-8")
    done = _pytest(tmp_path, "-q", "-k", "loads or units")
    assert "1 failed, 1 passed" in done.stdout
    assert "so a half is printed as 0.5 %" in done.stdout
    assert "发明专利占比" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_plugin_that_does_not_load_fails_once_and_skips_the_rest(tmp_path: Path) -> None:
    done = _pytest(tmp_path, "-q", "--appraisal-plugins", str(FAULTS / "column_unknown"))
    assert "1 failed, 13 skipped" in done.stdout
    assert "service_revenue_yuan" in done.stdout


@pytest.mark.full
def test_what_the_author_has_to_weigh_is_a_warning_and_no_failure(tmp_path: Path) -> None:
    done = _pytest(tmp_path, "-q", "-k", "direction", "--appraisal-plugins", str(FAULTS / "leaving_out_pays"))
    assert "1 passed" in done.stdout
    assert "leave rows out" in done.stdout


@pytest.mark.full
def test_a_sound_plugin_passes_every_item(tmp_path: Path) -> None:
    done = _pytest(tmp_path, "-q", "--appraisal-plugins", str(paths.plugins() / "staff_ratio"))
    assert "14 passed" in done.stdout, json.dumps(done.stdout)
