"""Every shipped scenario replays to the digit: the recorded result is what its rules and evidence give."""

import json
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import appraisal
from appraisal import paths
from tests.conftest import SCENARIOS, official


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_recorded_result_is_what_the_scenario_gives(name: str) -> None:
    recorded = appraisal.read_result(paths.scenarios() / name / "expected")
    again = official(name)
    for table, frame in again.tables.items():
        assert_frame_equal(recorded.tables[table], frame)
    assert again.documents == recorded.documents
    assert again.content_digest == recorded.content_digest


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_float_stands_in_the_official_path(name: str) -> None:
    scenario = appraisal.load_scenario(name)
    frames = [table.frame for table in scenario.tables.values()] + list(official(name).tables.values())
    assert not [dtype for frame in frames for dtype in frame.dtypes if dtype.is_float()]


def test_the_ten_published_rows_of_taizhou_bay_come_out_exactly() -> None:
    # 20 10/10, 15 0/2, 10 1/8, 20 1/4, 10 17/15, 5 35/300, 5 13/10, 5 8/5, 5 25/25, 5 1/8, as published in 2023.
    published = {
        "firms_incubated": "20", "high_tech_firms": "0", "tech_smes": "1.25", "talents": "5", "events": "10", "investment": "0.583",
        "ip_rights": "5", "needs_matched": "5", "solutions": "5", "transfer_projects": "0.625",
    }  # fmt: skip
    scores = official("published/taizhou-bay-2023").tables["scores"].filter(pl.col("platform_id") == "TZ01")
    marks = dict(scores.filter(pl.col("kind") == "leaf").select("node", "mark").iter_rows())
    assert {node: marks[node] for node in published} == {node: Decimal(mark) for node, mark in published.items()}
    assert scores.filter(pl.col("node") == "index")["mark"].item() == Decimal("52.458")


@pytest.mark.parametrize("name", SCENARIOS)
def test_contributions_add_up_to_the_composite(name: str) -> None:
    tables = official(name).tables
    sums = tables["scores"].group_by("platform_id").agg(pl.col("contribution").sum())
    both = tables["ranking"].join(sums, on="platform_id")
    assert both.height == tables["scores"]["platform_id"].n_unique()
    assert both.filter(pl.col("composite").cast(pl.Decimal(38, 6)) != pl.col("contribution")).is_empty()


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_table_is_sorted_by_nothing_but_its_content(name: str) -> None:
    for table, frame in official(name).tables.items():
        keys = appraisal.result.TABLES[table].key
        assert not keys or not frame.select(keys).is_duplicated().any(), table


def test_every_output_of_an_example_says_so() -> None:
    for name in SCENARIOS:
        local = "；地方排名，不颁奖" if "scope" in official(name).documents["scenario"] else ""
        assert official(name).manifest["notice"] == f"示例办法，非官方{local}"


def test_the_balance_is_carried_from_year_to_year() -> None:
    balances = []
    for year in (2012, 2013, 2014, 2015):
        ledger = official(str(year)).tables["ledger"]
        balances.append((ledger["balance_yuan"][0], ledger["balance_yuan"][-1]))
    assert balances[0][0] == 500_000_000
    assert [opening for opening, _ in balances[1:]] == [closing for _, closing in balances[:-1]]


def test_outside_the_years_of_the_law_there_are_ranks_but_no_awards(folder_of_2012) -> None:
    stated = json.loads((folder_of_2012 / "scenario.json").read_text(encoding="utf-8"))
    rules = json.loads((folder_of_2012 / "rules.json").read_text(encoding="utf-8"))
    rules["valid"] = {"from": 2013, "to": 2015}
    (folder_of_2012 / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    (folder_of_2012 / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    result = appraisal.appraise(appraisal.load_scenario(str(folder_of_2012)))
    assert result.manifest["awards_state"] == "none"
    assert result.manifest["notice"] == "示例办法，非官方；模拟，不颁奖"
    assert result.tables["awards"].is_empty()
    assert result.tables["ranking"]["rank"].max() > 300
