"""A Parquet file read as a table."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.evidence.capped import capped
from appraisal.evidence.cells import shortened
from appraisal.evidence.header import match_header
from appraisal.evidence.limits import MAX_CELL, MAX_CELL_FINDINGS, MAX_ROWS
from appraisal.evidence.table import Table
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema

_NARROW_INTEGERS = (pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32)
#: There is no header: the first record is row 1.
_FIRST_ROW = 1


def read_parquet(data: bytes, file: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    """The table in a Parquet file, whose columns have exactly the types of the schema."""
    try:
        types = pl.read_parquet_schema(io.BytesIO(data))
        keys, found = match_header([*types], schema, file, None)
        found = found or _type_findings(types, keys, schema.columns, file)
        height = 0 if found else int(pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item())
        if height > MAX_ROWS:
            message = text("The file has more than {limit} rows.", limit=MAX_ROWS)
            found = [Finding("file|too_large", message, place=Place(file))]
        if found:
            return None, found
        frame = pl.read_parquet(io.BytesIO(data), hive_partitioning=False, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        # This is the one place where a broken file may make the engine panic, which is no Exception.
        return None, [_damaged(file, error)]
    frame = frame.rename(dict(zip(frame.columns, keys, strict=True)))
    typed = frame.select(_value(frame.get_column(name), column) if name in keys else pl.lit(None, dtype=column.dtype).alias(name) for name, column in schema.columns.items())
    faults = _cell_findings(frame, typed, schema.columns, file)
    return (None, faults) if faults else (Table(schema, typed, file, _FIRST_ROW), [])
