"""Template, filled as a person would, intake, run: the result is that of the clean tables."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

import appraisal
from appraisal.forms import form_of, write_form
from appraisal.intake import find_files, merge_files, receive
from appraisal.scenario import prepare
from tests.intake import world

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl
    from openpyxl.worksheet.worksheet import Worksheet


def filled(form: bytes, tables: Mapping[str, pl.DataFrame]) -> bytes:
    """The form with the rows typed in: each value under its header, from the first free row on."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    for table, frame in tables.items():
        sheet: Worksheet = book[world.SCHEMAS[table].title.zh]
        keys = {
            str(cell.value): cell.column for row in sheet.iter_rows(min_row=1, max_row=6) for cell in row if cell.value
        }
        header = max(
            row
            for row in range(1, 7)
            if any(
                world.SCHEMAS[table].columns[name].title.zh in str(cell.value)
                for cell in sheet[row]
                for name in frame.columns
            )
        )
        for place, values in enumerate(frame.iter_rows(named=True), start=header + 1):
            for name, value in values.items():
                shown = {True: "是", False: "否"}[value] if isinstance(value, bool) else value
                sheet.cell(place, keys[name]).value = shown
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_the_form_filled_in_and_taken_in_gives_the_result_of_the_clean_tables(tmp_path: Path) -> None:
    ids = world.platforms(6)
    clean = world.clean_scenario(tmp_path / "clean" / "province", world.cut(ids))
    province = world.scenario(tmp_path / "province")
    documents = prepare(str(province), ()).documents
    form = write_form(form_of(documents.scenario, documents.rules, documents.made, documents.schemas))
    for half, some in enumerate((ids[:3], ids[3:])):
        tables = world.cut(some)
        if half:
            # A firm that two platforms served stands in one register only.
            known = world.cut(ids[:3])["enterprises"]
            tables["enterprises"] = tables["enterprises"].join(known, on="enterprise_id", how="anti")
        world.put(tmp_path / "inbox", f"{half}/填报表.xlsx", filled(form, tables))
    received, _ = find_files([tmp_path / "inbox"])
    outcome = receive(prepare(str(province), ()), received)
    errors = [each for found in outcome.judged.findings.values() for each in found if each.severity == "error"]
    assert [each.line("en") for each in errors] == []
    assert (
        appraisal.appraise(appraisal.load_scenario(str(province))).content_digest
        == appraisal.appraise(appraisal.load_scenario(str(clean))).content_digest
    )


@pytest.mark.full
def test_forms_merged_by_a_city_give_the_same_evidence_as_the_forms(tmp_path: Path) -> None:
    ids = world.platforms(4)
    forms = tmp_path / "forms"
    first = world.cut(ids[:2])
    world.put(forms, "甲.xlsx", world.workbook(first))
    second = world.cut(ids[2:])
    second["enterprises"] = second["enterprises"].join(first["enterprises"], on="enterprise_id", how="anti")
    world.put(forms, "乙.xlsx", world.workbook(second))
    one, other = world.scenario(tmp_path / "one" / "province"), world.scenario(tmp_path / "two" / "province")
    received, _ = find_files([forms])
    merged, _ = merge_files(prepare(str(one), ()), received)
    world.put(tmp_path / "merged", "汇总表.xlsx", merged)
    receive(prepare(str(one), ()), received)
    receive(prepare(str(other), ()), find_files([tmp_path / "merged"])[0])
    for table in world.DELIVERED:
        path = f"intake/0001/evidence/{table}.parquet"
        assert (one / path).read_bytes() == (other / path).read_bytes(), table
