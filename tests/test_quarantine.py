"""Faulty rows of the tables that the rules name are set aside one by one; all else is as if they had never been."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

import appraisal
from appraisal.rules import build, inconsistencies
from appraisal.scenario import stated_rules
from appraisal.scenario.quarantine import set_aside
from appraisal.verification import verify

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = ("ranking", "scores", "measures", "gates", "ranks", "awards", "ledger", "coverage")


def change(folder: Path, quarantine=(), **tables):
    """Replace tables of a scenario and name a quarantine."""
    scenario, rules = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in ("scenario.json", "rules.json")
    )
    for name, frame in tables.items():
        frame.write_parquet(folder / "evidence" / f"{name}.parquet")
        scenario["evidence"][name].pop("sha256", None)
    (folder / "scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
    (folder / "rules.json").write_text(json.dumps({**rules, "quarantine": [*quarantine]}), encoding="utf-8")


def evidence(folder, name):
    return pl.read_parquet(folder / "evidence" / f"{name}.parquet")


def with_cell(frame, row, **cells):
    number = pl.int_range(pl.len())
    return frame.with_columns(
        pl.when(number == row).then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in cells.items()
    )


def run(folder):
    return appraisal.appraise(appraisal.load_scenario(str(folder)))


def without(frame, rows):
    return frame.with_row_index("row").filter(~pl.col("row").is_in(rows)).drop("row")


def aside(result):
    return result.tables["findings"].filter(pl.col("code") == "quarantine|row").sort("file", "row")


def same_content(one, other):
    return all(one.tables[name].equals(other.tables[name]) for name in CONTENT)


@pytest.fixture
def faulty(folder_of_2012):
    """Services with a bad id, an unknown enterprise and a repeated id, and the same without these rows."""
    services = evidence(folder_of_2012, "services")
    broken = with_cell(services, 3, service_id="no id!")
    broken = with_cell(broken, 7, enterprise_id="E999999")
    broken = with_cell(broken, 11, service_id=services["service_id"][12])
    return broken, without(services, [3, 7, 11, 12])


def test_without_a_quarantine_faulty_rows_refuse_the_run(folder_of_2012, faulty):
    change(folder_of_2012, services=faulty[0])
    with pytest.raises(appraisal.Refused) as refused:
        run(folder_of_2012)
    errors = [one for one in refused.value.findings if one.severity == "error"]
    assert [one.place.row for one in errors] == [4, 8, 13]


def test_a_run_with_quarantine_is_the_run_on_the_evidence_without_those_rows(folder_of_2012, faulty):
    change(folder_of_2012, ["services"], services=faulty[0])
    set_aside = run(folder_of_2012)
    change(folder_of_2012, services=faulty[1])
    assert same_content(set_aside, run(folder_of_2012))


def test_every_row_that_is_set_aside_is_listed_with_place_key_and_reason(folder_of_2012, faulty):
    change(folder_of_2012, ["services"], services=faulty[0])
    found = aside(run(folder_of_2012))
    # Of two rows with one key nobody can say which is right: both go.
    assert found["row"].to_list() == [4, 8, 12, 13]
    assert found["severity"].unique().to_list() == ["warning"]
    assert found["value"][0] == "no id!"
    assert found["platform_id"].null_count() == 0
    assert "E999999 is not in" in found["message_en"][1]
    assert "Several rows have the key" in found["message_en"][2]


def test_more_than_a_thousand_rows_are_all_listed(folder_of_2012):
    services = evidence(folder_of_2012, "services").with_columns(
        enterprise_id=pl.when(pl.int_range(pl.len()) < 1500).then(pl.lit("E999999")).otherwise("enterprise_id")
    )
    change(folder_of_2012, ["services"], services=services)
    assert aside(run(folder_of_2012)).height == 1500


def test_rows_that_point_at_a_row_set_aside_follow_it_where_their_table_is_named(folder_of_2012):
    enterprises, services = evidence(folder_of_2012, "enterprises"), evidence(folder_of_2012, "services")
    surveys, one = evidence(folder_of_2012, "surveys"), services["enterprise_id"][0]
    row = enterprises["enterprise_id"].to_list().index(one)
    named = ["enterprises", "services", "surveys"]
    change(folder_of_2012, named, enterprises=with_cell(enterprises, row, size="巨型"))
    with_quarantine = run(folder_of_2012)
    pointing = [frame.filter(pl.col("enterprise_id").ne_missing(one)) for frame in (services, surveys)]
    change(folder_of_2012, [], enterprises=without(enterprises, [row]), services=pointing[0], surveys=pointing[1])
    assert same_content(with_quarantine, run(folder_of_2012))
    gone = services.height - pointing[0].height + surveys.height - pointing[1].height
    assert aside(with_quarantine).height == 1 + gone
    change(folder_of_2012, ["enterprises"], enterprises=with_cell(enterprises, row, size="巨型"), services=services)
    with pytest.raises(appraisal.Refused, match="is not in"):
        run(folder_of_2012)


def test_a_fault_in_a_table_that_is_not_named_still_refuses(folder_of_2012, faulty):
    outputs = with_cell(evidence(folder_of_2012, "outputs"), 0, platform_id="P9999")
    change(folder_of_2012, ["services"], services=faulty[0], outputs=outputs)
    with pytest.raises(appraisal.Refused) as refused:
        run(folder_of_2012)
    errors = {one.place.file for one in refused.value.findings if one.severity == "error"}
    assert errors == {"evidence/outputs.parquet"}


def test_a_doubt_that_the_rules_make_an_error_sets_its_row_aside(folder_of_2012):
    change(folder_of_2012, ["services"])
    rules = json.loads((folder_of_2012 / "rules.json").read_text(encoding="utf-8"))
    rules["checks"]["date_outside_year"] = "error"
    (folder_of_2012 / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    found = aside(run(folder_of_2012))
    assert found.height == 15
    assert found["message_en"].str.contains("is not in the year 2012").all()
    rules["quarantine"] = ["staff"]
    (folder_of_2012 / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    with pytest.raises(appraisal.Refused, match="is not in the year 2012"):
        run(folder_of_2012)


def test_cells_that_could_not_be_read_set_their_row_aside():
    scenario = appraisal.load_scenario("2012")
    rules = replace(scenario.rules, quarantine=("finance",))
    finance = scenario.tables["finance"]
    unread = replace(finance, unread=frozenset({(5, "service_revenue_yuan")}))
    tables, found = set_aside({**scenario.tables, "finance": unread}, rules, 2012)
    assert tables["finance"].frame.equals(without(finance.frame, [5]))
    assert tables["finance"].unread == frozenset()
    assert tables["finance"].place(5) == finance.place(6)
    assert [(one.place, one.severity) for one in found] == [(finance.place(5, "service_revenue_yuan"), "warning")]


def test_clean_tables_are_left_as_they_are():
    scenario = appraisal.load_scenario("2012")
    rules = replace(scenario.rules, quarantine=("services", "staff"))
    tables, found = set_aside(scenario.tables, rules, 2012)
    assert found == []
    assert all(tables[name] is table for name, table in scenario.tables.items())


@pytest.mark.parametrize("name", ["platforms", "towns", "verified", "vetoes", "ledger"])
def test_the_provinces_own_tables_are_never_set_aside(name):
    document = stated_rules("2012") | {"quarantine": [name]}
    codes = [one.code for one in inconsistencies(build(document, "r.json")[0], document, "r.json")]
    assert codes == ["rules|quarantine_table"]


def test_a_quarantine_of_a_table_that_is_not_there_is_refused(folder_of_2012):
    change(folder_of_2012, ["servces"])
    with pytest.raises(appraisal.Refused, match="Did you mean services"):
        run(folder_of_2012)


def test_a_result_with_quarantine_verifies(folder_of_2012, faulty, tmp_path):
    change(folder_of_2012, ["services"], services=faulty[0])
    appraisal.write_result(run(folder_of_2012), tmp_path / "result")
    assert verify(tmp_path / "result", folder_of_2012).is_equal
