"""The fast counts equal plain Float64 ranks of the same draws in every cell, ties as Float64 has them."""

from __future__ import annotations

import numpy as np
import pytest

from appraisal.sensitivity import acceptability_compiled as compiled
from appraisal.sensitivity.acceptability_pairs import PairCounts
from appraisal.sensitivity.acceptability_ranks import RankCounts
from appraisal.sensitivity.acceptability_top import Top
from appraisal.sensitivity.composites import DOUBLE, SINGLE, Additive, competition_ranks
from appraisal.sensitivity.draws import WeightDraws


def plain_ranks(case: Additive, weights: np.ndarray) -> np.ndarray:
    """One more than the platforms above, counted one by one."""
    composites = case.composites(weights)
    return 1 + (composites[:, None, :] > composites[:, :, None]).sum(axis=2)


def plain_counts(case: Additive, weights: np.ndarray) -> np.ndarray:
    counts = np.zeros((case.count, case.count), dtype=np.int64)
    for row in plain_ranks(case, weights):
        counts[np.arange(case.count), row - 1] += 1
    return counts


def draw(leaves: int, count: int, seed: int = 0) -> np.ndarray:
    return np.vstack(list(WeightDraws((100 / leaves,) * leaves, ((),) * leaves, count=count, seed=seed)))


def cases():
    random = np.random.default_rng(3)
    yield "random", Additive(random.random((300, 20)), np.zeros(300))
    yield "with offsets", Additive(random.random((200, 5)), np.round(random.normal(0, 3, 200), 2))
    coarse = np.round(random.random((150, 3)), 1)
    coarse[60:90] = coarse[:30]
    yield "many platforms alike", Additive(coarse, np.zeros(150))
    yield "all alike", Additive(np.full((30, 4), 0.7), np.zeros(30))
    yield "nothing earned", Additive(np.zeros((10, 2)), np.zeros(10))
    yield "one platform", Additive(np.array([[0.5, 0.1]]), np.zeros(1))
    yield "two platforms", Additive(np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros(2))
    close = 0.5 + random.random((120, 6)) * 1e-7
    yield "closer than Float32 can tell", Additive(close, np.zeros(120))
    nearly = np.repeat(random.random((1, 5)), 90, axis=0) + random.integers(0, 3, (90, 5)) * 2.0**-53
    yield "closer than a product can tell", Additive(nearly, np.zeros(90))
    yield "far out", Additive(np.vstack([random.random((99, 4)) * 1e-3, np.ones((1, 4)) * 1e3]), np.zeros(100))


CASES = dict(cases())


NUMBA = pytest.param(True, marks=pytest.mark.skipif(compiled.in_order is None, reason="numba is not installed"))


@pytest.mark.parametrize("is_compiled", [False, NUMBA])
@pytest.mark.parametrize("name", CASES)
def test_every_cell_of_the_rank_histogram_equals_the_plain_count(name: str, *, is_compiled: bool) -> None:
    case = CASES[name]
    weights = draw(case.unit.shape[1], 300)
    counts = RankCounts(case, is_compiled=is_compiled)
    counts.add(weights[:130])
    counts.add(weights[130:])
    assert (counts.table() == plain_counts(case, weights)).all()


@pytest.mark.parametrize("name", CASES)
def test_weights_with_few_digits_tie_as_float64_has_it(name) -> None:
    case = CASES[name]
    weights = np.round(draw(case.unit.shape[1], 200))
    counts = RankCounts(case)
    counts.add(weights)
    assert (counts.table() == plain_counts(case, weights)).all()


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("places", [1, 5, 20])
def test_the_best_are_those_whose_plain_rank_is_good_enough(name, places) -> None:
    case = CASES[name]
    weights = draw(case.unit.shape[1], 300)
    expected = plain_ranks(case, weights) <= places
    found = np.zeros_like(expected)
    draws, platforms = Top(case, places, weights[0]).among(weights)
    found[draws, platforms] = True
    assert (found == expected).all()
    assert len(draws) == expected.sum()


def test_what_is_typical_changes_no_answer() -> None:
    case = CASES["random"]
    weights = draw(20, 300)
    answers = []
    for typical in (weights[0], np.eye(20)[3] * 100):
        draws, platforms = Top(case, 20, typical).among(weights)
        answers.append(set(zip(draws.tolist(), platforms.tolist(), strict=True)))
    assert answers[0] == answers[1]


