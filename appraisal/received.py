"""What each platform received, from which sheet and in which year: each year's result hands it to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from appraisal.model.rules import Rules

RECEIVED = {
    PLATFORM: pl.String,
    #: As it was when it was paid, so that an entity is known by it under another platform.
    "entity_code": pl.String,
    #: A sheet of payments, or ``awards``.
    "sheet": pl.String,
    "year": pl.Int64,
    "amount_yuan": pl.Int64,
}


def before(opening: pl.DataFrame | None, sheet: str, since: int | None = None) -> pl.DataFrame:
    """What was received from a sheet, from a year on; nothing where there is no year before."""
    rows = pl.DataFrame(schema=RECEIVED) if opening is None else opening
    rows = rows.filter(pl.col("sheet") == sheet)
    return rows if since is None else rows.filter(pl.col("year") >= since)


def closing(opening: pl.DataFrame | None, payments: pl.DataFrame, register: pl.DataFrame, year: int) -> pl.DataFrame:
    """All that was received up to the end of a year; ``payments`` has its lines, ``register`` the entity codes."""
    given = payments.filter((pl.col("state") == "given") & (pl.col("amount_yuan") > 0))
    named = given.join(register.select(PLATFORM, "entity_code"), on=PLATFORM, how="left")
    new = named.with_columns(pl.lit(year, dtype=pl.Int64).alias("year")).select(list(RECEIVED))
    old = pl.DataFrame(schema=RECEIVED) if opening is None else opening
    return pl.concat([old, new.match_to_schema(pl.Schema(RECEIVED))]).sort("year", "sheet", PLATFORM)


def is_read(rules: Rules) -> bool:
    """The amounts of these rules depend on what was received before."""
    upgrades = rules.awards is not None and rules.awards.upgrade == "difference"
    return upgrades or any(sheet.once for sheet in rules.payments)
