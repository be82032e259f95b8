"""A new plugin is complete and sound from its first moment."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import appraisal
from appraisal.authoring import Wish, example_faults, write_plugin
from appraisal.authoring.column import own_column
from appraisal.cli.plugins.verdict import passes, verdict
from appraisal.errors import Severity
from tests.commands import ROOT, environment_with, in_process

OWN = ("record_id:id:编号", "date:date:日期", "works:integer:件数", "fee:money:金额", "kind:外观|结构:类别", "rate:number:率", "note:text:备注", "own:boolean:自有")  # fmt: skip
WISHES = {
    "a share of a shipped table": Wish(name="a_share", title="占比", unit="%", scale=100, table="outputs", where="date BETWEEN :year_start AND :year_end", numerator="COUNT(*) FILTER (WHERE kind = '发明专利')", denominator="COUNT(*)"),
    "a count over a referenced table": Wish(name="micro", title="微型企业", table="services", numerator="COUNT(*) FILTER (WHERE enterprises.size = '微型')", empty="zero"),
    "a table of its own": Wish(name="works", title="设计项目", unit="项", table="designs", where="date BETWEEN :year_start AND :year_end", numerator="SUM(works)", empty="zero", columns=tuple(map(own_column, OWN))),
    "a line per platform": Wish(name="per_head", title="人均", table="heads", numerator="SUM(works)", denominator="SUM(staff)", columns=(own_column("works:integer:件数"), own_column("staff:integer:人数"))),
    "in Python": Wish(name="in_python", title="设计项目“甲”", title_en='With "quotes"', table="designs", numerator="SUM(works)", columns=(own_column("works:integer:件数"),), form="python"),
}  # fmt: skip


@pytest.mark.parametrize("wish", WISHES)
def test_a_new_plugin_gives_what_its_example_states(wish: str, tmp_path: Path) -> None:
    folder = write_plugin(WISHES[wish], tmp_path)
    assert example_faults(folder) == []
    measured = json.loads((folder / "example" / "expected.json").read_text(encoding="utf-8"))["measures"]
    assert sum("state" not in one for one in measured.values()) == 2


@pytest.mark.full
@pytest.mark.parametrize("wish", WISHES)
def test_a_new_plugin_passes_its_check(wish: str, tmp_path: Path) -> None:
    assert passes(verdict(write_plugin(WISHES[wish], tmp_path), []))


def test_a_wrong_expected_result_is_said_with_its_platform(tmp_path: Path) -> None:
    folder = write_plugin(WISHES["a line per platform"], tmp_path)
    path = folder / "example" / "expected.json"
    stated = json.loads(path.read_text(encoding="utf-8"))
    platform = next(iter(stated["measures"]))
    stated["measures"][platform]["numerator"] = 7
    path.write_text(json.dumps(stated), encoding="utf-8")
    (finding,) = example_faults(folder)
    assert (finding.code, finding.platform_id) == ("example|differs", platform)


def test_a_plugin_without_an_example_is_noticed(tmp_path: Path) -> None:
    folder = write_plugin(WISHES["a line per platform"], tmp_path)
    (folder / "example" / "expected.json").unlink()
    assert [one.severity for one in example_faults(folder)] == [Severity.NOTICE]


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "works").mkdir()
    with pytest.raises(appraisal.Refused, match="already there"):
        write_plugin(WISHES["a table of its own"], tmp_path)
    assert list((tmp_path / "works").iterdir()) == []


def test_a_formula_that_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    done = in_process("plugins", "new", "bad", "--title", "坏", "--table", "services", "--numerator", "SUM(nope)", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 1
    assert "$.numerator" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_named_where_nobody_can_be_asked(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "appraisal", "plugins", "new", "bad"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "APPRAISAL_LANG": "en"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "--title, --table, --numerator is missing" in done.stderr


def _answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Answer the questions of a terminal one after the other; the questions that were put."""
    left, asked = iter(answers), []

    def prompt(label: str, default: str | None = None, **_: object) -> str:
        asked.append(label)
        return next(left) or default or ""

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", prompt)
    return asked


