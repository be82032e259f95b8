"""What a ranking owes to weights, curves, aggregation and missing values; and to one indicator or one platform."""

from __future__ import annotations

import numpy as np
import pytest

import appraisal
from appraisal.replays import Replayer
from appraisal.sensitivity.choices import AGGREGATIONS, CURVES, FACTORS, MISSING, Chosen, aggregate, choices
from appraisal.sensitivity.leave_out import without_indicators, without_platforms
from appraisal.sensitivity.marked import marked
from appraisal.sensitivity.rank_shift import average_shift, competition_ranks, kendall, overlap
from tests.conftest import official


@pytest.fixture(scope="module")
def of_2012():
    return marked(official("2012"))


@pytest.fixture(scope="module")
def replayer() -> Replayer:
    return Replayer(appraisal.load_scenario("2012"), official("2012"))


def test_the_shares_and_weights_of_a_result_give_its_composites_again(of_2012) -> None:
    composites = 100 * np.nansum(of_2012.shares * of_2012.weights, axis=1)
    # One rounding of the total to two decimals lies between them.
    assert np.abs(composites - of_2012.composites).max() <= 0.005 + 1e-9
    assert of_2012.weights.sum() == pytest.approx(1)


def test_the_choices_of_the_rules_give_the_official_order_but_for_rounding(of_2012) -> None:
    ranks = Chosen(of_2012).combination("rules", "arithmetic", "rules")
    assert kendall(ranks, competition_ranks(of_2012.composites)) > 0.999


def test_every_point_of_the_design_is_one_combination_of_choices(of_2012) -> None:
    made = Chosen(of_2012, within=0.0)
    sizes = (1, len(CURVES), len(AGGREGATIONS), len(MISSING))
    for which in np.ndindex(*sizes):
        point = np.array([[(at + 0.5) / size for at, size in zip(which, sizes, strict=True)]])
        expected = made.combination(CURVES[which[1]], AGGREGATIONS[which[2]], MISSING[which[3]])
        # Weights drawn within nothing around the rules' are the rules', up to the last bit.
        assert np.abs(made.ranks(point)[0] - expected).mean() < 0.2


def test_a_factor_that_is_certain_explains_nothing(of_2012) -> None:
    found = choices(of_2012, (of_2012.platforms[0],), within=0.0, width=1.0)
    shift = dict(found.shift.frame.select("factor", "total").iter_rows())
    assert shift["weights"] == pytest.approx(0, abs=1e-3)
    assert sum(shift.values()) > 0.9
    assert found.platforms["factor"].to_list() == list(FACTORS)
    assert found.combinations.height == len(CURVES) * len(AGGREGATIONS) * len(MISSING)


def test_means_of_shares_are_those_of_the_books() -> None:
    shares, weights = np.array([[0.5, 1.0], [0.25, np.nan]]), np.array([[1.0, 3.0]])
    assert aggregate(shares, weights, "arithmetic")[0].tolist() == pytest.approx([0.875, 0.25])
    assert aggregate(shares, weights, "geometric")[0].tolist() == pytest.approx([0.5**0.25, 0.25])
    assert aggregate(shares, weights, "harmonic")[0].tolist() == pytest.approx([4 / (1 / 0.5 + 3), 0.25])


def test_ranks_shift_by_hand() -> None:
    official_ranks = competition_ranks(np.array([9.0, 8.0, 8.0, 1.0]))
    other = competition_ranks(np.array([1.0, 8.0, 9.0, 8.0]))
    assert (official_ranks.tolist(), other.tolist()) == ([1, 2, 2, 4], [4, 2, 1, 2])
    assert average_shift(other, official_ranks) == (3 + 0 + 1 + 2) / 4
    assert overlap(other, official_ranks, top=1) == 0
    assert kendall(official_ranks, official_ranks) == pytest.approx(1)


def test_without_an_indicator_the_official_rule_gives_the_awards(replayer) -> None:
    found = without_indicators(replayer)
    assert found["leaf"].to_list() == [leaf.id for leaf in replayer.scenario.rules.leaves]
    assert found["refused"].null_count() == found.height
    revenue = found.filter(leaf="revenue").row(0, named=True)
    assert found["average_rank_shift"].is_between(0.1, 100).all()
    alone = appraisal.replay("2012", {"revenue": 0})
    winners = set(alone.result.tables["awards"].filter(state="given")["platform_id"])
    before = set(official("2012").tables["awards"].filter(state="given")["platform_id"])
    assert set(revenue["won"].split()) == winners - before
    assert set(revenue["lost"].split()) == before - winners


def test_without_a_winner_the_others_keep_their_order_where_no_curve_looks_at_the_cohort(replayer) -> None:
    winner = official("2012").tables["awards"]["platform_id"][0]
    row = without_platforms(replayer, [winner]).row(0, named=True)
    assert (row["average_rank_shift"], row["lost"], row["refused"]) == (0.0, "", None)
    assert row["kendall_tau"] == pytest.approx(1)
