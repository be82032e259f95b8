"""What a panel could have given: the trimmed mean of experts drawn with replacement from those who marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.panel import Panel
    from appraisal.procedure import Observed
    from appraisal.scenario import Scenario

_RECUSED = "recused"


def experts(
    scenario: Scenario,
    observed: Observed,
    source: str,
    values: Mapping[str, float],
    many: int,
    random: np.random.Generator,
) -> dict[str, np.ndarray]:
    """By platform so many trimmed means, where the measure is a panel's; the same number of experts, trimmed as ever.

    Experts who recused themselves stay out. One expert alone says nothing of the spread, so such a platform is left
    out too.
    """
    panel = next((one for one in scenario.rules.panels.values() if source in _names(one)), None)
    details = observed.measures.experts
    if panel is None or details is None:
        return {}
    given = details.filter((pl.col("measure") == source) & (pl.col("part") != _RECUSED)).sort(PLATFORM, "expert")
    found = {}
    for (platform,), own in given.group_by(PLATFORM, maintain_order=True):
        marks = own["number"].cast(pl.Float64).to_numpy()
        kept = len(marks) - panel.lowest - panel.highest
        if str(platform) not in values or kept < 1 or len(marks) < 2:  # noqa: PLR2004 - one alone
            continue
        drawn = np.sort(marks[random.integers(0, len(marks), (many, len(marks)))], axis=1)
        found[str(platform)] = drawn[:, panel.lowest : len(marks) - panel.highest].mean(axis=1)
    return found


def _names(panel: Panel) -> list[str]:
    return [panel.name, *(f"{panel.name}.{criterion}" for criterion in panel.criteria)]
