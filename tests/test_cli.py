"""The command line as a user meets it: help, languages, wrong words, exit codes, JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import paths
from appraisal.errors import Finding, Place
from appraisal.texts import text
from tests.commands import command, environment_with, in_process
from tests.small_rules import rules, written


def test_the_version_is_said_at_once() -> None:
    done = command("--version")
    assert (done.stdout, done.returncode) == ("appraisal 0.1.0\n", 0)


def test_a_help_page_loads_nothing_that_only_the_work_needs() -> None:
    code = """
import sys
from appraisal.cli.main import main
try:
    main(["--help"])
finally:
    print(*sorted({"polars", "jsonschema", "numpy"} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment_with(), capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == ""


@pytest.mark.parametrize(("language", "word"), [("zh", "用法："), ("en", "Usage: ")])
def test_help_is_in_the_language_of_the_reader(language: str, word: str) -> None:
    for words in ([], ["--help"], ["run", "--help"], ["plugins", "--help"]):
        done = command(*words, "--lang", language)
        assert done.returncode == 0
        assert done.stdout.startswith(word)
        if language == "zh":
            assert not [
                foreign for foreign in ("Options:", "Show this", "Commands:", "required") if foreign in done.stdout
            ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rnu"], "There is no command rnu. Near or known: run."),
        (["run"], "SCENARIO is missing."),
        (["plugins", "try", "x"], "--on SCENARIO is missing."),
        (["run", "2014", "--rplace"], "There is no option --rplace; did you mean --replace?"),
        (["run", "2014", "--lang", "fr"], "There is no language fr."),
        (["validate", "a.csv", "b.csv"], "name the scenario whose tables they are with --scenario"),
    ],
)
def test_words_that_do_not_fit_are_named_and_leave_with_2(words: list[str], said: str, tmp_path: Path) -> None:
    done = in_process(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "2041"], "There is no scenario 2041. Known: 2012, 2013"),
        (["run", "./nowhere"], "There is no scenario.json in nowhere."),
        (["explain", "nowhere", "P1"], "There is no such folder"),
        (["plugins", "show", "nobody"], "There is no plugin nobody."),
        (["verify", "."], "it has no manifest"),
    ],
)
def test_what_is_not_there_is_refused_with_1_and_what_there_is(words: list[str], said: str, tmp_path: Path) -> None:
    done = in_process(*words, cwd=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_open_decisions_leave_with_3_and_a_whole_result(tmp_path: Path) -> None:
    done = in_process("run", "2013-before-meeting", "--json", cwd=tmp_path)
    summary = json.loads(done.stdout)
    assert done.returncode == 3
    assert (summary["awards_state"], len(summary["winners"]), len(summary["open_decisions"])) == ("open", 19, 1)
    assert (tmp_path / "results" / "2013-before-meeting" / "manifest.json").is_file()


def test_validate_scores_and_writes_nothing(tmp_path: Path) -> None:
    done = in_process("validate", "2012", cwd=tmp_path)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_validate_says_that_a_year_is_outside_of_its_rules(tmp_path: Path) -> None:
    folder = written(tmp_path, rules(valid={"from": 2012, "to": 2013}), {"A": {"x": 1}})
    done = in_process("validate", str(folder))
    assert done.returncode == 0
    assert "rules|year_outside: small/rules.json::$.valid: The rules hold from 2012 to 2013, not in 2014" in done.stderr


def test_a_finding_says_of_whom_it_is_where_its_words_do_not() -> None:
    finding = Finding("x", text("The mark is missing."), place=Place("a.csv"), platform_id="P7")
    assert finding.line("en") == "P7 a.csv: The mark is missing."
    assert replace(finding, message=text("P7 has no mark.")).line("en") == "a.csv: P7 has no mark."


def test_validate_checks_single_files_as_tables_of_a_scenario(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(
        "platform_id,person_id,as_of,on_team\nP0001,A,2014-12-31,maybe\n", encoding="utf-8"
    )
    done = in_process("validate", "staff.csv", "--scenario", "2014", "--json", cwd=tmp_path)
    finding, absent = json.loads(done.stdout)
    assert (done.returncode, absent["code"]) == (1, "header|absent")
    assert (finding["file"], finding["row"], finding["column"], finding["value"]) == (
        "staff.csv",
        2,
        "on_team",
        "maybe",
    )


def test_plugins_and_scenarios_are_listed_and_shown() -> None:
    plugins = json.loads(in_process("plugins", "list", "--json").stdout)
    assert [plugin["id"] for plugin in plugins] == [
        "innovation_output",
        "revenue",
        "satisfaction",
        "service_count",
        "staff_ratio",
    ]
    assert "dist" not in in_process("plugins", "show", "service_count").stderr
    assert "the number of different Enterprise id" in in_process("plugins", "show", "service_count").stdout
    scenarios = json.loads(in_process("scenarios", "list", "--json").stdout)
    assert {scenario["id"] for scenario in scenarios} >= {"2012", "2013", "2014", "2015", "taizhou-bay-2023"}
    shown = in_process("scenarios", "show", "2014", "--lang", "zh").stdout
    assert "服务优（第24条）：40分" in shown
    assert "专业镇中小微企业服务平台建设专项资金  500,000,000  17" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_explain_gives_every_number_its_rule_arithmetic_and_clause(language: str) -> None:
    done = in_process("explain", str(paths.scenarios() / "2014" / "expected"), "P0404", "--json", "--lang", language)
    explanation = json.loads(done.stdout)
    steps = {(section["id"], step["id"]): step for section in explanation["sections"] for step in section["steps"]}
    assert steps["measures", "service_count"]["value"] == "212 家"
    assert steps["gates", "staff_60"]["arithmetic"] == "100 × 26 = 2600 > 60 × 28 = 1680"
    assert steps["marks", "service_count"]["arithmetic"].replace(" ", "") in (
        "14+(212−50)×11÷270=20.6000",
        "14+（212−50）×11÷270=20.6000",
    )
    assert steps["marks", "composite"]["value"] == "94.34"
    assert steps["outcome", "award"]["clause"] == "24"
    assert explanation["notice"] == {"zh": "示例办法，非官方", "en": "Example rules, not official"}[language]


def test_a_hostile_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    done = command("run", "\x1b[2Jnowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert "\x1b" not in done.stderr


def test_a_letter_that_the_console_lacks_is_named_by_its_number(tmp_path: Path) -> None:
    done = in_process("run", "㙍镇𠮷", cwd=tmp_path, console="cp936")
    assert "There is no scenario [U+364D]镇[U+20BB7]." in done.stderr


def test_a_console_of_windows_shows_chinese_and_names_the_letters_it_lacks(tmp_path: Path) -> None:
    done = command(
        "run", "㙍镇𠮷", "--lang", "zh", cwd=tmp_path, encoding="cp936", PYTHONUTF8="0", PYTHONIOENCODING="cp936"
    )
    assert done.returncode == 1
    assert "[U+364D]镇[U+20BB7]" in done.stderr
    assert "没有" in done.stderr


@pytest.mark.parametrize("console", ["utf-8", "cp936", "ascii"])
def test_a_program_gets_the_letter_itself_through_any_console(tmp_path: Path, console: str) -> None:
    (tmp_path / "㙍𠮷.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = in_process("validate", "㙍𠮷.csv", "--scenario", "2014", "--json", cwd=tmp_path, console=console)
    assert {finding["file"] for finding in json.loads(done.stdout)} == {"㙍𠮷.csv"}
