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

#: Excel and WPS run a cell that begins so; an apostrophe before it makes it text. A text that begins with an
#: apostrophe gets another one, so that reading takes off exactly what writing put on. A plain number is none of these.
_FORMULA_START = r"^['=+\-@\t\r＝＋－＠]"
_PLAIN_NUMBER = r"^-?[0-9]+(\.[0-9]+)?(\.\.-?[0-9]+(\.[0-9]+)?)?$"


def table_texts(tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    """Every table as CSV without BOM: what the CSV files hold, and what the digest is taken over."""
    return {name: _safe(frame).write_csv(line_terminator="\n").encode() for name, frame in tables.items()}


def table_bytes(name: str, frame: pl.DataFrame, text: bytes) -> bytes:
    """A table as its file holds it."""
    if TABLES[name].file.endswith(".csv"):
        return b"\xef\xbb\xbf" + text
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def result_file(name: str, frame: pl.DataFrame) -> bytes:
    """One table, or a part of it, as its CSV file holds it."""
    return table_bytes(name, frame, table_texts({name: frame})[name])


def content_digest(tables: Mapping[str, pl.DataFrame], texts: Mapping[str, bytes], documents: Mapping[str, Any]) -> str:
    """A digest over what the result says: tables without addresses, and the rules and indicators that made them."""
    digest = hashlib.sha256()
    for name, table in TABLES.items():
        digest.update(f"{name}\n".encode())
        if table.addresses:
            # What a file is called or how it is encoded is no content of the result.
            content = tables[name].filter(~pl.col("code").str.starts_with("file|")).drop(table.addresses)
            digest.update(_safe(content).sort(content.columns).write_csv().encode())
        else:
            digest.update(texts[name])
    for name in ("rules", "indicators"):
        digest.update(f"{name}\n".encode() + canonical(documents[name]) + b"\n")
    return digest.hexdigest()


def _safe(frame: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    begins = frame.select(pl.col(name).str.contains(_FORMULA_START).any() for name in texts).row(0)
    # Most columns hold nothing that could be run: they are looked at once and left as they are.
    return frame.with_columns(_as_text(name) for name, may_run in zip(texts, begins, strict=True) if may_run)


def _as_text(name: str) -> pl.Expr:
    cell = pl.col(name)
    risky = cell.str.contains(_FORMULA_START) & ~cell.str.contains(_PLAIN_NUMBER)
    return pl.when(risky).then(pl.lit("'") + cell).otherwise(cell).alias(name)


def as_written(name: str) -> pl.Expr:
    """A text cell of a CSV file as it was before it was made safe."""
    return pl.col(name).str.strip_prefix("'").alias(name)
