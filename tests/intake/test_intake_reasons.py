"""Why a delivery counts no more: a reason is recorded for the files it names, and for no other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from appraisal.intake.reasons import reasons_of
from tests.commands import in_process
from tests.intake import world
from tests.intake.rounds import CITIES, found, states, take

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def changed(taken: Path) -> Path:
    """Two cities' files, taken in, and then both changed."""
    for city in CITIES:
        change(taken, city)
    return taken


def change(folder: Path, city: str) -> None:
    tables = world.cut(world.platforms(1, city))
    tables["finance"] = tables["finance"].with_columns(service_revenue_yuan=pl.col("service_revenue_yuan") + 1)
    world.put(folder, f"{city}/汇总表.xlsx", world.workbook(tables))


def reasons(folder: Path) -> dict[str, str | None]:
    status = json.loads(in_process("status", "./province", "--json", cwd=folder).stdout)
    return {each["path"]: each["reason"] for each in status["deliveries"] if each["state"] == "superseded"}


@pytest.mark.usefixtures("changed")
def test_one_reason_is_not_recorded_for_two_changed_files(tmp_path: Path) -> None:
    code, answer = take(tmp_path, "inbox", "--supersede", "佛山更正收入")
    assert code == 1
    assert answer["stderr"].count("2 files changed, and a reason was given that names none of them.") == 2
    assert reasons(tmp_path) == {}


@pytest.mark.usefixtures("changed")
def test_each_changed_file_has_its_own_reason(tmp_path: Path) -> None:
    words = ("--supersede", "佛山市/汇总表.xlsx=更正收入", "--supersede", "东莞市/汇总表.xlsx=补报")
    code, answer = take(tmp_path, "inbox", *words)
    assert (code, [(each["path"], each["reason"]) for each in answer["superseded"]]) == (
        0,
        [("东莞市/汇总表.xlsx", "补报"), ("佛山市/汇总表.xlsx", "更正收入")],
    )
    assert reasons(tmp_path) == {"佛山市/汇总表.xlsx": "更正收入", "东莞市/汇总表.xlsx": "补报"}


@pytest.mark.usefixtures("changed")
def test_a_reason_for_all_is_said_to_be_for_all_and_every_file_it_was_used_for_is_told(tmp_path: Path) -> None:
    done = in_process("intake", "inbox", "--scenario", "province", "--supersede", "all=按退回意见更正", cwd=tmp_path)
    assert done.returncode == 0
    assert "No. 3 takes the place of no. 1, 东莞市/汇总表.xlsx: 按退回意见更正" in done.stdout
    assert "No. 4 takes the place of no. 2, 佛山市/汇总表.xlsx: 按退回意见更正" in done.stdout


@pytest.mark.usefixtures("changed")
def test_the_reason_of_a_withdrawal_is_not_used_for_a_changed_file(tmp_path: Path) -> None:
    words = ("--withdraw", "佛山市/汇总表.xlsx", "--reason", "佛山平台注销")
    code, answer = take(tmp_path, "inbox", *words)
    assert code == 1
    assert "intake|needs_reason: 东莞市/汇总表.xlsx" in answer["stderr"]
    code, answer = take(tmp_path, "inbox", "--withdraw", "佛山市/汇总表.xlsx", "--supersede", "东莞更正")
    assert code == 1
    assert "Add --reason" in answer["stderr"]


def test_a_withdrawal_needs_no_folder_and_is_confirmed(tmp_path: Path, changed: Path) -> None:
    words = ("intake", "--scenario", "province", "--withdraw", "佛山市/汇总表.xlsx", "--reason", "平台注销")
    done = in_process(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Withdrawn: no. 2, 佛山市/汇总表.xlsx: 平台注销" in done.stdout
    written = {path.name for path in (tmp_path / "province" / "intake" / "0002").iterdir()}
    assert ("returned   the files" in done.stdout) == ("returned" in written)
    assert "  withdrawn  佛山市/汇总表.xlsx" in in_process("status", "./province", cwd=tmp_path).stdout
    assert changed.is_dir()


def test_the_same_bytes_do_not_come_back_in_the_round_that_withdraws_them(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    data = world.workbook(world.cut(world.platforms(1, "佛山市")))
    world.put(tmp_path / "inbox", "佛山市/佛山.xlsx", data)
    take(tmp_path, "inbox")
    single = str(world.put(tmp_path, "again/别名.xlsx", data))
    _, answer = take(tmp_path, single, "--withdraw", "佛山市/佛山.xlsx", "--reason", "平台注销")
    assert (states(answer), found(answer)["intake|past"]["severity"]) == ({}, "warning")
    _, answer = take(tmp_path, single)
    assert states(answer) == {"别名.xlsx": "accepted"}
    assert "which no longer counts (平台注销)" in found(answer)["intake|past"]["message"]


def test_wrong_words_about_reasons_are_wrong_usage(tmp_path: Path) -> None:
    world.scenario(tmp_path / "province")
    assert in_process("intake", "--scenario", "province", cwd=tmp_path).returncode == 2
    assert in_process("intake", "inbox", "--scenario", "province", "--reason", "为何", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("given", "reasons", "codes"),
    [
        (["更正"], {}, ["intake|needs_reason", "intake|needs_reason"]),
        (["a.xlsx=甲", "其余更正"], {"a.xlsx": "甲", "乙/b.csv": "其余更正"}, []),
        (["all=更正"], {"a.xlsx": "更正", "乙/b.csv": "更正"}, []),
        (["c.xlsx=甲", "all=更正"], {"a.xlsx": "更正", "乙/b.csv": "更正"}, ["intake|not_found"]),
        (["收入=50", "all=更正"], {"a.xlsx": "更正", "乙/b.csv": "更正"}, []),
        (["a.xlsx=", "all= "], {}, []),
        ([], {}, []),
    ],
)
def test_a_reason_holds_for_what_it_names(given: list[str], reasons: dict[str, str], codes: list[str]) -> None:
    got, faults = reasons_of(given, ["a.xlsx", "乙/b.csv"])
    assert [each.code for each in faults] == codes
    assert codes.count("intake|needs_reason") or got == reasons
