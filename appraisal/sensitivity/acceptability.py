"""Stochastic multicriteria acceptability analysis (SMAA): how sure each rank and each award is when weights are not."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from appraisal.sensitivity.acceptability_counts import Wanted, count
from appraisal.sensitivity.confidence import confidence
from appraisal.sensitivity.draws import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraisal.sensitivity.acceptability_awards import AwardLine
    from appraisal.sensitivity.acceptability_counts import Counts, EvidenceDraws
    from appraisal.sensitivity.composites import Additive
    from appraisal.sensitivity.draws import WeightDraws

#: How sure the intervals of the estimates are.
LEVEL = 0.95
#: The best platforms that are compared pair by pair.
MOST_COMPARED = 60
_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
_QUANTILES = {"rank_05": 0.05, "rank_50": 0.5, "rank_95": 0.95}


@dataclass(frozen=True)
class Contest:
    """What is asked about: platforms whose composite is a sum over leaves, and the line to an award."""

    platforms: tuple[str, ...]
    leaves: tuple[str, ...]
    case: Additive
    #: None where the year knows no award.
    line: AwardLine | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where names and numbers do not fit."""
        if self.case.unit.shape != (len(self.platforms), len(self.leaves)):
            message = "a row per platform and a column per leaf"
            raise ValueError(message)


@dataclass(frozen=True)
class Acceptability:
    """The shares of the draws, and what the draws were. Every table is a Polars frame, sorted by ``platform_id``.

    - ``summary``: ``first`` and ``best``, the acceptability of rank 1 and of the ranks up to ``places`` together
      (Lahdelma & Salminen 2001, Operations Research 49(3), 444-454); ``award`` and ``open``, the shares in which the
      official rule gives the award or leaves it open (null without a rule); ``*_low`` and ``*_high`` the interval of
      Wilson (1927, Journal of the American Statistical Association 22, 209-212) at 95 %; mean and quantiles of the
      rank (null without a histogram).
    - ``ranks``: ``share`` is the rank acceptability index of each competition rank that occurred.
    - ``central``: the mean of the weights that put a platform first, or among the best (``place``): its central
      weight vector, in marks. Nothing where no draw did.
    - ``confidence``: with the central weights, the share of the draws of the evidence that give that place; 1 or 0
      where the evidence is not uncertain.
    - ``pairs``: ``winning``, the share in which ``platform_id`` stands above ``other`` (Leskinen, Viitanen, Kangas &
      Kangas 2006, Forest Science 52(3), 304-312), and ``tied``.
    """

    summary: pl.DataFrame
    ranks: pl.DataFrame | None
    central: pl.DataFrame
    confidence: pl.DataFrame
    pairs: pl.DataFrame | None
    #: Draws, seed, generator, distribution, places, and the largest error of any share at 95 %.
    about: dict[str, Any]


