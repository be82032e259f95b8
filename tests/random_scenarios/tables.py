"""Tables of evidence written as CSV or Parquet, the rows and columns in a random order."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from random import Random

Cell = str | int | bool | Decimal | date | None
Rows = list[dict[str, Cell]]


def write_table(path: Path, rows: Rows, schema: Mapping[str, Any], rng: Random) -> None:
    """One table; a column that is optional and empty throughout is left out now and then."""
    columns = [name for name in schema["properties"] if not _may_be_left_out(name, rows, schema, rng)]
    rng.shuffle(columns)
    shuffled = rng.sample(rows, len(rows))
    if path.suffix == ".csv":
        _write_csv(path, shuffled, columns)
    else:
        _write_parquet(path, shuffled, {name: schema["properties"][name] for name in columns})


def _may_be_left_out(name: str, rows: Rows, schema: Mapping[str, Any], rng: Random) -> bool:
    is_empty = all(row.get(name) is None for row in rows)
    return is_empty and name not in schema["required"] and rng.random() < 0.5


def _write_csv(path: Path, rows: Rows, columns: list[str]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_text(row.get(name)) for name in columns] for row in rows)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _write_parquet(path: Path, rows: Rows, columns: Mapping[str, Mapping[str, Any]]) -> None:
    fields = [pa.field(name, _type(column)) for name, column in columns.items()]
    complete = [{name: row.get(name) for name in columns} for row in rows]
    pq.write_table(pa.Table.from_pylist(complete, schema=pa.schema(fields)), path)


def _type(column: Mapping[str, Any]) -> pa.DataType:
    if column["type"] == "integer":
        return pa.int64()
    if column["type"] == "boolean":
        return pa.bool_()
    if column["type"] == "number":
        digits = Decimal(str(column["multipleOf"])).as_tuple()
        return pa.decimal128(38, -int(digits.exponent))
    return pa.date32() if column.get("format") == "date" else pa.string()
