"""Rounds of intake through the command line: taken, sent back, corrected, replaced; nothing is lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.commands import command, in_process
from tests.intake import world
from tests.intake.rounds import states, take


@pytest.mark.usefixtures("inbox")
def test_sound_files_become_evidence_that_runs(tmp_path: Path) -> None:
    # As other processes, as a user starts them.
    done = command("intake", "inbox", "--scenario", "province", "--json", cwd=tmp_path)
    assert (done.returncode, set(states(json.loads(done.stdout)).values())) == (0, {"accepted"})
    done = command("run", "./province", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    ranking = pl.read_csv(tmp_path / "results" / "province" / "ranking.csv")
    assert sorted(ranking["city"]) == ["东莞市", "佛山市"]


@pytest.mark.usefixtures("taken")
def test_the_same_folder_again_changes_nothing(tmp_path: Path) -> None:
    before = sorted(path for path in (tmp_path / "province").rglob("*") if path.is_file())
    code, answer = take(tmp_path, "inbox")
    assert (code, answer["new"], answer["known"], answer["folder"]) == (0, [], 2, None)
    assert sorted(path for path in (tmp_path / "province").rglob("*") if path.is_file()) == before


def test_a_file_with_an_error_goes_back_and_the_others_count(tmp_path: Path, inbox: Path) -> None:
    tables = world.cut(world.platforms(1, "中山市"))
    world.put(inbox, "中山市/汇总表.xlsx", world.workbook(tables, finance={(2, "service_revenue_yuan"): "约50"}))
    code, answer = take(tmp_path, "inbox")
    assert code == 3
    assert states(answer) == {
        "东莞市/汇总表.xlsx": "accepted",
        "中山市/汇总表.xlsx": "returned",
        "佛山市/汇总表.xlsx": "accepted",
    }
    errors = [each for one in answer["deliveries"] for each in one["findings"] if each["severity"] == "error"]
    assert [(each["sheet"], each["cell"]) for each in errors] == [("经营财务", "C2")]
    back = tmp_path / "province" / "intake" / "0001" / "returned" / "中山市" / "汇总表.xlsx"
    sheet = openpyxl.load_workbook(back)["经营财务"]
    assert sheet["C2"].value == "约50"
    assert sheet["C2"].comment is not None
    assert sheet["C2"].fill.fgColor.rgb not in {"00000000", None}


def test_a_corrected_file_needs_a_reason_and_both_are_kept(tmp_path: Path, inbox: Path) -> None:
    tables = world.cut(world.platforms(1, "中山市"))
    bad = world.workbook(tables, finance={(2, "service_revenue_yuan"): "约50"})
    world.put(inbox, "中山市/汇总表.xlsx", bad)
    take(tmp_path, "inbox")
    good = world.workbook(tables)
    world.put(inbox, "中山市/汇总表.xlsx", good)
    code, answer = take(tmp_path, "inbox")
    assert code == 1
    assert "--supersede" in answer["stderr"]
    code, answer = take(tmp_path, "inbox", "--supersede", "更正收入")
    assert (code, set(states(answer).values())) == (0, {"accepted"})
    kept = {path.read_bytes() for path in (tmp_path / "province" / "intake").rglob("received/*/*")}
    assert {bad, good} <= kept
    status = json.loads(in_process("status", "./province", "--json", cwd=tmp_path).stdout)
    assert [(each["number"], each["state"]) for each in status["deliveries"] if "中山市" in each["path"]] == [
        (2, "superseded"),
        (4, "accepted"),
    ]


def test_what_points_at_a_file_sent_back_waits_and_is_taken_with_the_correction(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    tables = world.cut(world.platforms(1, "佛山市"))
    firms = tables.pop("enterprises")
    inbox = tmp_path / "inbox"
    world.put(inbox, "平台.xlsx", world.workbook(tables))
    world.put(inbox, "企业.xlsx", world.workbook({"enterprises": firms}, enterprises={(2, "size"): "巨型"}))
    code, answer = take(tmp_path, "inbox")
    assert (code, states(answer)) == (3, {"企业.xlsx": "returned", "平台.xlsx": "waiting"})
    world.put(inbox, "企业.xlsx", world.workbook({"enterprises": firms}))
    code, answer = take(tmp_path, "inbox", "--supersede", "更正规模")
    assert (code, set(states(answer).values())) == (0, {"accepted"})


def test_a_row_in_two_files_is_an_error_that_names_both(tmp_path: Path, inbox: Path) -> None:
    tables = world.cut(world.platforms(1, "佛山市"))
    other = tables["finance"].with_columns(service_revenue_yuan=pl.col("service_revenue_yuan") + 1)
    world.put(inbox, "佛山市/补报.xlsx", world.workbook({"finance": other}))
    _, answer = take(tmp_path, "inbox")
    twice = [each for one in answer["deliveries"] for each in one["findings"] if each["code"] == "row|duplicate_key"]
    assert len(twice) == 2 * tables["finance"].height
    assert "补报.xlsx" in twice[0]["message"] + twice[0]["file"]
    assert "汇总表.xlsx" in twice[0]["message"] + twice[0]["file"]


def test_every_row_of_evidence_says_which_cell_it_came_from(tmp_path: Path, taken: Path) -> None:
    evidence = tmp_path / "province" / "intake" / "0001" / "evidence"
    sources = pl.read_parquet(evidence / "sources.parquet")
    services = pl.read_parquet(evidence / "services.parquet")
    lines = sources.filter(pl.col("table") == "services")
    assert lines["key"].to_list() == services["service_id"].to_list()
    line = lines.row(7, named=True)
    book = openpyxl.load_workbook(taken / line["file"])
    letter = dict(each.split("=") for each in line["columns"])["service_id"]
    assert book[line["sheet"]][f"{letter}{line['row']}"].value == line["key"]
    assert line["sha256"] == hashlib.sha256((taken / line["file"]).read_bytes()).hexdigest()


def test_each_sender_gets_a_receipt_with_the_sha256_of_what_came(tmp_path: Path, taken: Path) -> None:
    receipt = (tmp_path / "province" / "intake" / "0001" / "receipts" / "佛山市" / "汇总表.txt").read_text("utf-8-sig")
    assert hashlib.sha256((taken / "佛山市" / "汇总表.xlsx").read_bytes()).hexdigest() in receipt


@pytest.mark.full
def test_the_order_in_which_files_come_does_not_matter(tmp_path: Path, inbox: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    world.scenario(tmp_path / "one" / "province")
    world.scenario(tmp_path / "two" / "province")
    take(tmp_path / "one", str(inbox))
    later = world.put(tmp_path, "later/佛山市/汇总表.xlsx", (inbox / "佛山市" / "汇总表.xlsx").read_bytes())
    take(tmp_path / "two", str(later.parent.parent))
    take(tmp_path / "two", str(inbox))
    first = (tmp_path / "one" / "province" / "intake" / "0001" / "evidence" / "services.parquet").read_bytes()
    last = max((tmp_path / "two" / "province" / "intake").glob("0*"))
    assert (last / "evidence" / "services.parquet").read_bytes() == first


def test_a_withdrawn_delivery_no_longer_counts(tmp_path: Path, taken: Path) -> None:
    (taken / "佛山市" / "汇总表.xlsx").unlink()
    code, answer = take(tmp_path, "inbox", "--withdraw", "佛山市/汇总表.xlsx", "--reason", "平台已撤销")
    assert (code, states(answer)) == (0, {"东莞市/汇总表.xlsx": "accepted"})


@pytest.mark.usefixtures("inbox")
def test_nothing_is_written_into_a_shipped_scenario(tmp_path: Path) -> None:
    done = in_process("intake", "inbox", "--scenario", "2014", cwd=tmp_path)
    assert done.returncode == 1
    assert "Nothing is written into a scenario that ships" in done.stderr


def test_a_changed_original_is_noticed(tmp_path: Path, taken: Path) -> None:
    original = next((tmp_path / "province" / "intake").rglob("received/*/汇总表.xlsx"))
    original.write_bytes(original.read_bytes() + b"x")
    world.put(taken, "新.csv", "平台编号,年度,服务收入\n".encode())
    code, answer = take(tmp_path, "inbox")
    assert code == 1
    assert "gone or changed" in answer["stderr"]


@pytest.mark.usefixtures("taken")
def test_a_withdrawn_file_that_still_lies_in_the_inbox_does_not_come_back(tmp_path: Path) -> None:
    _, answer = take(tmp_path, "inbox", "--withdraw", "佛山市/汇总表.xlsx", "--reason", "平台已撤销")
    assert states(answer) == {"东莞市/汇总表.xlsx": "accepted"}
    _, answer = take(tmp_path, "inbox")
    assert states(answer) == {"东莞市/汇总表.xlsx": "accepted"}
    assert [each["code"] for each in answer["general"]] == ["intake|past"]


@pytest.mark.full
def test_an_old_inbox_does_not_undo_a_correction(tmp_path: Path, inbox: Path) -> None:
    old = (inbox / "佛山市" / "汇总表.xlsx").read_bytes()
    take(tmp_path, "inbox")
    world.put(inbox, "佛山市/汇总表.xlsx", world.workbook(world.cut(world.platforms(2, "佛山市"))))
    take(tmp_path, "inbox", "--supersede", "补一家平台")
    world.put(inbox, "佛山市/汇总表.xlsx", old)
    _, answer = take(tmp_path, "inbox", "--supersede", "再收一次")
    assert (answer["new"], [each["code"] for each in answer["general"]]) == ([], ["intake|past"])


@pytest.mark.usefixtures("taken")
@pytest.mark.parametrize("path", ["汇总表.xlsx", "新/佛山市/汇总表.xlsx"])
def test_a_file_of_the_same_name_elsewhere_never_takes_the_place_of_another(tmp_path: Path, path: str) -> None:
    other = world.workbook(world.cut(world.platforms(1, "中山市")))
    world.put(tmp_path / "again", path, other)
    code, answer = take(tmp_path, "again", "--supersede", "更正")
    assert code == 1
    assert "intake|ambiguous" in answer["stderr"]


def test_a_firm_that_two_platforms_list_alike_is_one_firm(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    first, second = world.platforms(2, "佛山市")
    firms = world.cut([first, second])["enterprises"]
    for platform in (first, second):
        tables = world.cut([platform]) | {"enterprises": firms}
        world.put(tmp_path, f"inbox/{platform}.xlsx", world.workbook(tables))
    code, answer = take(tmp_path, "inbox")
    assert (code, set(states(answer).values())) == (0, {"accepted"})
    evidence = pl.read_parquet(tmp_path / "province" / "intake" / "0001" / "evidence" / "enterprises.parquet")
    assert evidence.equals(firms.sort("enterprise_id"))
    shared = [each for one in answer["deliveries"] for each in one["findings"] if each["code"] == "intake|shared_rows"]
    assert [each["file"] for each in shared] == [f"{max(first, second)}.xlsx"]


@pytest.mark.full
def test_who_comes_later_turns_out_nobody_who_was_accepted(tmp_path: Path, taken: Path) -> None:
    stolen = world.cut(world.platforms(1, "佛山市"))["platforms"].with_columns(name=pl.lit("冒名平台"))
    world.put(taken, "一市/平台.xlsx", world.workbook({"platforms": stolen}))
    _, answer = take(tmp_path, "inbox")
    assert states(answer) == {
        "一市/平台.xlsx": "returned",
        "东莞市/汇总表.xlsx": "accepted",
        "佛山市/汇总表.xlsx": "accepted",
    }


def test_two_new_files_that_contradict_each_other_both_go_back(tmp_path: Path, inbox: Path) -> None:
    other = world.cut(world.platforms(1, "佛山市"))["platforms"].with_columns(name=pl.lit("另一名称"))
    world.put(inbox, "乙/平台.xlsx", world.workbook({"platforms": other}))
    _, answer = take(tmp_path, "inbox")
    assert (states(answer)["佛山市/汇总表.xlsx"], states(answer)["乙/平台.xlsx"]) == ("returned", "returned")


def test_a_broken_file_contests_nothing(tmp_path: Path, inbox: Path) -> None:
    stolen = world.cut(world.platforms(1, "佛山市"))["platforms"].with_columns(name=pl.lit("冒名平台"))
    broken = world.workbook({"platforms": stolen}, platforms={(2, "legal_entity"): "也许"})
    world.put(inbox, "一市/平台.xlsx", broken)
    _, answer = take(tmp_path, "inbox")
    assert (states(answer)["佛山市/汇总表.xlsx"], states(answer)["一市/平台.xlsx"]) == ("accepted", "returned")


def test_rows_about_another_citys_platform_are_pointed_out(tmp_path: Path, inbox: Path) -> None:
    foshan = world.cut(world.platforms(1, "佛山市"))
    tables = world.cut(world.platforms(1, "中山市"))
    answers = foshan["surveys"].with_columns(answer_id=pl.col("answer_id") + "x", enterprise_id=None, score=pl.lit(0))
    tables["surveys"] = pl.concat([tables["surveys"], answers.cast(dict(tables["surveys"].schema))])
    world.put(inbox, "中山市/汇总表.xlsx", world.workbook(tables))
    _, answer = take(tmp_path, "inbox")
    found = {each["code"]: each for one in answer["deliveries"] for each in one["findings"]}
    assert found["intake|foreign"]["severity"] == "warning"
    assert "佛山市" in found["intake|foreign"]["message"]


def test_a_file_of_which_a_run_would_complain_goes_back(tmp_path: Path, inbox: Path) -> None:
    folder = tmp_path / "province"
    document = json.loads((folder / "scenario.json").read_text("utf-8"))
    document["patch"] = {"checks": {"reported_differs": "error"}}
    (folder / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    tables = world.cut(world.platforms(1, "中山市"))
    claimed = tables["reported"].with_columns(smes_served=pl.lit(9999, pl.Int64))
    world.put(inbox, "中山市/汇总表.xlsx", world.workbook(tables | {"reported": claimed}))
    _, answer = take(tmp_path, "inbox")
    assert states(answer)["中山市/汇总表.xlsx"] == "returned"
    cells = [each for one in answer["deliveries"] for each in one["findings"] if each["code"] == "reported_differs"]
    assert [(each["file"], each["sheet"], each["cell"]) for each in cells] == [
        ("中山市/汇总表.xlsx", "平台自报汇总", "B2")
    ]
    done = in_process("validate", str(inbox / "中山市"), "--scenario", "province", "--json", cwd=tmp_path)
    assert "reported_differs" in {each["code"] for each in json.loads(done.stdout)}


def test_every_sender_has_an_answer_of_its_own_whatever_the_names(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    tables = world.cut(world.platforms(1, "佛山市"))
    names = ["A.xlsx", "a-3.xlsx", "a.xlsx"]
    for name, table in zip(names, ("finance", "staff", "outputs"), strict=True):
        world.put(tmp_path / "inbox", name, world.workbook({table: tables[table]}))
    if len(list((tmp_path / "inbox").iterdir())) < len(names):
        pytest.skip("this system takes capitals for small letters")
    take(tmp_path, "inbox")
    back = [path.name.casefold() for path in (tmp_path / "province" / "intake" / "0001" / "returned").iterdir()]
    assert len(set(back)) == len(names)


@pytest.mark.usefixtures("short_forms")
def test_merging_writes_over_nothing_and_says_what_it_cannot_write(tmp_path: Path, inbox: Path) -> None:
    (tmp_path / "full.xlsx").write_bytes(b"mine")
    words = ("intake", str(inbox), "--scenario", "province", "--merge")
    assert in_process(*words, "full.xlsx", cwd=tmp_path).returncode == 1
    assert (tmp_path / "full.xlsx").read_bytes() == b"mine"
    assert in_process(*words, "out.txt", cwd=tmp_path).returncode == 2
    done = in_process(*words, "nowhere/out.xlsx", cwd=tmp_path)
    assert (done.returncode, "cannot be written" in done.stderr) == (1, True)


def test_where_the_rules_name_a_quarantine_only_the_row_at_fault_is_left_out(tmp_path: Path, inbox: Path) -> None:
    folder = tmp_path / "province"
    document = json.loads((folder / "scenario.json").read_text("utf-8"))
    document["patch"] = {"quarantine": ["services"]}
    (folder / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    tables = world.cut(world.platforms(1, "中山市"))
    world.put(
        inbox,
        "中山市/汇总表.xlsx",
        world.workbook(tables, services={(2, "date"): "坏", (4, "enterprise_id"): "NOBODY"}),
    )
    code, answer = take(tmp_path, "inbox")
    assert (code, set(states(answer).values())) == (0, {"accepted"})
    aside = [each for one in answer["deliveries"] for each in one["findings"] if each["code"] == "quarantine|row"]
    assert sorted(each["row"] for each in aside) == [2, 4]
    kept = pl.read_parquet(folder / "intake" / "0001" / "evidence" / "services.parquet")
    assert tables["services"]["service_id"][0] not in set(kept["service_id"])
    assert in_process("run", "./province", cwd=tmp_path).returncode == 0


@pytest.mark.usefixtures("short_forms")
def test_last_years_form_is_sent_back(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    form = tmp_path / "inbox" / "旧表.xlsx"
    form.parent.mkdir()
    assert in_process("template", "2013", "-o", str(form), cwd=tmp_path).returncode == 0
    _, answer = take(tmp_path, "inbox")
    assert states(answer) == {"旧表.xlsx": "returned"}
    assert "intake|other_year" in {each["code"] for each in answer["deliveries"][0]["findings"]}
