"""The ten minutes of docs/plugins are real: its commands are run, its files are written, what has to be pasted is pasted."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest

from appraisal.cli import app
from appraisal.hookspecs import Hooks
from appraisal.testing.promises import Promise
from tests.commands import ROOT, in_process

PAGES = ["docs/plugins.md", "docs/plugins.zh-CN.md"]
MARK = '"patch": …'


def _steps(page: str) -> list[tuple[str, list[str]]]:
    """Commands with what they say, and files with what they hold, in the order of the tutorial."""
    whole = (ROOT / page).read_text(encoding="utf-8").split("\n## ")[1]
    steps: list[tuple[str, list[str]]] = []
    for name, kind, block in re.findall(
        r"(?:^`(foshan-2013/[^`]+)`\n\n)?```(\w+)\n(.*?)```", whole, re.DOTALL | re.MULTILINE
    ):
        if kind != "console":
            steps.append((name, block.splitlines()))
            continue
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line, []))
            else:
                steps[-1][1].append(line)
    return steps


@pytest.mark.parametrize("page", [pytest.param(PAGES[0], marks=pytest.mark.full), PAGES[1]])
def test_the_tutorial_is_real(page: str, tmp_path: Path) -> None:
    patch, steps = "", _steps(page)
    assert sum(words.startswith("$ ") for words, _ in steps) == 10
    for words, lines in steps:
        if not words.startswith("$ "):
            path = tmp_path / words
            path.parent.mkdir(parents=True, exist_ok=True)
            text = "\n".join(lines) + "\n"
            path.write_text(text.replace(MARK, f'"patch": {patch}'), encoding="utf-8", newline="\n")
            continue
        done = in_process(*shlex.split(words)[2:], cwd=tmp_path)
        assert done.returncode == 0, f"{words} said:\n{done.stderr}"
        pattern = "".join("(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in lines)
        assert re.fullmatch(pattern, done.stdout), f"{words} said:\n{done.stdout}"
        patch = done.stdout if "--patch" in words else patch


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_every_hook_is_explained(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for name in app.command("plugins").commands["plugins"].commands:
        assert f"| `appraisal plugins {name}" in text, name
    hooks = [name for name in vars(Hooks) if name.startswith("appraisal_")]
    told = re.findall(r"^\| \| `(appraisal_\w+)\(.*\) -> .*` \|\n\|---\|---\|\n((?:\|.*\|\n)+)", text, re.MULTILINE)
    assert [name for name, _ in told] == hooks
    # When it is called, what it gets, what it returns, what happens on failure.
    assert all(len(lines.splitlines()) == 4 for _, lines in told)


def test_every_recipe_is_in_the_index_of_the_cookbook() -> None:
    index = (ROOT / "docs" / "cookbook" / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "docs" / "cookbook").glob("*/*/indicator.json"):
        title = json.loads(path.read_text(encoding="utf-8"))["title"]
        assert f"({path.parent.parent.name}/{path.parent.name}/indicator.json) | {title} |" in index


@pytest.mark.parametrize("page", PAGES)
def test_every_promise_is_explained(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for field in fields(Promise):
        assert f"`{field.name}`" in text, field.name
    example = text.partition("## promises.json")[2].partition("```json")[2].partition("```")[0]
    assert set(json.loads(example)["promises"]["design_works"]) <= {field.name for field in fields(Promise)}
