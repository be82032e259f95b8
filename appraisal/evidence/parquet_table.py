"""A Parquet file read as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.evidence.capped import capped
from appraisal.evidence.cells import shortened
from appraisal.evidence.header import match_header
from appraisal.evidence.limits import MAX_CELL, MAX_CELL_FINDINGS, MAX_ROWS
from appraisal.evidence.origin import WholeFile
from appraisal.evidence.table import Table
from appraisal.evidence.unfit_texts import columns_in_doubt, unfit_text
from appraisal.schema.pieces import select
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema

_NARROW_INTEGERS = (pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32)
#: There is no header: the first record is row 1.
_FIRST_ROW = 1


def read_parquet(data: bytes, file: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    """The table in a Parquet file, whose columns have exactly the types of the schema."""
    try:
        types = pl.read_parquet_schema(data)
        keys, found = match_header([*types], schema, file, None)
        found = found or _type_findings([*types.values()], keys, schema, file)
        found = found or _height_findings(data, file)
        if found:
            return None, found
        frame = pl.read_parquet(data, hive_partitioning=False, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        # The one place where a broken file may make the engine panic, and a panic is no Exception.
        return None, [_damaged(file, error)]
    frame = frame.rename(dict(zip(frame.columns, keys, strict=True)))
    typed = select(
        frame,
        (
            _value(column).alias(name) if name in keys else pl.lit(None, dtype=column.dtype).alias(name)
            for name, column in schema.columns.items()
        ),
    )
    faults = _cell_findings(frame, typed, schema, file)
    return (None, faults) if faults else (Table(schema, typed, WholeFile(file, _FIRST_ROW)), [])


def _value(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    if column.kind == "decimal":
        return cell.to_physical().cast(pl.Int64, strict=False)
    if column.kind == "date":
        return pl.when(cell.dt.year().is_between(1, 9999)).then(cell)
    return cell.cast(column.dtype)


def _fits(dtype: pl.DataType, column: Column) -> bool:
    if dtype == column.parquet_dtype or isinstance(dtype, pl.Null):
        return True
    match column.kind:
        case "decimal":
            return isinstance(dtype, pl.Decimal) and dtype.scale == column.scale
        case "integer":
            return dtype in _NARROW_INTEGERS
        case "text":
            return isinstance(dtype, pl.Categorical | pl.Enum)
        case _:
            return False


def _type_findings(dtypes: Sequence[pl.DataType], keys: Sequence[str], schema: TableSchema, file: str) -> list[Finding]:
    found: list[Finding] = []
    for dtype, key in zip(dtypes, keys, strict=True):
        column = schema.columns[key]
        if not _fits(dtype, column):
            message = text("{column} has the type {type}.", column=column.label, type=dtype)
            fix = text("Write it as {type}.", type=column.parquet_dtype)
            found.append(Finding("parquet|type", message, fix, place=Place(file, column=key)))
    return found


def _height_findings(data: bytes, file: str) -> list[Finding]:
    height = pl.scan_parquet(data).select(pl.len()).collect().item()
    if height <= MAX_ROWS:
        return []
    return [Finding("file|too_large", text("The file has more than {limit} rows.", limit=MAX_ROWS), place=Place(file))]


def _cell_findings(frame: pl.DataFrame, typed: pl.DataFrame, schema: TableSchema, file: str) -> list[Finding]:
    """Cells that a table cannot hold: numbers beyond 64 bits, years beyond the calendar, endless text, NUL."""
    columns = [schema.columns[name] for name in frame.columns]
    suspects = columns_in_doubt(typed, schema)
    suspects |= {column.name for column in columns if typed[column.name].null_count() > frame[column.name].null_count()}
    found: list[Finding] = []
    for column in (column for column in columns if column.name in suspects):
        fault = unfit_text(column, schema) if column.kind == "text" else _lost(column, typed)
        rows = frame.select(pl.arg_where(fault)).to_series().to_list()
        if rows:
            found += capped(rows, MAX_CELL_FINDINGS, lambda row, column=column: _unfit(column, frame, row, file))
    return found


def _lost(column: Column, typed: pl.DataFrame) -> pl.Expr:
    return pl.col(column.name).is_not_null() & typed.get_column(column.name).is_null()


def _unfit(column: Column, frame: pl.DataFrame, row: int, file: str) -> Finding:
    place = Place(file, row=row + _FIRST_ROW, column=column.name)
    if column.kind == "text":
        message = text(
            "{column}: the text has more than {limit} characters, or a NUL.", column=column.label, limit=MAX_CELL
        )
        return Finding("cell|too_long", message, text("Shorten it."), place=place)
    value = shortened(str(frame.select(pl.col(column.name).cast(pl.String)).item(row, 0)))
    message = text("{column}: {value} is too large to be kept exactly.", column=column.label, value=value)
    return Finding("cell|range", message, place=place, value=value)


def _damaged(file: str, error: BaseException) -> Finding:
    reason = shortened(str(error).strip().split("\n")[0])
    message = text("The file is damaged or no Parquet file ({reason}).", reason=reason)
    return Finding("parquet|damaged", message, text("Write it anew from its source."), place=Place(file))
