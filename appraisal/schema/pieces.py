"""One select on a frame: a long frame is cut into pieces for every core, a short one is sooner done than cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

#: Rows from which on it pays to cut.
MANY_ROWS = 50_000


def select(frame: pl.DataFrame, expressions: Iterable[pl.Expr]) -> pl.DataFrame:
    """The columns that the expressions are."""
    if frame.height < MANY_ROWS:
        return frame.select(expressions)
    return frame.lazy().select(expressions).collect(engine="streaming")
