"""Texts that no table can hold: endless ones, and those with a NUL."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence.limits import MAX_CELL
from appraisal.schema.pieces import select

if TYPE_CHECKING:
    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema

_NUL = "\x00"
#: Bytes of a column up to which its texts are joined to be searched.
_JOINED = 2**28


def columns_in_doubt(frame: pl.DataFrame, schema: TableSchema) -> set[str]:
    """The columns of text in which a text may be unfit, found without reading most of them."""
    texts = [column for column in schema.columns.values() if column.kind == "text"]
    # The bytes of a text are known without reading it, and it has no more characters than bytes.
    bytes_of = {column.name: pl.col(column.name).str.len_bytes() for column in texts}
    most = select(frame, (bytes_of[column.name].max() for column in texts if _may_be_endless(column, schema)))
    endless = {name for name in most.columns if (most.item(0, name) or 0) > MAX_CELL}
    return endless | _with_nul(frame, [column.name for column in texts if _may_hold_nul(column, schema)])


def unfit_text(column: Column, schema: TableSchema) -> pl.Expr:
    """Where a text is unfit, as far as no rule of the schema says so later."""
    cell = pl.col(column.name).cast(pl.String)
    never = pl.lit(value=False)
    is_endless = cell.str.len_chars() > MAX_CELL if _may_be_endless(column, schema) else never
    return is_endless | (_holds_nul(cell) if _may_hold_nul(column, schema) else never)


def _with_nul(frame: pl.DataFrame, names: list[str]) -> set[str]:
    """The columns with a NUL: joined they are searched at the speed of memory, in half the time of text by text."""
    amounts = frame.select(pl.col(names).str.len_bytes().sum())
    is_there = frame.select(
        _holds_nul(pl.col(name) if amounts.item(0, name) > _JOINED else pl.col(name).str.join("")).any()
        for name in names
    )
    return {name for name in names if is_there.item(0, name)}


def _holds_nul(cell: pl.Expr) -> pl.Expr:
    return cell.str.contains(_NUL, literal=True)


def _may_be_endless(column: Column, schema: TableSchema) -> bool:
    """Neither the texts nor their length are named in the schema, so that no rule would tell."""
    most = schema.raw["properties"][column.name].get("maxLength", inf)
    return most > MAX_CELL and not {"enum", "const"} & _rules_alone(column, schema)


def _may_hold_nul(column: Column, schema: TableSchema) -> bool:
    """An enumeration names its texts, a pattern or format their letters."""
    return not {"enum", "const", "pattern", "format"} & _rules_alone(column, schema)


def _rules_alone(column: Column, schema: TableSchema) -> set[str]:
    return {check.keyword for check in schema.checks if check.alone and check.column == column.name}
