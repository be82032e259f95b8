"""What each platform received, from which sheet and in which year: each year's result hands it to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM
from appraisal.model.payment import AWARDS

if TYPE_CHECKING:
    from appraisal.model.rules import Rules

RECEIVED = {
    PLATFORM: pl.String,
    #: As it was when it was paid, so that an entity is known by it under another platform.
    "entity_code": pl.String,
    #: A sheet of payments, ``awards``, or :data:`WORTH`.
    "sheet": pl.String,
    "year": pl.Int64,
    "amount_yuan": pl.Int64,
}


#: What an award of that year was worth, where something was taken off; no money was paid by such a row.
WORTH = f"{AWARDS}.worth"


def before(opening: pl.DataFrame | None, *sheets: str, since: int | None = None) -> pl.DataFrame:
    """What was received from sheets, from a year on; nothing where there is no year before."""
    rows = pl.DataFrame(schema=RECEIVED) if opening is None else opening
    rows = rows.filter(pl.col("sheet").is_in(sheets))
    return rows if since is None else rows.filter(pl.col("year") >= since)


def closing(opening: pl.DataFrame | None, payments: pl.DataFrame, register: pl.DataFrame, year: int) -> pl.DataFrame:
    """All that was received up to the end of a year; ``payments`` has its lines, ``register`` the entity codes."""
    given = payments.filter(pl.col("state") == "given")
    named = given.join(register.select(PLATFORM, "entity_code"), on=PLATFORM, how="left")
    new = pl.concat([named.filter(pl.col("amount_yuan") > 0), _worth(named)])
    new = new.with_columns(pl.lit(year, dtype=pl.Int64).alias("year")).select(list(RECEIVED))
    old = pl.DataFrame(schema=RECEIVED) if opening is None else opening
    return pl.concat([old, new.match_to_schema(pl.Schema(RECEIVED))]).sort("year", "sheet", PLATFORM)


def _worth(given: pl.DataFrame) -> pl.DataFrame:
    """A row for each award of which not all was paid: by its whole worth it is compared with those of later years."""
    less = given.filter(pl.col("sheet") == AWARDS, pl.col("amount_yuan") < pl.col("due_yuan"))
    return less.with_columns(pl.lit(WORTH).alias("sheet"), pl.col("due_yuan").alias("amount_yuan"))


def is_read(rules: Rules) -> bool:
    """The amounts of these rules depend on what was received before."""
    upgrades = rules.awards is not None and rules.awards.upgrade == "difference"
    return upgrades or any(sheet.once for sheet in rules.payments)
