"""From a city's folder to the province's rules: packed, unpacked beside the scenario, named, and asked for by the form."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl

import appraisal
from appraisal.authoring import lock
from tests.commands import command
from tests.plugins.small import leaf, scenario


def _edit(path: Path, change) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def test_a_plugin_that_a_city_sent_is_adopted_and_its_table_is_in_the_form(tmp_path: Path) -> None:
    made = command(
        "plugins", "new", "works", "--title", "设计项目数", "--unit", "项", "--table", "designs", "--empty", "zero",
        "--column", "works:integer:件数", cwd=tmp_path,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert command("plugins", "pack", "works", "-o", "works.zip", cwd=tmp_path).returncode == 0
    folder = scenario(tmp_path)
    zipfile.ZipFile(tmp_path / "works.zip").extractall(folder / "plugins")
    _edit(folder / "scenario.json", lambda one: one["plugins"].update(works={}))

    def marks(rules) -> None:
        rules["index"]["nodes"] = {
            "output": leaf("innovation_output", 80, [[0, 0], [40, 80]]),
            "works": leaf("works", 20, [[0, 0], [10, 20]]),
        }

    _edit(folder / "rules.json", marks)
    lock(str(folder), [])
    form = command("template", "./small", "-o", "form.xlsx", cwd=tmp_path, APPRAISAL_LANG="zh")
    assert form.returncode == 0, form.stderr
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    sheet = next(sheet for sheet in book.worksheets if "设计项目数" in sheet.title)
    shown = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert any("件数" in value for value in shown)

    (folder / "evidence" / "designs.csv").write_text("平台编号,件数\nP1,10\nP2,5\n", encoding="utf-8")
    _edit(folder / "scenario.json", lambda one: one["evidence"].update(designs={"path": "evidence/designs.csv"}))
    ranking = appraisal.appraise(appraisal.load_scenario(str(folder))).tables["ranking"]
    # By hand: 0.8 x 40 + 20, and 0.8 x 62.5 + 10.
    composites = {row["platform_id"]: str(row["composite"]) for row in ranking.to_dicts()}
    assert (composites["P1"], composites["P2"]) == ("52.00", "60.00")
