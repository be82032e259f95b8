"""Ids of one table that differ only in what a person does not see: case, width, invisible or look-alike letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence.look_alikes import folded, may_look_alike
from appraisal.plausibility.doubt import ROW, Doubt, by_key
from appraisal.schema.pointer import listed
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.errors import Severity
    from appraisal.evidence import Table


def look_alike_ids(table: Table, severity: Severity) -> Iterator[Doubt]:
    """The rows whose key looks like another row's key. Cheap where the ids can hold no look-alikes at all."""
    key = list(table.schema.key)
    # What points at another table is looked for there: an id that is only alike is not found.
    pointing = {name for link in table.schema.references for name in link.columns}
    known = table.schema.columns
    texts = [name for name in key if known[name].kind == "text" and not known[name].enum and name not in pointing]
    frame = table.frame
    if not texts or not any(frame.select(may_look_alike(pl.col(name)).any() for name in texts).row(0)):
        return
    seen = [f"seen {name}" for name in key]
    look = frame.select(
        *key, *((folded(pl.col(name)) if name in texts else pl.col(name)).alias(f"seen {name}") for name in key)
    )
    if _distinct(look, seen) == _distinct(look, key):
        return
    alike = look.with_row_index(ROW).filter(pl.struct(key).n_unique().over(seen) > 1)
    groups: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    shown: dict[int, tuple[object, ...]] = {}
    marks: dict[int, tuple[object, ...]] = {}
    for number, *cells in alike.select(ROW, *key, *seen).iter_rows():
        shown[number], marks[number] = tuple(cells[: len(key)]), tuple(cells[len(key) :])
        groups.setdefault(marks[number], set()).add(shown[number])

    def words(row: int) -> tuple[Text, Text]:
        others = sorted(_written(one) for one in groups[marks[row]] if one != shown[row])
        return (
            text(
                "{table}: {key} looks like {others}.",
                table=table.schema.label,
                key=_written(shown[row]),
                others=listed(others),
            ),
            text("If they are the same, write one id everywhere; if not, choose ids that look different."),
        )

    for place, name in enumerate(key):
        # The cell that differs is the one to open.
        rows = [row for row in shown if place == _first_difference(groups[marks[row]])]
        if rows:
            yield Doubt("id_look_alike", severity, table, by_key(table, rows), name, words)


def _distinct(frame: pl.DataFrame, columns: list[str]) -> int:
    only = pl.col(columns[0]) if len(columns) == 1 else pl.struct(columns)
    return frame.select(only.n_unique()).item()


def _first_difference(keys: set[tuple[object, ...]]) -> int:
    return next(place for place, cells in enumerate(zip(*keys, strict=True)) if len(set(cells)) > 1)


def _written(key: tuple[object, ...]) -> str:
    return " / ".join("-" if cell is None else str(cell) for cell in key)
