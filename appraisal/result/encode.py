"""Result tables as bytes: the same rows give the same bytes, and no cell can become a formula."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.result.tables import TABLES
from appraisal.schema import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Excel and WPS run a cell that begins so; an apostrophe before it makes it text.
_FORMULA_START = r"^[=+\-@\t\r]"


def table_bytes(name: str, frame: pl.DataFrame) -> bytes:
    """A table as its file holds it."""
    if TABLES[name].file.endswith(".parquet"):
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd", statistics=False)
        return buffer.getvalue()
    return b"\xef\xbb\xbf" + _csv(frame)


def content_digest(tables: Mapping[str, pl.DataFrame], documents: Mapping[str, Any]) -> str:
    """A digest over what the result says: tables without addresses, and the rules and indicators that made them."""
    digest = hashlib.sha256()
    for name, table in TABLES.items():
        content = tables[name].drop(table.addresses)
        digest.update(f"{name}\n".encode() + _csv(content.sort(content.columns) if table.addresses else content))
    for name in ("rules", "indicators"):
        digest.update(f"{name}\n".encode() + canonical(documents[name]) + b"\n")
    return digest.hexdigest()


def _csv(frame: pl.DataFrame) -> bytes:
    safe = frame.with_columns(_as_text(name) for name, dtype in frame.schema.items() if dtype == pl.String)
    return safe.write_csv(line_terminator="\n").encode()


def _as_text(name: str) -> pl.Expr:
    cell = pl.col(name)
    return pl.when(cell.str.contains(_FORMULA_START)).then(pl.concat_str(pl.lit("'"), cell)).otherwise(cell).alias(name)
