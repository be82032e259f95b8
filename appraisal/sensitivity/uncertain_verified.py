"""What verification could have found: the change it made to others' values, carried to those not verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from appraisal.procedure import Observed
    from appraisal.scenario import Scenario

TABLE = "verified"
DECLARED = "declared"
#: The later stage is the better known.
_LATER = ("city", "site")
#: With fewer pairs nothing is known of how verification changes a value.
FEWEST = 5


def verified(
    scenario: Scenario,
    observed: Observed,
    source: str,
    values: Mapping[str, float],
    many: int,
    random: np.random.Generator,
) -> dict[str, np.ndarray]:
    """By platform so many values, where nobody verified the one it has.

    Each is the value times the ratio of the latest verified to the declared value of a platform drawn from those with
    both; with fewer than five of them nothing is drawn. Who was verified keeps the value. That verification would
    treat the others as it treated those it looked at is an assumption: where the doubtful were looked at first, the
    ratios overstate the doubt about the rest.
    """
    if TABLE not in scenario.tables:
        return {}
    ratios = _ratios(scenario.tables[TABLE].frame.filter(pl.col("indicator") == source))
    if len(ratios) < FEWEST:
        return {}
    stages = observed.measures.frame.select(PLATFORM, pl.col(f"{source}.stage").alias("stage"))
    checked = set(stages.filter(pl.col("stage").is_in(_LATER))[PLATFORM])
    return {
        platform: value * ratios[random.integers(0, len(ratios), many)]
        for platform, value in sorted(values.items())
        if platform not in checked
    }


def _ratios(rows: pl.DataFrame) -> np.ndarray:
    value = pl.col("numerator").cast(pl.Float64) / pl.col("denominator").cast(pl.Float64)
    stages = rows.select(PLATFORM, "stage", value.alias("value")).filter(pl.col("value").is_finite())
    wide = stages.filter(pl.col("stage") == DECLARED).select(PLATFORM, declared="value").sort(PLATFORM)
    for stage in _LATER:
        own = stages.filter(pl.col("stage") == stage).select(PLATFORM, pl.col("value").alias(stage))
        wide = wide.join(own, on=PLATFORM, how="left", maintain_order="left")
    latest = pl.coalesce(*reversed(_LATER))
    both = wide.filter(latest.is_not_null() & (pl.col("declared") > 0))
    return both.select(latest / pl.col("declared")).to_series().to_numpy()
