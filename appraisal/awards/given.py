"""Awards given, open and none: what holds in every outcome of the undecided gates and the open ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from appraisal.model.rules import AwardRule


@dataclass(frozen=True, slots=True)
class OpenTie:
    """Platforms that nothing in the rules tells apart, across the award line."""

    platforms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenGate:
    """An undecided platform whose gates could change an award."""

    platform_id: str


@dataclass(frozen=True, slots=True)
class Awarded:
    """``state`` per contender, and the decisions that the open ones wait for."""

    #: Contenders in order with ``state`` (given, open, none).
    frame: pl.DataFrame
    open_ties: tuple[OpenTie, ...]
    open_gates: tuple[OpenGate, ...]
    #: How many places may still be given.
    reserved: int

    @property
    def is_open(self) -> bool:
        """Some award waits for a decision."""
        return bool(self.frame.filter(pl.col("state") == "open").height)


def award(contenders: pl.DataFrame, rule: AwardRule | None) -> Awarded:
    """Judge each contender twice: with all that is open before it, and with nothing of that before it.

    Whoever is before a platform can only cost it the award, so these two outcomes bound all others.
    ``contenders`` has platform_id, entity_code, status, grade and place.
    """
    none = contenders.with_columns(pl.lit("none").alias("state"))
    if rule is None:
        return Awarded(none, (), (), 0)
    candidates = contenders.filter(pl.col("grade").is_in(sorted(rule.grades))).sort("place", PLATFORM)
    ranked = pl.col("status") == "ranked"
    entity = "entity_code" if rule.per == "legal_entity" else PLATFORM
    by_entity = rule.per == "legal_entity" and rule.freed_place == "next"
    counted = candidates.with_columns(
        _before(entity, pl.lit(value=True), by_entity=by_entity, ties=True).alias("worst"),
        _before(entity, ranked, by_entity=by_entity, ties=False).alias("best"),
        _own_before(entity, pl.lit(value=True), ties=True).alias("worst_own"),
        _own_before(entity, ranked, ties=False).alias("best_own"),
    )
    worst_wins = ranked & (pl.col("worst") < rule.places) & ~pl.col("worst_own")
    best_wins = (pl.col("best") < rule.places) & ~pl.col("best_own")
    state = pl.when(worst_wins).then(pl.lit("given")).when(best_wins).then(pl.lit("open")).otherwise(pl.lit("none"))
    judged = counted.with_columns(state.alias("state"))
    states = judged.select(PLATFORM, "state")
    frame = contenders.join(states, on=PLATFORM, how="left", maintain_order="left").with_columns(
        pl.col("state").fill_null("none")
    )
    given = judged.filter(pl.col("state") == "given").height
    open_entities = judged.filter(pl.col("state") == "open")[entity].n_unique() if judged.height else 0
    return Awarded(frame, _open_ties(judged), _open_gates(judged, rule), min(rule.places - given, open_entities))


def _before(entity: str, member: pl.Expr, *, by_entity: bool, ties: bool) -> pl.Expr:
    """How many other members (or other entities with a member) come before each row, by ``place``."""
    if by_entity:
        # An entity counts once, at the place of its first member.
        first = pl.when(member).then(pl.col("place")).min().over(entity)
        is_first = (
            member
            & (pl.col("place") == first)
            & (pl.int_range(pl.len()) == pl.when(member).then(pl.int_range(pl.len())).min().over(entity))
        )
        counted, own = (
            is_first.cast(pl.Int64),
            (first <= pl.col("place") if ties else first < pl.col("place")).fill_null(value=False),
        )
    else:
        counted, own = member.cast(pl.Int64), member if ties else pl.lit(value=False)
    through = counted.cum_sum().max().over("place")
    upto = through if ties else through - counted.sum().over("place")
    return upto - own.cast(pl.Int64)


def _own_before(entity: str, member: pl.Expr, *, ties: bool) -> pl.Expr:
    """Whether another member of the same entity comes before."""
    place = pl.when(member).then(pl.col("place"))
    if not ties:
        return (place.min().over(entity) < pl.col("place")).fill_null(value=False)
    earliest = place.min().over(entity)
    shared = (member & (pl.col("place") == earliest)).cast(pl.Int64).sum().over(entity) > 1
    return ((earliest < pl.col("place")) | ((earliest == pl.col("place")) & shared)).fill_null(value=False)


def _open_ties(judged: pl.DataFrame) -> tuple[OpenTie, ...]:
    tied = judged.filter((pl.len().over("place") > 1) & (pl.col("state") == "open").any().over("place"))
    groups = tied.group_by("place").agg(pl.col(PLATFORM).sort()).sort("place")
    return tuple(OpenTie(tuple(ids)) for ids in groups[PLATFORM].to_list())


def _open_gates(judged: pl.DataFrame, rule: AwardRule) -> tuple[OpenGate, ...]:
    matters = (pl.col("best") < rule.places) & (~pl.col("best_own") | pl.lit(rule.freed_place == "lapse"))
    undecided = judged.filter((pl.col("status") == "undecided") & matters)
    return tuple(OpenGate(platform) for platform in undecided[PLATFORM].to_list())
