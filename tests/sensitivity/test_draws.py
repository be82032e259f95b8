"""Weights are drawn as stated, and the same seed gives the same draws."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from appraisal.sensitivity.draws import CHUNK, WeightDraws

WEIGHTS = (25.0, 25.0, 15.0, 15.0, 20.0)
PATHS = (("credit",), ("service",), ("service",), ("effect",), ("effect",))


def drawn(**options) -> np.ndarray:
    return np.vstack(list(WeightDraws(WEIGHTS, PATHS, **{"count": 4 * CHUNK, **options})))


@pytest.mark.parametrize("kind", ["uniform", "around", "ordinal"])
@pytest.mark.parametrize("level", ["leaf", "group", "nested"])
def test_every_draw_divides_the_full_mark(kind, level) -> None:
    weights = drawn(kind=kind, level=level)
    assert weights.shape == (4 * CHUNK, 5)
    assert (weights >= 0).all()
    assert np.allclose(weights.sum(axis=1), 100, atol=1e-9)


def test_uniform_shares_are_exact_parts_that_add_up_to_one() -> None:
    draws = WeightDraws((0.5, 0.25, 0.25), ((), (), ()), count=20)
    for row in draws.chunk(0):
        assert sum(Fraction(float(share)) for share in row) == 1


def test_uniform_draws_have_the_moments_of_the_simplex() -> None:
    weights = drawn(count=40 * CHUNK) / 100
    # Dirichlet(1, ..., 1) in five dimensions: mean 1/5, variance 4/150, covariance -1/150.
    assert np.allclose(weights.mean(axis=0), 1 / 5, atol=0.005)
    covariance = np.cov(weights.T)
    assert np.allclose(np.diag(covariance), 4 / 150, atol=0.001)
    assert np.allclose(covariance[~np.eye(5, dtype=bool)], -1 / 150, atol=0.001)


def test_a_share_among_three_is_as_likely_as_the_triangle_says() -> None:
    shares = np.vstack(list(WeightDraws((1.0, 1.0, 1.0), ((), (), ()), count=40 * CHUNK)))[:, 0] / 3
    for line in (0.1, 0.3, 0.6):
        assert (shares > line).mean() == pytest.approx((1 - line) ** 2, abs=0.015)


def test_around_stays_within_its_factor_of_the_rules() -> None:
    weights = drawn(kind="around", within=0.1)
    ratio = weights / np.array(WEIGHTS)
    # Each factor is within 0.9 and 1.1, and rescaled by a mean of such factors.
    assert ratio.min() >= 0.9 / 1.1
    assert ratio.max() <= 1.1 / 0.9
    assert ratio.std() > 0.03
    assert drawn(kind="around", within=0) == pytest.approx(np.tile(WEIGHTS, (4 * CHUNK, 1)))


def test_ordinal_draws_keep_the_order_of_the_rules() -> None:
    weights = drawn(kind="ordinal")
    assert (weights[:, [0, 1]].min(axis=1) >= weights[:, 4]).all()
    assert (weights[:, 4] >= weights[:, [2, 3]].max(axis=1)).all()


def test_leaves_that_weigh_the_same_come_in_either_order() -> None:
    weights = drawn(kind="ordinal", count=40 * CHUNK)
    for first, second in ((0, 1), (2, 3)):
        assert (weights[:, first] > weights[:, second]).mean() == pytest.approx(0.5, abs=0.015)


def test_at_the_level_of_groups_a_leaf_keeps_its_share_of_its_group() -> None:
    weights = drawn(level="group")
    assert weights[:, 1] / weights[:, 2] == pytest.approx(np.full(4 * CHUNK, 25 / 15))
    assert weights[:, 4] / weights[:, 3] == pytest.approx(np.full(4 * CHUNK, 20 / 15))
    assert (weights[:, 0] / 100).mean() == pytest.approx(1 / 3, abs=0.03)


def test_nested_draws_divide_at_every_level() -> None:
    weights = drawn(level="nested", count=20 * CHUNK)
    share = weights[:, 3] / (weights[:, 3] + weights[:, 4])
    assert share.mean() == pytest.approx(0.5, abs=0.02)
    assert share.var() == pytest.approx(1 / 12, abs=0.01)
    # A group of one leaf: its weight is uniform on a simplex of three.
    assert (weights[:, 0] / 100).var() == pytest.approx(2 / 36, abs=0.006)


def test_a_leaf_beside_groups_is_a_node_of_its_level() -> None:
    draws = WeightDraws((40.0, 30.0, 30.0), ((), ("b",), ("b",)), level="group", count=CHUNK)
    weights = draws.chunk(0)
    assert weights[:, 1] == pytest.approx(weights[:, 2])
    assert weights[:, 0].std() > 10


def test_the_same_seed_gives_the_same_draws_and_another_one_others() -> None:
    assert (drawn(seed=7) == drawn(seed=7)).all()
    assert (drawn(seed=7) != drawn(seed=8)).any()


def test_more_draws_begin_with_the_same_ones() -> None:
    few, many = drawn(count=CHUNK + 3), drawn(count=3 * CHUNK)
    assert len(few) == CHUNK + 3
    assert (few == many[: CHUNK + 3]).all()


def test_a_chunk_does_not_depend_on_the_chunks_before_it() -> None:
    draws = WeightDraws(WEIGHTS, PATHS, count=3 * CHUNK)
    assert (draws.chunk(2) == list(draws)[2]).all()


def test_known_numbers_stay_what_they_are() -> None:
    first = WeightDraws(WEIGHTS, PATHS, count=1, seed=1).chunk(0)[0]
    assert first.tolist() == pytest.approx(FIRST, abs=1e-12)


FIRST = [8.528099886834905, 6.248010666892434, 57.73182392734112, 20.095491531668653, 7.396573987262888]


@pytest.mark.parametrize(
    "options",
    [
        {"weights": ()},
        {"weights": (1.0,)},
        {"weights": (-1.0, 1.0, 1.0, 1.0, 1.0)},
        {"weights": (0.0,) * 5},
        {"weights": (float("nan"), 1.0, 1.0, 1.0, 1.0)},
        {"kind": "normal"},
        {"level": "branch"},
        {"count": 0},
        {"seed": -1},
        {"within": 1.5},
    ],
)
def test_what_cannot_be_drawn_from_is_refused(options) -> None:
    with pytest.raises(ValueError, match=" "):
        WeightDraws(**{"weights": WEIGHTS, "paths": PATHS, **options})
