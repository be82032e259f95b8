"""The documentation is true: its sessions are run, its tables are made from the code, its commands and files exist."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import appraisal
from appraisal.cli import app
from appraisal.evidence import limits
from tests.commands import command, in_process
from tests.documentation import LIMITS, PARTS, ROOT, with_parts
from tests.intake import example

if TYPE_CHECKING:
    from collections.abc import Callable

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


# One of the two as another process, as a user starts it.
@pytest.mark.parametrize(("page", "start"), [("README.md", command), ("README.zh-CN.md", in_process)])
def test_the_session_of_the_readme_is_real(page: str, start: Callable[..., Any], tmp_path: Path) -> None:
    sessions = _sessions(page)
    assert len(sessions) == 4
    for words, expected in sessions:
        done = start(*shlex.split(words)[1:], cwd=tmp_path)
        assert done.returncode == (3 if "before-meeting" in words else 0), done.stderr
        assert _matches(expected, done.stdout.splitlines()), f"{words} said:\n{done.stdout}"


@pytest.mark.parametrize(
    ("page", "language"),
    [pytest.param("docs/intake.md", "en", marks=pytest.mark.full), ("docs/intake.zh-CN.md", "zh")],
)
def test_the_session_of_the_intake_page_is_real(page: str, language: str, tmp_path: Path) -> None:
    folder = tmp_path / "example"
    shutil.copytree(example.FOLDER, folder)
    exits = []
    for words, expected in _sessions(page):
        done = in_process(*shlex.split(words)[1:], cwd=folder, APPRAISAL_LANG=language)
        exits.append(done.returncode)
        # A terminal shows both; paths are those of this system.
        said = (done.stderr + done.stdout).replace("\\", "/").splitlines()
        assert _matches(expected, said), f"{words} said:\n{done.stderr}{done.stdout}"
    assert exits == [3, 0, 1, 0, 0, 0]
    assert (folder / "province/intake/0001/returned/中山市/中山市汇总表.xlsx").is_file()


@pytest.mark.usefixtures("short_forms")
@pytest.mark.parametrize(("page", "form"), [("docs/intake.md", "form.xlsx"), ("docs/intake.zh-CN.md", "填报表.xlsx")])
def test_what_the_intake_page_says_of_the_beginning_leads_to_a_form(page: str, form: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    shutil.copytree(example.FOLDER / "province" / "evidence", tmp_path / "province" / "evidence")
    (document,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (tmp_path / "province" / "scenario.json").write_text(document, encoding="utf-8")
    (words,) = re.findall(r"^    appraisal (template .+)$", text, re.MULTILINE)
    done = in_process(*shlex.split(words), cwd=tmp_path)
    assert (done.returncode, (tmp_path / form).is_file()) == (0, True), done.stderr
    # What the province keeps itself is all there: only what the cities deliver is still to come.
    done = in_process("validate", "./province", "--json", cwd=tmp_path)
    assert {each["code"] for each in json.loads(done.stdout) if each["severity"] == "error"} == {
        "evidence|table_missing"
    }


def test_the_example_is_the_one_that_is_made(tmp_path: Path) -> None:
    example.write(tmp_path / "example")
    committed, made = _unpacked(example.FOLDER), _unpacked(tmp_path / "example")
    assert [name for name in sorted(committed.keys() | made.keys()) if committed.get(name) != made.get(name)] == []


def _unpacked(folder: Path) -> dict[str, bytes]:
    """Every file; of a workbook its parts, and of a table its rows: how they are packed is the libraries' choice."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                found |= {f"{name}/{part}": parts.read(part) for part in parts.namelist()}
        else:
            found[name] = pl.read_parquet(path).write_csv().encode() if path.suffix == ".parquet" else path.read_bytes()
    return found


def test_every_limit_of_a_file_is_told() -> None:
    told = {name for name in vars(limits) if name.isupper()}
    # These two are the machine's own affair.
    assert told - {"LARGE_SHEET", "CHILD_SECONDS"} == set(LIMITS)


INDICATORS = ["docs/plugins.md", "docs/plugins.zh-CN.md"]


