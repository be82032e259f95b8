"""What is counted over the draws: places, awards, weights that favour each platform; on several threads, exactly."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from threadpoolctl import threadpool_limits

from appraisal.sensitivity.acceptability_awards import AwardLine, Awards
from appraisal.sensitivity.acceptability_pairs import PairCounts
from appraisal.sensitivity.acceptability_ranks import RankCounts
from appraisal.sensitivity.acceptability_top import Top
from appraisal.sensitivity.composites import Additive, competition_ranks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraisal.sensitivity.draws import WeightDraws

#: Weights are added up as whole multiples of this part of the full mark: in any order the sum is the same, as long as
#: no platform is favoured by more than 2^23 draws.
_GRAIN = 2.0**-30


class EvidenceDraws(Protocol):
    """Other marks for some leaves, draw by draw."""

    def chunk(self, number: int, size: int) -> Mapping[int, np.ndarray]:
        """By leaf the unit marks of a chunk: a row per draw, a column per platform."""
        ...


@dataclass
class Counts:
    """Numbers of draws; one entry per platform, or one row."""

    draws: int
    #: With the competition rank 1, and with one that is at most the number of places.
    first: np.ndarray
    best: np.ndarray
    #: With an award, and with one that waits for a decision about a tie; None without an award rule.
    given: np.ndarray | None
    open: np.ndarray | None
    #: Platforms x leaves: the weights of the draws with rank 1, of those among the best, in grains, added up.
    first_weights: np.ndarray
    best_weights: np.ndarray
    #: Platforms x ranks; None where it was not asked for.
    ranks: np.ndarray | None
    #: Of those compared: how often the row is above the column, and how often they tie; None where nobody is.
    wins: np.ndarray | None
    ties: np.ndarray | None

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        both = {one.name: (getattr(self, one.name), getattr(other, one.name)) for one in fields(self)}
        sums: dict[str, Any] = {name: None if mine is None else mine + theirs for name, (mine, theirs) in both.items()}
        return Counts(**sums)

    def mean_weights(self, which: str) -> np.ndarray:
        """Platforms x leaves: the mean of the weights that favour each, as parts of the full mark; NaN for none."""
        sums, draws = getattr(self, f"{which}_weights"), getattr(self, which)
        with np.errstate(invalid="ignore"):
            return sums / draws[:, None] * _GRAIN


@dataclass(frozen=True)
class Wanted:
    """What to count."""

    places: int
    line: AwardLine | None = None
    ranks: bool = True
    #: The platforms that are compared pair by pair.
    among: np.ndarray | None = None


def count(
    case: Additive,
    draws: WeightDraws,
    wanted: Wanted,
    evidence: EvidenceDraws | None = None,
    *,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Counts:
    """Count over all draws, in memory that does not grow with them; ``progress`` is told how many are done.

    The number of workers, by default one a processor, changes no count: each draw belongs to a chunk with random
    numbers of its own, and all sums are of integers.
    """
    workers = max(1, min(workers or os.cpu_count() or 1, draws.chunks))

    def part(worker: int) -> Counts:
        return _part(case, draws, wanted, evidence, range(worker, draws.chunks, workers), progress)

    # Threads of the matrix product beside ours would wait for each other.
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
        first, *rest = pool.map(part, range(workers))
    for one in rest:
        first += one
    return first


def _part(
    case: Additive,
    draws: WeightDraws,
    wanted: Wanted,
    evidence: EvidenceDraws | None,
    chunks: range,
    progress: Callable[[int], None] | None,
) -> Counts:
    typical = np.array(draws.weights)
    best, first = (Top(case, places, typical) for places in (wanted.places, 1))
    awards = Awards(case, wanted.line, typical) if wanted.line else None
    ranks = RankCounts(case, merged=evidence is None) if wanted.ranks else None
    pairs = PairCounts(case, wanted.among) if wanted.among is not None else None
    shape = (case.count, len(draws.weights))
    tally = {name: np.zeros(case.count, dtype=np.int64) for name in ("first", "best", "given", "open")}
    sums = {name: np.zeros(shape) for name in ("first", "best")}
    done = 0
    for number in chunks:
        weights = draws.chunk(number)
        units = evidence.chunk(number, len(weights)) if evidence else None
        if units:
            composites = case.composites(weights, units)
            placed = competition_ranks(composites)
            among = {"best": np.nonzero(placed <= wanted.places), "first": np.nonzero(placed == 1)}
            if ranks:
                ranks.add_ranks(placed)
        else:
            among = {"best": best.among(weights), "first": first.among(weights)}
            if ranks:
                ranks.add(weights)
        grains = np.round(weights / (draws.total * _GRAIN))
        for name, (rows, platforms) in among.items():
            tally[name] += np.bincount(platforms, minlength=case.count)
            _add_weights(sums[name], rows, platforms, grains)
        if awards:
            for name, (_, platforms) in zip(("given", "open"), awards.award(weights, units), strict=True):
                tally[name] += np.bincount(platforms, minlength=case.count)
        if pairs:
            pairs.add(weights, units)
        done += len(weights)
        if progress:
            progress(len(weights))
    return Counts(
        draws=done,
        first=tally["first"],
        best=tally["best"],
        given=tally["given"] if awards else None,
        open=tally["open"] if awards else None,
        first_weights=sums["first"],
        best_weights=sums["best"],
        ranks=ranks.table() if ranks else None,
        wins=pairs.wins if pairs else None,
        ties=pairs.ties if pairs else None,
    )


def _add_weights(sums: np.ndarray, rows: np.ndarray, platforms: np.ndarray, grains: np.ndarray) -> None:
    """Add to each platform the weights of its draws; whole numbers below 2^53, so Float64 adds them exactly."""
    if not len(rows):
        return
    order = np.argsort(platforms, kind="stable")
    who, starts = np.unique(platforms[order], return_index=True)
    sums[who] += np.add.reduceat(grains[rows[order]], starts, axis=0)
