"""What a survey could have said: the mean of answers drawn with replacement from those that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from appraisal.procedure import Observed
    from appraisal.scenario import Scenario

#: The table of answers and its column of scores.
TABLE, SCORE = "surveys", "score"
#: How near the mean of the answers has to come to the measure: else other answers made it.
_SAME = 1e-9


def surveys(
    scenario: Scenario,
    observed: Observed,
    source: str,
    values: Mapping[str, float],
    many: int,
    random: np.random.Generator,
) -> dict[str, np.ndarray]:
    """By platform so many means, where the measure is the mean of the platform's answers in the table of surveys.

    Whoever answered is taken for a sample of whom the platform served; a platform whose measure is another number
    than that mean (it was verified, or some answers did not count) is left out. Source: Efron
    1979, Annals of Statistics 7, 1-26.
    """
    indicator = observed.measures.by_id[source].indicator
    if indicator.table != TABLE or TABLE not in scenario.tables:
        return {}
    answers = scenario.tables[TABLE].frame.select(PLATFORM, SCORE).drop_nulls().sort(PLATFORM, SCORE)
    found = {}
    for (platform,), own in answers.group_by(PLATFORM, maintain_order=True):
        scores = own[SCORE].cast(pl.Float64).to_numpy()
        value = values.get(str(platform))
        if value is None or abs(scores.mean() - value) > _SAME * max(1, abs(value)):
            continue
        found[str(platform)] = scores[random.integers(0, len(scores), (many, len(scores)))].mean(axis=1)
    return found
