"""Acceptability under drawn weights: ours in turn with numpy's own ways and the bare matrix product."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from appraisal.sensitivity.acceptability import Contest, acceptability
from appraisal.sensitivity.acceptability_awards import AwardLine, Awards
from appraisal.sensitivity.acceptability_counts import Wanted, count
from appraisal.sensitivity.acceptability_ranks import RankCounts
from appraisal.sensitivity.acceptability_top import Top
from appraisal.sensitivity.composites import Additive
from appraisal.sensitivity.draws import CHUNK, WeightDraws
from benchmarks.commands import ROOT
from benchmarks.timing import Method, in_turn, peak_mb, spread, times, verdict

if TYPE_CHECKING:
    from collections.abc import Callable

PLATFORMS, LEAVES, PLACES = 1_500, 20, 20
#: For the numpy ways so many draws are enough; ours are measured on the same ones.
_DRAWS = 40 * CHUNK
_WHOLE, _MANY = 100_000, 1_000_000
_FLOOR = "bare product `weights @ marks`, Float64"
_OURS_TOP, _OURS_RANKS = "**ours: top 20**", "**ours: whole rank histogram, numba**"
_OURS_NUMPY = "ours: whole rank histogram, numpy alone"


def measure(rounds: int) -> list[str]:
    """The kernels against the bare product, then whole questions by the clock."""
    contest = contest_of_benchmark()
    draws = _draws(_DRAWS)
    weights = np.vstack(list(draws))
    _same(contest.case, weights[: 4 * CHUNK])
    lines = []
    for workers in dict.fromkeys((1, os.cpu_count() or 1)):
        load = os.getloadavg()[0]
        with threadpool_limits(1, user_api="blas"):
            timed = in_turn(_Ways(contest, weights, workers).methods(), rounds)
        lines += [
            f"{PLATFORMS:,} platforms x {LEAVES} leaves, {_DRAWS:,} draws, {workers} threads; load before: {load:.1f}.",
            "",
            "| method | time | draws a second | times the bare product |",
            "|---|---|---|---|",
        ]
        for name, each in timed.items():
            ratio = verdict(
                times(each, timed[_FLOOR]), at_most={_OURS_TOP: 3, _OURS_RANKS: 18, _OURS_NUMPY: 18}.get(name)
            )
            lines.append(f"| {name} | {spread(each.seconds)} | {each.rate:,.0f} | {ratio} |")
        lines.append("")
    return [*lines, *_wholes()]


def contest_of_benchmark() -> Contest:
    """Random marks, 1,400 legal entities, the award rule of the shipped years with a grade line of 60."""
    random = np.random.default_rng(1)
    case = Additive(random.random((PLATFORMS, LEAVES)), np.zeros(PLATFORMS))
    line = AwardLine(
        eligible=np.ones(PLATFORMS, dtype=bool),
        entities=random.integers(0, 1_400, PLATFORMS),
        places=PLACES,
        minimum=60.0,
        is_per_entity=True,
        lapses=False,
        leaf_decimals=4,
        total_decimals=2,
        ties=((0, 1, 2), (3,), random.permutation(PLATFORMS)),
    )
    ids = tuple(f"P{number:04}" for number in range(PLATFORMS))
    return Contest(ids, tuple(f"leaf_{at}" for at in range(LEAVES)), case, line)


def whole(draws: int, what: str) -> None:
    """One question from the seed to the counts; the workers as they are by default."""
    contest = contest_of_benchmark()
    if what == "award":
        count(contest.case, _draws(draws), Wanted(PLACES, contest.line, ranks=False))
    else:
        acceptability(contest, _draws(draws), places=PLACES)


def peak_of(draws: int, what: str) -> tuple[float, float]:
    """Seconds, and how much more memory than before, in MB."""
    import time  # noqa: PLC0415 - only in a process of its own

    begin = time.perf_counter()
    peak = peak_mb(lambda: whole(draws, what))
    return time.perf_counter() - begin, peak


def _draws(count_: int) -> WeightDraws:
    return WeightDraws((100 / LEAVES,) * LEAVES, ((),) * LEAVES, count=count_)


class _Ways:
    """The same draws in equal parts on so many threads; what a worker keeps between blocks is made before."""

    def __init__(self, contest: Contest, weights: np.ndarray, workers: int) -> None:
        assert contest.line is not None
        case, typical = contest.case, np.full(LEAVES, 100 / LEAVES)
        self._count, self._parts = len(weights), np.array_split(weights, workers)
        self._marks = np.ascontiguousarray(case.unit.T)
        self._products = [np.empty((CHUNK, PLATFORMS)) for _ in range(workers)]
        self._tops = [Top(case, PLACES, typical) for _ in range(workers)]
        self._awards = [Awards(case, contest.line, typical) for _ in range(workers)]
        self._ranks = [RankCounts(case) for _ in range(workers)]
        self._plain_ranks = [RankCounts(case, is_compiled=False) for _ in range(workers)]

    def methods(self) -> list[Method]:
        """Each way as a method."""
        ways = {
            _FLOOR: self._product,
            _OURS_TOP: self._top,
            "product and `numpy.argpartition`, top 20 counted": self._partitioned,
            _OURS_RANKS: lambda block, worker: self._ranks[worker].add(block),
            _OURS_NUMPY: lambda block, worker: self._plain_ranks[worker].add(block),
            "product and `numpy.argsort`, nothing counted": self._sorted,
            "ours: the whole award rule": lambda block, worker: self._awards[worker].award(block),
        }
        return [Method(name, partial(self._run, way), self._count) for name, way in ways.items()]

    def _run(self, way: Callable[[np.ndarray, int], object]) -> int:
        def part(worker: int) -> None:
            mine = self._parts[worker]
            for at in range(0, len(mine), CHUNK):
                way(mine[at : at + CHUNK], worker)

        with ThreadPoolExecutor(len(self._parts)) as pool:
            list(pool.map(part, range(len(self._parts))))
        return self._count

    def _product(self, block: np.ndarray, worker: int) -> np.ndarray:
        return np.matmul(block, self._marks, out=self._products[worker][: len(block)])

    def _top(self, block: np.ndarray, worker: int) -> np.ndarray:
        return np.bincount(self._tops[worker].among(block)[1], minlength=PLATFORMS)

    def _partitioned(self, block: np.ndarray, worker: int) -> np.ndarray:
        best = np.argpartition(self._product(block, worker), -PLACES, axis=1)[:, -PLACES:]
        return np.bincount(best.reshape(-1), minlength=PLATFORMS)

    def _sorted(self, block: np.ndarray, worker: int) -> np.ndarray:
        return np.argsort(self._product(block, worker), axis=1)


def _same(case: Additive, weights: np.ndarray) -> None:
    """Ours has to equal plain Float64 in every cell, or the times mean nothing."""
    composites = weights @ case.unit.T
    expected = np.zeros((PLATFORMS, PLATFORMS), dtype=np.int64)
    order = np.argsort(-composites, axis=1, kind="stable")
    for row in order:
        expected[row, np.arange(PLATFORMS)] += 1
    counts = RankCounts(case)
    counts.add(weights)
    top = np.bincount(Top(case, PLACES, weights[0]).among(weights)[1], minlength=PLATFORMS)
    if not ((counts.table() == expected).all() and (top == expected[:, :PLACES].sum(axis=1)).all()):
        message = "our counts are not those of the plain way"
        raise AssertionError(message)


def _wholes() -> list[str]:
    asked = (
        (_WHOLE, "award", "top 20, awards by the whole rule, central weights", 10.0),
        (_WHOLE, "all", "all tables: ranks, awards, central weights, confidence, pairs", None),
        (_MANY, "award", "top 20, awards by the whole rule, central weights", None),
        (_MANY, "all", "all tables: ranks, awards, central weights, confidence, pairs", None),
    )
    lines = [
        "From the seed to the tables, each in a process of its own.",
        "",
        "| draws | what | time | memory beyond its input |",
        "|---|---|---|---|",
    ]
    for draws, what, words, most in asked:
        code = f"from benchmarks import robustness; print(*robustness.peak_of({draws}, {what!r}))"
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, check=True)
        seconds, peak = map(float, done.stdout.split())
        said = f"{seconds:.1f} s" if most is None else f"{verdict(seconds, at_most=most)} s"
        lines.append(f"| {draws:,} | {words} | {said} | {peak:,.0f} MB |")
    return lines
