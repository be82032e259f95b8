"""A long frame is looked at piece by piece: the answers are those of a short one."""

from __future__ import annotations

import polars as pl
import pytest

from appraisal.schema import pieces
from appraisal.schema.check import violations
from appraisal.schema.table import table_schema

TEXT = {"type": "string"}
SCHEMA = {
    "x-format": 1,
    "x-table": "things",
    "title": "事项",
    "type": "object",
    "additionalProperties": False,
    "required": ["code"],
    "properties": {
        "code": {**TEXT, "format": "organisation-code"},
        "licence": {**TEXT, "format": "unified-code"},
        "day": {**TEXT, "allOf": [{"format": "date"}]},
        "size": {**TEXT, "enum": ["微型", "小型", "中型"], "minLength": 2},
        "never": {**TEXT, "not": {}},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
    },
    "if": {"properties": {"size": {"const": "微型"}}, "required": ["size"]},
    "then": {"properties": {"count": {"maximum": 5}}},
}
CELLS = {
    "code": ["D2143569X", "D21435690", None, "D2143569", ""],
    "licence": ["91350100M000100Y43", "91350100M000100Y44", None],
    "day": ["2012-02-29", "2014-02-29", None, "2014-2-9"],
    "size": ["微型", "大型", "小型", None, "中", "中型", "x"],
    "never": [None, None, None, None, None, None, None, None, "x", None, None],
    "count": [1, 0, 10, None, 5, 6],
}


@pytest.mark.parametrize("rows", [1, 7, 3000])
def test_a_frame_in_pieces_breaks_the_same_rules_in_the_same_rows(rows, monkeypatch):
    schema = table_schema(SCHEMA, "things.json")
    frame = pl.DataFrame({name: [cells[row % len(cells)] for row in range(rows)] for name, cells in CELLS.items()})
    frame = frame.cast({name: column.dtype for name, column in schema.columns.items()})
    chunked = pl.concat([frame.head(rows // 3), frame.slice(rows // 3)], rechunk=False)
    whole = violations(frame, schema.checks)
    monkeypatch.setattr(pieces, "MANY_ROWS", 0)
    assert violations(frame, schema.checks).equals(whole)
    assert violations(chunked, schema.checks).equals(whole)
    assert whole.equals(whole.sort("row", "check"))
    assert set(whole["check"]) == set(range(len(schema.checks))) or rows < 3000
