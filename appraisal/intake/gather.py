"""The same table from many deliveries, gathered into one whose rows know where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from appraisal.errors import Finding
from appraisal.evidence import Table
from appraisal.evidence.keys import key_text
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.evidence.origin import Gathered
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from appraisal.errors import Place
    from appraisal.schema import TableSchema

_PART, _ROW = "part number", "row number"


def gather(tables: Iterable[Table]) -> dict[str, Table]:
    """One table of each name, its rows sorted by key: in whatever order the files come, it is the same.

    A row that stands in several files, equal in every cell, is one row: two platforms list the same firm.
    """
    parts: dict[str, list[Table]] = {}
    for table in tables:
        parts.setdefault(table.schema.name, []).append(table)
    return {name: _gathered(each[0].schema, each) for name, each in sorted(parts.items())}


class Conflict(NamedTuple):
    """A row whose key stands in another file or sheet too, with other cells: the finding about each place of it."""

    finding: Finding
    #: The other files that have the key.
    files: frozenset[str]


def conflicts(table: Table) -> list[Conflict]:
    """Every row of a gathered table whose key another file or sheet gives otherwise."""
    key = list(table.schema.key)
    if not key or not isinstance(table.origin, Gathered):
        return []
    required = [name for name in key if table.schema.columns[name].required]
    unread = pl.Series(sorted({row for row, column in table.unread if column in key}), dtype=pl.UInt32)
    present = pl.all_horizontal(pl.col(required or key).is_not_null()) & pl.col(_ROW).is_in(unread.implode()).not_()
    rows = (
        table.frame.select(key)
        .with_columns(pl.Series(_PART, table.origin.parts))
        .with_row_index(_ROW)
        .filter(present)
        .filter(pl.col(_PART).n_unique().over(key) > 1)
    )
    found: list[Conflict] = []
    for group in rows.group_by(key, maintain_order=True).agg(_ROW).get_column(_ROW):
        places = {row: table.place(row) for row in group}
        for row, place in places.items():
            others = {other: there for other, there in places.items() if there.file != place.file}
            others = others or {other: there for other, there in places.items() if other != row}
            first = next(iter(others.values()))
            files = frozenset(there.file or "" for there in others.values())
            found.append(Conflict(_conflict(table, key, row, first), files))
            if len(found) > MAX_CELL_FINDINGS:
                return found
    return found


def _conflict(table: Table, key: list[str], row: int, there: Place) -> Finding:
    value = key_text(table, key, row)
    message = text(
        "{table}: {key} stands otherwise in {file}, row {row}.",
        table=table.schema.label,
        key=value,
        file=f"{there.file} {there.sheet}" if there.sheet else there.file,
        row=there.row,
    )
    fix = text("Ask which of the two is right; leave the row out of the other file.")
    place = table.place(row, key[0])
    return Finding("row|duplicate_key", message, fix, place=place, platform_id=table.platform_id(row), value=value)


def _gathered(schema: TableSchema, tables: Sequence[Table]) -> Table:
    numbered = [
        table.frame.with_columns(pl.lit(part, pl.UInt32).alias(_PART)).with_row_index(_ROW)
        for part, table in enumerate(tables)
    ]
    # A key that stands twice, with other cells, leaves the order of its rows to the files; then there is a finding.
    frame = pl.concat(numbered).sort([*(schema.key or schema.columns), _PART, _ROW], nulls_last=True)
    if schema.key:
        # Within one file a repeated row has a finding of its own: only the same row of another file is dropped.
        repeated = pl.col(_PART).min().over([*schema.columns]) < pl.col(_PART)
        frame = frame.filter(repeated.not_())
    origin = Gathered([table.origin for table in tables], frame[_PART].to_list(), frame[_ROW].to_list())
    bad = {(part, row, column) for part, table in enumerate(tables) for row, column in table.unread}
    unread: frozenset[tuple[int, str]] = frozenset()
    if bad:
        where = {place: row for row, place in enumerate(zip(frame[_PART], frame[_ROW], strict=True))}
        unread = frozenset((where[part, row], column) for part, row, column in bad if (part, row) in where)
    return Table(schema, frame.drop(_PART, _ROW), origin, unread)
