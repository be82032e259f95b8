"""A city ranks its platforms by rules of its own beside the province's ranking, and cannot touch that one."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import appraisal
from appraisal import paths
from appraisal.errors import Finding, Place
from appraisal.local_ranks import concerning
from appraisal.procedure import examine
from appraisal.scenario.local import local_decisions, local_faults
from appraisal.schema import dumps
from appraisal.texts import text
from appraisal.verification import verify
from tests.commands import contents, in_process
from tests.conftest import official
from tests.synthetic.designs import write_designs
from tests.test_docs import _matches, _sessions

FOSHAN = "foshan-2014"
CITY = "佛山市"


def write(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dumps(document), encoding="utf-8")


def run(folder: Path) -> appraisal.Result:
    return appraisal.appraise(appraisal.load_scenario(str(folder)))


def refusal(folder: Path) -> set[str]:
    with pytest.raises(appraisal.Refused) as refused:
        run(folder)
    return {one.code for one in refused.value.findings}


@pytest.fixture
def city(tmp_path: Path):
    """A copy of Foshan's scenario, with keys changed."""

    def made(**changes: Any) -> Path:
        folder = tmp_path / "city"
        if not folder.exists():
            shutil.copytree(paths.scenarios() / FOSHAN, folder, ignore=shutil.ignore_patterns("expected"))
        document = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
        patch = document["patch"] | changes.pop("patch", {})
        write(folder / "scenario.json", document | {"patch": patch} | changes)
        return folder

    return made


def test_the_ranks_that_the_province_gave_are_repeated_to_the_byte() -> None:
    local, province = official(FOSHAN), official("2014")
    given = local.tables["ranks"].filter(pl.col("scope") != "local")
    ids = local.tables["ranking"]["platform_id"].to_list()
    assert_frame_equal(given, province.tables["ranks"].filter(pl.col("platform_id").is_in(ids)))
    recorded = (paths.scenarios() / "2014" / "expected" / "manifest.json").read_text(encoding="utf-8")
    stated = local.documents["scenario"]["province"]
    assert stated["content_digest"] == json.loads(recorded)["content_digest"] == province.content_digest
    assert stated["rules"] == province.documents["rules"]


def test_the_local_rank_follows_the_citys_rules_and_only_it_does() -> None:
    tables = official(FOSHAN).tables
    ranks = tables["ranks"].filter(platform_id="P0778").select("scope", "rank", "of")
    assert ranks.filter(scope="local").row(0) == ("local", 1, 167)
    assert ranks.filter(scope="province").row(0) == ("province", 26, 990)
    ranked = tables["ranking"].filter(status="ranked")
    by_mark = ranked["composite"].rank("min", descending=True)
    # No two are tied by the chain here, so the order is by composite wherever composites differ.
    assert (ranked["rank"] >= by_mark).all()
    assert ranked["composite"].is_sorted(descending=True)


def test_nothing_is_awarded_and_every_output_says_so() -> None:
    result = official(FOSHAN)
    for name in ("awards", "ledger", "coverage"):
        assert result.tables[name].is_empty()
    assert result.manifest["awards_state"] == "none"
    assert result.manifest["notice"] == "示例办法，非官方；地方排名，不颁奖"
    assert result.tables["ranking"]["award_yuan"].sum() == 0
    assert not {"awards", "funds", "coverage"} & set(result.documents["rules"])


def test_only_platforms_of_the_scope_stand_in_a_local_result() -> None:
    cities = official("2014").tables["ranking"].select("platform_id", "city")
    for name, frame in official(FOSHAN).tables.items():
        if "platform_id" in frame.columns:
            assert set(frame.join(cities, on="platform_id")["city"]) <= {CITY}, name


def test_who_takes_part_is_as_the_province_says() -> None:
    both = official(FOSHAN).tables["ranking"].join(official("2014").tables["ranking"], on="platform_id")
    assert both.height == 186
    assert (both["status"] == both["status_right"]).all()


