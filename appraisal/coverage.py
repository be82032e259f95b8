"""Coverage: how many platforms each specialised town has, against the target of the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from appraisal.model.rules import Coverage

_TOWN = ("city", "county", "town")


def coverage(
    register: pl.DataFrame, gated: pl.DataFrame, towns: pl.DataFrame | None, rule: Coverage | None, year: int
) -> pl.DataFrame | None:
    """A line per town recognised by the end of the year: registered, legal entities, passing, target, met."""
    if towns is None or rule is None:
        return None
    end = date(year, 12, 31)
    target = rule.target(year)
    judged = register.join(gated.select(PLATFORM, "passes"), on=PLATFORM, how="left")
    running = judged.filter(
        (pl.col("established") <= end).fill_null(value=True) & (pl.col("closed").is_null() | (pl.col("closed") >= end))
    )
    counted = running.group_by(_TOWN).agg(
        registered=pl.len().cast(pl.Int64),
        platforms=pl.col("legal_entity").fill_null(value=False).sum().cast(pl.Int64),
        passing=pl.col("passes").fill_null(value=False).sum().cast(pl.Int64),
    )
    recognised = towns.filter(pl.col("recognised") <= end).select(_TOWN)
    counts = pl.col("registered", "platforms", "passing").fill_null(0)
    return (
        recognised.join(counted, on=_TOWN, how="left", nulls_equal=True)
        .with_columns(counts, pl.lit(target, dtype=pl.Int64).alias("target"))
        .with_columns((pl.col("platforms") >= pl.col("target")).alias("met"))
        .sort(_TOWN)
    )
