"""The evidence: tables as lists of dictionaries with exact values; None is missing."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: A cell, or the value of a formula: text, truth, date, a whole number as int, another one as Fraction, None missing.
Value = Any
Cells = dict[str, Value]

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas" / "evidence"
#: Rows in these tables do not show that a platform handed in anything.
NOT_A_SUBMISSION = ("platforms", "vetoes", "verified", "panel_marks")


@dataclass
class Table:
    """One table: its rows, its columns, and the tables it references."""

    name: str
    rows: list[Cells] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)
    #: (columns here, other table, key columns there)
    references: list[tuple[list[str], str, list[str]]] = field(default_factory=list)
    #: The rows by the values of some columns, filled as they are asked for.
    _index: dict[tuple[str, ...], dict[tuple[Value, ...], list[Cells]]] = field(default_factory=dict)

    def where(self, columns: Sequence[str], values: Sequence[Value]) -> list[Cells]:
        """The rows whose columns have these values; a missing value is found by a missing value."""
        key = tuple(columns)
        if key not in self._index:
            self._index[key] = {}
            for row in self.rows:
                self._index[key].setdefault(tuple(row.get(name) for name in columns), []).append(row)
        return self._index[key].get(tuple(values), [])

    def of_platform(self, platform_id: str) -> list[Cells]:
        """The rows of one platform, in no order that matters."""
        return self.where(["platform_id"], [platform_id])


@dataclass
class Evidence:
    """The tables that a scenario lists."""

    tables: dict[str, Table]

    def table(self, name: str) -> Table:
        """A table by name; one that is not listed has no rows."""
        return self.tables.get(name, Table(name))

    def has_submitted(self, platform_id: str) -> bool:
        """Whether any table of data has a row of the platform."""
        return any(
            table.of_platform(platform_id)
            for name, table in self.tables.items()
            if name not in NOT_A_SUBMISSION and "platform_id" in table.columns
        )

    def referenced(self, table: Table, row: Cells) -> dict[str, Cells]:
        """The one row of each table that a row references; no entry where there is none."""
        found = {}
        for here, other, there in table.references:
            rows = self.table(other).where(there, [row[column] for column in here])
            if rows:
                found[other] = rows[0]
        return found


def read_evidence(files: Mapping[str, Path], plugins_dirs: Sequence[Path] = ()) -> Evidence:
    """Every listed table, typed by its schema; a plugin may bring the schema of a table of its own."""
    return Evidence({name: read_table(name, path, plugins_dirs) for name, path in files.items()})


def read_table(name: str, path: Path, plugins_dirs: Sequence[Path] = ()) -> Table:
    """One CSV or Parquet file as a table with every column of its schema."""
    file = f"{name}.schema.json"
    places = [SCHEMAS / file, *(found for folder in plugins_dirs for found in folder.glob(f"*/tables/{file}"))]
    schema = json.loads(next(place for place in places if place.is_file()).read_text(encoding="utf-8"))
    columns = schema["properties"]
    references = [(r["columns"], r["table"], r["key"]) for r in schema.get("x-references", [])]
    raw = _parquet_rows(path) if path.suffix == ".parquet" else _csv_rows(path)
    rows = [{name: typed(row.get(name), column) for name, column in columns.items()} for row in raw]
    return Table(name, rows, columns, references)


def typed(raw: object, column: Mapping[str, Any]) -> Value:
    """A cell as the schema of its column types it; an empty text is missing."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str):
        return Fraction(raw) if isinstance(raw, Decimal) else raw
    if column["type"] == "integer":
        return int(raw)
    if column["type"] == "number":
        return Fraction(Decimal(raw))
    if column["type"] == "boolean":
        return _boolean(raw)
    return date.fromisoformat(raw) if column.get("format") == "date" else raw


def _boolean(raw: str) -> bool:
    if raw not in {"true", "false"}:
        message = f"{raw!r} is neither true nor false"
        raise Refused(message)
    return raw == "true"


def _csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _parquet_rows(path: Path) -> list[dict[str, object]]:
    return pq.read_table(path).to_pylist()
