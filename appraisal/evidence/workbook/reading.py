"""A workbook of a stranger read as sheets; a Parquet file of a stranger read as a table."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.evidence import limits
from appraisal.evidence.parquet_table import read_parquet
from appraisal.evidence.sheet import Merged, Sheet, letters
from appraisal.evidence.workbook.apart.job import Limits
from appraisal.evidence.workbook.container import container
from appraisal.evidence.workbook.refused import refused
from appraisal.evidence.workbook.watch import do_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.errors import Finding
    from appraisal.evidence.table import Table
    from appraisal.schema.table import TableSchema

_WORKBOOK = Limits(
    unpacked=limits.MAX_UNPACKED,
    ratio=limits.MAX_RATIO,
    members=limits.MAX_MEMBERS,
    sheets=limits.MAX_SHEETS,
    rows=limits.MAX_SHEET_ROWS,
    columns=limits.MAX_COLUMNS,
    cells=limits.MAX_SHEET_CELLS,
    cell=limits.MAX_SHEET_TEXT,
    text=limits.MAX_WORKBOOK_TEXT,
    quick=limits.LARGE_SHEET,
)
_PARQUET = _WORKBOOK._replace(rows=limits.MAX_ROWS)


def read_workbook(data: bytes, name: str) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """Every sheet of the workbook called ``name``, hidden ones too; or none, and why not."""
    if len(data) > limits.MAX_WORKBOOK_BYTES:
        return (), [refused("bytes", {"limit": limits.MAX_WORKBOOK_BYTES >> 20}, name)]
    kind = container(data, name)
    if kind not in {"xlsx", "xls"}:
        return (), [refused(kind, {}, name)]
    with _done(kind, data, _WORKBOOK) as (answer, folder):
        if "refused" in answer:
            return (), [refused(answer["refused"], answer["facts"], name)]
        return tuple(_sheet(document, folder) for document in answer["sheets"]), []


def read_parquet_apart(data: bytes, file: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    """The same as :func:`appraisal.evidence.parquet_table.read_parquet`, for a file that nobody has vouched for."""
    with _done("parquet", data, _PARQUET) as (answer, folder):
        if "refused" in answer:
            return None, [refused(f"parquet {answer['refused']}", answer["facts"], file)]
        clean = (folder / answer["file"]).read_bytes()
    return read_parquet(clean, file, schema)


@contextmanager
def _done(kind: str, data: bytes, most: Limits) -> Iterator[tuple[dict[str, Any], Path]]:
    """The answer of the watched process and the folder with its files, of which nothing is left afterwards."""
    with tempfile.TemporaryDirectory(prefix="appraisal-", ignore_cleanup_errors=True) as path:
        folder = Path(path)
        (folder / "source").write_bytes(data)
        (folder / "job.json").write_text(json.dumps({"kind": kind, "limits": most._asdict()}), encoding="utf-8")
        yield do_apart(folder), folder


def _sheet(document: dict[str, Any], folder: Path) -> Sheet:
    if "file" in document:
        cells = pl.read_ipc((folder / document["file"]).read_bytes())
    else:
        columns = document["columns"]
        cells = pl.DataFrame([pl.Series(letters(place), column, pl.String) for place, column in enumerate(columns)])
    return Sheet(
        document["name"],
        cells,
        tuple(kinds.encode("ascii") for kinds in document["kinds"]),
        tuple(Merged(*cells) for cells in document["merged"]),
        frozenset(document["hidden_rows"]),
        document["is_hidden"],
        document["from_1904"],
        frozenset(document["hidden_columns"]),
    )
