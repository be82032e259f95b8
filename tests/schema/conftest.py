"""Columns and table schemas in a line, for the tests of the schema room."""

from __future__ import annotations

from typing import Any

import pytest

from appraisal.schema.column import INT64_HIGH, INT64_LOW, Column, Kind
from appraisal.schema.table import TableSchema, table_schema
from appraisal.texts import Bilingual


@pytest.fixture
def make_column():
    def make(kind: Kind, *, name: str = "c", scale: int = 0) -> Column:
        bounds = (INT64_LOW, INT64_HIGH) if kind in {"integer", "decimal"} else (0, 0)
        return Column(name, Bilingual("列", "Cell"), Bilingual("", ""), kind, scale, *bounds, required=False)

    return make


@pytest.fixture
def make_table():
    def make(properties: dict[str, Any], **more: Any) -> TableSchema:
        frame = {"x-format": 1, "x-table": "things", "type": "object", "additionalProperties": False}
        return table_schema({**frame, "properties": properties, **more}, "things.schema.json")

    return make
