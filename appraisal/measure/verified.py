"""Verified values: what others found replaces what a platform's evidence gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure.bind import PLATFORM
from appraisal.numbers import Exact, column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.evidence import Table

#: What others verified, the later the stronger. What a platform declared itself replaces nothing.
_STAGES = ("city", "site")


def verified(tables: Mapping[str, Table], indicator_id: str) -> pl.LazyFrame:
    """Per platform: numerator, denominator and stage of the latest verified value of an indicator."""
    columns = {"numerator": "verified_numerator", "denominator": "verified_denominator", "stage": "verified_stage"}
    if "verified" not in tables:
        schema = {
            PLATFORM: pl.String,
            "verified_numerator": pl.Int64,
            "verified_denominator": pl.Int64,
            "verified_stage": pl.String,
        }
        return pl.LazyFrame(schema=schema)
    order = pl.col("stage").replace_strict(
        {stage: number for number, stage in enumerate(_STAGES)}, default=None, return_dtype=pl.Int8
    )
    mine = (
        tables["verified"]
        .frame.lazy()
        .filter(pl.col("indicator") == indicator_id, pl.col("stage").is_in(_STAGES))
        .with_columns(order.alias("order"))
    )
    latest = mine.filter(pl.col("order") == pl.col("order").max().over(PLATFORM))
    return latest.select(PLATFORM, *(pl.col(name).alias(alias) for name, alias in columns.items()))


def verified_bounds(tables: Mapping[str, Table]) -> tuple[tuple[Exact, Exact], Exact]:
    """The verified numerator, as both ends of an interval, and the denominator."""
    if "verified" not in tables:
        numerator, denominator = column("verified_numerator", 0, 0), column("verified_denominator", 1, 1)
    else:
        known = tables["verified"].schema.columns
        numerator, denominator = (
            column(f"verified_{name}", known[name].low, known[name].high, known[name].scale)
            for name in ("numerator", "denominator")
        )
    return (numerator, numerator), denominator