def test_what_is_missing_is_asked_for_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = "COUNT(*) FILTER (WHERE kind = '发明专利')"
    asked = _answer(monkeypatch, "占比", "Share", "%", "outputs", share, "COUNT(*)", "", "zero")
    assert in_process("plugins", "new", "asked", cwd=tmp_path).returncode == 0
    document = json.loads((tmp_path / "asked" / "indicator.json").read_text(encoding="utf-8"))
    assert (document["title"], document["x-en"], document["scale"]) == ("占比", "Share", 100)
    assert (document["denominator"], document["empty"]) == ("COUNT(*)", "zero")
    assert not any("Column" in label for label in asked)


def test_the_columns_of_a_table_that_is_not_there_are_asked_for_and_judged_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ("Works:integer:件数", "done:date:完成日期")
    columns = (*wrong, "works:integer:件数", "again:integer:件数", "", "")
    _answer(monkeypatch, "项目", "", "项", "培训", "trainings", *columns, "", "", "", "")
    done = in_process("plugins", "new", "asked", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "培训 cannot be the name" in done.stderr
    assert "the name Works is not of small letters" in done.stderr
    assert "Two columns are called 件数" in done.stderr
    assert done.stderr.count("As it stands each platform has one row.") == 1
    document = json.loads((tmp_path / "asked" / "indicator.json").read_text(encoding="utf-8"))
    assert (document["numerator"], document["where"]) == ("SUM(works)", "done BETWEEN :year_start AND :year_end")
    assert document["empty"] == "missing"


def test_a_formula_that_cannot_be_is_said_and_asked_again_and_no_answer_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ("enterprises", "services", "", "COUNT(*", "COUNT（id）", "COUNT(*)", "SUM(fee)", "", "date > 3", "")
    asked = _answer(monkeypatch, "次数", "", "次", *wrong, "zero")
    done = in_process("plugins", "new", "asked", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for said in ("no table enterprises with a column", "This has to be said", "No column fee"):
        assert said in done.stderr
    assert (asked.count("Numerator, such as COUNT(*)"), sum(one.startswith("Denominator") for one in asked)) == (4, 2)
    document = json.loads((tmp_path / "asked" / "indicator.json").read_text(encoding="utf-8"))
    assert (document["title"], document["numerator"], document["empty"]) == ("次数", "COUNT(*)", "zero")
    assert "denominator" not in document


def test_a_formula_that_was_given_and_cannot_be_is_asked_for_beside_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _answer(monkeypatch, "次数", "", "", "COUNT(*)", "", "", "")
    words = ("--table", "services", "--numerator", "COUNT(fee)")
    assert in_process("plugins", "new", "asked", *words, cwd=tmp_path).returncode == 0
    assert [one for one in asked if one.startswith(("Table", "Numerator"))] == ["Numerator, such as COUNT(*)"]


def test_a_column_needs_a_title_and_what_is_said_again_is_said_better(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = ("works:整数", "works:整数:数量", "works:整数:件数", "no:编号:编号", "")
    _answer(monkeypatch, "项目", "", "", "", *columns, "", "", "", "")
    done = in_process("plugins", "new", "asked", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "“works:整数”: the Chinese title is missing" in done.stderr
    # Enter at the question for the table takes the name that is offered.
    schema = json.loads((tmp_path / "asked" / "tables" / "asked_data.schema.json").read_text(encoding="utf-8"))
    assert [one["title"] for one in schema["properties"].values()] == ["平台编号", "件数", "编号"]
    assert schema["x-key"] == ["no"]
    assert "told apart by 编号" in done.stdout


def test_an_id_may_be_added_when_it_is_said_that_a_platform_has_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = ("works:整数:件数", "", "no:编号:编号", "")
    _answer(monkeypatch, "项目", "", "", "", *columns, "", "", "", "")
    done = in_process("plugins", "new", "asked", cwd=tmp_path)
    assert (done.returncode, "told apart by 编号" in done.stdout) == (0, True)


def test_a_folder_that_is_there_is_said_before_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "asked").mkdir()
    asked = _answer(monkeypatch)
    done = in_process("plugins", "new", "asked", cwd=tmp_path)
    assert (done.returncode, asked) == (1, [])
    assert "To begin anew, delete it first" in done.stderr


@pytest.mark.parametrize("kind", ["text?", "文字？", "甲|乙?"])
def test_a_column_may_be_left_empty_where_its_author_says_so(kind: str, tmp_path: Path) -> None:
    columns = tuple(map(own_column, ("no:id:编号", "works:integer:件数", f"note:{kind}:备注")))
    folder = write_plugin(Wish(name="w", title="项目", table="t", numerator="SUM(works)", columns=columns), tmp_path)
    schema = json.loads((folder / "tables" / "t.schema.json").read_text(encoding="utf-8"))
    assert schema["required"] == ["platform_id", "no", "works"]
    assert example_faults(folder) == []


def test_the_column_that_tells_rows_apart_cannot_be_empty() -> None:
    with pytest.raises(appraisal.Refused, match="cannot be empty"):
        own_column("no:id?:编号")


@pytest.mark.parametrize(
    ("more", "decimals"),
    [
        (("--numerator", "SUM(works)"), 0),
        (("--numerator", "SUM(fee)"), 2),
        (("--numerator", "SUM(works)", "--denominator", "COUNT(*)"), 2),
        (("--numerator", "SUM(works)", "--decimals", "1"), 1),
    ],
)
def test_whole_numbers_have_no_decimals_in_print(more: tuple[str, ...], decimals: int, tmp_path: Path) -> None:
    words = ("--title", "甲", "--table", "t", "--column", "works:integer:件数", "--column", "fee:money:金额")
    assert in_process("plugins", "new", "x", *words, *more, cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "x" / "indicator.json").read_text(encoding="utf-8"))["decimals"] == decimals


def test_it_is_said_where_a_platform_can_have_one_row_only(tmp_path: Path) -> None:
    words = ("--title", "甲", "--table", "t", "--column", "works:integer:件数")
    assert "Each platform has one row" in in_process("plugins", "new", "x", *words, cwd=tmp_path).stdout


@pytest.mark.skipif(os.name == "nt", reason="a console of Windows ends the question by itself")
def test_ctrl_c_ends_a_question_at_once(tmp_path: Path) -> None:
    import pty  # noqa: PLC0415 - Windows has none

    ours, theirs = pty.openpty()
    # A shell that starts the tests in the background has them ignore the signal, and a child would too.
    heeding = "import runpy, signal as s; s.signal(s.SIGINT, s.default_int_handler); runpy.run_module('appraisal', None, '__main__')"
    words = [sys.executable, "-c", heeding, "plugins", "new", "asked"]
    process = subprocess.Popen(words, cwd=tmp_path, env=environment_with(), stdin=theirs, stdout=theirs, stderr=theirs)
    try:
        said = b""
        while b"Chinese title" not in said:
            said += os.read(ours, 1000)
        # One that comes between the question and the reading of its answer is only seen after the answer, by Python's
        # own input(): whoever presses the keys presses them again.
        for _ in range(40):
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.5)
                break
        assert process.returncode == 130
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("name", ["revenue", "service", "con", "Furniture", "家具培训"])
def test_a_name_that_cannot_be_is_said_before_anything_is_asked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _answer(monkeypatch)
    assert in_process("plugins", "new", name, cwd=tmp_path).returncode == 1
    assert asked == []
    assert list(tmp_path.iterdir()) == []


def test_a_shipped_table_is_not_brought_again_and_one_that_is_not_there_is_not_read(tmp_path: Path) -> None:
    words = ("plugins", "new", "works", "--title", "项目", "--table")
    again = in_process(*words, "services", "--column", "works:integer:件数", cwd=tmp_path)
    assert (again.returncode, "is a shipped one" in again.stderr, "--table" in again.stderr) == (1, True, True)
    nowhere = in_process(*words, "patents", "--numerator", "COUNT(*)", cwd=tmp_path)
    assert (nowhere.returncode, "There is no table patents" in nowhere.stderr, "--column" in nowhere.stderr) == (1, True, True)  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_date_of_the_year_says_so_and_a_row_of_another_year_is_part_of_the_example(tmp_path: Path) -> None:
    folder = write_plugin(WISHES["a table of its own"], tmp_path)
    schema = json.loads((folder / "tables" / "designs.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["date"]["x-within"] == "year"
    path = folder / "indicator.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["where"]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert [one.code for one in example_faults(folder)] == ["example|differs"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--decimals", "9"], 2, "from 0 to 6"),
        (["--direction", "up"], 2, "one of higher, lower"),
        (["--empty", "null"], 2, "one of missing, zero"),
        (["--column", "a b:integer"], 1, "the name a b is not of small letters"),
        (["--column", "件数:integer:件数"], 1, "the Chinese name goes to the end"),
        (["--column", "works:int:件数"], 1, "did you mean integer?"),
        (["--column", "works:float:件数"], 1, "there is no kind float"),
        (["--column", "works"], 1, "the kind is missing"),
        (["--column", "works:int:件数", "--column", "件数:integer:件数"], 1, "did you mean integer?"),
        (["--column", "works:int:件数", "--column", "件数:integer:件数"], 1, "the Chinese name goes to the end"),
        (["--column", "works：integer：件数"], 1, "the colons are full-width"),
        (["--column", "platform_id:id:编号"], 1, "is there without being named"),
        (["--column", "a:integer:件数", "--column", "b:integer:件数"], 1, "Two columns are called 件数"),
    ],
)
def test_an_option_that_does_not_fit_is_said(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    done = in_process("plugins", "new", "x", "--title", "甲", "--table", "t", "--numerator", "1", *words, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Share", "1share", "a-b", "../x", "con/x"])
def test_a_name_that_is_no_id_is_refused(name: str, tmp_path: Path) -> None:
    done = in_process("plugins", "new", name, "--title", "甲", "--table", "outputs", "--numerator", "COUNT(*)", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 1
    assert "cannot be the name" in done.stderr


def test_the_python_variant_says_how_it_is_tested_and_installed_and_keeps_to_its_own_settings(tmp_path: Path) -> None:
    folder = write_plugin(WISHES["in Python"], tmp_path)
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert readme.count("python -m pip install ./in_python") == 2
    assert "pip install" not in (write_plugin(WISHES["a line per platform"], tmp_path) / "README.md").read_text("utf-8")
    # Without settings of its own pytest would take those of a folder above.
    assert "[tool.pytest.ini_options]" in (folder / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.full
def test_the_python_variant_is_installed_by_pip_and_found_by_its_name(tmp_path: Path) -> None:
    folder = write_plugin(WISHES["in Python"], tmp_path)
    _run(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    outer = _run(sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    # The dependencies are those of this environment; nothing is fetched.
    (site / "outer.pth").write_text(f"{outer}\n{ROOT}\n", encoding="utf-8")
    _run(python, "-m", "pip", "install", "--no-index", "--no-deps", "--no-build-isolation", folder)
    listed = json.loads(_run(python, "-m", "appraisal", "plugins", "list", "--json"))
    assert ("in_python", "appraisal_in_python") in [(one["id"], one["folder"]) for one in listed]
    shown = _run(python, "-m", "appraisal", "--lang", "en", "plugins", "show", "in_python")
    assert "in_python 1.0.0" in shown
    assert str(site / "appraisal_in_python") in shown
    _run(python, "-m", "pytest", "-q", "-k", "example", folder / "tests", cwd=folder)
    # The laws watch what a plugin reads, and this environment's libraries are borrowed from another: there they are its own.
    _run(sys.executable, "-m", "appraisal", "plugins", "check", folder, cwd=ROOT)


def _run(*words: str | Path, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        words, cwd=cwd, env={**environment, "PYTHONUTF8": "1"}, capture_output=True, text=True, encoding="utf-8", check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
