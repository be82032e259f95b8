"""Confidence factors: how sure a platform's place is under the very weights that favour it, as far as evidence goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.sensitivity.acceptability_counts import EvidenceDraws
    from appraisal.sensitivity.composites import Additive

#: Chunks of draws of the evidence that are asked, and the draws of each.
_CHUNKS, _SIZE = 2, 512


def confidence(
    case: Additive, favoured: Mapping[str, np.ndarray], places: Mapping[str, int], evidence: EvidenceDraws | None
) -> dict[str, np.ndarray]:
    """By place a number per platform: the share of the draws of the evidence in which it takes that place.

    ``favoured`` holds each platform's central weights in marks, NaN where it has none; then so is the answer. The
    weights are fixed, the evidence is drawn 1,024 times, or stands still where it is not uncertain. Source: Lahdelma &
    Salminen 2001, Operations Research 49(3), 444-454, the confidence factor.
    """
    sure = {place: np.full(case.count, np.nan) for place in favoured}
    drawn = [evidence.chunk(number, _SIZE) for number in range(_CHUNKS)] if evidence else [{}]
    changes = [{leaf: marks - case.unit[:, leaf] for leaf, marks in units.items()} for units in drawn]
    for place, weights in favoured.items():
        (rows,) = np.nonzero(np.isfinite(weights[:, 0]))
        for row in rows:
            sure[place][row] = np.mean([_held(case, weights[row], units, int(row), places[place]) for units in changes])
    return sure


def _held(case: Additive, weights: np.ndarray, changes: Mapping[int, np.ndarray], row: int, places: int) -> float:
    """The share of one chunk in which fewer than ``places`` stand above the platform."""
    composites = case.composites(weights[None, :])
    for leaf, change in changes.items():
        composites = composites + weights[leaf] * change
    return float(((composites > composites[:, row, None]).sum(axis=1) < places).mean())