def test_both_ranks_are_said_and_explained(tmp_path: Path) -> None:
    done = in_process("run", FOSHAN, "--out", "out", cwd=tmp_path)
    assert "local rank 1   provincial rank 26   P0778" in done.stdout
    assert "Local ranking of 佛山市, 167 ranked; the province's ranks and awards are unchanged:" in done.stdout
    assert "their ranks in the province in ranks.csv" in done.stdout
    said = in_process("explain", "out", "P0778", cwd=tmp_path).stdout
    assert "Local rank in 佛山市, by its own rules: 1 of 167" in said
    assert "Rank in the province, by the province's rules: 26 of 990" in said
    assert "Rank in 佛山市, by the province's rules: 7 of 167" in said
    assert verify(tmp_path / "out").is_equal


@pytest.mark.parametrize(
    "key", ["gates", "awards", "funds", "coverage", "vetoes", "valid", "checks", "quarantine", "data_year"]
)
def test_what_is_the_provinces_cannot_be_patched(city, key: str) -> None:
    assert refusal(city(patch={key: None})) == {"scope|patch"}


@pytest.mark.parametrize("table", ["platforms", "towns", "reported", "verified", "vetoes", "ledger"])
def test_a_table_that_says_who_takes_part_is_never_the_citys(table: str) -> None:
    # Also where the province has none: it would change what others are measured by.
    faults = local_faults({"year": 2014, "evidence": {table: {}}}, {"year": 2014}, [], "scenario.json")
    assert [one.code for one in faults] == ["scope|evidence"]


@pytest.mark.parametrize("table", ["staff", "verified", "ledger"])
def test_evidence_of_the_province_cannot_be_replaced_or_slipped_in(city, table: str) -> None:
    entry = {"path": "evidence/design_works.csv"}
    assert refusal(city(evidence={"design_works": entry, table: entry})) == {"scope|evidence"}


def test_a_local_ranking_is_of_the_year_of_its_province(city) -> None:
    assert refusal(city(year=2015)) == {"scope|year"}


def test_rules_of_its_own_are_a_patch_not_a_file(city) -> None:
    assert refusal(city(rules="rules.json")) == {"scope|key"}


def test_a_city_cannot_decide_who_takes_part(city) -> None:
    folder = city(decisions="decisions.json")
    who = {"who": "市局", "when": "2015-03-01", "minutes": "1"}
    subject = {"kind": "waiver", "platform_id": "P0778", "gate": "smes_50"}
    write(folder / "decisions.json", {"format": 1, "decisions": [{"subject": subject, "choice": "pass", **who}]})
    assert refusal(folder) == {"scope|decision"}


def test_a_table_that_only_the_city_asks_for_makes_nobody_a_participant(city) -> None:
    silent = official(FOSHAN).tables["ranking"].filter(status="not_submitted")["platform_id"].to_list()[0]
    folder = city(evidence={"design_works": {"path": "evidence/design_works.csv"}})
    with (folder / "evidence" / "design_works.csv").open("a", encoding="utf-8") as file:
        file.write(f"D99999,{silent},E013314,2014-03-01,产品设计,true\n")
    result = run(folder)
    row = result.tables["ranking"].filter(platform_id=silent)
    assert row.select("status", "composite").rows() == [("not_submitted", None)]
    assert result.content_digest == official(FOSHAN).content_digest


def test_params_that_would_keep_somebody_out_are_refused(tmp_path: Path) -> None:
    head = {"format": 1, "title": "试", "year": 2012}
    gate = {"title": "创新产出", "of": "innovation_output", "require": {"minimum": 30}, "missing": "fail"}
    patch = {"gates": {"output_30": gate}}
    write(tmp_path / "province" / "scenario.json", head | {"id": "province", "extends": "2012", "patch": patch})
    local = head | {"id": "local", "extends": "province", "scope": {"city": CITY}}
    write(tmp_path / "local" / "scenario.json", local)
    assert run(tmp_path / "local").tables["ranks"].filter(scope="local").height
    write(tmp_path / "local" / "scenario.json", local | {"patch": {"params": {"innovation_output": {"invention": 1}}}})
    assert refusal(tmp_path / "local") == {"scope|status"}


def tie_decision(minutes: str, order: list[str]) -> dict[str, Any]:
    """A recorded order of tied platforms."""
    who = {"who": "联席会议", "when": "2015-04-18", "minutes": minutes}
    return {"subject": {"kind": "tie", "platforms": sorted(order)}, "choice": order, **who}