def acceptability(
    contest: Contest,
    draws: WeightDraws,
    *,
    places: int = 20,
    evidence: EvidenceDraws | None = None,
    histogram: bool = True,
    compared: Sequence[str] | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Acceptability:
    """Draw weights, and evidence where it is uncertain, and count who takes which rank and who wins.

    ``compared`` names the platforms to compare pair by pair; by default those whose composite by the rules' own
    weights is among the best, at most 60 and at most twice as many as ``places``. Eligibility is that of the result in
    every draw. Raises ValueError where the draws do not fit the contest or a name is unknown.
    """
    if len(draws.weights) != len(contest.leaves):
        message = "a weight for each leaf"
        raise ValueError(message)
    among = _compared(contest, draws, places, compared)
    wanted = Wanted(places, contest.line, histogram, among)
    counts = count(contest.case, draws, wanted, evidence, workers=workers, progress=progress)
    favoured = {name: counts.mean_weights(name) * draws.total for name in ("first", "best")}
    sure = confidence(contest.case, favoured, {"first": 1, "best": places}, evidence)
    return Acceptability(
        summary=_summary(contest, counts),
        ranks=_ranks(contest, counts),
        central=_central(contest, favoured),
        confidence=_confidence(contest, counts, sure),
        pairs=_pairs(contest, counts, among),
        about={
            "draws": draws.count,
            "seed": draws.seed,
            "generator": GENERATOR,
            "numpy": np.__version__,
            "weights": draws.kind,
            "level": draws.level,
            "within": draws.within if draws.kind == "around" else None,
            "evidence": getattr(evidence, "sources", None),
            "places": places,
            "largest_error": largest_error(draws.count),
        },
    )


def largest_error(draws: int) -> float:
    """The most that a share of so many draws is off, at 95 %: z / (2 sqrt(K)).

    Tervonen & Lahdelma 2007, European Journal of Operational Research 178(2), 500-513, section 4: 100,000 draws give
    0.0031, 10,000 give 0.0098.
    """
    return _Z / (2 * sqrt(draws))


def interval(successes: np.ndarray, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """The interval of Wilson (1927) for each share at 95 %: also right where nothing or everything was counted."""
    share = successes / draws
    middle = (share + _Z**2 / (2 * draws)) / (1 + _Z**2 / draws)
    half = _Z / (1 + _Z**2 / draws) * np.sqrt(share * (1 - share) / draws + _Z**2 / (4 * draws**2))
    return np.maximum(middle - half, 0), np.minimum(middle + half, 1)


def _shares(name: str, counted: np.ndarray | None, of: int, platforms: int) -> dict[str, Any]:
    columns = (name, f"{name}_low", f"{name}_high")
    if counted is None:
        return dict.fromkeys(columns, pl.repeat(None, platforms, dtype=pl.Float64, eager=True))
    return dict(zip(columns, (counted / of, *interval(counted, of)), strict=True))


def _summary(contest: Contest, counts: Counts) -> pl.DataFrame:
    named = {"first": counts.first, "best": counts.best, "award": counts.given, "open": counts.open}
    many = len(contest.platforms)
    columns = {
        name: one
        for title, counted in named.items()
        for name, one in _shares(title, counted, counts.draws, many).items()
    }
    frame = pl.DataFrame({"platform_id": contest.platforms, **columns})
    if counts.ranks is None:
        blank = pl.lit(None, dtype=pl.Int64)
        missing = [pl.lit(None, dtype=pl.Float64).alias("rank_mean"), *(blank.alias(name) for name in _QUANTILES)]
        return frame.with_columns(missing).sort("platform_id")
    mean = counts.ranks @ np.arange(1, many + 1) / counts.draws
    below = np.cumsum(counts.ranks, axis=1)
    quantiles = {
        name: pl.Series((below < np.ceil(share * counts.draws)).sum(axis=1) + 1, dtype=pl.Int64)
        for name, share in _QUANTILES.items()
    }
    return frame.with_columns(pl.Series("rank_mean", mean), **quantiles).sort("platform_id")


def _ranks(contest: Contest, counts: Counts) -> pl.DataFrame | None:
    if counts.ranks is None:
        return None
    rows, columns = np.nonzero(counts.ranks)
    counted = counts.ranks[rows, columns]
    low, high = interval(counted, counts.draws)
    frame = {
        "platform_id": pl.Series(contest.platforms, dtype=pl.String)[rows],
        "rank": columns + 1,
        "draws": counted,
        "share": counted / counts.draws,
        "low": low,
        "high": high,
    }
    return pl.DataFrame(frame).sort("platform_id", "rank")


def _central(contest: Contest, favoured: dict[str, np.ndarray]) -> pl.DataFrame:
    parts = []
    for place, weights in favoured.items():
        (rows,) = np.nonzero(np.isfinite(weights[:, 0]))
        for at, leaf in enumerate(contest.leaves):
            ids = pl.Series(contest.platforms, dtype=pl.String)[rows]
            part = pl.DataFrame({"platform_id": ids, "place": place, "node": leaf, "weight": weights[rows, at]})
            parts.append(part.with_columns(pl.lit(at).alias("at")))
    return pl.concat(parts).sort("platform_id", "place", "at").drop("at")


def _confidence(contest: Contest, counts: Counts, sure: dict[str, np.ndarray]) -> pl.DataFrame:
    parts = [
        pl.DataFrame(
            {
                "platform_id": contest.platforms,
                "place": place,
                "acceptability": getattr(counts, place) / counts.draws,
                "confidence": pl.Series(factors, nan_to_null=True),
            }
        )
        for place, factors in sure.items()
    ]
    return pl.concat(parts).filter(pl.col("acceptability") > 0).sort("platform_id", "place")


def _compared(contest: Contest, draws: WeightDraws, places: int, named: Sequence[str] | None) -> np.ndarray | None:
    if named is not None:
        at = {platform: number for number, platform in enumerate(contest.platforms)}
        if unknown := sorted(set(named) - set(at)):
            message = f"not among the platforms: {', '.join(unknown)}"
            raise ValueError(message)
        return np.array([at[one] for one in dict.fromkeys(named)], dtype=np.int64) if named else None
    composites = contest.case.composites(np.array([draws.weights]))[0]
    return np.sort(np.argsort(-composites, kind="stable")[: min(MOST_COMPARED, 2 * places)])


def _pairs(contest: Contest, counts: Counts, among: np.ndarray | None) -> pl.DataFrame | None:
    if among is None or counts.wins is None or counts.ties is None:
        return None
    ids = pl.Series(contest.platforms, dtype=pl.String)[among]
    rows, columns = np.nonzero(~np.eye(len(among), dtype=bool))
    wins, ties = counts.wins[rows, columns], counts.ties[rows, columns]
    low, high = interval(wins, counts.draws)
    frame = {
        "platform_id": ids[rows],
        "other": ids[columns],
        "winning": wins / counts.draws,
        "low": low,
        "high": high,
        "tied": ties / counts.draws,
    }
    return pl.DataFrame(frame).sort("platform_id", "other")
