"""Cells that repeat: what a rule says of a value it says of every cell with it, and need not say a million times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.schema import pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Cells that are looked at to see whether the values of a column repeat.
_FIRST_LOOK = 2_000
#: Where so few of them differ they are as good as all values; where so many do, nearly every cell is another one.
_FEW_DIFFER, _MOST_DIFFER = 0.25, 0.95
#: In between every so many-th cell is looked at: a prime, as rows often come in fours or twelves.
_STEP = 19
#: Values up to which a cell is sooner looked up among them than matched with a pattern.
_MOST = 2**14


def unproved_rows(cells: pl.Series, fails: Sequence[pl.Expr]) -> pl.Series | None:
    """The rows of a column that may break one of the rules, which read nothing but the cell; None where all may.

    The others hold values that stand in many cells and were found to break none.
    """
    values = _usual_values(cells)
    if values is None:
        return None
    sound = values.to_frame().filter(pl.any_horizontal(fails).fill_null(value=False).not_()).to_series()
    # A missing cell is a value like any other here: the rules are asked about it, too.
    is_unproved = pl.col(cells.name).is_in(sound.implode(), nulls_equal=True).not_()
    rows = pieces.select(cells.to_frame(), [is_unproved]).to_series().arg_true()
    return rows if len(rows) <= len(cells) // 2 else None


def _usual_values(cells: pl.Series) -> pl.Series | None:
    """The values that stand in most cells; None where there are too many, or too few cells to ask."""
    if len(cells) < pieces.MANY_ROWS:
        return None
    looked_at = cells.gather_every(len(cells) // _FIRST_LOOK | 1)
    first = looked_at.unique()
    if len(first) <= _FEW_DIFFER * len(looked_at):
        return first
    if len(first) > _MOST_DIFFER * len(looked_at):
        return None
    values = cells.gather_every(_STEP).unique()
    return values if len(values) <= _MOST else None
