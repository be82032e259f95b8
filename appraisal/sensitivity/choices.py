"""What a ranking owes to the choices behind it: weights, curves, aggregation, the rule for missing values.

Each choice is an uncertain factor, and the order of the platforms the output, as Saisana, Saltelli & Tarantola 2005
(Journal of the Royal Statistical Society A 168(2), 307-323) and the OECD/JRC Handbook on Constructing Composite
Indicators (2008), step 7, have it. Everything here is Float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from appraisal.measure import PLATFORM
from appraisal.sensitivity.draws import SEED, WeightDraws
from appraisal.sensitivity.rank_shift import TOP, average_shift, competition_ranks, kendall, overlap
from appraisal.sensitivity.sobol import Indices, design, indices_of, sobol_indices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.sensitivity.marked import Marked

#: The factors and what each may be; the first is the choice of the rules.
CURVES = ("rules", "minmax", "rank")
AGGREGATIONS = ("arithmetic", "geometric", "harmonic")
MISSING = ("rules", "zero", "median")
FACTORS = ("weights", "curves", "aggregation", "missing")
#: Weight vectors that the factor ``weights`` chooses among.
VECTORS = 4096
#: A share below this counts as this much where a mean of shares would else be 0 for good.
LEAST = 0.01


@dataclass(frozen=True)
class Choices:
    """What the choices do to the ranks."""

    #: A row per factor: the indices of the average rank shift.
    shift: Indices
    #: A row per watched platform and factor: the indices of its rank.
    platforms: pl.DataFrame
    #: A row per combination of curve, aggregation and missing-value rule, with the weights of the rules.
    combinations: pl.DataFrame


class Chosen:
    """The composites of all platforms for any choice."""

    def __init__(self, marked: Marked, *, within: float = 0.25, seed: int = SEED) -> None:
        """The weights are those of the rules, each times 1 - ``within`` to 1 + ``within``."""
        self._marked = marked
        self._shares = {(curve, rule): _shares(marked, curve, rule) for curve in CURVES for rule in MISSING}
        draws = WeightDraws(
            tuple(marked.weights.tolist()),
            tuple(() for _ in marked.leaves),
            kind="around",
            within=within,
            count=VECTORS,
            seed=seed,
        )
        self._weights = np.concatenate(list(draws))

    def ranks(self, points: np.ndarray) -> np.ndarray:
        """Rows of factors in [0, 1) to rows of ranks."""
        found = np.empty((len(points), len(self._marked.platforms)))
        which = [
            np.minimum((points[:, at] * size).astype(int), size - 1)
            for at, size in enumerate((VECTORS, len(CURVES), len(AGGREGATIONS), len(MISSING)))
        ]
        for curve, name in enumerate(CURVES):
            for aggregation, how in enumerate(AGGREGATIONS):
                for rule, missing in enumerate(MISSING):
                    rows = (which[1] == curve) & (which[2] == aggregation) & (which[3] == rule)
                    if rows.any():
                        weights = self._weights[which[0][rows]]
                        composites = aggregate(self._shares[name, missing], weights, how)
                        found[rows] = competition_ranks(composites)
        return found

    def combination(self, curve: str, aggregation: str, missing: str) -> np.ndarray:
        """The ranks with the weights of the rules."""
        weights = self._marked.weights[None, :]
        return competition_ranks(aggregate(self._shares[curve, missing], weights, aggregation))[0]


def choices(
    marked: Marked,
    watched: Sequence[str] = (),
    *,
    within: float = 0.25,
    seed: int = SEED,
    width: float = 0.05,
    most: int = 2**12,
) -> Choices:
    """The indices of every choice for the average rank shift and for the rank of each watched platform."""
    made = Chosen(marked, within=within, seed=seed)
    official = competition_ranks(marked.composites)
    shift = sobol_indices(
        lambda points: average_shift(made.ranks(points), official),
        FACTORS,
        seed=seed,
        width=width,
        least=min(most, 2**8),
        most=most,
    )
    return Choices(shift, _of_platforms(made, marked, watched, shift.rows, seed), _combinations(made, official))


def _of_platforms(made: Chosen, marked: Marked, watched: Sequence[str], rows: int, seed: int) -> pl.DataFrame:
    """The indices of the rank of each platform, all from the same replays."""
    at = [marked.platforms.index(platform) for platform in watched]
    points = design(len(FACTORS), rows, seed)
    a, b, *swapped = (made.ranks(one)[:, at] for one in (points.a, points.b, *map(points.swapped, range(len(FACTORS)))))
    stacked = np.stack(swapped, axis=-1)
    found = [
        indices_of(FACTORS, a[:, number], b[:, number], stacked[:, number], seed=seed).frame.insert_column(
            0, pl.lit(platform).alias(PLATFORM)
        )
        for number, platform in enumerate(watched)
    ]
    return pl.concat(found) if found else pl.DataFrame(schema={PLATFORM: pl.String})


def aggregate(shares: np.ndarray, weights: np.ndarray, how: str) -> np.ndarray:
    """Rows of weights x platforms: the weighted mean of the shares; a share that is NaN is left out with its weight."""
    there = ~np.isnan(shares)
    whole = weights @ there.T.astype(float)
    whole = np.where(whole > 0, whole, np.nan)
    if how == "arithmetic":
        return weights @ np.where(there, shares, 0).T / whole
    kept = np.where(there, np.maximum(shares, LEAST), 1)
    if how == "geometric":
        return np.exp(weights @ np.log(kept).T / whole)
    return whole / (weights @ np.where(there, 1 / kept, 0).T)


def _combinations(made: Chosen, official: np.ndarray) -> pl.DataFrame:
    rows = []
    for curve in CURVES:
        for aggregation in AGGREGATIONS:
            for missing in MISSING:
                ranks = made.combination(curve, aggregation, missing)
                rows.append(
                    {
                        "curves": curve,
                        "aggregation": aggregation,
                        "missing": missing,
                        "average_rank_shift": float(average_shift(ranks, official)),
                        "kendall_tau": kendall(ranks, official),
                        f"top_{TOP}_overlap": overlap(ranks, official),
                    }
                )
    return pl.DataFrame(rows)


def _shares(marked: Marked, curve: str, missing: str) -> np.ndarray:
    """The shares under another normalisation, and under another rule where a value is missing."""
    shares = marked.shares.copy()
    if curve != "rules":
        for leaf in range(len(marked.leaves)):
            values = marked.values[:, leaf]
            there = ~np.isnan(values)
            # A word, or a value that all have alike: there is nothing to normalise.
            if there.sum() > 1 and np.ptp(values[there]) > 0:
                shares[there, leaf] = _normalised(values[there], np.nan_to_num(marked.shares[there, leaf]), curve)
    if missing != "rules":
        for leaf in range(len(marked.leaves)):
            gaps = marked.missing[:, leaf]
            present = shares[~gaps, leaf]
            stands_in = 0.0 if missing == "zero" or np.isnan(present).all() else np.nanmedian(present)
            shares[gaps, leaf] = stands_in
    return shares


def _normalised(values: np.ndarray, shares: np.ndarray, curve: str) -> np.ndarray:
    # Where the curve of the rules falls, less is better.
    falls = (
        np.nan_to_num(np.corrcoef(values, np.nan_to_num(shares))[0, 1]) < 0 if np.ptp(np.nan_to_num(shares)) else False
    )
    values = -values if falls else values
    if curve == "minmax":
        return (values - values.min()) / np.ptp(values)
    return (len(values) - competition_ranks(values)) / (len(values) - 1)
