"""Verified values: what others found replaces what a platform's evidence gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure.bind import PLATFORM
from appraisal.numbers import column

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from appraisal.evidence import Table
    from appraisal.measure.resolve import Source

#: What others verified, the later the stronger. What a platform declared itself replaces nothing.
_STAGES = ("city", "site")
_PARTS = ("numerator", "denominator", "stage")
_COLUMNS = {
    PLATFORM: pl.String,
    "indicator": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "stage": pl.String,
}


def verified(tables: Mapping[str, Table], names: Collection[str]) -> pl.LazyFrame:
    """Per platform: numerator, denominator and stage of the latest verified value of each of these indicators."""
    rows = tables["verified"].frame if "verified" in tables else pl.DataFrame(schema=_COLUMNS)
    rows = rows.filter(pl.col("stage").is_in(_STAGES), pl.col("indicator").is_in(list(names)))
    order = pl.col("stage").replace_strict(
        {stage: number for number, stage in enumerate(_STAGES)}, default=None, return_dtype=pl.Int8
    )
    latest = rows.lazy().filter(order == order.max().over(PLATFORM, "indicator"))
    known = set(rows.get_column("indicator"))
    mine = {(name, part): pl.col(part).filter(pl.col("indicator") == name).first() for name in known for part in _PARTS}
    return (
        latest.group_by(PLATFORM)
        .agg(cell.alias(_column(*key)) for key, cell in mine.items())
        .with_columns(
            pl.lit(None, dtype=rows.schema[part]).alias(_column(name, part))
            for name in names
            for part in _PARTS
            if name not in known
        )
    )


def verified_source(tables: Mapping[str, Table], name: str) -> Source:
    """Where the indicator was verified: the numerator, as both ends of an interval, and the denominator."""
    numerator, denominator = (_column(name, part) for part in ("numerator", "denominator"))
    if "verified" not in tables:
        top, bottom = column(numerator, 0, 0), column(denominator, 1, 1)
    else:
        known = tables["verified"].schema.columns
        top, bottom = (
            column(key, known[part].low, known[part].high, known[part].scale)
            for key, part in ((numerator, "numerator"), (denominator, "denominator"))
        )
    return pl.col(numerator).is_not_null(), (top, top), bottom


def verified_stage(name: str) -> pl.Expr:
    """The stage at which the indicator was verified; null where it was not."""
    return pl.col(_column(name, "stage"))


def _column(name: str, part: str) -> str:
    return f"{name}:verified_{part}"
