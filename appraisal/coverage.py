"""Coverage: how many platforms each specialised town has, against the target of the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from appraisal.model.rules import Coverage

_TOWN = ("city", "county", "town")


def coverage(gated: pl.DataFrame, towns: pl.DataFrame, rule: Coverage, year: int) -> pl.DataFrame:
    """A line per town recognised by the end of the year: registered, legal entities, passing, target, met."""
    end = date(year, 12, 31)
    target = rule.target(year)
    running = gated.filter((pl.col("established") <= end).fill_null(value=True) & (pl.col("closed").is_null() | (pl.col("closed") > end)))
    counted = running.group_by(_TOWN).agg(
        registered=pl.len().cast(pl.Int64),
        platforms=pl.col("legal_entity").fill_null(value=False).sum().cast(pl.Int64),
        passing=(pl.col("status") == "ranked").sum().cast(pl.Int64),
    )
    recognised = towns.filter(pl.col("recognised") <= end).select(_TOWN)
    counts = pl.col("registered", "platforms", "passing").fill_null(0)
    return (
        recognised.join(counted, on=_TOWN, how="left", nulls_equal=True)
        .with_columns(counts, pl.lit(target, dtype=pl.Int64).alias("target"))
        .with_columns((pl.col("platforms") >= pl.col("target")).alias("met"))
        .sort(_TOWN)
    )