def test_counters_are_emptied_before_they_overflow() -> None:
    counts = RankCounts(Additive(np.array([[1.0, 1.0], [0.0, 0.5]]), np.zeros(2)))
    for _ in range(129):
        counts.add(draw(2, 512))
    assert counts.table().tolist() == [[129 * 512, 0], [0, 129 * 512]]


def test_ranks_that_are_known_are_counted_as_they_are() -> None:
    case = CASES["many platforms alike"]
    weights = draw(3, 200)
    counts = RankCounts(case, merged=False)
    counts.add_ranks(competition_ranks(case.composites(weights)))
    assert (counts.table() == plain_counts(case, weights)).all()


def test_competition_ranks_are_1_2_2_4() -> None:
    ranks = competition_ranks(np.array([[3.0, 5.0, 5.0, 1.0], [1.0, 1.0, 1.0, 1.0], [4.0, 3.0, 2.0, 1.0]]))
    assert ranks.tolist() == [[3, 1, 1, 4], [1, 1, 1, 1], [1, 2, 3, 4]]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("dtype", "roundoff"), [(np.float32, SINGLE), (np.float64, DOUBLE)])
def test_no_product_is_further_from_the_definition_than_the_bound(name, dtype, roundoff) -> None:
    case = CASES[name]
    weights = draw(case.unit.shape[1], 100)
    extended = np.column_stack([weights, np.ones(len(weights))])
    product = (extended.astype(dtype) @ case.centred.astype(dtype).T).astype(np.float64)
    apart = case.composites(weights) - product
    # The same shift for all platforms of a draw changes no rank.
    assert np.ptp(apart, axis=1).max() <= 2 * case.bound(weights, roundoff)


def test_a_definition_gives_the_same_bits_in_every_block() -> None:
    case = CASES["random"]
    weights = draw(20, 50)
    whole = case.composites(weights)
    assert all((case.composites(weights[at : at + 1])[0] == whole[at]).all() for at in range(50))


def test_other_marks_replace_those_of_a_leaf() -> None:
    case = Additive(np.array([[0.5, 1.0], [0.25, 0.5]]), np.array([1.0, 0.0]))
    weights = np.array([[40.0, 60.0], [80.0, 20.0]])
    units = {0: np.array([[1.0, 0.0], [0.0, 1.0]])}
    assert case.composites(weights, units).tolist() == [[101.0, 30.0], [21.0, 90.0]]


def test_pairs_count_wins_and_ties() -> None:
    case = CASES["many platforms alike"]
    weights, among = draw(3, 300), np.array([0, 3, 60, 149])
    pairs = PairCounts(case, among)
    pairs.add(weights)
    composites = case.composites(weights)[:, among]
    assert (pairs.wins == (composites[:, :, None] > composites[:, None, :]).sum(axis=0)).all()
    assert (pairs.ties == (composites[:, :, None] == composites[:, None, :]).sum(axis=0)).all()
    assert pairs.ties[0, 2] == 300  # number 60 has the marks of number 0
    assert (pairs.wins + pairs.wins.T + pairs.ties == 300).all()


@pytest.mark.parametrize(
    ("unit", "offset"),
    [
        (np.array([[1.0, np.nan]]), np.zeros(1)),
        (np.array([[1.0, 0.0]]), np.array([np.inf])),
        (np.array([1.0, 0.0]), np.zeros(2)),
        (np.array([[1.0, 0.0]]), np.zeros(2)),
        (np.zeros((0, 2)), np.zeros(0)),
    ],
)
def test_marks_that_are_no_numbers_are_refused(unit, offset) -> None:
    with pytest.raises(ValueError, match=" "):
        Additive(unit, offset)


def test_no_place_is_refused() -> None:
    with pytest.raises(ValueError, match="place"):
        Top(CASES["random"], 0, np.ones(20))


@pytest.mark.full
def test_the_whole_histogram_at_full_size_equals_the_plain_count() -> None:
    random = np.random.default_rng(1)
    case = Additive(random.random((1_500, 20)), np.zeros(1_500))
    counts, expected = RankCounts(case), np.zeros((1_500, 1_500), dtype=np.int64)
    top, best = Top(case, 20, np.full(20, 5.0)), np.zeros(1_500, dtype=np.int64)
    for weights in WeightDraws((5.0,) * 20, ((),) * 20):
        counts.add(weights)
        best += np.bincount(top.among(weights)[1], minlength=1_500)
        # The bare product of the same draws, not our definition: at random marks no two orders of addition differ.
        for row in competition_ranks(weights @ case.unit.T):
            expected[np.arange(1_500), row - 1] += 1
    assert (counts.table() == expected).all()
    assert (best == expected[:, :20].sum(axis=1)).all()
