"""Evidence that could have come out otherwise: which measures are drawn anew, from what, and how often each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from appraisal import procedure
from appraisal.measure import PLATFORM
from appraisal.sensitivity.acceptability_contest import leaves_of
from appraisal.sensitivity.draws import CHUNK, EVIDENCE, POOLS, SEED, generator
from appraisal.sensitivity.uncertain_experts import experts
from appraisal.sensitivity.uncertain_marks import can_mark, unit_marks
from appraisal.sensitivity.uncertain_surveys import surveys
from appraisal.sensitivity.uncertain_verified import verified

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.model.node import Leaf
    from appraisal.procedure import Observed
    from appraisal.scenario import Scenario
    from appraisal.sensitivity.acceptability_contest import Weighed

#: How many values of each measure are drawn once; each draw then takes one of them.
POOL = 1000
#: The sources in the order in which they are asked; a measure is drawn from the first that knows it.
SOURCES = ("surveys", "experts", "verified")
#: How near our mark of the measure as it is has to come to the engine's: else the platform is left as it is.
_SAME = 1e-9


@dataclass(frozen=True)
class Pool:
    """The unit marks that one leaf may give: ``marks`` has a row per platform that it is drawn for."""

    leaf: int
    source: str
    platforms: np.ndarray
    marks: np.ndarray


@dataclass(frozen=True)
class Uncertain:
    """Draws of the evidence: in each draw each platform of each pool takes one of its marks, independently."""

    unit: np.ndarray
    pools: tuple[Pool, ...]
    seed: int
    #: By leaf: what it is drawn from, and for how many platforms; of those left as they are nothing is said here.
    sources: Mapping[str, Mapping[str, str | int]]

    def chunk(self, number: int, size: int) -> dict[int, np.ndarray]:
        """By leaf the unit marks of a chunk: a row per draw, a column per platform."""
        drawn = {}
        for pool in self.pools:
            random = generator(self.seed, EVIDENCE, pool.leaf, number)
            marks = np.repeat(self.unit[None, :, pool.leaf], CHUNK, axis=0)
            which = random.integers(0, pool.marks.shape[1], (CHUNK, len(pool.platforms)))
            marks[:, pool.platforms] = pool.marks[np.arange(len(pool.platforms)), which]
            drawn[pool.leaf] = marks[:size]
        return drawn


def uncertain(
    scenario: Scenario,
    weighed: Weighed,
    observed: Observed | None = None,
    *,
    sources: Sequence[str] = SOURCES,
    seed: int = SEED,
) -> Uncertain:
    """What of a scenario's evidence is drawn anew, leaf by leaf.

    - ``surveys``: a mean over answers, from answers drawn with replacement (Efron 1979, Annals of Statistics 7, 1-26).
    - ``experts``: a panel's trimmed mean, from experts drawn with replacement.
    - ``verified``: a value that nobody verified, times what verification left of the declared values of others.

    Drawn are only leaves whose curve is of plain pieces, without factor, treatment and cap, and only platforms whose
    mark we compute from their measure as the engine did; all others keep their mark in every draw. Gates stay as they
    were decided. Raises ValueError for a source that is not known.
    """
    if unknown := sorted(set(sources) - set(SOURCES)):
        message = f"no source of uncertainty is called {', '.join(unknown)}"
        raise ValueError(message)
    observed = observed or procedure.observe(scenario)
    pools = tuple(_pools(scenario, weighed, observed, sources, seed))
    leaves = weighed.contest.leaves
    said = {leaves[pool.leaf]: {"source": pool.source, "platforms": len(pool.platforms)} for pool in pools}
    return Uncertain(weighed.contest.case.unit, pools, seed, said)


def _pools(
    scenario: Scenario, weighed: Weighed, observed: Observed, sources: Sequence[str], seed: int
) -> Iterator[Pool]:
    platforms = weighed.contest.platforms
    for at, (leaf, _) in enumerate(leaves_of(scenario.rules.index)):
        if not can_mark(leaf) or leaf.source not in observed.measures.by_id:
            continue
        values = _values(observed, leaf, platforms)
        for number, source in enumerate(SOURCES):
            if source not in sources:
                continue
            random = generator(seed, POOLS, at, number)
            find = {"surveys": surveys, "experts": experts, "verified": verified}[source]
            found = find(scenario, observed, leaf.source, values, POOL, random)
            if pool := _pool(at, source, leaf, found, values, weighed):
                yield pool
                break


def _values(observed: Observed, leaf: Leaf, platforms: Sequence[str]) -> dict[str, float]:
    """The measure of each platform that has one, where it is a number and no interval."""
    measure = observed.measures.by_id[leaf.source]
    frame = observed.measures.frame.filter(pl.col(PLATFORM).is_in(list(platforms)))
    if measure.may_be_interval:
        frame = frame.filter(measure.low.compare(">=", measure.high))
    ratio = measure.low.expr.cast(pl.Float64) / 10**measure.low.scale
    bottom = measure.denominator.expr.cast(pl.Float64) / 10**measure.denominator.scale
    rows = frame.select(PLATFORM, (ratio / bottom * measure.indicator.scale).alias("value")).drop_nulls()
    return dict(rows.filter(pl.col("value").is_finite()).iter_rows())


def _pool(
    at: int, source: str, leaf: Leaf, found: Mapping[str, np.ndarray], values: Mapping[str, float], weighed: Weighed
) -> Pool | None:
    """The marks of what was found, for the platforms whose own mark comes out as the engine's."""
    rows, marks = [], []
    for number, platform in enumerate(weighed.contest.platforms):
        if platform not in found:
            continue
        own = unit_marks(leaf, np.array([values[platform]]))[0]
        if abs(own - weighed.contest.case.unit[number, at]) <= _SAME:
            rows.append(number)
            marks.append(unit_marks(leaf, found[platform]))
    if not rows:
        return None
    return Pool(at, source, np.array(rows), np.array(marks))
