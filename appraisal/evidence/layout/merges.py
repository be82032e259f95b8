"""Merged cells below a header: texts stand for every row of their range, everything else for its first cell only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraisal.evidence.sheet import EMPTY, letters

if TYPE_CHECKING:
    import polars as pl

    from appraisal.evidence.layout.columns import Columns
    from appraisal.evidence.sheet import Merged, Sheet
    from appraisal.schema.table import TableSchema


@dataclass
class Body:
    """The columns of a table below the header of a sheet, row by row."""

    #: The row of the sheet, from 0, that comes first.
    start: int
    cells: dict[str, pl.Series]
    #: The kinds of the cells; empty where all are text.
    kinds: dict[str, bytes]
    #: Texts that were filled down: the column and its merged cells.
    spread: list[tuple[str, Merged]] = field(default_factory=list)
    #: Cells, by row of the sheet and column, that are merged with one above that is no text.
    continued: dict[tuple[int, str], Merged] = field(default_factory=dict)
    #: Merged cells over several columns of the table, with the first of these.
    across: list[tuple[str, Merged]] = field(default_factory=list)


def merged_body(sheet: Sheet, columns: Columns, schema: TableSchema) -> Body:
    """The columns below the header with merged texts filled down."""
    start = columns.header.bottom + 1
    cells = {name: sheet.cells.get_column(letters(place)).slice(start) for name, place in columns.positions.items()}
    kinds = {name: sheet.kinds[place][start:] if sheet.kinds else b"" for name, place in columns.positions.items()}
    body = Body(start, cells, kinds)
    names = {place: name for name, place in columns.positions.items()}
    values: dict[str, dict[int, str]] = {}
    spread_kinds: dict[str, bytearray] = {}
    for merged in sheet.merged:
        if merged.top < start or merged.top >= sheet.cells.height:
            continue
        last = min(merged.bottom, sheet.cells.height - 1)
        held = [names[place] for place in range(merged.left, merged.right + 1) if place in names]
        if len(held) > 1:
            body.across.append((held[0], merged))
        name = names.get(merged.left)
        below = range(merged.top + 1, last + 1)
        if name is None or not below:
            continue
        value = cells[name][merged.top - start]
        if schema.columns[name].kind != "text":
            body.continued |= {(row, name): merged for row in below}
        elif value is not None:
            body.spread.append((name, merged))
            values.setdefault(name, {}).update({row - start: value for row in below})
            first = merged.top - start
            if body.kinds[name] and body.kinds[name][first] != EMPTY:
                # One copy for all merged cells of a column: a copy for each takes the square of their number.
                changed = spread_kinds.setdefault(name, bytearray(body.kinds[name]))
                changed[first + 1 : last - start + 1] = bytes([changed[first]]) * (last - merged.top)
    for name, filled in values.items():
        cells[name] = cells[name].scatter([*filled], [*filled.values()])
    body.kinds |= {name: bytes(changed) for name, changed in spread_kinds.items()}
    return body
