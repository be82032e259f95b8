"""The documentation is true: its sessions are run, its tables are made from the code, its commands and files exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import appraisal
from appraisal.cli import app
from tests.commands import command
from tests.documentation import PARTS, ROOT, with_parts

PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _sessions(page: str) -> list[tuple[str, list[str]]]:
    """Each command of the console blocks with the lines that follow it."""
    sessions: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                sessions.append((line[2:], []))
            else:
                sessions[-1][1].append(line)
    return sessions


def _matches(expected: list[str], said: list[str]) -> bool:
    """The lines are those expected; a line … stands for any number of them."""
    pattern = "".join("(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in said)) is not None


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_session_of_the_readme_is_real(page: str, tmp_path: Path) -> None:
    sessions = _sessions(page)
    assert len(sessions) == 4
    for words, expected in sessions:
        done = command(*shlex.split(words)[1:], cwd=tmp_path)
        assert done.returncode == (3 if "before-meeting" in words else 0), done.stderr
        assert _matches(expected, done.stdout.splitlines()), f"{words} said:\n{done.stdout}"


@pytest.mark.parametrize(("file", "mark", "make"), PARTS, ids=[file for file, _, _ in PARTS])
def test_the_parts_made_from_code_are_up_to_date(file: str, mark: str, make) -> None:
    page = (ROOT / file).read_text(encoding="utf-8")
    assert page == with_parts(page, mark, make())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_exists(page: Path) -> None:
    commands = app.command().commands
    for name in re.findall(r"(?:^|[`$] ?|    )appraisal ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert name in commands, name


def test_every_name_of_the_api_is_there_and_documented() -> None:
    for name in appraisal.__all__:
        assert name == "__version__" or getattr(appraisal, name).__doc__, name
