"""A small table of every kind of cell, and files of it in a line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from appraisal.evidence.checking import check_table
from appraisal.evidence.reading import read_table
from appraisal.evidence.workbook import reading
from appraisal.evidence.workbook.apart.job import job_in
from appraisal.evidence.workbook.apart.work import answer
from appraisal.schema.table import TableSchema, shipped_tables, table_schema

PROPERTIES = {
    "platform_id": {"type": "string", "title": "平台编号", "x-en": "Platform id", "pattern": "^[A-Z0-9]{1,8}$"},
    "town": {"type": "string", "title": "镇（街道）", "x-en": "Town", "x-aliases": ["镇街"]},
    "staff": {"type": "integer", "title": "人数", "x-en": "Staff", "minimum": 0, "maximum": 1000},
    "money": {"type": "number", "title": "收入", "x-en": "Income", "multipleOf": Decimal("0.01"), "maximum": 10**12},
    "legal": {"type": "boolean", "title": "法人", "x-en": "Legal entity"},
    "day": {"type": "string", "format": "date", "title": "日期", "x-en": "Date"},
}


def make_schema(properties: dict[str, Any], **more: Any) -> TableSchema:
    frame = {"x-format": 1, "x-table": "things", "title": "事项", "x-en": "Things", "type": "object"}
    return table_schema({**frame, "additionalProperties": False, "properties": properties, **more}, "things.json")


@pytest.fixture(scope="session")
def things() -> TableSchema:
    return make_schema(PROPERTIES, required=["platform_id"])


@pytest.fixture(scope="session")
def table_of():
    return make_schema


@pytest.fixture(scope="session")
def shipped():
    return shipped_tables()


@pytest.fixture
def read(things):
    """The rows of a CSV file, or the faults as code, row and column."""

    def read_things(source: str | bytes, schema: TableSchema = things, name: str = "f.csv"):
        data = source.encode() if isinstance(source, str) else source
        table, found = read_table(data, name, schema)
        if table is not None and found:
            found = [*found, *check_table(table)]
        if found or table is None:
            return [(finding.code, finding.place.row, finding.place.column) for finding in found]
        return table.frame.rows()

    return read_things


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are opened in this process, where what is read is the point: a process for each takes longer."""

    def do_here(folder: Path) -> dict[str, Any]:
        answer(job_in(folder))
        return json.loads((folder / "answer.json").read_text(encoding="utf-8", errors="surrogatepass"))

    monkeypatch.setattr(reading, "do_apart", do_here)
