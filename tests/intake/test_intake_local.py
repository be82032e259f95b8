"""A city takes in its own table beside the province's: form, filled, intake, run."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

import appraisal
from appraisal.authoring import Wish, own_columns, write_plugin
from tests.commands import in_process
from tests.plugins.small import leaf, scenario

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

COLUMNS = own_columns(("record_id:id:项目编号", "works:integer:设计件数"))
ROWS = (("P2", "D1", 12), ("P3", "D2", 30), ("P3", "D3", 4))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A ranking of 佛山市 beside a small province, by an indicator on a table that only the city has."""
    scenario(tmp_path)
    folder = tmp_path / "foshan"
    wish = Wish(name="designs", title="设计", table="design_works", numerator="SUM(works)", empty="zero", columns=COLUMNS)  # fmt: skip
    write_plugin(wish, folder / "plugins")
    document = {
        "format": 1,
        "id": "foshan",
        "title": "佛山市考核",
        "year": 2014,
        "extends": "small",
        "scope": {"city": "佛山市"},
        "plugins": {"designs": {}},
        "patch": {"index": {"nodes": {"output": None, "designs": leaf("designs", 100, [[0, 0], [40.5, 100]])}}},
    }
    (folder / "scenario.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return folder


def form(city: Path) -> Workbook:
    done = in_process("template", "./foshan", "-o", "form.xlsx", cwd=city.parent, APPRAISAL_LANG="zh")
    assert done.returncode == 0, done.stderr
    return openpyxl.load_workbook(city.parent / "form.xlsx")


def taken_in(city: Path, name: str, data: bytes) -> dict:
    (city.parent / "inbox").mkdir(exist_ok=True)
    (city.parent / "inbox" / name).write_bytes(data)
    done = in_process("intake", f"inbox/{name}", "--scenario", "foshan", "--json", cwd=city.parent)
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


@pytest.mark.usefixtures("short_forms")
def test_a_local_form_asks_for_the_citys_own_tables_and_says_what_it_is(city: Path) -> None:
    book = form(city)
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == ["说明", "设计明细"]
    assert "地方排名，不颁奖" in str(book["设计明细"]["A1"].value)
    assert "自检" not in "".join(str(cell.value) for row in book["说明"] for cell in row)


@pytest.mark.usefixtures("short_forms")
def test_what_a_city_takes_in_is_ranked_beside_the_province(city: Path) -> None:
    book = form(city)
    for at, row in enumerate(ROWS, start=4):
        for column, value in enumerate(row, start=1):
            book["设计明细"].cell(at, column).value = value
    stream = io.BytesIO()
    book.save(stream)
    answer = taken_in(city, "佛山.xlsx", stream.getvalue())
    assert [(one["state"], one["findings"]) for one in answer["deliveries"]] == [("accepted", [])]
    assert answer["general"] == []
    # The decimals of the patch came through the writing of scenario.json as they were.
    assert "40.5" in (city / "scenario.json").read_text(encoding="utf-8")
    status = in_process("status", "foshan", cwd=city.parent)
    assert "Everything is in" in status.stdout
    assert "delivered nothing" not in status.stdout
    ranking = appraisal.appraise(appraisal.load_scenario(str(city))).tables["ranking"]
    assert ranking.select("platform_id", "rank").rows() == [("P3", 1), ("P2", 2)]


def test_rows_of_the_provinces_tables_go_back_and_its_register_stands(city: Path) -> None:
    register = "平台编号,平台名称,地市,镇（街道）,主要服务类型\nP2,乙平台,中山市,乙镇,技术创新\n"
    answer = taken_in(city, "platforms.csv", register.encode())
    assert [one["code"] for one in answer["deliveries"][0]["findings"]] == ["intake|given"]
    own = "平台编号,项目编号,设计件数\nP2,D1,12\nP7,D2,3\n"
    answer = taken_in(city, "design_works.csv", own.encode())
    (finding,) = next(one["findings"] for one in answer["deliveries"] if one["path"].endswith("design_works.csv"))
    assert (finding["code"], finding["value"]) == ("reference|unknown", "P7")


def test_a_form_that_would_ask_for_nothing_is_not_written(city: Path) -> None:
    document = json.loads((city / "scenario.json").read_text(encoding="utf-8"))
    (city / "scenario.json").write_text(json.dumps(document | {"plugins": {}, "patch": {}}), encoding="utf-8")
    done = in_process("template", "./foshan", "-o", "form.xlsx", cwd=city.parent)
    assert (done.returncode, "every table that is read here is the province's" in done.stderr) == (1, True)