def _files(page: str, folder: Path) -> list[str]:
    """Write each code block that stands under the name of a file."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^`(2016/[^`]+)`\n\n```\w+\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    for name, content in blocks:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    return [name for name, _ in blocks]


@pytest.mark.parametrize("page", INDICATORS)
def test_the_worked_example_of_an_indicator_is_real(page: str, tmp_path: Path) -> None:
    assert len(_files(page, tmp_path)) == 7
    # The session before it, in a folder of its own, is run by tests/plugins/test_tutorial.py.
    sessions = [one for one in _sessions(page) if "2016" in one[0]]
    assert len(sessions) == 4
    for words, expected in sessions:
        done = in_process(*shlex.split(words)[1:], cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert _matches(expected, done.stdout.splitlines()), f"{words} said:\n{done.stdout}"
    result = appraisal.read_result(tmp_path / "results" / "2016")
    own = result.tables["measures"].filter(pl.col("indicator") == "invention_share").sort("platform_id")
    assert own.select("platform_id", "numerator", "denominator", "state").rows() == [
        ("P1", 1, 3, "measured"),
        ("P2", 2, 4, "measured"),
        ("P3", None, None, "missing"),
    ]
    marks = result.tables["scores"].filter(pl.col("node") == "invention_share").sort("platform_id")["mark"]
    # By hand: 40 x 33.333... / 50, rounded once; 50 % is the full mark; what is missing is 0.
    assert marks.to_list() == [Decimal("26.6667"), 40, 0]


def test_a_table_of_ones_own_works_as_described(tmp_path: Path) -> None:
    _files(INDICATORS[0], tmp_path)
    folder = tmp_path / "2016"
    (folder / "evidence" / "capacity.csv").write_text("平台编号,服务次数,服务人员数\nP1,30,12\n", encoding="utf-8")
    scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    scenario["plugins"]["services_per_100"] = {}
    scenario["evidence"]["capacity"] = {"path": "evidence/capacity.csv"}
    (folder / "scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
    rules = (folder / "rules.json").read_text(encoding="utf-8")
    (folder / "rules.json").write_text(
        rules.replace('["invention_share"], "full', '["services_per_100"], "full').replace(
            '"ties": ["invention_share"]', '"ties": []'
        ),
        encoding="utf-8",
    )
    measures = appraisal.appraise(appraisal.load_scenario(str(folder))).tables["measures"]
    own = measures.filter(pl.col("indicator") == "services_per_100", pl.col("platform_id") == "P1")
    assert own["text"].to_list() == ["250.00 次"]


@pytest.mark.parametrize("page", INDICATORS)
def test_every_key_of_an_indicator_is_explained(page: str) -> None:
    schema = json.loads((ROOT / "schemas" / "indicator.schema.json").read_text(encoding="utf-8"))
    told = re.findall(r"^\| `([a-z-]+)` \| .+ \| (.+) \|$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert {key for key, _ in told} == set(schema["properties"])
    assert {key for key, default in told if default in ("required", "必填")} == set(schema["required"])


def _told(page: str) -> list[list[str]]:
    """What stands in code, and each value, of every line of a table: the same in every language."""
    text = (ROOT / page).read_text(encoding="utf-8").replace("缺失 |", "missing |")
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[*re.findall(r"`[^`]+`", line), *re.findall(r"\| (-?[0-9.]+|missing) \|$", line)] for line in lines]


@pytest.mark.parametrize("page", ["formulas", "scenarios", "results", "plugins", "schemas"])
def test_the_tables_of_a_page_say_the_same_in_chinese(page: str) -> None:
    chinese, english = (_told(f"docs/{page}{end}.md") for end in (".zh-CN", ""))
    assert len(chinese) == len(english)
    for one, other in zip(chinese, english, strict=True):
        assert sorted(one) == sorted(other), one


@pytest.mark.parametrize("page", [pytest.param("docs/replay.md", marks=pytest.mark.full), "docs/replay.zh-CN.md"])
def test_the_session_and_the_python_of_the_replay_page_run(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, expected in _sessions(page):
        done = in_process(*shlex.split(words)[1:], cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert _matches(expected, done.stdout.splitlines()), f"{words} said:\n{done.stdout}"
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    shutil.rmtree(tmp_path / "results")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, page, "exec"), {})  # noqa: S102 - it is our own page


@pytest.mark.parametrize("page", [pytest.param("docs/scenarios.md", marks=pytest.mark.full), "docs/scenarios.zh-CN.md"])
def test_the_rounds_of_the_scenarios_page_are_real(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    (decisions,) = re.findall(r"`2014-objections/decisions.json`\n\n```json\n(.*?)```", text, re.DOTALL)
    sessions = [one for one in _sessions(page) if "2014-" in one[0]]
    assert len(sessions) == 6
    for words, expected in sessions:
        done = in_process(*shlex.split(words)[1:], cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert _matches(expected, done.stdout.splitlines()), f"{words} said:\n{done.stdout}"
        begun = tmp_path / "2014-objections" / "scenario.json"
        if "--round objections" in words:
            stated = json.loads(begun.read_text(encoding="utf-8"))
            begun.write_text(json.dumps({**stated, "decisions": "decisions.json"}), encoding="utf-8")
            begun.with_name("decisions.json").write_text(decisions, encoding="utf-8")


@pytest.mark.parametrize("page", [pytest.param("docs/results.md", marks=pytest.mark.full), "docs/results.zh-CN.md"])
def test_the_python_of_the_results_page_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, page, "exec"), {})  # noqa: S102 - it is our own page
    assert capsys.readouterr().out.splitlines()[-1].startswith("True ")


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
