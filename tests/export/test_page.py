"""What the page on results says of exports is what they say."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from appraisal import paths
from tests.commands import ROOT, in_process


@pytest.mark.parametrize("page", [pytest.param("results.md", marks=pytest.mark.full), "results.zh-CN.md"])
def test_the_sessions_of_the_results_page_about_exports_are_real(page: str, tmp_path: Path) -> None:
    shutil.copytree(paths.scenarios() / "2014" / "expected", tmp_path / "results" / "2014")
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    sessions = re.findall(r"^\$ (appraisal export .*)\n((?:(?!\$ |```).*\n)*)", text, re.MULTILINE)
    assert len(sessions) == 2
    for words, expected in sessions:
        done = in_process(*shlex.split(words)[1:], cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert expected in ("…\n", done.stdout), words
    assert (tmp_path / "research" / "2014-anonymised" / "removed.csv").is_file()
