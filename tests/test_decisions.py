"""Decisions and waivers: what a meeting may settle, once, and what it does not prove."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import appraisal
from appraisal import paths
from tests.conftest import official
from tests.synthetic import planted

BY = {"who": "联席会议", "when": "2013-04-01", "minutes": "纪要1号"}


def _with(folder: Path, *decisions: dict) -> appraisal.Scenario:
    document = {"format": 1, "decisions": [{**decision, **BY} for decision in decisions]}
    (folder / "decisions.json").write_text(json.dumps(document), encoding="utf-8")
    stated = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    stated["decisions"] = "decisions.json"
    (folder / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    return appraisal.load_scenario(str(folder))


def _gate(kind: str, choice: str) -> dict:
    subject = {"kind": kind, "platform_id": planted.HEAD_COUNTS_ONLY[2012], "gate": "staff_60"}
    return {"subject": subject, "choice": choice}


def _mark(result: appraisal.Result) -> int:
    scores = result.tables["scores"]
    return scores.filter(platform_id=planted.HEAD_COUNTS_ONLY[2012], node="staff_ratio")["mark"].item()


def test_a_decided_pass_is_marked_with_what_the_gate_requires_and_a_waiver_is_not(folder_of_2012: Path) -> None:
    assert _mark(appraisal.appraise(_with(folder_of_2012, _gate("gate", "pass")))) == 9
    assert _mark(appraisal.appraise(_with(folder_of_2012, _gate("waiver", "pass")))) == 0


def test_two_decisions_on_one_subject_are_refused(folder_of_2012: Path) -> None:
    with pytest.raises(appraisal.Refused, match="the same is decided"):
        appraisal.appraise(_with(folder_of_2012, _gate("gate", "pass"), _gate("gate", "fail")))


def test_a_decision_about_nobody_is_refused(folder_of_2012: Path) -> None:
    tie = {"subject": {"kind": "tie", "platforms": ["P0072", "P9999"]}, "choice": ["P0072", "P9999"]}
    with pytest.raises(appraisal.Refused, match="P9999, which is not in this appraisal"):
        appraisal.appraise(_with(folder_of_2012, tie))


def test_decisions_that_the_scenario_does_not_name_are_not_passed_over(folder_of_2012: Path) -> None:
    (folder_of_2012 / "decisions.json").write_text('{"format": 1, "decisions": []}', encoding="utf-8")
    with pytest.raises(appraisal.Refused, match="does not name it"):
        appraisal.load_scenario(str(folder_of_2012))


def test_explain_names_the_minutes() -> None:
    explanation = appraisal.explain(official("2013"), planted.HEAD_COUNTS_ONLY[2013]).rendered("zh")
    (decided,) = [section for section in explanation["sections"] if section["id"] == "decisions"]
    assert "示例纪要〔2014〕3号" in decided["steps"][0]["rule"]


def test_a_recorded_order_settles_a_tie_across_the_award_line(tmp_path: Path) -> None:
    first, second = planted.TIE_AT_PLACE_20[2015]
    folder = tmp_path / "mine"
    folder.mkdir()
    stated = json.loads((paths.scenarios() / "2015-open-tie" / "scenario.json").read_text(encoding="utf-8"))
    (folder / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    tie = {"subject": {"kind": "tie", "platforms": [first, second]}, "choice": [second, first]}
    result = appraisal.appraise(_with(folder, tie))
    states = dict(result.tables["ranking"].select("platform_id", "award_state").iter_rows())
    assert (states[first], states[second]) == ("none", "given")
    assert result.manifest["awards_state"] == "given"


def test_what_a_platform_declared_itself_replaces_nothing(folder_of_2012: Path) -> None:
    path = folder_of_2012 / "evidence" / "verified.parquet"
    verified = pl.read_parquet(path)
    platform = planted.ONLY_49_SMES[2012]
    row = verified.head(1).with_columns(
        platform_id=pl.lit(platform),
        indicator=pl.lit("service_count"),
        stage=pl.lit("declared"),
        numerator=pl.lit(320).cast(verified.schema["numerator"]),
        denominator=pl.lit(1).cast(verified.schema["denominator"]),
    )
    pl.concat([verified, row]).write_parquet(path)
    stated = json.loads((folder_of_2012 / "scenario.json").read_text(encoding="utf-8"))
    del stated["evidence"]["verified"]["sha256"]
    (folder_of_2012 / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    result = appraisal.appraise(appraisal.load_scenario(str(folder_of_2012)))
    measured = result.tables["measures"].filter(platform_id=platform, indicator="service_count")
    assert measured["numerator"].item() == 49
