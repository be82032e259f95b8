"""The change of every composite and rank, split over the steps; the parts add up to the whole, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal import procedure, ranks
from appraisal.comparison.hybrids import STEPS, hybrids
from appraisal.errors import Refused
from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Collection

    from appraisal.result import Result
    from appraisal.scenario import Scenario

_DIGITS = 12
_COMPOSITE = pl.Decimal(38, _DIGITS)


def moves(before: Scenario, after: Scenario, old: Result, new: Result) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """A row per platform ranked in both results, and the steps that could be told apart.

    ``composite_by_*`` and ``rank_by_*`` hold what each step changed, in marks and in ranks; a rank that falls as a
    number is one that rises in the order. The ranks of the steps are among those ranked in both; what those that
    were ranked only once take or give in rank is part of eligibility.
    """
    ids = set(_ranked(old)[PLATFORM]) & set(_ranked(new)[PLATFORM])
    standing, told = _standing(before, ids), []
    frame = standing.rename({"composite": "composite.start", "place": "place.start"})
    last = "start"
    for step, scenario in hybrids(before, after):
        try:
            now = _standing(scenario, ids)
        except Refused:
            # What this step changed is part of the next; the last one is an appraisal that was made.
            if scenario is after:
                raise
            continue
        frame = frame.join(now.rename({"composite": f"composite.{step}", "place": f"place.{step}"}), on=PLATFORM)
        frame = frame.with_columns(
            (pl.col(f"composite.{step}") - pl.col(f"composite.{last}")).cast(_COMPOSITE).alias(f"composite_by_{step}"),
            (pl.col(f"place.{step}") - pl.col(f"place.{last}")).alias(f"rank_by_{step}"),
        )
        told.append(step)
        last = step
    missing = [step for step in STEPS if step not in told]
    frame = frame.with_columns(
        *(pl.lit(0).cast(_COMPOSITE).alias(f"composite_by_{step}") for step in missing),
        *(pl.lit(0, dtype=pl.Int64).alias(f"rank_by_{step}") for step in missing),
    )
    both = _ranked(old).join(_ranked(new), on=PLATFORM, suffix="_after")
    frame = frame.join(both, on=PLATFORM)
    # Those ranked only once stand in the ranks of one result alone.
    others = (pl.col("place.start") - pl.col("rank")) + (pl.col("rank_after") - pl.col(f"place.{last}"))
    frame = frame.with_columns(rank_by_eligibility=pl.col("rank_by_eligibility") + others)
    return _table(frame), tuple(told)


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    change = (pl.col("composite_after") - pl.col("composite")).cast(_COMPOSITE)
    order = [pl.col("rank_change").abs(), pl.col("composite_change").abs(), pl.col("rank_after"), pl.col(PLATFORM)]
    return frame.select(
        PLATFORM,
        "name",
        "city",
        composite_before="composite",
        composite_after="composite_after",
        composite_change=change,
        **{f"composite_by_{step}": pl.col(f"composite_by_{step}") for step in STEPS},
        rank_before="rank",
        rank_after="rank_after",
        rank_change=pl.col("rank_after") - pl.col("rank"),
        **{f"rank_by_{step}": pl.col(f"rank_by_{step}") for step in STEPS},
        award_before="award_state",
        award_after="award_state_after",
    ).sort(order, descending=[True, True, False, False])


def _ranked(result: Result) -> pl.DataFrame:
    ranked = result.tables["ranking"].filter(pl.col("rank").is_not_null())
    return ranked.select(
        PLATFORM, "name", "city", pl.col("composite").cast(_COMPOSITE), pl.col("rank").cast(pl.Int64), "award_state"
    )


def _standing(scenario: Scenario, ids: Collection[str]) -> pl.DataFrame:
    """Composite and competition rank of some platforms among themselves, whatever the gates say of them."""
    ground, scored = procedure.marked(scenario)
    among = scored.frame.filter(pl.col(PLATFORM).is_in(list(ids))).with_columns(status=pl.lit("ranked"))
    ordered = ranks.rank(among, scored, ground.measures, scenario.rules, scenario.decisions).frame
    return ordered.select(
        PLATFORM, composite=scored.composite.to_decimal(_DIGITS).cast(_COMPOSITE), place=pl.col("place").cast(pl.Int64)
    )
