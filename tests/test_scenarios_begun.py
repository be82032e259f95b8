"""A scenario begun with `scenarios new` runs at once, and takes over nothing that is another year's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import appraisal
from appraisal.city_pack import write_pack
from appraisal.model.scope import Scope
from appraisal.procedure import examine
from appraisal.scenario import differences, new_scenario, prepare, stated_rules
from tests.commands import in_process
from tests.conftest import official
from tests.plugins.small import scenario


def stated(folder: Path) -> dict:
    return json.loads((folder / "scenario.json").read_text(encoding="utf-8"))


def test_a_citys_scenario_runs_at_once_by_the_rules_of_the_province(tmp_path: Path) -> None:
    folder, _ = new_scenario("2014", tmp_path / "foshan", city="佛山市")
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    ranks = result.tables["ranks"]
    local, city = (ranks.filter(scope=scope).drop("scope") for scope in ("local", "city:佛山市"))
    assert local.equals(city)
    assert local.height == 167


def test_a_variant_is_its_parent_until_something_is_changed(tmp_path: Path) -> None:
    folder, _ = new_scenario("2012", tmp_path / "mine")
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    assert result.content_digest == official("2012").content_digest
    assert differences(stated_rules("2012"), stated_rules(str(folder))) == []


def test_the_next_year_carries_the_balance_and_no_evidence_or_decisions(tmp_path: Path) -> None:
    folder, _ = new_scenario("2013", tmp_path / "province", name="province", year=2014)
    assert stated(folder)["evidence"] == {}
    prepared = prepare(str(folder), ())
    assert "decisions" in official("2013").documents["scenario"]
    assert "decisions" not in prepared.documents.scenario
    closing = official("2013").tables["ledger"]["balance_yuan"][-1]
    assert prepared.documents.scenario["previous"]["closing_yuan"] == {"special": closing}


def test_a_year_far_on_has_no_year_before_it(tmp_path: Path) -> None:
    folder, _ = new_scenario("2014", tmp_path / "province", year=2017)
    assert "previous" not in prepare(str(folder), ()).documents.scenario


def test_one_may_begin_with_the_evidence_to_come_in(tmp_path: Path) -> None:
    folder, _ = new_scenario("2014", tmp_path / "province", for_intake=True)
    assert stated(folder)["evidence"] == {}
    assert prepare(str(folder), ()).documents.evidence == {}


def test_the_next_scenario_may_extend_the_one_beside_it(tmp_path: Path) -> None:
    new_scenario("2012", tmp_path / "province")
    folder, _ = new_scenario(str(tmp_path / "province"), tmp_path / "city", city="佛山市")
    assert stated(folder)["extends"] == "province"
    assert appraisal.load_scenario(str(folder)).province


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"city": "佛山"}, r"There is no platform of 佛山 in the register.*佛山市"),
        ({"city": "佛山市", "year": 2016}, r"A local ranking of 2016 stands beside a province of 2014\."),
        ({"name": "2014"}, r"2014 cannot be the id of the new scenario\."),
        ({"name": "../up"}, r"\.\./up cannot be the id of the new scenario\."),
        ({"name": "Foshan"}, r"Foshan cannot be the id"),
    ],
)
def test_what_could_never_run_is_not_written(options: dict, said: str, tmp_path: Path) -> None:
    with pytest.raises(appraisal.Refused, match=said):
        new_scenario("2014", tmp_path / "new", **options)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(appraisal.Refused, match="is there already"):
        new_scenario("2014", tmp_path / "mine")
    assert list((tmp_path / "mine").iterdir()) == []


def test_a_parent_that_could_not_be_found_again_is_refused(tmp_path: Path) -> None:
    new_scenario("2012", tmp_path / "far" / "province")
    with pytest.raises(appraisal.Refused, match="neither beside"):
        new_scenario(str(tmp_path / "far" / "province"), tmp_path / "city")


def test_differences_are_told_by_place_with_both_values() -> None:
    found = {one.path: one[1:] for one in differences(stated_rules("2014"), stated_rules("foshan-2014"))}
    assert found["index.nodes.credit.full_mark"] == ("25", "20")
    assert found["index.nodes.craft.full_mark"] == (None, "15")
    assert found["awards.places"] == ("20", None)
    assert not [path for path in found if path.startswith("gates")]


def test_the_commands_say_what_comes_next(tmp_path: Path) -> None:
    done = in_process("scenarios", "new", "--extends", "2014", "--city", "佛山市", "-o", "fs", cwd=tmp_path)
    assert done.returncode == 0
    assert "appraisal run ./fs" in done.stdout
    done = in_process("scenarios", "new", "--extends", "2015", "--year", "2016", "--id", "province", cwd=tmp_path)
    assert "appraisal intake FOLDER --scenario ./province" in done.stdout
    assert in_process("scenarios", "new", "--extends", "2015", "--year", "16", cwd=tmp_path).returncode == 2
    done = in_process("scenarios", "diff", "2015", "2015-open-tie", "--json", cwd=tmp_path)
    assert [one["path"] for one in json.loads(done.stdout)] == ["ranking.ties"]
    assert in_process("scenarios", "diff", "2015", "./province", cwd=tmp_path).stdout == "The rules are the same.\n"


@pytest.mark.parametrize("name", ["../x", "con", "NUL", "佛山"])
def test_a_name_that_could_not_be_run_or_written_everywhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(appraisal.Refused, match="cannot be the id"):
        new_scenario("2014", tmp_path / "new", name=name)
    with pytest.raises(appraisal.Refused, match="cannot be the id"):
        write_pack(official("2014"), Scope("city", "佛山市"), tmp_path / "new", name)
    assert list(tmp_path.iterdir()) == []


def test_a_city_without_a_name_is_no_variant(tmp_path: Path) -> None:
    with pytest.raises(appraisal.Refused, match="There is no platform of"):
        new_scenario("2014", tmp_path / "new", city="")


def test_a_city_that_is_not_in_the_register_is_said_of_the_option(tmp_path: Path) -> None:
    with pytest.raises(appraisal.Refused) as refused:
        new_scenario("2014", tmp_path / "new", city="中山")
    (finding,) = refused.value.findings
    assert (finding.place.file, finding.place.pointer) == ("--city", None)
    assert "中山市" in finding.line("zh")


def test_a_scenario_that_is_not_there_is_told_all_that_are() -> None:
    with pytest.raises(appraisal.Refused) as refused:
        appraisal.load_scenario("2020")
    for name in ("2012", "2013", "2014", "2015", "foshan-2014"):
        assert name in str(refused.value)


def test_a_row_of_a_citys_own_table_about_another_citys_platform_is_said(tmp_path: Path) -> None:
    small = scenario(tmp_path)
    folder, document = new_scenario(str(small), tmp_path / "city", city="佛山市")
    words = ("--title", "项目", "--table", "designs", "--column", "id:id:编号", "--column", "done:date:日期")
    assert in_process("plugins", "new", "works", *words, "-o", str(folder / "plugins")).returncode == 0
    (folder / "evidence").mkdir()
    rows = "平台编号,编号,日期\nP2,1,2014-05-01\nP1,2,2014-05-01\nP2,3,2012-12-25\n"
    (folder / "evidence" / "designs.csv").write_text(rows, encoding="utf-8")
    document |= {"plugins": {"works": {}}, "evidence": {"designs": {"path": "evidence/designs.csv"}}}
    (folder / "scenario.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    found = {one.code: one for one in examine(appraisal.load_scenario(str(folder)))}
    assert "1 rows are about platforms outside 佛山市, which are not ranked here: P1." in found["scope|elsewhere"].line(
        "en"
    )
    assert found["scope|elsewhere"].place.row == 3
    assert found["date_outside_year"].place.row == 4


def test_evidence_that_a_variant_states_replaces_all_and_the_message_says_so(tmp_path: Path) -> None:
    folder, document = new_scenario(str(scenario(tmp_path)), tmp_path / "mine")
    (folder / "more.csv").write_text("", encoding="utf-8")
    document |= {"evidence": {"platforms": {"path": "more.csv"}}}
    (folder / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(appraisal.Refused) as refused:
        appraisal.load_scenario(str(folder))
    (missing,) = [one for one in refused.value.findings if one.code == "evidence|table_missing"]
    assert missing.value == "outputs"
    assert "replaces all of its parent's" in missing.line("en")
