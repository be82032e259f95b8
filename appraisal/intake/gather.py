"""The same table from many deliveries, gathered into one whose rows know where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from appraisal.errors import Finding
from appraisal.evidence import Table
from appraisal.evidence.keys import key_text
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.evidence.origin import Gathered
from appraisal.schema.pointer import listed
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from appraisal.schema import TableSchema

_PART, _ROW, _ALIKE = "part number", "row number", "first row alike"
_MOST_COLUMNS = 6


def gather(tables: Iterable[Table]) -> dict[str, Table]:
    """One table of each name, its rows sorted by key: in whatever order the files come, it is the same.

    A row that stands in several files, equal in every cell, is one row: two platforms list the same firm.
    """
    return {name: _gathered(each[0].schema, each, is_whole=False) for name, each in _parts(tables).items()}


def conflicts_in(tables: Iterable[Table]) -> Iterator[Conflict]:
    """Every row of these tables whose key another file or sheet gives otherwise, also where several give it alike."""
    for each in _parts(tables).values():
        yield from _conflicts(_gathered(each[0].schema, each, is_whole=True))


def _parts(tables: Iterable[Table]) -> dict[str, list[Table]]:
    parts: dict[str, list[Table]] = {}
    for table in tables:
        parts.setdefault(table.schema.name, []).append(table)
    return dict(sorted(parts.items()))


class Conflict(NamedTuple):
    """A row whose key stands in another file or sheet too, with other cells: the finding about each place of it."""

    finding: Finding
    #: The other files that have the key.
    files: frozenset[str]


def _conflicts(table: Table) -> list[Conflict]:
    key = list(table.schema.key)
    if not key or not isinstance(table.origin, Gathered):
        return []
    columns = table.frame.columns
    required = [name for name in key if table.schema.columns[name].required]
    unread = pl.Series(sorted({row for row, column in table.unread if column in key}), dtype=pl.UInt32)
    present = pl.all_horizontal(pl.col(required or key).is_not_null()) & pl.col(_ROW).is_in(unread.implode()).not_()
    rows = (
        table.frame.with_columns(pl.Series(_PART, table.origin.parts))
        .with_row_index(_ROW)
        .filter(present)
        .filter(pl.col(_PART).n_unique().over(key) > 1)
        .with_columns(pl.col(_ROW).min().over(columns).alias(_ALIKE))
        .filter(pl.col(_ALIKE).n_unique().over(key) > 1)
    )
    found: list[Conflict] = []
    for group in rows.group_by(key, maintain_order=True).agg(_ROW, _ALIKE).select(_ROW, _ALIKE).iter_rows():
        alike = dict(zip(*group, strict=True))
        places = {row: table.place(row) for row in alike}
        for row, place in places.items():
            others = [other for other in places if alike[other] != alike[row]]
            others = [other for other in others if places[other].file != place.file] or others
            files = frozenset(places[other].file or "" for other in others)
            found.append(Conflict(_conflict(table, key, row, others[0]), files))
            if len(found) > MAX_CELL_FINDINGS:
                return found
    return found


def _conflict(table: Table, key: list[str], row: int, other: int) -> Finding:
    value, there = key_text(table, key, row), table.place(other)
    differing = [
        column.title
        for name, column in table.schema.columns.items()
        if not table.frame[name].slice(row, 1).eq_missing(table.frame[name].slice(other, 1)).all()
    ]
    message = text(
        "{table}: {key} stands otherwise in {file}, row {row}; the columns {columns} differ.",
        table=table.schema.label,
        key=value,
        file=f"{there.file} {there.sheet}" if there.sheet else there.file,
        row=there.row,
        columns=listed(differing, _MOST_COLUMNS),
    )
    fix = text(
        "Ask which of the two is right; leave the row out of the other file. "
        "Where this file takes the place of that one, the province withdraws that one."
    )
    place = table.place(row, key[0])
    return Finding("row|duplicate_key", message, fix, place=place, platform_id=table.platform_id(row), value=value)


def _gathered(schema: TableSchema, tables: Sequence[Table], *, is_whole: bool) -> Table:
    """The rows of all tables; not ``is_whole``: a row that another file has too, equal in every cell, once."""
    numbered = [
        table.frame.with_columns(pl.lit(part, pl.UInt32).alias(_PART)).with_row_index(_ROW)
        for part, table in enumerate(tables)
    ]
    # A key that stands twice, with other cells, leaves the order of its rows to the files; then there is a finding.
    frame = pl.concat(numbered).sort([*(schema.key or schema.columns), _PART, _ROW], nulls_last=True)
    if schema.key and not is_whole:
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
