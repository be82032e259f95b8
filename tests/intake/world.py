"""A small province: a scenario of its own, and evidence of a few platforms cut out of the shipped year 2014."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter

from appraisal import paths
from appraisal.schema import shipped_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHIPPED = paths.scenarios() / "2014" / "evidence"
SCHEMAS = shipped_tables()
#: The tables that cities deliver; the towns and what is found out later are the province's own.
DELIVERED = ("platforms", "enterprises", "services", "staff", "finance", "surveys", "outputs", "reported")
OWN = ("towns", "verified", "vetoes", "ledger")


def scenario(folder: Path, evidence: Mapping[str, str] | None = None) -> Path:
    """A scenario that extends 2014 and keeps only the province's own tables, or the evidence given."""
    (folder / "evidence").mkdir(parents=True)
    if evidence is None:
        for table in OWN:
            frame = pl.read_parquet(SHIPPED / f"{table}.parquet")
            frame = frame if table == "towns" else frame.clear()
            frame.write_parquet(folder / "evidence" / f"{table}.parquet")
        evidence = {table: f"evidence/{table}.parquet" for table in OWN}
    document = {
        "format": 1,
        "id": "province",
        "title": "试点",
        "year": 2014,
        "extends": "2014",
        "evidence": {table: {"path": path} for table, path in evidence.items()},
    }
    (folder / "scenario.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return folder


def platforms(count: int, city: str | None = None) -> list[str]:
    """The ids of a few platforms: every so many of the register."""
    register = pl.read_parquet(SHIPPED / "platforms.parquet").sort("platform_id")
    if city:
        register = register.filter(pl.col("city") == city)
    return register["platform_id"].gather_every(max(1, register.height // count)).head(count).to_list()


def cut(ids: Sequence[str]) -> dict[str, pl.DataFrame]:
    """The evidence of 2014 about these platforms, as it ships."""
    tables = {table: pl.read_parquet(SHIPPED / f"{table}.parquet") for table in DELIVERED}
    about = {
        table: frame.filter(pl.col("platform_id").is_in(ids))
        for table, frame in tables.items()
        if table != "enterprises"
    }
    served = pl.concat([about["services"]["enterprise_id"], about["surveys"]["enterprise_id"].drop_nulls()]).unique()
    about["enterprises"] = tables["enterprises"].filter(pl.col("enterprise_id").is_in(served.implode()))
    return about


def clean_scenario(folder: Path, tables: Mapping[str, pl.DataFrame]) -> Path:
    """A scenario whose evidence is these tables as Parquet files."""
    scenario(folder)
    for table, frame in tables.items():
        frame.write_parquet(folder / "evidence" / f"{table}.parquet")
    document = json.loads((folder / "scenario.json").read_text("utf-8"))
    document["evidence"] |= {table: {"path": f"evidence/{table}.parquet"} for table in tables}
    (folder / "scenario.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return folder


def workbook(tables: Mapping[str, pl.DataFrame], **changes: Mapping[tuple[int, str], object]) -> bytes:
    """A plain workbook: a sheet a table, its Chinese title as name, Chinese headers in row 1.

    ``changes`` put other values into cells: ``{(row of the sheet, column): value}`` for a table.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for table, frame in tables.items():
            sheet = book.add_worksheet(SCHEMAS[table].title.zh)
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for place, name in enumerate(frame.columns):
                column = SCHEMAS[table].columns[name]
                sheet.write_string(0, place, column.title.zh)
                for row, value in enumerate(frame[name], start=1):
                    cell = changes.get(table, {}).get((row + 1, name), value)
                    if isinstance(cell, date):
                        sheet.write_datetime(row, place, cell, day)
                    elif isinstance(cell, bool):
                        sheet.write_string(row, place, "是" if cell else "否")
                    elif isinstance(cell, int | float | Decimal):
                        sheet.write_number(row, place, cell)
                    elif cell is not None:
                        sheet.write_string(row, place, str(cell))
    return buffer.getvalue()


def put(folder: Path, path: str, data: bytes) -> Path:
    """A file in an inbox."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def copy(source: Path, target: Path) -> Path:
    """A folder as it stands, elsewhere."""
    shutil.copytree(source, target)
    return target
