"""The worked studies and the pages on robustness are true: their programs run and say what stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import polars as pl
import pytest

from tests.commands import in_process
from tests.research_pages import STUDIES, with_output

DOCS = Path(__file__).parent.parent / "docs"
ROBUSTNESS = ["robustness.md", "robustness.zh-CN.md"]
#: Tables of which the page says that they have the columns of another.
_LIKE = {"sobol_platforms": "sobol_rank_shift", "without_platforms": "without_indicators"}


def _blocks(page: Path) -> list[tuple[str, str]]:
    """Kind and content of each fenced block, in their order."""
    return re.findall(r"^```(\w+)\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def _matches(expected: str, said: str) -> bool:
    """Line by line; a line … stands for any number of them."""
    lines = expected.splitlines()
    pattern = "".join("(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in lines)
    return re.fullmatch(pattern, said) is not None


@pytest.mark.parametrize("page", STUDIES, ids=[page.stem for page in STUDIES])
def test_a_study_says_what_its_program_says(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert with_output(text, tmp_path) == text


def test_every_study_is_listed() -> None:
    listed = re.findall(r"\]\((\d[^)]+)\)", (DOCS / "research" / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [page.name for page in STUDIES]


@pytest.mark.full
@pytest.mark.parametrize(("page", "language"), [("robustness.md", "en"), ("robustness.zh-CN.md", "zh")])
def test_the_session_of_the_robustness_page_is_real(page: str, language: str, tmp_path: Path) -> None:
    (session,) = [content for kind, content in _blocks(DOCS / page) if kind == "console"]
    _, *parts = re.split(r"^\$ appraisal (.+)\n", session, flags=re.MULTILINE)
    assert len(parts) == 4
    for words, expected in zip(parts[::2], parts[1::2], strict=True):
        done = in_process(*shlex.split(words), cwd=tmp_path, APPRAISAL_LANG=language)
        assert done.returncode == 0, done.stderr
        assert _matches(expected, done.stdout), f"{words} said:\n{done.stdout}"
    tables = {path.stem: pl.read_parquet(path).columns for path in (tmp_path / "robust").glob("*.parquet")}
    assert set(tables) == set(_columns(page)) - {"sampled_awards"}
    for table, columns in tables.items():
        told = set(_columns(page)[table])
        if table == "acceptability_summary":
            told |= {f"{name}_{end}" for name in ("first", "best", "award", "open") for end in ("low", "high")}
        # Events have a column per leaf besides.
        assert told <= set(columns), table
        assert table == "events" or set(columns) <= told, table


@pytest.mark.full
@pytest.mark.parametrize("page", ROBUSTNESS)
def test_the_python_of_the_robustness_page_runs(page: str) -> None:
    (code,) = [content for kind, content in _blocks(DOCS / page) if kind == "python"]
    exec(compile(code, page, "exec"), {})  # noqa: S102 - it is our own page


def test_both_languages_of_the_robustness_page_tell_the_same_tables() -> None:
    english, chinese = map(_columns, ROBUSTNESS)
    assert english == chinese
    assert len(english) == 19


def _columns(page: str) -> dict[str, list[str]]:
    """By table the columns that the last table of the page names."""
    text = (DOCS / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z]+_[a-z_]+|events|choices)` \| [^|]+ \| (.+) \|$", text, re.MULTILINE)
    found: dict[str, list[str]] = {}
    for table, cells in rows:
        like = found.get(_LIKE.get(table, ""), [])
        found[table] = [*re.findall(r"`([a-z_0-9]+)`", cells), *(name for name in like if name != "leaf")]
    return found
