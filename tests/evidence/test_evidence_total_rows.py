"""A row of totals in a table is told once, as what it is, and hides nothing else."""

from __future__ import annotations

import pytest

from appraisal.evidence import check_references, check_table, read_table
from appraisal.evidence.total_rows import told_as_totals
from appraisal.schema import table_schema

TEXT = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
PLATFORMS = table_schema(
    {"x-format": 1, "x-table": "platforms", "title": "平台", "type": "object", "x-key": ["platform_id"], "properties": {"platform_id": TEXT}, "required": ["platform_id"], "additionalProperties": False}, "platforms.schema.json"
)  # fmt: skip
DESIGNS = table_schema(
    {
        "x-format": 1,
        "x-table": "designs",
        "title": "设计",
        "type": "object",
        "x-key": ["record_id"],
        "x-references": [{"columns": ["platform_id"], "table": "platforms", "key": ["platform_id"]}],
        "properties": {
            "platform_id": TEXT,
            "record_id": TEXT,
            "done": {"type": "string", "format": "date"},
            "works": {"type": "integer", "minimum": 0, "maximum": 1000},
        },
        "required": ["platform_id", "record_id", "done", "works"],
        "additionalProperties": False,
    },
    "designs.schema.json",
)


def _told(*rows: str) -> list[tuple[str, int | None]]:
    """The code and the row of each finding on a file with these rows."""
    source = "\n".join(["platform_id,record_id,done,works", "P1,D1,2013-01-01,1", *rows, ""])
    tables, found = {}, []
    for name, data, schema in (("platforms", "platform_id\nP1\n", PLATFORMS), ("designs", source, DESIGNS)):
        table, findings = read_table(data.encode(), f"{name}.csv", schema)
        assert table is not None
        tables[name], more = told_as_totals(table, [*findings, *check_table(table)])
        found += more
    return [(one.code, one.place.row) for one in (*found, *check_references(tables, {}))]


@pytest.mark.parametrize("row", ["合计,,,86", "佛山小计,,,12", ",合计,,86", ",,合计：,86", "合 计,,,八十六", "2013年合计,,,86", "合计,4,-,86"])  # fmt: skip
def test_a_row_of_totals_is_told_once(row: str) -> None:
    assert _told(row) == [("row|total", 3)]


def test_every_row_of_totals_is_told_and_the_rows_between_are_judged_as_ever() -> None:
    assert _told("小计,,,1", "P1,D2,2013-02-30,3", "P9,D3,2013-03-03,4", "合计,,,5") == [
        ("cell|date", 4),
        ("row|total", 3),
        ("row|total", 6),
        ("reference|unknown", 5),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("P1,合计,2013-01-01,3", "cell|pattern"),  # a record, by its platform and its day
        ("P1,D2,2013-01-01,合计", "cell|number"),
        ("P1,D2,,3", "cell|missing"),  # no total is named
    ],
)
def test_a_record_with_a_fault_is_no_total(row: str, code: str) -> None:
    assert _told(row) == [(code, 3)]