def test_what_the_province_decided_on_ties_binds_its_own_order_only() -> None:
    gate = {"subject": {"kind": "gate", "platform_id": "P1", "gate": "staff_60"}, "choice": "fail"}
    theirs, own = tie_decision("1", ["P2", "P3"]), tie_decision("2", ["P4", "P5"])
    assert local_decisions([theirs, gate], [own], "decisions.json") == [own, gate]


def test_a_tie_is_decided_for_the_order_in_which_it_stands(city) -> None:
    folder = city(patch={"ranking": {"ties": []}})
    ranking = run(folder).tables["ranking"].filter(status="ranked")
    tied = ranking.filter(pl.col("rank").is_duplicated())
    first = tied.filter(rank=tied["rank"][0])["platform_id"].to_list()
    city(decisions="decisions.json")
    write(folder / "decisions.json", {"format": 1, "decisions": [tie_decision("1", first[::-1])]})
    settled = run(folder).tables["ranking"].filter(pl.col("platform_id").is_in(first))
    assert settled["platform_id"].to_list() == first[::-1]
    assert settled["rank"].to_list() == list(range(tied["rank"][0], tied["rank"][0] + len(first)))


def test_a_plugin_that_takes_the_name_of_the_provinces_is_refused(city) -> None:
    folder = city()
    shutil.copytree(paths.plugins() / "revenue", folder / "plugins" / "revenue")
    assert refusal(folder) == {"plugin|twice"}


def test_a_scope_without_a_platform_is_refused_with_what_there_is(city) -> None:
    with pytest.raises(appraisal.Refused, match=r"There is no platform of 佛山 in the register.*佛山市"):
        run(city(scope={"city": "佛山"}))


def test_a_scope_needs_a_province(city) -> None:
    folder = city()
    document = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    for key in ("extends", "patch"):
        del document[key]
    write(folder / "scenario.json", document | {"rules": "rules.json"})
    write(folder / "rules.json", {})
    assert "scope|alone" in refusal(folder)


def test_the_platforms_of_a_service_type_can_be_ranked_too(city) -> None:
    result = run(city(scope={"type": "工业设计"}))
    province = official("2014").tables["ranks"].filter(scope="type:工业设计")
    local = result.tables["ranks"].filter(scope="local")
    assert sorted(local["platform_id"]) == sorted(province["platform_id"])
    assert set(result.tables["ranking"]["city"]) > {CITY}


def test_checking_a_local_scenario_tells_what_concerns_its_scope(city) -> None:
    cities = dict(official("2014").tables["ranking"].select("platform_id", "city").iter_rows())
    found = examine(appraisal.load_scenario(str(city())))
    assert {cities[one.platform_id] for one in found if one.platform_id} == {CITY}
    assert all(one.platform_id for one in found if one.place.file == "evidence/services.parquet")


def test_what_is_found_in_files_of_the_province_is_told_in_its_result() -> None:
    scenario = appraisal.load_scenario(FOSHAN)
    files = ["evidence/towns.parquet", "2014/rules.json", "evidence/design_works.csv", f"{FOSHAN}/rules.json"]
    found = [Finding("any", text("any"), place=Place(file)) for file in files]
    assert [one.place.file for one in concerning(found, set(), scenario)] == files[2:]


@pytest.mark.parametrize("page", [pytest.param("docs/scenarios.md", marks=pytest.mark.full), "docs/scenarios.zh-CN.md"])
def test_the_session_of_the_page_is_real(page: str, tmp_path: Path) -> None:
    # Those of the rounds are run by tests/test_docs.py.
    sessions = [one for one in _sessions(page) if "2014-" not in one[0] or "foshan-2014" in one[0]]
    assert len(sessions) == 2
    for words, expected in sessions:
        done = in_process(*shlex.split(words)[1:], cwd=tmp_path)
        assert _matches(expected, done.stdout.splitlines()), f"{words} said:\n{done.stdout}"


def test_the_evidence_of_foshan_is_what_the_generator_makes(tmp_path: Path) -> None:
    write_designs(2014, tmp_path)
    shipped = paths.scenarios() / FOSHAN / "evidence"
    assert contents(tmp_path) == contents(shipped)
