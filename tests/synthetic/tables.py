"""The tables as frames and files: columns, types and keys as the table schemas have them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas" / "evidence"
_PLAIN = {"string": pl.String(), "integer": pl.Int64(), "boolean": pl.Boolean()}
_SCALES = {0.01: 2, 0.000001: 6}


def table_schema(table: str) -> dict[str, Any]:
    """Return the JSON Schema of a table."""
    return json.loads((SCHEMAS / f"{table}.schema.json").read_text(encoding="utf-8"))


def dtypes(table: str) -> dict[str, pl.DataType]:
    """Return the columns of a table in order, with their types."""
    return {column: _dtype(cell) for column, cell in table_schema(table)["properties"].items()}


def frame(table: str, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Return the rows as a frame, sorted by the table's key."""
    known = list(rows)
    columns = {column: [row[column] for row in known] for column in dtypes(table)}
    return pl.DataFrame(columns, schema=dtypes(table)).sort(table_schema(table)["x-key"])


def write(evidence: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Write every table of a year's evidence into its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, df in evidence.items():
        df.write_parquet(folder / f"{table}.parquet", compression="zstd", compression_level=19, statistics=False)


def _dtype(cell: Mapping[str, Any]) -> pl.DataType:
    if cell.get("format") == "date":
        return pl.Date()
    if cell["type"] == "number":
        return pl.Decimal(18, _SCALES[cell["multipleOf"]])
    return _PLAIN[cell["type"]]
