"""What is wrong is said in Chinese and English with file, place and mend; the exit code is 1 and nothing is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable


def _edit(path: Path, change: Callable[[Any], None]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _rules(change: Callable[[Any], None]) -> Callable[[Path], None]:
    return lambda folder: _edit(folder / "rules.json", change)


def _scenario(change: Callable[[Any], None]) -> Callable[[Path], None]:
    return lambda folder: _edit(folder / "scenario.json", change)


def _formula(text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        shutil.copytree(paths.plugins() / "revenue", folder / "plugins" / "income")
        _edit(folder / "plugins" / "income" / "indicator.json", lambda one: one.update(id="income", numerator=text))
        _edit(folder / "scenario.json", lambda one: one["plugins"].update(income={}))
        _edit(
            folder / "rules.json",
            lambda one: one["index"]["nodes"]["effect"]["nodes"]["revenue"].update({"from": ["income"]}),
        )

    return change


def _without_column(folder: Path) -> None:
    frame = pl.read_parquet(folder / "evidence" / "staff.parquet").drop("on_team")
    frame.write_parquet(folder / "evidence" / "staff.parquet")
    _edit(folder / "scenario.json", lambda one: one["evidence"]["staff"].pop("sha256"))


def _not_recognised(folder: Path) -> None:
    frame = pl.read_parquet(folder / "evidence" / "platforms.parquet")
    town = pl.when(pl.int_range(pl.len()) == 2).then(pl.lit("无名镇")).otherwise(pl.col("town")).alias("town")
    frame.with_columns(town).write_parquet(folder / "evidence" / "platforms.parquet")
    _edit(folder / "scenario.json", lambda one: one["evidence"]["platforms"].pop("sha256"))


def _leaf(rules: Any) -> Any:
    return rules["index"]["nodes"]["service"]["nodes"]["staff_ratio"]


def _gap(rules: Any) -> None:
    bands = [{"when": {"exclusiveMaximum": 60}, "mark": 0}, {"when": {"minimum": 61}, "mark": 15}]
    _leaf(rules)["curve"] = {"kind": "bands", "bands": bands}


CASES: dict[str, tuple[Callable[[Path], None], str, list[str]]] = {
    "marks that do not add up": (
        _rules(lambda rules: rules["index"]["nodes"]["credit"].update(full_mark=30)),
        "rules|marks_sum",
        ["mine/rules.json::$.index.nodes.credit.full_mark", "30"],
    ),
    "an unknown indicator": (
        _rules(lambda rules: _leaf(rules).update({"from": ["staff_rato"]})),
        "rules|indicator_unknown",
        ["mine/rules.json", "staff_rato", "staff_ratio"],
    ),
    "a band with a gap": (_rules(_gap), "rules|curve_gap", ["mine/rules.json::$.index.nodes.service.nodes.staff_ratio.curve", "60", "61"]),
    "a missing evidence column": (_without_column, "header|missing", ["evidence/staff.parquet", "on_team"]),
    "a formula with an unknown column": (_formula("SUM(service_revenue)"), "formula|unknown_column", ["plugins/income/indicator.json::$.numerator", "service_revenue_yuan"]),
    "a formula with a subquery": (_formula("(SELECT MAX(year) FROM finance)"), "formula|", ["plugins/income/indicator.json::$.numerator", "character 2|第 2 个字符"]),
    "a formula with a quotient": (_formula("SUM(public_funding_yuan) / COUNT(*)"), "formula|", ["plugins/income/indicator.json::$.numerator", "/"]),
    "evidence that leaves the folder": (
        _scenario(lambda one: one["evidence"]["staff"].update(path="../secret/staff.parquet")),
        "scenario|path",
        ["mine/scenario.json::$.evidence.staff", "../secret/staff.parquet"],
    ),
    "rules that leave the folder": (_scenario(lambda one: one.update(rules="/etc/passwd")), "scenario|path", ["mine/scenario.json::$.rules", "/etc/passwd"]),
    "changed evidence": (
        lambda folder: (folder / "evidence" / "staff.parquet").write_bytes((folder / "evidence" / "reported.parquet").read_bytes()),
        "evidence|changed",
        ["mine/scenario.json::$.evidence.staff", "sha256"],
    ),
    "a changed plugin": (_scenario(lambda one: one["plugins"]["revenue"].update(version="2.0.0")), "plugin|changed", ["plugins/revenue", "2.0.0"]),
    "an unknown plugin": (_scenario(lambda one: one["plugins"].update(nobody={})), "plugin|unknown", ["mine/scenario.json::$.plugins.nobody"]),
    "an unknown key of the rules": (_rules(lambda rules: rules.update(gatess={})), "document|", ["mine/rules.json", "gatess", "gates"]),
    "a gate on an unknown column": (_rules(lambda rules: rules["gates"]["premises"].update(of="platforms.premise")), "rules|gate_fact", ["mine/rules.json::$.gates.premises.of", "premises"]),
    "a tie by an unknown node": (_rules(lambda rules: rules["ranking"].update(ties=["efect"])), "rules|ties_unknown", ["$.ranking.ties[0]", "effect"]),
    "a param out of range": (_rules(lambda rules: rules["params"]["satisfaction"].update(min_answers=0)), "params|value", ["$.params.satisfaction.min_answers"]),
    "a town that is not in the register": (_not_recognised, "town_unknown", ["evidence/platforms.parquet", "无名镇", "row 3|第 3 行"]),
    "a table that is not there": (_scenario(lambda one: one["evidence"].pop("surveys")), "evidence|table_missing", ["mine/scenario.json::$.evidence", "surveys"]),
    "a fund that would be overdrawn": (_rules(lambda rules: rules["funds"]["special"].update(total_yuan=1_000_000)), "ledger|below_zero", ["17,980,000"]),
    "a grade that is not there": (_rules(lambda rules: rules["awards"].update(grade="excelent")), "rules|awards_grade", ["$.awards.grade", "excellent"]),
    "a duplicate key": (lambda folder: (folder / "rules.json").write_text('{"format": 1, "format": 1}', encoding="utf-8"), "json|", ["mine/rules.json", "format"]),
    "a number that is none": (lambda folder: (folder / "rules.json").write_text('{"format": NaN}', encoding="utf-8"), "json|", ["mine/rules.json", "NaN"]),
}  # fmt: skip


def _run(folder: Path, capsys: pytest.CaptureFixture[str], language: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(["run", str(folder), "--out", str(folder.parent / "out"), "--lang", language])
    return int(left.value.code or 0), capsys.readouterr().err


# One case in one language, the next in the other; every one in both with -m full.
@pytest.mark.parametrize(
    ("case", "language"),
    [
        pytest.param(case, language, marks=pytest.mark.full if (number + place) % 2 else ())
        for number, case in enumerate(CASES)
        for place, language in enumerate(("en", "zh"))
    ],
)
def test_a_refusal_names_file_place_and_mend(
    case: str, language: str, folder_of_2012: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    breaks, code, words = CASES[case]
    breaks(folder_of_2012)
    exit_code, said = _run(folder_of_2012, capsys, language)
    assert exit_code == 1, said
    assert code in said
    for word in words:
        assert any(form in said for form in word.split("|")), said
    assert "Traceback" not in said
    assert ("已拒绝" if language == "zh" else "Refused") in said
    assert not (folder_of_2012.parent / "out").exists()


def test_all_faults_are_said_at_once(folder_of_2012: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for case in (
        "marks that do not add up",
        "a band with a gap",
        "a missing evidence column",
        "a town that is not in the register",
        "a param out of range",
    ):
        CASES[case][0](folder_of_2012)
    said = _run(folder_of_2012, capsys, "en")[1]
    for code in ("rules|marks_sum", "rules|curve_gap", "on_team", "town_unknown", "params|value"):
        assert code in said


def test_a_refusal_is_raised_with_its_findings_in_python(folder_of_2012: Path) -> None:
    CASES["marks that do not add up"][0](folder_of_2012)
    with pytest.raises(appraisal.Refused) as refused:
        appraisal.load_scenario(str(folder_of_2012))
    assert [finding.code for finding in refused.value.findings] == ["rules|marks_sum", "rules|marks_sum"]
