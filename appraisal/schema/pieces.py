"""One select on a frame: a long frame is cut into pieces for every core, a short one is sooner done than cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Rows from which on it pays to cut.
MANY_ROWS = 50_000


def select(frame: pl.DataFrame, expressions: Iterable[pl.Expr]) -> pl.DataFrame:
    """The columns that the expressions are."""
    if frame.height < MANY_ROWS:
        return frame.select(expressions)
    return frame.lazy().select(expressions).collect(engine="streaming")


def where_any(frame: pl.DataFrame, answers: Iterable[pl.Expr]) -> pl.DataFrame:
    """The rows in which one of the answers is true: their index ``row`` from 0, and every answer."""
    columns = [pl.int_range(pl.len(), dtype=pl.get_index_type()).alias("row"), *answers]
    is_any = pl.any_horizontal(pl.exclude("row"))
    if frame.height < MANY_ROWS:
        return frame.select(columns).filter(is_any)
    return frame.lazy().select(columns).filter(is_any).collect(engine="streaming")
