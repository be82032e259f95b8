"""The sheets of experts: written blank for each expert, filled in, and read back as a row a mark."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.evidence.delivery import read_delivery
from appraisal.scenario import assemble
from appraisal.scenario.chain import merge_patch
from appraisal.scenario.documents import resolve
from appraisal.scenario.locate import find_scenario
from appraisal.schema import dumps, read
from tests.commands import in_process
from tests.conftest import official
from tests.panels.world import MAIN, PLAN, RANGE, SCHEMAS

PANEL = {
    **MAIN,
    "criteria": {"plan": {**PLAN, "range": {**RANGE, "of": "service_count"}}, "team": MAIN["criteria"]["team"]},
}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """The scenario 2014 with a panel and three experts, the first at the institution of a platform."""
    folder = tmp_path_factory.mktemp("scenarios") / "mine"
    shutil.copytree(paths.scenarios() / "2014", folder, ignore=shutil.ignore_patterns("expected"))
    rules = read(folder / "rules.json", "rules.json")
    (folder / "rules.json").write_text(dumps({**rules, "panels": {"main": PANEL}}), encoding="utf-8")
    register = pl.read_parquet(folder / "evidence" / "platforms.parquet")
    code = register.filter(pl.col("entity_code").is_not_null())["entity_code"][0]
    lines = ["expert_id,name,institution_code,institution", f"e1,张三,{code},某院", "e2,李四,,某大学", "e3,王五,,某所"]
    (folder / "evidence" / "experts.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    document = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    document["evidence"]["experts"] = {"path": "evidence/experts.csv"}
    (folder / "scenario.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sheets(scenario, tmp_path_factory):
    """The folder with the blank sheets."""
    out = tmp_path_factory.mktemp("sheets") / "blank"
    done = in_process("template", str(scenario), "--panel", "main", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert "3 experts" in done.stdout
    return out


def _filled(path, marks):
    """The sheet with these marks, by cell."""
    book = openpyxl.load_workbook(path)
    for cell, mark in marks.items():
        book.worksheets[0][cell] = mark
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _read(data):
    delivery = read_delivery(data, "e1.xlsx", SCHEMAS)
    rows = [table.frame for table in delivery.tables]
    return (rows[0] if rows else None), [(one.code, one.place.cell) for one in delivery.findings]


def _ids(path):
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [row[0].value for row in sheet.iter_rows(min_row=4) if row[0].value]


def test_each_expert_has_a_sheet_without_the_platforms_of_the_own_institution(scenario, sheets) -> None:
    register = pl.read_parquet(scenario / "evidence" / "platforms.parquet")
    code = register.filter(pl.col("entity_code").is_not_null())["entity_code"][0]
    own = set(register.filter(pl.col("entity_code") == code)["platform_id"])
    assert sorted(path.name for path in sheets.iterdir()) == [f"main-e{number}.xlsx" for number in (1, 2, 3)]
    assert set(_ids(sheets / "main-e2.xlsx")) - set(_ids(sheets / "main-e1.xlsx")) == own
    assert own


def test_a_sheet_says_its_expert_its_full_marks_and_what_each_level_allows(sheets) -> None:
    sheet = openpyxl.load_workbook(sheets / "main-e1.xlsx").worksheets[0]
    assert "张三 (e1)" in sheet["A1"].value
    assert sheet.row_dimensions[2].hidden
    assert [cell.value for cell in sheet[2]] == ["platform_id", "name", "city", "mark:plan", "mark:team"]
    assert [sheet["D3"].value, sheet["E3"].value] == ["Plan (full mark 40)", "Team (full mark 60)"]
    assert sheet.freeze_panes == "C4"
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert (rules["E4"].formula1, rules["E4"].formula2) == ("0", "60")
    assert "≥ 6: 32–40" in rules["D4"].prompt
    assert (sheet["A4"].protection.locked, sheet["D4"].protection.locked) == (True, False)


def test_a_filled_sheet_comes_back_as_a_row_a_mark(sheets) -> None:
    first, second = _ids(sheets / "main-e1.xlsx")[:2]
    data = _filled(sheets / "main-e1.xlsx", {"D4": 35.5, "E4": 50, "D5": "４０分", "E5": 0})
    rows, findings = _read(data)
    assert rows.rows() == [
        ("main", first, "e1", "plan", 3550),
        ("main", first, "e1", "team", 5000),
        ("main", second, "e1", "plan", 4000),
        ("main", second, "e1", "team", 0),
    ]
    assert {code.split("|")[0] for code, _ in findings} == {"repair"}


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"D4": 35}, ("expert_sheet|incomplete", "E4")),
        ({}, ("expert_sheet|empty", None)),
        ({"D4": "about 30", "E4": 1}, ("cell|number", "D4")),
        ({"D4": -1, "E4": 1}, ("cell|too_small", "D4")),
        ({"D2": "mark:team"}, ("expert_sheet|keys", None)),
        ({"D200000": 1, "E200000": 1}, ("cell|missing", "A200000")),
    ],
    ids=["one left out", "blank", "words", "below zero", "keys changed", "no platform"],
)
def test_what_is_wrong_in_a_sheet_is_told_at_its_cell(sheets, marks, said) -> None:
    _, findings = _read(_filled(sheets / "main-e1.xlsx", marks))
    assert said in findings


def test_the_marks_are_checked_by_the_command_that_checks_files(scenario, sheets, tmp_path) -> None:
    (tmp_path / "e1.xlsx").write_bytes(_filled(sheets / "main-e1.xlsx", {"D4": 35.5, "E4": "?"}))
    done = in_process("validate", str(tmp_path / "e1.xlsx"), "--scenario", str(scenario))
    assert done.returncode == 1
    assert "E4" in done.stderr


def _with_result(scenario, tmp_path, result):
    appraisal.write_result(result, tmp_path / "result")
    words = ("template", str(scenario), "--panel", "main", "--result", str(tmp_path / "result"), "-o")
    return in_process(*words, str(tmp_path / "sheets"))


def test_with_a_result_only_those_that_it_ranks_are_marked(scenario, tmp_path) -> None:
    done = _with_result(scenario, tmp_path, official("2014"))
    assert done.returncode == 0, done.stderr
    ranked = official("2014").tables["ranking"].filter(status="ranked")["platform_id"]
    assert set(_ids(tmp_path / "sheets" / "main-e2.xlsx")) == set(ranked)


def test_with_a_shortlist_only_that_is_marked(scenario, tmp_path) -> None:
    documents = resolve(find_scenario("2014"), [], None)
    rules = merge_patch(documents.rules, {"shortlist": {"places": 3, "share": 1}})
    result = appraisal.appraise(assemble(replace(documents, rules=rules)))
    done = _with_result(scenario, tmp_path, result)
    assert done.returncode == 0, done.stderr
    listed = result.tables["shortlist"].filter("listed")["platform_id"]
    assert set(_ids(tmp_path / "sheets" / "main-e2.xlsx")) == set(listed)
    assert 3 <= len(listed) < 10


def test_no_filled_sheet_is_written_over(scenario, sheets, tmp_path) -> None:
    shutil.copytree(sheets, tmp_path / "blank")
    (tmp_path / "blank" / "main-e2.xlsx").write_bytes(b"filled in")
    words = ("template", str(scenario), "--panel", "main", "-o", str(tmp_path / "blank"))
    refused = in_process(*words)
    assert (refused.returncode, "form|exists" in refused.stderr) == (1, True)
    assert (tmp_path / "blank" / "main-e2.xlsx").read_bytes() == b"filled in"
    assert in_process(*words, "--replace").returncode == 0
    assert (tmp_path / "blank" / "main-e2.xlsx").read_bytes() == (sheets / "main-e2.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("2014", "--panel", "main"), "panel|unknown", 1),
        (("2014", "--result", "r"), "--panel", 2),
    ],
)
def test_what_cannot_be_written_is_said(words, said, code, tmp_path) -> None:
    done = in_process("template", *words, "-o", str(tmp_path / "out"))
    assert (done.returncode, said in done.stderr) == (code, True)
    assert not (tmp_path / "out").exists()


def test_intake_takes_filled_sheets_in_as_evidence(scenario, sheets, tmp_path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(scenario, folder)
    (tmp_path / "inbox").mkdir()
    for number, marks in ((1, {"D4": 35, "E4": 50}), (2, {"D4": 33, "E4": "55.50"})):
        name = f"main-e{number}.xlsx"
        (tmp_path / "inbox" / name).write_bytes(_filled(sheets / name, marks))
    done = in_process("intake", str(tmp_path / "inbox"), "--scenario", str(folder))
    assert done.returncode == 0, done.stderr
    taken = folder / "intake" / "0001" / "evidence"
    rows = pl.read_parquet(taken / "panel_marks.parquet").sort("expert_id", "criterion")
    assert rows.select("expert_id", pl.col("mark").cast(pl.String)).rows() == [
        ("e1", "35.00"),
        ("e1", "50.00"),
        ("e2", "33.00"),
        ("e2", "55.50"),
    ]
    origin = pl.read_parquet(taken / "sources.parquet")
    assert sorted(origin["columns"].list.last()) == ["mark=D", "mark=D", "mark=E", "mark=E"]
    assert set(origin["row"]) == {4}


def test_a_mark_out_of_its_range_is_told_at_the_cell_of_the_experts_sheet(scenario, sheets, tmp_path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "e2.xlsx").write_bytes(_filled(sheets / "main-e2.xlsx", {"D4": 30, "E4": 50}))
    shutil.copytree(scenario, tmp_path / "mine")
    done = in_process("intake", str(tmp_path / "inbox"), "--scenario", str(tmp_path / "mine"))
    assert "panel|range: e2.xlsx, sheet Expert panel, cell D4" in done.stderr


def test_the_sheet_of_another_year_is_sent_back(scenario, sheets, tmp_path) -> None:
    last = tmp_path / "last"
    shutil.copytree(scenario, last)
    document = json.loads((last / "scenario.json").read_text(encoding="utf-8"))
    (last / "scenario.json").write_text(json.dumps({**document, "year": 2013}), encoding="utf-8")
    (tmp_path / "e1.xlsx").write_bytes(_filled(sheets / "main-e1.xlsx", {"D4": 35, "E4": 50}))
    done = in_process("validate", str(tmp_path / "e1.xlsx"), "--scenario", str(last))
    assert (done.returncode, "intake|other_year" in done.stderr) == (1, True)


def test_a_sheet_that_somebody_added_is_not_passed_over_in_silence(sheets) -> None:
    book = openpyxl.load_workbook(sheets / "main-e1.xlsx")
    book.worksheets[0]["D4"] = book.worksheets[0]["E4"] = 1
    book.create_sheet("notes")["A1"] = "the second one is better"
    data = io.BytesIO()
    book.save(data)
    assert _read(data.getvalue())[1] == [("sheet|no_table", None)]
