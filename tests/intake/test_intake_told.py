"""What intake, status and validate say to the people who have to go on from there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest

from tests.commands import in_process
from tests.intake import world
from tests.intake.rounds import found, states, take

if TYPE_CHECKING:
    from pathlib import Path

SERVICES = {"services": {(row, "date"): "2014-02-30" for row in range(2, 22)}}


def foshan() -> dict[str, pl.DataFrame]:
    return world.cut(world.platforms(1, "佛山市"))


def test_validate_names_file_and_sheet_of_what_it_does_not_print_and_writes_all_on_request(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(
        tmp_path, "佛山/汇总表.xlsx", world.workbook(foshan(), **SERVICES, platforms={(2, "legal_entity"): "是 "})
    )
    done = in_process("validate", "佛山", "--scenario", "province", cwd=tmp_path)
    assert "… and 15 more of this kind (cell|date) in 汇总表.xlsx, sheet 服务台账, column D." in done.stderr
    assert "--out" in done.stderr
    assert done.stderr.startswith("Error ")
    done = in_process("validate", "佛山", "--scenario", "province", "--out", "清单.xlsx", cwd=tmp_path)
    assert (done.returncode, "All of them stand in 清单.xlsx." in done.stderr) == (1, True)
    cells = [row[4].value for row in openpyxl.load_workbook(tmp_path / "清单.xlsx").worksheets[0].iter_rows(min_row=3)]
    assert {f"D{row}" for row in range(2, 22)} <= set(cells)
    assert in_process("validate", "佛山", "--scenario", "province", "-o", "汇总.csv", cwd=tmp_path).returncode == 2


def test_a_forgotten_scenario_is_named(tmp_path: Path) -> None:
    world.put(tmp_path, "佛山/汇总表.xlsx", world.workbook({"finance": foshan()["finance"]}))
    for target in ("佛山/汇总表.xlsx", "佛山"):
        done = in_process("validate", target, cwd=tmp_path)
        assert (done.returncode, "--scenario" in done.stderr) == (2, True)


def test_tables_that_are_still_to_come_are_no_error_of_the_scenario(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(tmp_path, "inbox/汇总表.xlsx", world.workbook(foshan(), finance={(2, "service_revenue_yuan"): "约50"}))
    done = in_process("intake", "inbox", "--scenario", "province", cwd=tmp_path)
    assert (done.returncode, "evidence|table_missing" in done.stderr) == (3, False)
    assert done.stderr.startswith("Error cell|number")
    assert "Still missing altogether: " in in_process("status", "./province", cwd=tmp_path).stdout


def test_a_table_that_only_the_province_keeps_is_missed(tmp_path: Path) -> None:
    folder = world.scenario(tmp_path / "province")
    document = json.loads((folder / "scenario.json").read_text("utf-8"))
    del document["evidence"]["vetoes"]
    (folder / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    world.put(tmp_path, "inbox/汇总表.xlsx", world.workbook(foshan()))
    _, answer = take(tmp_path, "inbox")
    assert found(answer)["evidence|table_missing"]["message"].startswith(
        "The scenario names no evidence for the table v"
    )


@pytest.mark.usefixtures("short_forms")
def test_an_untouched_form_is_sent_back(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    (tmp_path / "inbox").mkdir()
    assert in_process("template", "./province", "-o", "inbox/空表.xlsx", cwd=tmp_path).returncode == 0
    _, answer = take(tmp_path, "inbox")
    assert states(answer) == {"空表.xlsx": "returned"}
    assert found(answer)["file|no_rows"]["severity"] == "error"


def test_an_empty_table_of_the_provinces_own_is_sound(tmp_path: Path) -> None:
    header = ",".join(column.title.zh for column in world.SCHEMAS["vetoes"].columns.values())
    (tmp_path / "vetoes.csv").write_text(f"{header}\n", encoding="utf-8")
    done = in_process("validate", "vetoes.csv", "--scenario", "2014", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_everything_is_in_only_when_every_city_has_delivered(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(tmp_path, "inbox/汇总表.xlsx", world.workbook(foshan()))
    take(tmp_path, "inbox")
    said = in_process("status", "./province", cwd=tmp_path).stdout
    assert "Everything is in" not in said
    assert "20 cities have delivered nothing" in said


def test_the_status_of_a_shipped_scenario_sends_nobody_to_a_refusal(tmp_path: Path) -> None:
    said = in_process("status", "2014", cwd=tmp_path).stdout
    assert "appraisal intake" not in said
    assert "appraisal scenarios new --extends 2014 --intake" in said


def test_the_status_notices_a_changed_original(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(tmp_path, "inbox/汇总表.xlsx", world.workbook(foshan()))
    take(tmp_path, "inbox")
    next((tmp_path / "province" / "intake").rglob("received/*/汇总表.xlsx")).write_bytes(b"x")
    assert (
        "the kept originals of no. 1 are gone or were changed"
        in in_process("status", "./province", cwd=tmp_path).stdout
    )


def test_a_correction_in_another_format_is_told_how_the_former_file_goes(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(tmp_path, "inbox/佛山/c.et", b"\xd0\xcf\x11\xe0 no workbook")
    take(tmp_path, "inbox")
    world.put(tmp_path, "inbox/佛山/c.xlsx", world.workbook(foshan()))
    _, answer = take(tmp_path, "inbox")
    assert states(answer) == {"佛山/c.et": "returned", "佛山/c.xlsx": "accepted"}
    assert "--withdraw 佛山/c.et --reason" in found(answer)["intake|renamed"]["message"]
    assert "--withdraw PATH --reason REASON" in in_process("status", "./province", cwd=tmp_path).stdout


@pytest.mark.full
def test_a_file_like_the_accepted_one_is_not_held_up_by_one_that_was_sent_back(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    tables = foshan()
    world.put(tmp_path, "inbox/二.xlsx", world.workbook(tables))
    take(tmp_path, "inbox")
    other = tables["finance"].with_columns(service_revenue_yuan=pl.col("service_revenue_yuan") + 1)
    world.put(tmp_path, "inbox/三.xlsx", world.workbook({"finance": other}))
    _, answer = take(tmp_path, "inbox")
    assert states(answer)["三.xlsx"] == "returned"
    assert "the columns Service revenue differ" in found(answer)["row|duplicate_key"]["message"]
    # Before and behind the others in the alphabet: the order of names decides nothing.
    for name in ("一.xlsx", "龙.xlsx"):
        world.put(tmp_path, f"inbox/{name}", world.workbook({"finance": tables["finance"]}))
    _, answer = take(tmp_path, "inbox")
    assert states(answer) == {
        "一.xlsx": "accepted",
        "三.xlsx": "returned",
        "二.xlsx": "accepted",
        "龙.xlsx": "accepted",
    }


def test_two_files_that_agree_and_a_third_that_does_not_all_go_back(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    tables = foshan()
    other = tables["finance"].with_columns(service_revenue_yuan=pl.col("service_revenue_yuan") + 1)
    world.put(tmp_path, "inbox/甲.xlsx", world.workbook(tables))
    world.put(tmp_path, "inbox/乙.xlsx", world.workbook({"finance": tables["finance"]}))
    world.put(tmp_path, "inbox/丙.xlsx", world.workbook({"finance": other}))
    _, answer = take(tmp_path, "inbox")
    assert set(states(answer).values()) == {"returned"}


def test_columns_that_were_deleted_are_told_and_one_that_a_gate_reads_is_a_warning(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    tables = foshan()
    tables["platforms"] = tables["platforms"].drop("sme_discount")
    tables["staff"] = tables["staff"].drop("skill_level")
    world.put(tmp_path, "inbox/汇总表.xlsx", world.workbook(tables))
    _, answer = take(tmp_path, "inbox")
    absent = {
        each["sheet"]: each["severity"]
        for each in answer["deliveries"][0]["findings"]
        if each["code"] == "header|absent"
    }
    assert absent == {"平台名册": "warning", "服务团队名册": "notice"}


def test_a_marked_copy_that_is_handed_in_is_told(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(tmp_path, "inbox/汇总表.xlsx", world.workbook(foshan()))
    take(tmp_path, "inbox")
    back = tmp_path / "province" / "intake" / "0001" / "returned" / "汇总表.xlsx"
    found = json.loads(in_process("validate", str(back), "--scenario", "province", "--json", cwd=tmp_path).stdout)
    assert [each["severity"] for each in found if each["code"] == "intake|marked_copy"] == ["warning"]


def test_a_yes_with_a_space_is_told_in_the_words_of_the_form(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(tmp_path, "inbox/汇总表.xlsx", world.workbook(foshan(), staff={(2, "on_team"): "是 "}))
    _, answer = take(tmp_path, "inbox")
    assert found(answer)["repair|spaces"]["message"].endswith("是  is read as 是.")


@pytest.mark.full
def test_a_merged_form_does_not_count_itself(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(tmp_path, "各平台/甲.xlsx", world.workbook(foshan()))
    words = ("intake", "各平台", "--scenario", "province", "--merge", "各平台/汇总.xlsx")
    assert "Merged 1 files" in in_process(*words, cwd=tmp_path).stdout
    assert "Merged 1 files" in in_process(*words, cwd=tmp_path).stdout


def test_a_city_gets_its_marked_copy_before_it_sends(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    world.put(tmp_path, "佛山/汇总表.xlsx", world.workbook(foshan(), finance={(2, "service_revenue_yuan"): "约50"}))
    words = ("validate", "佛山", "--scenario", "province", "--marked", "佛山/标注")
    done = in_process(*words, cwd=tmp_path)
    assert (done.returncode, "Copies with marks: 1, in " in done.stdout) == (1, True)
    sheet = openpyxl.load_workbook(tmp_path / "佛山" / "标注" / "汇总表.xlsx")["经营财务"]
    assert (sheet["C2"].value, sheet["C2"].comment is not None) == ("约50", True)
    # The copies are no files of the city, and what somebody wrote into one of them stays.
    assert in_process(*words, cwd=tmp_path).stdout == done.stdout
    (tmp_path / "佛山" / "标注" / "汇总表.xlsx").write_bytes(b"mine")
    again = in_process(*words, cwd=tmp_path)
    assert (again.returncode, "form|exists" in again.stderr) == (1, True)
    assert in_process(*words, "--replace", cwd=tmp_path).stdout == done.stdout


def test_both_of_two_rows_with_one_key_are_marked_before_a_city_sends(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    tables = foshan()
    tables["finance"] = pl.concat([tables["finance"], tables["finance"].head(1)])
    last = tables["finance"].height + 1
    world.put(tmp_path, "佛山/汇总表.xlsx", world.workbook(tables))
    words = ("validate", "佛山", "--scenario", "province", "--marked", "标注")
    assert in_process(*words, cwd=tmp_path).returncode == 1
    sheet = openpyxl.load_workbook(tmp_path / "标注" / "汇总表.xlsx")["经营财务"]
    comments = [sheet[f"A{row}"].comment for row in (2, last)]
    assert [comment is not None and comment.text.startswith(f"See row {last}: ") for comment in comments] == [
        True,
        False,
    ]
    assert comments[1] is not None
    assert comments[1].text in comments[0].text


def test_no_marked_copy_is_written_over_the_file_itself(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    file = world.put(tmp_path, "佛山/汇总表.xlsx", world.workbook(foshan(), finance={(2, "year"): "约50"}))
    before = file.read_bytes()
    for target, folder in (("佛山", "佛山"), ("佛山/汇总表.xlsx", "佛山"), ("佛山", ".")):
        words = ("validate", target, "--scenario", "province", "--marked", folder, "--replace")
        done = in_process(*words, cwd=tmp_path)
        assert (done.returncode, "choose another folder" in done.stderr) == (2, True)
    assert file.read_bytes() == before
    assert in_process("validate", "province", "--marked", "copies", cwd=tmp_path).returncode == 2
