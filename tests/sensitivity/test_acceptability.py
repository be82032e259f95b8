"""Acceptability, central weights, confidence and pairs against what can be worked out by hand."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from appraisal.sensitivity.acceptability import Contest, acceptability, interval, largest_error
from appraisal.sensitivity.acceptability_awards import AwardLine
from appraisal.sensitivity.acceptability_counts import Wanted, count
from appraisal.sensitivity.composites import Additive
from appraisal.sensitivity.draws import CHUNK, WeightDraws

DRAWS = 40 * CHUNK


def contest(unit, line=None) -> Contest:
    unit = np.array(unit, dtype=np.float64)
    ids = tuple(f"P{number}" for number in range(len(unit)))
    leaves = tuple(f"leaf_{number}" for number in range(unit.shape[1]))
    return Contest(ids, leaves, Additive(unit, np.zeros(len(unit))), line)


def two_leaves(**options) -> WeightDraws:
    return WeightDraws((50.0, 50.0), ((), ()), **{"count": DRAWS, **options})


def summary(found, platform: str) -> dict:
    return found.summary.row(by_predicate=pl.col("platform_id") == platform, named=True)


def line(platforms: int, **options) -> AwardLine:
    stated = {
        "places": 1,
        "minimum": None,
        "is_per_entity": True,
        "lapses": False,
        "leaf_decimals": 4,
        "total_decimals": 2,
    }
    return AwardLine(np.ones(platforms, dtype=bool), np.arange(platforms), **{**stated, **options})


def test_two_platforms_and_two_leaves_have_the_acceptability_of_the_closed_form() -> None:
    # P0 stands above P1 where 0.5 w > 0.9 (1 - w): where w > 9/14; w is uniform.
    found = acceptability(contest([[1.0, 0.0], [0.5, 0.9]]), two_leaves(), places=1)
    share = 1 - 9 / 14
    error = largest_error(DRAWS)
    assert summary(found, "P0")["first"] == pytest.approx(share, abs=error)
    assert summary(found, "P1")["first"] == pytest.approx(1 - share, abs=error)
    central = dict(found.central.filter(place="first", platform_id="P0").select("node", "weight").iter_rows())
    # The mean of a uniform weight above the line, in marks.
    assert central["leaf_0"] == pytest.approx(100 * (9 / 14 + 1) / 2, abs=0.5)
    assert sum(central.values()) == pytest.approx(100, abs=1e-6)
    winning = found.pairs.row(by_predicate=(pl.col("platform_id") == "P0"), named=True)
    assert winning["winning"] == summary(found, "P0")["first"]
    assert winning["tied"] == 0
    assert found.confidence["confidence"].to_list() == [1.0] * 4


def test_under_ordinal_weights_the_closed_form_is_that_of_the_half() -> None:
    # With w at least one half, w is uniform from 1/2 to 1.
    draws = WeightDraws((60.0, 40.0), ((), ()), kind="ordinal", count=DRAWS)
    found = acceptability(contest([[1.0, 0.0], [0.5, 0.9]]), draws, places=1)
    assert summary(found, "P0")["first"] == pytest.approx((1 - 9 / 14) * 2, abs=largest_error(DRAWS))


def test_three_leaves_and_equal_platforms_have_a_third_each() -> None:
    draws = WeightDraws((1.0, 1.0, 1.0), ((), (), ()), count=DRAWS)
    found = acceptability(contest(np.eye(3)), draws, places=2)
    assert found.summary["first"].to_list() == pytest.approx([1 / 3] * 3, abs=2 * largest_error(DRAWS))
    assert found.summary["best"].to_list() == pytest.approx([2 / 3] * 3, abs=2 * largest_error(DRAWS))
    # The largest of three uniform shares has the mean 11/18.
    largest = found.central.filter(pl.col("platform_id").str.slice(1) == pl.col("node").str.slice(5), place="first")
    assert largest["weight"].to_list() == pytest.approx([3 * 11 / 18] * 3, abs=0.03)


def test_who_is_better_everywhere_is_always_first_and_the_other_never() -> None:
    found = acceptability(contest([[0.9, 0.8], [0.3, 0.2]], line(2)), two_leaves(count=1000), places=1)
    assert summary(found, "P0")["first"] == summary(found, "P0")["award"] == 1
    assert summary(found, "P1")["first"] == summary(found, "P1")["award"] == 0
    assert summary(found, "P1")["first_high"] > 0
    assert summary(found, "P0")["first_low"] < 1
    assert found.central.filter(platform_id="P1", place="first").is_empty()
    assert found.confidence.filter(platform_id="P1").is_empty()


def test_those_alike_share_a_rank_and_leave_the_award_open() -> None:
    found = acceptability(contest([[0.9, 0.8], [0.9, 0.8], [0.1, 0.1]], line(3)), two_leaves(count=1000), places=1)
    assert found.summary.select("first", "award", "open").rows() == [(1, 0, 1), (1, 0, 1), (0, 0, 0)]
    assert found.ranks.select("platform_id", "rank", "share").rows() == [("P0", 1, 1.0), ("P1", 1, 1.0), ("P2", 3, 1.0)]
    assert found.pairs.filter(platform_id="P0", other="P1")["tied"].to_list() == [1.0]


def test_an_award_asks_for_the_grade_line() -> None:
    # 100 w + 0 is at least 90 in a tenth of the draws.
    found = acceptability(contest([[1.0, 0.0], [0.0, 0.0]], line(2, minimum=90.0)), two_leaves(), places=1)
    assert summary(found, "P0")["award"] == pytest.approx(0.1, abs=largest_error(DRAWS))
    assert summary(found, "P1")["award"] == 0


def test_the_shares_of_a_platform_over_all_ranks_add_up_to_one() -> None:
    unit = np.random.default_rng(1).random((30, 4))
    found = acceptability(contest(unit), WeightDraws((25.0,) * 4, ((),) * 4, count=2000), places=5)
    sums = found.ranks.group_by("platform_id").agg(pl.col("draws").sum(), pl.col("share").sum())
    assert sums["draws"].unique().to_list() == [2000]
    best = (
        found.ranks.filter(pl.col("rank") <= 5).group_by("platform_id").agg(pl.col("share").sum()).sort("platform_id")
    )
    stated = found.summary.filter(pl.col("best") > 0).select("platform_id", share="best").sort("platform_id")
    assert_frame_equal(best, stated)


def test_mean_and_quantiles_of_the_rank_are_those_of_the_histogram() -> None:
    unit = np.random.default_rng(2).random((9, 3))
    draws = WeightDraws((1.0,) * 3, ((),) * 3, count=700)
    found = acceptability(contest(unit), draws, places=3)
    weights = np.vstack(list(draws))
    composites = contest(unit).case.composites(weights)
    ranks = np.sort(1 + (composites[:, None, :] > composites[:, :, None]).sum(axis=2), axis=0)
    assert found.summary["rank_mean"].to_list() == pytest.approx(ranks.mean(axis=0).tolist())
    for name, share in (("rank_05", 0.05), ("rank_50", 0.5), ("rank_95", 0.95)):
        assert found.summary[name].to_list() == ranks[int(np.ceil(share * 700)) - 1].tolist()


@dataclass(frozen=True)
class Enumerated:
    """Every weight vector in tenths, each once: a distribution that can be counted in fractions."""

    leaves: int
    total: float = 10.0
    kind: str = "enumerated"
    level: str = "leaf"
    within: float = 0
    seed: int = 0
    chunks: int = 1

    @property
    def weights(self) -> tuple[float, ...]:
        return (self.total / self.leaves,) * self.leaves

    @property
    def vectors(self) -> list[tuple[int, ...]]:
        return [one for one in product(range(11), repeat=self.leaves) if sum(one) == 10]

    @property
    def count(self) -> int:
        return len(self.vectors)

    def chunk(self, number: int) -> np.ndarray:
        assert number == 0
        return np.array(self.vectors, dtype=np.float64)


@pytest.mark.parametrize("seed", range(4))
def test_over_all_weights_in_tenths_the_counts_are_those_of_fractions(seed) -> None:
    # Marks in eighths: Float64 holds every composite exactly.
    unit = np.random.default_rng(seed).integers(0, 9, (6, 3)) / 8
    draws = Enumerated(3)
    exact = [[Fraction(mark) for mark in row] for row in unit.tolist()]
    ranks = np.zeros((6, 6), dtype=int)
    first = np.zeros((6, 3))
    wins = np.zeros((6, 6), dtype=int)
    for vector in draws.vectors:
        composites = [sum(w * mark for w, mark in zip(vector, row, strict=True)) for row in exact]
        for at, own in enumerate(composites):
            rank = 1 + sum(other > own for other in composites)
            ranks[at, rank - 1] += 1
            first[at] += np.array(vector) * (rank == 1)
            wins[at] += [own > other for other in composites]
    counts = count(contest(unit).case, draws, Wanted(2, among=np.arange(6)))
    assert counts.ranks.tolist() == ranks.tolist()
    assert counts.first.tolist() == ranks[:, 0].tolist()
    assert counts.best.tolist() == ranks[:, :2].sum(axis=1).tolist()
    assert counts.wins.tolist() == wins.tolist()
    assert np.allclose(np.nan_to_num(counts.mean_weights("first")) * 10 * ranks[:, :1], first)


def frames(found) -> list[pl.DataFrame]:
    return [found.summary, found.ranks, found.central, found.confidence, found.pairs]


@dataclass(frozen=True)
class Tossed:
    """The first leaf of the first platform is 0.5 or 1, as a coin falls."""

    platforms: int
    sources: str = "a coin"

    def chunk(self, number: int, size: int) -> dict[int, np.ndarray]:
        marks = np.full((CHUNK, self.platforms), 0.75)
        marks[:, 0] = np.random.default_rng(number).choice([0.5, 1.0], CHUNK)
        return {0: marks[:size]}


@pytest.mark.parametrize("evidence", [None, Tossed(8)])
def test_the_number_of_workers_changes_nothing(evidence) -> None:
    unit = np.random.default_rng(5).random((8, 2))
    draws = two_leaves(count=5 * CHUNK + 17)
    one, three = (
        acceptability(contest(unit, line(8)), draws, places=3, evidence=evidence, workers=workers) for workers in (1, 3)
    )
    for left, right in zip(frames(one), frames(three), strict=True):
        assert_frame_equal(left, right, check_exact=True)


def test_uncertain_evidence_moves_ranks_and_confidence() -> None:
    found = acceptability(contest([[0.75, 0.0], [0.75, 0.0]]), two_leaves(), places=1, evidence=Tossed(2))
    assert summary(found, "P0")["first"] == pytest.approx(0.5, abs=2 * largest_error(DRAWS))
    assert found.about["evidence"] == "a coin"
    sure = dict(found.confidence.filter(place="first").select("platform_id", "confidence").iter_rows())
    assert sure["P0"] == pytest.approx(0.5, abs=0.05)
    assert sure["P1"] == pytest.approx(0.5, abs=0.05)


def test_without_a_histogram_the_rest_is_the_same() -> None:
    unit = np.random.default_rng(6).random((20, 2))
    whole, short = (acceptability(contest(unit), two_leaves(count=600), histogram=asked) for asked in (True, False))
    assert short.ranks is None
    assert short.summary["rank_50"].null_count() == 20
    assert_frame_equal(
        whole.summary.drop("rank_mean", "rank_05", "rank_50", "rank_95"),
        short.summary.drop("rank_mean", "rank_05", "rank_50", "rank_95"),
    )
    assert short.summary.schema == whole.summary.schema


def test_platforms_to_compare_can_be_named() -> None:
    unit = np.random.default_rng(6).random((20, 2))
    found = acceptability(contest(unit), two_leaves(count=600), compared=["P3", "P17", "P3"])
    assert found.pairs.select("platform_id", "other").rows() == [("P17", "P3"), ("P3", "P17")]
    with pytest.raises(ValueError, match="Q1"):
        acceptability(contest(unit), two_leaves(count=600), compared=["Q1"])


def test_progress_tells_every_draw() -> None:
    told = []
    acceptability(contest([[1.0, 0.0], [0.0, 1.0]]), two_leaves(count=1500), progress=told.append)
    assert sum(told) == 1500


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(9)
    for share in (0.02, 0.5, 0.9):
        low, high = interval(random.binomial(400, share, 4000), 400)
        assert ((low <= share) & (share <= high)).mean() == pytest.approx(0.95, abs=0.02)
    assert largest_error(10_000) == pytest.approx(0.0098, abs=1e-4)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="leaf"):
        acceptability(contest([[1.0, 0.0, 0.0]]), two_leaves())
    with pytest.raises(ValueError, match="row per platform"):
        Contest(("P0",), ("a",), Additive(np.zeros((2, 1)), np.zeros(2)))


def test_the_package_is_imported_without_numpy() -> None:
    code = "import sys, appraisal, appraisal.cli; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
