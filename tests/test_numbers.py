"""Exact numbers: proved bounds, one rounding, order without division."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.numbers import (
    Exact,
    Interval,
    OutOfRangeError,
    Ratio,
    choose,
    column,
    constant,
    decimal_text,
    divide_half_up,
)

BIG = 10**12
tops = st.lists(st.integers(-BIG, BIG), min_size=1, max_size=30)
bottoms = st.integers(1, 10**6)


def _half_up(value: Fraction, decimals: int) -> Fraction:
    shifted = abs(value) * 10**decimals
    whole = int(shifted + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def test_sixty_percent_is_compared_as_ten_q_against_six_n() -> None:
    frame = pl.DataFrame({"q": [3001, 3, 3000], "n": [5002, 5, 5000]})
    share = Ratio(column("q", 0, 10**6) * constant(100), column("n", 1, 10**6))
    assert frame.select(share.compare(">=", 60)).to_series().to_list() == [False, True, True]


@given(values=tops, bottom=bottoms, decimals=st.integers(0, 6))
def test_a_quotient_is_rounded_once_half_away_from_zero(values: list[int], bottom: int, decimals: int) -> None:
    frame = pl.DataFrame({"n": values, "d": [bottom] * len(values)})
    rounded = divide_half_up(column("n", -BIG, BIG), column("d", 1, 10**6), decimals)
    got = frame.select(rounded.to_decimal()).to_series().to_list()
    assert [Fraction(value) for value in got] == [_half_up(Fraction(value, bottom), decimals) for value in values]


@given(pairs=st.lists(st.tuples(st.integers(-BIG, BIG), bottoms), min_size=2, max_size=30))
def test_the_order_of_ratios_is_exact(pairs: list[tuple[int, int]]) -> None:
    frame = pl.DataFrame(pairs, schema={"n": pl.Int64, "d": pl.Int64}, orient="row")
    ratio = Ratio(column("n", -BIG, BIG), column("d", 1, 10**6))
    keys = frame.select(
        *(key.alias(str(at)) for at, key in enumerate(ratio.order_keys(max(d for _, d in pairs))))
    ).rows()
    exact = [Fraction(n, d) for n, d in pairs]
    for left in range(len(pairs)):
        for right in range(len(pairs)):
            assert (keys[left] < keys[right]) == (exact[left] < exact[right])
            assert (keys[left] == keys[right]) == (exact[left] == exact[right])


def test_bounds_choose_64_bits_then_128_then_refuse() -> None:
    number = column("x", 0, 2**62)
    assert (number + number).dtype == pl.Int128
    assert column("x", 0, 100).dtype == pl.Int64
    with pytest.raises(OutOfRangeError):
        number * number * number


def test_nothing_wraps_where_the_operands_are_64_bits() -> None:
    frame = pl.DataFrame({"x": [2**62, -(2**62)]})
    number = column("x", -(2**62), 2**62)
    cube = number * constant(8) + number
    assert frame.select(cube.expr).to_series().to_list() == [9 * 2**62, -9 * 2**62]
    assert frame.select((-number).expr).to_series().to_list() == [-(2**62), 2**62]
    assert frame.select(number.total().expr).item() == 0


def test_scales_meet_without_losing_a_digit() -> None:
    frame = pl.DataFrame({"x": [125]})
    total = column("x", 0, 1000, 2) + constant(Decimal("0.0005"))
    assert frame.select(total.to_decimal()).item() == Decimal("1.2505")
    with pytest.raises(ValueError, match="would drop digits"):
        column("x", 0, 1, 3).rescaled(2)


def test_a_constant_keeps_every_digit_and_stands_on_the_right() -> None:
    assert constant(2**100).low == 2**100
    assert (constant(Decimal("0.000001")).low, constant(Decimal("0.000001")).scale) == (1, 6)
    frame = pl.DataFrame({"g": [1, 1, 2]}).with_columns(x=pl.lit(5, dtype=pl.Int64))
    below = constant(3).compare("<", column("x", 0, 9))
    assert frame.group_by("g").agg(below.sum().alias("n")).sort("g")["n"].to_list() == [2, 1]
    with pytest.raises(OutOfRangeError):
        column("x", 0, 2**100).rescaled(50)


def test_choose_takes_the_first_condition_that_holds() -> None:
    frame = pl.DataFrame({"x": [1, 2, None]})
    chosen = choose([(pl.col("x") == 1, constant(Decimal("0.5"))), (pl.col("x") == 2, constant(7))])
    assert frame.select(chosen.to_decimal().alias("y"))["y"].to_list() == [Decimal("0.5"), Decimal(7), None]


def test_an_exact_number_never_becomes_a_float() -> None:
    frame = pl.DataFrame({"x": [1]})
    number = divide_half_up(column("x", 0, 10) * constant(Decimal("1.5")), constant(7), 4)
    assert frame.select(number.expr.alias("a"), number.to_decimal().alias("b")).schema == {
        "a": pl.Int64,
        "b": pl.Decimal(38, 4),
    }
    assert isinstance(number, Exact)


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        ({"minimum": 60}, [60, 61], [Fraction("59.996")]),
        ({"exclusiveMinimum": 60}, [Fraction("60.0001")], [60]),
        ({"minimum": 60, "exclusiveMaximum": 80}, [60, 79], [80, 59]),
        ({"minimum": 60, "exclusiveMinimum": 60}, [61], [60]),
        ({"maximum": 5}, [5, -1], [Fraction("5.000001")]),
    ],
)
def test_an_interval_is_said_in_the_words_of_json_schema(bounds, inside, outside) -> None:
    interval = Interval.from_bounds(bounds)
    assert all(interval.holds(Fraction(value)) for value in inside)
    assert not any(interval.holds(Fraction(value)) for value in outside)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Decimal("2.345"), 2, "2.35"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(-1, 300), 2, "0.00"),
        (5, 0, "5"),
        (Fraction(1, 3), 6, "0.333333"),
    ],
)
def test_printed_digits_are_rounded_as_excel_rounds(value, decimals, printed) -> None:
    assert decimal_text(value, decimals) == printed


@given(st.integers(-(10**38) + 1, 10**38 - 1), st.integers(0, 38))
def test_an_integer_of_38_digits_is_a_decimal_of_any_scale(integer, scale):
    frame = pl.DataFrame({"x": pl.Series([integer], dtype=pl.Int128)})
    got = frame.select(column("x", integer, integer, scale).to_decimal()).item()
    assert Fraction(got) == Fraction(integer, 10**scale)
