"""Accepted deliveries as evidence: Parquet files, where each row came from, and the scenario that names them."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.numbers import Exact
from appraisal.schema import dumps, read
from appraisal.storage.whole import write_file
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from appraisal.evidence import Table

#: Evidence under this folder was written by intake and is replaced by it.
OWNED = "intake/"


def as_parquet(table: Table) -> bytes:
    """The table as a Parquet file that :func:`appraisal.evidence.read_table` reads back as it is."""
    columns = table.schema.columns
    frame = table.frame.select(
        Exact(pl.col(name), column.low, column.high, column.scale).to_decimal().cast(column.parquet_dtype)
        if column.kind == "decimal"
        else pl.col(name)
        for name, column in columns.items()
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def refuse_shared(folder: Path, delivered: Collection[str], *, is_local: bool) -> None:
    """Raise Refused where deliveries bring a table that the scenario names as its own evidence, or it names none.

    The evidence of a local ranking is added to its parent's, so it may name none.
    """
    stated = _document(folder).get("evidence", {} if is_local else None)
    file = f"{folder.resolve().name}/scenario.json"
    if stated is None:
        message = text("The scenario states no evidence of its own: deliveries cannot be added to that of its parent.")
        fix = text('Add "evidence": {{}} to scenario.json, and in it the tables that the province keeps itself.')
        raise Refused([Finding("intake|no_evidence", message, fix, place=Place(file, pointer="$.evidence"))])
    shared = [table for table in sorted(delivered) if not stated.get(table, {"path": OWNED})["path"].startswith(OWNED)]
    if shared:
        message = text(
            "The deliveries bring tables that scenario.json names as evidence of its own: {tables}.",
            tables=Joined(tuple(shared), ", "),
        )
        fix = text("Remove them from evidence in scenario.json, and hand the file in like the others.")
        raise Refused([Finding("intake|table_twice", message, fix, place=Place(file, pointer="$.evidence"))])


def state_evidence(folder: Path, round_folder: str, hashes: Mapping[str, str]) -> None:
    """Let scenario.json name the evidence of a round in place of that of an earlier one. Raises OSError."""
    document = _document(folder)
    own = {name: entry for name, entry in document.get("evidence", {}).items() if not entry["path"].startswith(OWNED)}
    taken = {
        table: {"path": f"{OWNED}{round_folder}/evidence/{table}.parquet", "sha256": sha256}
        for table, sha256 in hashes.items()
    }
    stated = dict(sorted({**own, **taken}.items()))
    if stated != document.get("evidence"):
        document["evidence"] = stated
        write_file(folder / "scenario.json", dumps(document).encode())


def digest(data: bytes) -> str:
    """The sha256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _document(folder: Path) -> dict[str, Any]:
    document: Any = read(folder / "scenario.json", f"{folder.resolve().name}/scenario.json")
    return dict(document)
