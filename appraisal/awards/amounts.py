"""What each winner gets: the amount of its grade, less the best award that it or its legal entity still has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal import received
from appraisal.measure import PLATFORM
from appraisal.model.payment import AWARDS

if TYPE_CHECKING:
    from appraisal.awards.awarded import Awarded
    from appraisal.model.award import AwardRule


def with_amounts(awarded: Awarded, rule: AwardRule | None, opening: pl.DataFrame | None, year: int) -> Awarded:
    """The awards with ``due_yuan``, ``received_yuan`` and ``amount_yuan``; ``opening`` is what years before paid."""
    frame = awarded.frame
    if rule is None:
        return replace(awarded, frame=frame.with_columns(pl.lit(0, dtype=pl.Int64).alias(name) for name in _COLUMNS))
    due = pl.col("grade").replace_strict(dict(rule.amounts), default=0, return_dtype=pl.Int64)
    had = _received(frame, rule, opening, year)
    frame = frame.with_columns(due.alias("due_yuan"), had.alias("received_yuan")).with_columns(
        (pl.col("due_yuan") - pl.col("received_yuan")).clip(lower_bound=0).alias("amount_yuan")
    )
    return replace(awarded, frame=frame, reserved_yuan=_reserved(frame, awarded.reserved, rule))


_COLUMNS = ("due_yuan", "received_yuan", "amount_yuan")


def _received(frame: pl.DataFrame, rule: AwardRule, opening: pl.DataFrame | None, year: int) -> pl.Series:
    """Per platform the worth of its best award that is still valid; of any platform of its entity where those win.

    What an award brought once it had been reduced itself is not what it is worth: whoever holds the highest grade
    receives nothing for it again while it is valid.
    """
    nothing = pl.repeat(0, frame.height, dtype=pl.Int64, eager=True)
    if rule.upgrade is None:
        return nothing
    since = None if rule.valid_years is None else year - rule.valid_years + 1
    paid = received.before(opening, AWARDS, received.WORTH, since=since)
    own = frame.select(PLATFORM, "entity_code").join(paid, on=PLATFORM, how="inner", suffix="_then")
    found = own.select(PLATFORM, payee=pl.col(PLATFORM), year=pl.col("year"), amount_yuan="amount_yuan")
    if rule.per == "legal_entity":
        coded = frame.select(PLATFORM, "entity_code").drop_nulls()
        by_code = coded.join(paid.rename({PLATFORM: "payee"}), on="entity_code", how="inner")
        found = pl.concat([found, by_code.select(found.columns)]).unique()
    best = found.group_by(PLATFORM).agg(pl.col("amount_yuan").max())
    joined = frame.select(PLATFORM).join(best, on=PLATFORM, how="left", maintain_order="left")
    return joined["amount_yuan"].fill_null(0)


def _reserved(frame: pl.DataFrame, places: int, rule: AwardRule) -> int:
    """The most that the open places can cost: the highest amounts, one for each entity."""
    entity = pl.coalesce("entity_code", "platform " + pl.col(PLATFORM)) if rule.per == "legal_entity" else PLATFORM
    waiting = frame.filter(pl.col("state") == "open").group_by(entity).agg(pl.col("amount_yuan").max())
    return sum(waiting["amount_yuan"].sort(descending=True).head(places).to_list())
