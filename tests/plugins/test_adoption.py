"""From a city's folder to the province's next year: packed, unpacked beside the scenario, named, and asked for by the form."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

import appraisal
from appraisal.authoring import lock
from appraisal.scenario import new_scenario
from appraisal.scenario.plugins import named_plugins
from tests.commands import in_process
from tests.plugins.small import PLATFORMS, declared, scenario

SMALL = "small"


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """The year after the small one, begun by the command, with nothing stated but its evidence of its own."""
    scenario(tmp_path)
    return new_scenario(SMALL, tmp_path / "province", year=2015)[0]


def _edit(path: Path, **keys: object) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**document, **keys}, ensure_ascii=False), encoding="utf-8")


@pytest.mark.usefixtures("short_forms")
def test_a_plugin_that_a_city_sent_is_adopted_and_its_table_is_in_the_form(tmp_path: Path, province: Path) -> None:
    made = in_process(
        "plugins", "new", "works", "--title", "设计项目数", "--unit", "项", "--table", "designs", "--empty", "zero",
        "--column", "works:integer:件数", cwd=tmp_path,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert in_process("plugins", "pack", "works", "-o", "works.zip", cwd=tmp_path).returncode == 0
    (tmp_path / "designs.csv").write_text("平台编号,件数\nP1,10\nP2,5\n", encoding="utf-8")
    # The marks are made on the year before, whose rules the new year takes over.
    words = ("plugins", "try", "works.zip", "--on", "./small", "--weight", "20", "--evidence", "designs.csv", "--patch")
    patch = in_process(*words, cwd=tmp_path).stdout
    zipfile.ZipFile(tmp_path / "works.zip").extractall(province / "plugins")
    _edit(province / "scenario.json", plugins={"works": {}}, patch=json.loads(patch))
    assert set(lock_of(province)) == {"innovation_output", "works"}
    form = in_process("template", "./province", "-o", "form.xlsx", cwd=tmp_path, APPRAISAL_LANG="zh")
    assert form.returncode == 0, form.stderr
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    sheet = next(sheet for sheet in book.worksheets if "设计项目数" in sheet.title)
    shown = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert any("件数" in value for value in shown)

    (province / "evidence").mkdir()
    outputs = "产出编号,平台编号,取得日期,产出类别,本平台份额\nO1,P1,2015-03-05,发明专利,1\n"
    for name, text in (("platforms", PLATFORMS), ("designs", "平台编号,件数\nP1,10\nP2,5\n"), ("outputs", outputs)):
        (province / "evidence" / f"{name}.csv").write_text(text, encoding="utf-8")
    _edit(
        province / "scenario.json",
        evidence={name: {"path": f"evidence/{name}.csv"} for name in ("platforms", "designs", "outputs")},
    )
    ranking = appraisal.appraise(appraisal.load_scenario(str(province))).tables["ranking"]
    # By hand: one invention is 10 of 40 units, of 80 marks; 10 and 5 works of 10, of 20 marks.
    composites = {row["platform_id"]: str(row["composite"]) for row in ranking.to_dicts()}
    assert (composites["P1"], composites["P2"]) == ("40.00", "10.00")


def lock_of(folder: Path) -> dict[str, object]:
    """What the scenario states of its plugins, once it is locked."""
    lock(str(folder), [])
    return json.loads((folder / "scenario.json").read_text(encoding="utf-8"))["plugins"]


def test_a_plugin_more_takes_none_of_the_others_away(province: Path) -> None:
    declared(province / "plugins")
    _edit(province / "scenario.json", plugins={"share": {}})
    assert set(lock_of(province)) == {"innovation_output", "share"}


def test_what_a_scenario_states_of_a_plugin_goes_before_what_its_parent_does(tmp_path: Path, province: Path) -> None:
    _edit(tmp_path / SMALL / "scenario.json", plugins={"innovation_output": {"version": "9.9.9"}})
    assert named_plugins(province, []).own == {"innovation_output": {"version": "9.9.9"}}
    _edit(province / "scenario.json", plugins={"innovation_output": {}})
    assert named_plugins(province, []).own == {"innovation_output": {}}


def test_wrong_marks_of_a_patch_are_said_at_the_patch(tmp_path: Path, province: Path) -> None:
    _edit(province / "scenario.json", patch={"index": {"full_mark": 90}})
    done = in_process("validate", "./province", cwd=tmp_path)
    assert "province/scenario.json (patch)::$.index" in done.stderr
    assert "rules.json" not in done.stderr
