"""Statistics of the cohort: whole numbers in columns give exactly what fractions and the standard library give."""

import statistics
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.model.curve import CohortNumber
from appraisal.numbers import Ratio, column, constant
from appraisal.samples import Ratios, Wholes, sample_of

_INTEGERS = st.integers(-(10**20), 10**20)
_QUANTILES = st.decimals(0, 1, places=3)


def asked(statistic, q=None, times="1", deviations="0"):
    return CohortNumber(statistic, q, Decimal(times), Decimal(deviations), None, "$")


def in_columns(values, unit=Fraction(1)):
    return Wholes(pl.Series(values, dtype=pl.Int128), unit)


def in_fractions(values, unit=Fraction(1)):
    return Ratios(sorted((value * unit, 1) for value in values))


@given(st.lists(_INTEGERS, min_size=1, max_size=30), st.fractions("1/1000", 1000), _QUANTILES)
def test_columns_and_fractions_find_the_same_number(values, unit, q):
    for one in (
        asked("minimum"),
        asked("maximum", times="0.9"),
        asked("mean"),
        asked("mean", deviations="-3"),
        asked("median"),
        asked("quantile", q),
    ):
        assert in_columns(values, unit).statistic(one) == in_fractions(values, unit).statistic(one)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=30))
def test_mean_median_and_deviation_are_those_of_the_standard_library(values):
    sample, exact = in_columns(values), [Fraction(value) for value in values]
    assert sample.statistic(asked("mean")) == statistics.mean(exact)
    assert sample.statistic(asked("median")) == statistics.median(exact)
    apart = sample.statistic(asked("mean", deviations="1")) - statistics.mean(exact)
    assert float(apart) == pytest.approx(statistics.stdev(exact), abs=1e-9)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=30), st.integers(1, 99))
def test_a_quantile_is_that_of_the_standard_library(values, hundredth):
    q = Decimal(hundredth) / 100
    expected = statistics.quantiles([Fraction(value) for value in values], n=100, method="inclusive")[hundredth - 1]
    assert in_columns(values).statistic(asked("quantile", q)) == expected


@pytest.mark.parametrize("statistic", ["minimum", "maximum", "mean", "median"])
@pytest.mark.parametrize("values", [[7], [7, 7, 7]])
def test_one_platform_or_a_constant_column_is_every_statistic_of_itself(statistic, values):
    assert in_columns(values).statistic(asked(statistic)) == 7


def test_deviations_of_one_platform_or_of_a_constant_column_change_nothing():
    assert in_columns([7]).statistic(asked("mean", deviations="5")) == 7
    assert in_columns([7, 7]).statistic(asked("mean", deviations="5")) == 7


def test_quantiles_0_and_1_are_the_lowest_and_the_highest():
    sample = in_columns([5, 1, 3])
    assert [sample.statistic(asked("quantile", Decimal(q))) for q in (0, 1)] == [1, 5]


def test_ties_count_as_often_as_they_occur():
    assert in_columns([1, 1, 1, 9]).statistic(asked("median")) == 1
    assert in_columns([1, 1, 1, 9]).statistic(asked("mean")) == 3


@pytest.mark.parametrize("bottom", [constant(1), column("y", 1, 1)])
def test_missing_values_are_of_no_sample(bottom):
    rows = pl.DataFrame({"x": [250, None, 50], "y": [1, 1, 1]})
    sample = sample_of(rows, Ratio(column("x", 0, 250, 2), bottom))
    assert (sample.size, sample.statistic(asked("mean"))) == (2, Fraction(3, 2))
    assert sample_of(rows.clear(), Ratio(column("x", 0, 250, 2), bottom)).size == 0


def test_numbers_whose_squares_pass_128_bits_are_still_exact():
    values = [10**30, 10**30 + 2]
    assert in_columns(values).powers() == (sum(values), sum(value**2 for value in values))
