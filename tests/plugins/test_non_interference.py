"""What other plugins lie about or are installed cannot matter: not to a number, not to the time of a help page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.amounts import sample
from tests.commands import ROOT, command, contents, environment_with
from tests.plugins.small import CODE, coded, declared

#: Were it looked at, nobody would overlook it.
HOSTILE = """
import builtins, decimal, os, sys
open(os.environ["WAS_HERE"], "w").close()
decimal.getcontext().prec = 3
builtins.round = lambda *_: 0
sys.exit(0)
"""
OPENED = """
import os, sys
opened = []
def heard(event, facts):
    # That Python lists the folders of its own path, once or twice, is its affair.
    if event in ("open", "os.listdir", "os.scandir") and str(facts[0]) not in looked_through:
        opened.append(str(facts[0]))
looked_through = {*sys.path, os.getcwd(), "."}
sys.addaudithook(heard)
from appraisal.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(len(opened), len(sys.modules), sum("polars" in name for name in sys.modules), file=sys.stderr)
"""


def _others(root: Path, count: int) -> tuple[Path, Path]:
    """A folder of plugins and a folder of installed ones, the first of each hostile."""
    plugins, site = root / "others", root / "site"
    plugins.mkdir(parents=True)
    site.mkdir()
    for number in range(count):
        if number:
            declared(plugins, id=f"other_{number}")
        else:
            coded(plugins, HOSTILE, "other_0")
        # The names of the shipped ones, and hooks that would answer for them.
        name = ("service_count", "staff_ratio", "revenue")[number] if number < 3 else f"installed_{number}"
        package = site / f"appraisal_{name}"
        package.mkdir()
        (package / "__init__.py").write_text(HOSTILE, encoding="utf-8")
        (package / "indicator.py").write_text(HOSTILE if number else CODE.replace("share", name), encoding="utf-8")
        info = site / f"appraisal_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: appraisal-{name}\nVersion: 1.0\n", encoding="utf-8"
        )
        points = f"[appraisal.plugins]\n{name} = appraisal_{name}\n[appraisal]\n{name} = appraisal_{name}\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
    return plugins, site


def _run(tmp_path: Path, plugins: Path, site: Path, out: str) -> dict[str, bytes]:
    path = f"{site}{';' if sys.platform == 'win32' else ':'}{ROOT}"
    done = command(
        "run", "2012", "--plugins-dir", str(plugins), "--out", out,
        cwd=tmp_path, PYTHONPATH=path, WAS_HERE=str(tmp_path / "was_here"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return contents(tmp_path / out)


@pytest.mark.parametrize("count", sample([50, 1], 1))
def test_the_result_of_the_province_is_the_same_to_the_byte_beside_other_plugins(count: int, tmp_path: Path) -> None:
    alone = _run(tmp_path, *_others(tmp_path / "none", 0), "alone")
    beside = _run(tmp_path, *_others(tmp_path / "many", count), "beside")
    assert beside == alone
    assert not (tmp_path / "was_here").exists()


@pytest.mark.parametrize("words", sample([("plugins", "--help"), ("--help",), ("run", "--help")], 1))
def test_a_help_page_opens_and_imports_no_more_beside_fifty_plugins(words: tuple[str, ...], tmp_path: Path) -> None:
    plugins, site = _others(tmp_path / "many", 50)
    (tmp_path / "empty").mkdir()
    counts = []
    # The first time only compiles what is imported.
    for place in (tmp_path / "empty", tmp_path / "empty", site):
        # Standing where the plugins lie, too: nothing looks around.
        done = subprocess.run(
            [sys.executable, "-c", OPENED, *words],
            cwd=plugins if place == site else tmp_path / "empty",
            env=environment_with(PYTHONPATH=f"{place}{';' if sys.platform == 'win32' else ':'}{ROOT}"),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        counts.append([int(number) for number in done.stderr.split()[-3:]])
    assert counts[1] == counts[2]
    assert counts[1][2] == 0


def test_listing_plugins_runs_none_of_them(tmp_path: Path) -> None:
    plugins, site = _others(tmp_path / "many", 5)
    path = f"{site}{';' if sys.platform == 'win32' else ':'}{ROOT}"
    done = command(
        "plugins", "list", "--json", "--plugins-dir", str(plugins), PYTHONPATH=path, WAS_HERE=str(tmp_path / "was_here")
    )
    assert {"other_0", "other_1", "service_count", "installed_3"} <= {one["id"] for one in json.loads(done.stdout)}
    assert not (tmp_path / "was_here").exists()
