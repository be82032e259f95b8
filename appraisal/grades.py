"""Grades: the best grade whose minimum, condition and quota a platform meets, or whose direct condition it meets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.conditions import left_open
from appraisal.measure import PLATFORM
from appraisal.model.condition import COMPOSITE
from appraisal.numbers import constant

if TYPE_CHECKING:
    from appraisal.conditions import Ground
    from appraisal.errors import Finding
    from appraisal.model.award import Quota
    from appraisal.model.rules import Grade
    from appraisal.ranks import Ranked
    from appraisal.score import Scores


def graded(scores: Scores, ranked: Ranked, ground: Ground) -> tuple[pl.DataFrame, Ranked, list[Finding]]:
    """The frame of the scores and the ranked platforms, both with ``grade``; null for those that take no part.

    ``ranked`` gives the place that a quota counts.
    """
    places = ranked.frame.select(PLATFORM, "place")
    frame = scores.frame.join(places, on=PLATFORM, how="left", maintain_order="left")
    ground = replace(ground, marks={**scores.marks, COMPOSITE: scores.composite})
    total = frame.filter(pl.col("status") == "ranked").height
    earned = pl.lit(None, dtype=pl.String)
    for one in reversed(scores.rules.grades):
        earned = pl.when(_earns(one, scores, ground, total)).then(pl.lit(one.id)).otherwise(earned)
    contends = pl.col("status").is_in(["ranked", "undecided"])
    frame = frame.with_columns(pl.when(contends).then(earned).alias("grade")).drop("place")
    stated = [when for one in scores.rules.grades for when in (one.when, one.direct) if when]
    findings = left_open(frame, ground, stated)
    by_id = frame.select(PLATFORM, "grade")
    both = {name: getattr(ranked, name).join(by_id, on=PLATFORM, how="left", maintain_order="left") for name in _FRAMES}
    return frame, replace(ranked, **both), findings


_FRAMES = ("frame", "unrounded")


def _earns(grade: Grade, scores: Scores, ground: Ground, total: int) -> pl.Expr:
    parts = [pl.lit(value=True)]
    if grade.minimum is not None:
        parts.append(scores.composite.compare(">=", constant(grade.minimum)))
    if grade.when is not None:
        parts.append(ground.settled(grade.when))
    if grade.quota is not None:
        parts.append(_within(grade.quota, total))
    earned = pl.all_horizontal(parts)
    if grade.direct is not None and len(parts) == 1:
        return ground.settled(grade.direct)
    return earned if grade.direct is None else earned | ground.settled(grade.direct)


def _within(quota: Quota, total: int) -> pl.Expr:
    """The place lies within the quota; those tied across its line are all in or all out."""
    last = pl.col("place") if quota.ties_are_in else pl.col("place") + pl.len().over("place") - 1
    return (last <= quota.places(total)).fill_null(value=False)
