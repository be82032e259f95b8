"""A Parquet file of a stranger decoded, and written anew so that the parent reads only what Polars wrote itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import polars as pl

from .refusal import refuse

if TYPE_CHECKING:
    from .job import Job

NAME = "clean.parquet"


def read_parquet(job: Job) -> dict[str, Any]:
    """The name of the clean file."""
    data = io.BytesIO(job.source.read_bytes())
    try:
        columns = len(pl.read_parquet_schema(data))
        rows = pl.scan_parquet(data).select(pl.len()).collect().item()
        _check(rows, columns, job)
        frame = pl.read_parquet(data, hive_partitioning=False, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        refuse("damaged", reason=str(error).strip().split("\n")[0][:100])
    # What the footer says is no proof.
    _check(frame.height, frame.width, job)
    frame.write_parquet(job.folder / NAME, compression="uncompressed", statistics=False)
    return {"file": NAME}


def _check(rows: int, columns: int, job: Job) -> None:
    if rows > job.limits.rows:
        refuse("parquet_rows", limit=job.limits.rows)
    if columns > job.limits.columns:
        refuse("parquet_columns", limit=job.limits.columns)
