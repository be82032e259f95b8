"""The key of a table: the columns that together name a row, so that no two rows agree in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding
from appraisal.evidence.capped import capped
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.schema import is_shipped
from appraisal.schema.pointer import listed
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from appraisal.evidence.table import Table

_PLATFORM = "platform_id"
_ROW = "row number"
_FIRST = "first row"


def key_findings(table: Table) -> list[Finding]:
    """Each row whose key stands in an earlier row already, or has no key at all.

    A missing cell is a part of a key like any other (a city without counties); one that the schema
    requires is told by the schema, and such a row is not compared.
    """
    key = list(table.schema.key)
    if not key:
        return []
    required = [name for name in key if table.schema.columns[name].required]
    nameless = [] if required else _nameless(table, key)
    unread = sorted({row for row, name in table.unread if name in key})
    if _distinct(table.frame, key) == table.frame.height:
        return nameless
    # NOTE: over() takes missing cells as equal.
    present = (
        pl.all_horizontal(pl.col(required).is_not_null()) if required else pl.any_horizontal(pl.col(key).is_not_null())
    )
    numbered = table.frame.select(key).with_row_index(_ROW).filter(present & pl.col(_ROW).is_in(unread).not_())
    repeated = numbered.with_columns(pl.col(_ROW).min().over(key).alias(_FIRST)).filter(pl.col(_ROW) != pl.col(_FIRST))
    first = dict(repeated.select(_ROW, _FIRST).rows())
    return [*nameless, *capped(list(first), MAX_CELL_FINDINGS, lambda row: _repeated(table, key, row, first[row]))]


def key_text(table: Table, columns: list[str] | tuple[str, ...], row: int) -> str:
    """The cells of a row under these columns, as a person would name the row."""
    return " / ".join(table.shown(row, name) or "-" for name in columns)


def _distinct(frame: pl.DataFrame, key: list[str]) -> int:
    only = pl.col(key[0]) if len(key) == 1 else pl.struct(key)
    return frame.select(only.n_unique()).item()


def _nameless(table: Table, key: list[str]) -> list[Finding]:
    rows = table.frame.select(pl.arg_where(pl.all_horizontal(pl.col(key).is_null()))).to_series().to_list()
    # A cell that could not be read is told as such.
    rows = [row for row in rows if not any((row, name) in table.unread for name in key)]

    def finding(row: int) -> Finding:
        names = listed(table.schema.columns[name].label for name in key)
        message = text("The row has no key.")
        return Finding(
            "row|key_missing", message, text("Fill in {columns}.", columns=names), place=table.place(row, key[0])
        )

    return capped(rows, MAX_CELL_FINDINGS, finding)


def _mend(table: Table, key: list[str]) -> Text:
    """What to do about a key that stands twice; the author of a plugin may have meant several rows a platform."""
    if key == [_PLATFORM] and not is_shipped(table.schema.name):
        return text(
            "Delete one of the two rows if it is no case of its own. Where a platform has several, its table needs a "
            "column that tells them apart: write it into x-key of the table's schema."
        )
    return text("Delete one of the two rows, or correct the key.")


def _repeated(table: Table, key: list[str], row: int, first: int) -> Finding:
    value = key_text(table, key, row)
    message = text(
        "{table}: {key} stands already in row {row}.", table=table.schema.label, key=value, row=table.place(first).row
    )
    platform, place, twin = table.platform_id(row), table.place(row, key[0]), table.place(first, key[0])
    mend = _mend(table, key)
    return Finding("row|duplicate_key", message, mend, place=place, platform_id=platform, value=value, twin=twin)
