"""What is installed is what was tested: a wheel from a clean clone, in a new environment, away from the checkout, replays a year."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import appraisal
from tests.commands import ROOT
from tests.conftest import official

IN_A_CHECKOUT = (ROOT / ".git").exists()


def _call(*words: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(words, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not IN_A_CHECKOUT, reason="the wheel is built from a clone of the checkout")
def test_a_wheel_from_a_clean_clone_replays_a_year_away_from_the_checkout(tmp_path: Path) -> None:
    _call("git", "clone", "--quiet", ROOT, tmp_path / "clone", cwd=tmp_path)
    _call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, cwd=tmp_path / "clone")
    (wheel,) = tmp_path.glob("appraisal-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "appraisal/shipped/scenarios/2014/evidence/staff.parquet" in names
    assert "appraisal/locale/zh/LC_MESSAGES/appraisal.mo" in names
    assert not [name for name in names if name.startswith(("plugins/", "schemas/", "scenarios/", "tests/"))]
    # The dependencies are those of this environment; the package itself is the wheel's.
    _call(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    site = Path(
        _call(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    )
    zipfile.ZipFile(wheel).extractall(site)
    outer = _call(sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    (site / "outer.pth").write_text(outer, encoding="utf-8")
    where = _call(scripts / "python", "-c", "import appraisal; print(appraisal.__file__)", cwd=Path(tmp_path.anchor))
    assert str(site) in where
    said = _call(
        scripts / "python",
        "-m",
        "appraisal",
        "run",
        "2012",
        "--out",
        tmp_path / "out",
        "--lang",
        "en",
        cwd=Path(tmp_path.anchor),
    )
    assert official("2012").content_digest in said
    assert appraisal.read_result(tmp_path / "out").content_digest == official("2012").content_digest


def test_nothing_of_one_machine_stands_in_the_project() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    pages = [ROOT / name for name in listed if name.endswith((".py", ".md", ".json", ".toml", ".txt", ".po", "run"))]
    for page in pages:
        assert str(ROOT) not in page.read_text(encoding="utf-8"), page
