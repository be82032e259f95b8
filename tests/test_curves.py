"""Curves: exact at, below and above every edge; no gap, no overlap."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import curves
from appraisal.errors import Place
from appraisal.numbers import Ratio, column
from appraisal.rules.conditions import Conditions

READ = Conditions({}).read
SHARE = {"kind": "bands", "at": [[60, 9], [70, 12], [80, 15]], "closed": "low", "below": 0}
# From 50 services 15 marks, and one more for every full ten, up to 25.
FULL_TENS = {"kind": "steps", "from": 50, "base": 15, "per": 10, "add": 1, "cap": 25, "whole": True}
SHARES = {**FULL_TENS, "whole": False, "below": 2}
COUNT = {"kind": "linear", "at": [[50, 15], [300, 25]], "below": 0}


def _mark(document, numerator: int, denominator: int = 1, decimals: int = 4) -> Decimal:
    shape, faults = curves.curve(document, Place(), READ)
    assert not faults
    frame = pl.DataFrame({"n": [numerator], "d": [denominator]})
    value = Ratio(column("n", -(10**12), 10**12), column("d", 1, 10**6))
    return frame.select(curves.Marked(decimals, lambda _: pl.lit(value=True)).mark(value, shape).to_decimal()).item()


@pytest.mark.parametrize(
    ("document", "numerator", "denominator", "mark"),
    [
        (SHARE, 60, 1, "9"),
        (SHARE, 300100, 5002, "0"),
        (SHARE, 299999, 5000, "0"),
        (SHARE, 70, 1, "12"),
        (SHARE, 800, 10, "15"),
        (SHARE, 10**6, 1, "15"),
        ({**SHARE, "closed": "high"}, 60, 1, "0"),
        ({**SHARE, "closed": "high"}, 601, 10, "9"),
        (COUNT, 49, 1, "0"),
        (COUNT, 50, 1, "15"),
        (COUNT, 51, 1, "15.04"),
        (COUNT, 300, 1, "25"),
        (COUNT, 301, 1, "25"),
        (FULL_TENS, 49, 1, "0"),
        (FULL_TENS, 50, 1, "15"),
        (FULL_TENS, 599, 10, "15"),
        (FULL_TENS, 60, 1, "16"),
        (FULL_TENS, 149, 1, "24"),
        (FULL_TENS, 150, 1, "25"),
        (FULL_TENS, 10**9, 1, "25"),
        ({**FULL_TENS, "add": 4}, 70, 1, "23"),
        ({**FULL_TENS, "add": 4}, 80, 1, "25"),
        ({**FULL_TENS, "base": 25}, 50, 1, "25"),
        (SHARES, 499, 10, "2"),
        (SHARES, 50, 1, "15"),
        (SHARES, 55, 1, "15.5"),
        (SHARES, 150, 1, "25"),
        (SHARES, 151, 1, "25"),
        ({"kind": "linear", "at": [[0, 0], [3, 1]]}, 1, 1, "0.3333"),
        ({"kind": "linear", "at": [[0, 0], [3, 1]]}, 2, 1, "0.6667"),
        ({"kind": "linear", "at": [[0, 10], [4, 0]], "above": 2}, 1, 1, "7.5"),
        ({"kind": "linear", "at": [[0, 10], [4, 0]], "above": 2}, 5, 1, "2"),
    ],
)
def test_the_mark_is_exact_at_every_edge(document, numerator, denominator, mark) -> None:
    assert _mark(document, numerator, denominator) == Decimal(mark)


def test_a_mark_is_rounded_once_and_half_up() -> None:
    assert _mark({"kind": "linear", "at": [[0, 0], [8, 1]]}, 1, 1, decimals=2) == Decimal("0.13")


@given(
    points=st.lists(st.integers(-1000, 1000), min_size=2, max_size=6, unique=True).map(sorted),
    marks=st.lists(st.integers(0, 100), min_size=6, max_size=6),
    numerator=st.integers(-5000, 5000),
    denominator=st.integers(1, 97),
)
def test_a_line_through_points_is_exact_everywhere(points, marks, numerator, denominator) -> None:
    at = list(zip(points, marks, strict=False))
    got = _mark({"kind": "linear", "at": at}, numerator, denominator)
    value = Fraction(numerator, denominator)
    expected = Fraction(at[0][1] if value < points[0] else at[-1][1])
    for (x0, y0), (x1, y1) in pairwise(at):
        if x0 <= value <= x1:
            expected = y0 + (value - x0) * (y1 - y0) / (x1 - x0)
    assert Fraction(got) == Fraction(int(expected * 10**4 + Fraction(1, 2)), 10**4)


@given(
    first=st.integers(-50, 50),
    base=st.integers(0, 20),
    per=st.integers(1, 40),
    add=st.integers(1, 9),
    count=st.integers(0, 12),
    numerator=st.integers(-5000, 50_000),
    denominator=st.integers(1, 97),
    whole=st.booleans(),
)
def test_steps_count_full_units_or_parts_of_them(first, base, per, add, count, numerator, denominator, whole) -> None:
    cap = base + count * add
    steps = {"kind": "steps", "from": first, "base": base, "per": per, "add": add, "cap": cap, "whole": whole}
    units = (Fraction(numerator, denominator) - first) / per
    expected = Fraction(0) if units < 0 else min(Fraction(cap), base + add * (Fraction(int(units)) if whole else units))
    got = _mark(steps, numerator, denominator)
    assert Fraction(got) == Fraction(int(expected * 10**4 + Fraction(1, 2)), 10**4)


def test_steps_lead_upwards_to_a_cap_that_can_be_written_down() -> None:
    assert _faults({**FULL_TENS, "cap": 14}) == ["rules|curve_steps"]
    assert _faults({**FULL_TENS, "add": Decimal("0.01")}) == ["rules|curve_steps"]
    assert _faults({**SHARES, "per": 10, "add": 3}) == ["rules|curve_steps"]
    assert _faults({**FULL_TENS, "per": 10, "add": 3}) == []


def _faults(document) -> list[str]:
    return [fault.code for fault in curves.curve(document, Place(), READ)[1]]


def test_bands_must_cover_every_value_once() -> None:
    def bands(*whens):
        return {"kind": "bands", "bands": [{"when": when, "mark": mark} for mark, when in enumerate(whens)]}

    assert _faults(bands({"exclusiveMaximum": 60}, {"minimum": 60, "exclusiveMaximum": 80}, {"minimum": 80})) == []
    assert _faults(bands({"minimum": 80}, {"exclusiveMaximum": 60}, {"minimum": 60, "exclusiveMaximum": 80})) == []
    assert _faults(bands({"exclusiveMaximum": 60}, {"minimum": 61})) == ["rules|curve_gap"]
    assert _faults(bands({"exclusiveMaximum": 60}, {"exclusiveMinimum": 60})) == ["rules|curve_gap"]
    assert _faults(bands({"maximum": 60}, {"minimum": 60})) == ["rules|curve_overlap"]
    assert _faults(bands({"maximum": 70}, {"minimum": 60})) == ["rules|curve_overlap"]
    assert _faults(bands({"minimum": 0, "maximum": 60}, {"exclusiveMinimum": 60})) == ["rules|curve_gap"]


def test_points_ascend() -> None:
    assert _faults({"kind": "linear", "at": [[300, 25], [50, 15]]}) == ["rules|curve_order"]
    assert _faults({"kind": "bands", "at": [[60, 9], [60, 12]], "closed": "low"}) == ["rules|curve_order"]


def test_the_arithmetic_can_be_followed_with_a_pocket_calculator() -> None:
    shape, _ = curves.curve(COUNT, Place(), READ)
    assert str(curves.arithmetic(shape, Fraction(123), "17.9200")) == "15 + (123 − 50) × 10 ÷ 250 = 17.9200"
    assert str(curves.arithmetic(shape, Fraction(12), "0.0000")) == "the value is < 50: 0.0000"
    shape, _ = curves.curve(FULL_TENS, Place(), READ)
    assert str(curves.arithmetic(shape, Fraction(83), "18")) == "(83 − 50) ÷ 10: 3 full; 15 + 3 × 1 = 18"
    assert (
        str(curves.arithmetic(shape, Fraction(200), "25")) == "(200 − 50) ÷ 10: 15 full; 15 + 15 × 1 passes the cap: 25"
    )
    assert str(curves.arithmetic(shape, Fraction(12), "0")) == "the value is < 50: 0"
    shape, _ = curves.curve(SHARES, Place(), READ)
    assert str(curves.arithmetic(shape, Fraction(55), "15.5")) == "15 + (55 − 50) × 10 ÷ 100 = 15.5"


def test_steps_are_said_in_one_line_however_many_they_are() -> None:
    whole, _ = curves.curve(FULL_TENS, Place(), READ)
    assert str(curves.describe(whole, str)) == "< 50: 0; 50: 15, then 1 more for every full 10, at most 25"
    parts, _ = curves.curve(SHARES, Place(), READ)
    assert str(curves.describe(parts, str)) == "< 50: 2; 50: 15, then 1 more for every 10 in proportion, at most 25"
