"""Awards given, open and none: what holds in every outcome of the undecided gates and the open ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.awards.awarded import Awarded, OpenGate, OpenTie
from appraisal.awards.grouped import grouped
from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.model.award import AwardRule
    from appraisal.model.rules import Class


def award(contenders: pl.DataFrame, rule: AwardRule | None, classes: Sequence[Class] = ()) -> Awarded:
    """Who wins, who may, and who does not. ``contenders`` has platform_id, entity_code, status, grade and place."""
    if rule is None:
        return Awarded(contenders.with_columns(pl.lit("none").alias("state")), (), (), 0)
    if rule.places.by is not None or rule.at_most is not None:
        return grouped(contenders, rule, classes)
    return _of_one_list(contenders, rule)


def _of_one_list(contenders: pl.DataFrame, rule: AwardRule) -> Awarded:
    """Judge each contender twice: with all that is open before it, and with nothing of that before it.

    Whoever is before a platform can only cost it the award, so these two outcomes bound all others.
    """
    places = rule.places.room(None, contenders.filter(pl.col("status") == "ranked").height)
    # A platform without a code is an entity of its own: no two are taken for one.
    entities = pl.coalesce("entity_code", "platform " + pl.col(PLATFORM)).alias("entity")
    candidates = (
        contenders.lazy()
        .with_columns(entities)
        .filter(pl.col("grade").is_in(sorted(rule.grades)))
        .sort("place", PLATFORM)
    )
    ranked = pl.col("status") == "ranked"
    entity = "entity" if rule.per == "legal_entity" else PLATFORM
    by_entity = rule.per == "legal_entity" and rule.freed_place == "next"
    everyone, settled = pl.lit(value=True), ranked
    counted = _count_before(candidates, "worst", entity, everyone, by_entity=by_entity, ties=True)
    counted = _count_before(counted, "best", entity, settled, by_entity=by_entity, ties=False)
    worst_wins = ranked & (pl.col("worst") < places) & ~pl.col("worst_own")
    best_wins = (pl.col("best") < places) & ~pl.col("best_own")
    state = pl.when(worst_wins).then(pl.lit("given")).when(best_wins).then(pl.lit("open")).otherwise(pl.lit("none"))
    judged = counted.with_columns(state.alias("state")).collect()
    states = judged.select(PLATFORM, "state")
    frame = contenders.join(states, on=PLATFORM, how="left", maintain_order="left").with_columns(
        pl.col("state").fill_null("none")
    )
    given = judged.filter(pl.col("state") == "given").height
    open_entities = judged.filter(pl.col("state") == "open")[entity].n_unique() if judged.height else 0
    own = judged.filter((pl.col("state") == "none") & pl.col("best_own") & (pl.col("best") < places))
    return Awarded(
        frame,
        _open_ties(judged),
        _open_gates(judged, rule, places),
        min(places - given, open_entities),
        tuple(own[PLATFORM].to_list()) if rule.per == "legal_entity" else (),
        {None: places},
    )


def _count_before(
    frame: pl.LazyFrame, name: str, entity: str, member: pl.Expr, *, by_entity: bool, ties: bool
) -> pl.LazyFrame:
    """Add how many members (or entities with one) come before each row, and whether one of its own entity does.

    ``frame`` is sorted by place; with ``ties`` the members at the same place count as before.
    """
    place, own = pl.col("place"), f"{name}_own"
    frame = frame.with_columns(pl.when(member).then(place).alias("member"))
    members = pl.col("member").is_not_null()
    # An entity counts once, at the place of its first member: the others of it cannot win.
    first_row = members & (members.cast(pl.Int64).cum_sum().over(entity) == 1) if by_entity else members
    frame = frame.with_columns(first_row.cast(pl.Int64).alias("counts")).with_columns(
        pl.col("counts").cum_sum().alias("through"),
        pl.col("member").min().over(entity).alias("first"),
        (pl.col("member") == pl.col("member").min().over(entity)).sum().over(entity).alias("sharing"),
    )
    through = pl.col("through").max().over("place")
    before = through if ties else through - pl.col("counts").sum().over("place")
    earlier = (pl.col("first") < place).fill_null(value=False)
    if by_entity:
        itself = pl.col("first") <= place if ties else pl.col("first") < place
        before = before - itself.fill_null(value=False).cast(pl.Int64)
    elif ties:
        before = before - members.cast(pl.Int64)
    beside = (pl.col("first") == place) & (pl.col("sharing") > 1) if ties else pl.lit(value=False)
    frame = frame.with_columns(before.alias(name), (earlier | beside.fill_null(value=False)).alias(own))
    return frame.drop("member", "counts", "through", "first", "sharing")


def _open_ties(judged: pl.DataFrame) -> tuple[OpenTie, ...]:
    tied = judged.filter((pl.len().over("place") > 1) & (pl.col("state") == "open").any().over("place"))
    groups = tied.group_by("place").agg(pl.col(PLATFORM).sort()).sort("place")
    return tuple(OpenTie(tuple(ids)) for ids in groups[PLATFORM].to_list())


def _open_gates(judged: pl.DataFrame, rule: AwardRule, places: int) -> tuple[OpenGate, ...]:
    matters = (pl.col("best") < places) & (~pl.col("best_own") | pl.lit(rule.freed_place == "lapse"))
    undecided = judged.filter((pl.col("status") == "undecided") & matters)
    return tuple(OpenGate(platform) for platform in undecided[PLATFORM].to_list())
