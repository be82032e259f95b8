"""Grades: the composite against the minimum of each grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.numbers import Exact, constant

if TYPE_CHECKING:
    from appraisal.model.rules import Rules


def grade(composite: Exact, rules: Rules) -> pl.Expr:
    """The id of the grade of each composite; null for platforms that are neither ranked nor undecided."""
    earned = pl.lit(None, dtype=pl.String)
    for step in reversed(rules.grades):
        here = pl.lit(step.id)
        earned = (
            here
            if step.minimum is None
            else pl.when(composite.compare(">=", constant(step.minimum))).then(here).otherwise(earned)
        )
    return pl.when(pl.col("status").is_in(["ranked", "undecided"])).then(earned)
