"""A line between two flat ends is marked by one division; the pieces one by one give the same."""

from fractions import Fraction
from unittest import mock

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from appraisal import curves
from appraisal.curves import Marked
from appraisal.errors import Place
from appraisal.numbers import Ratio, column, constant

_POINTS = st.decimals(-1000, 1000, places=3)
_MARKS = st.decimals(0, 100, places=2)


@given(
    st.tuples(_POINTS, _POINTS).filter(lambda pair: pair[0] != pair[1]).map(sorted),
    st.tuples(_MARKS, _MARKS),
    st.sampled_from(["1", "0.7", "1.25"]),
    st.integers(0, 12),
    st.lists(st.none() | st.integers(-(10**6), 10**6), min_size=1, max_size=20),
    st.sampled_from([1, 3, 100]),
)
def test_one_division_marks_as_the_pieces_do(values, marks, factor, decimals, numbers, bottom):
    shape, faults = curves.pieced("linear", list(zip(values, marks, strict=True)), {}, Place())
    assert not faults
    # At the ends themselves, and just beside them.
    edges = [int(value * 100 * bottom) + step for value in values for step in (-1, 0, 1)]
    frame = pl.DataFrame({"x": [*numbers, *edges]}, schema={"x": pl.Int64})
    value = Ratio(column("x", -(10**9), 10**9, 2), constant(bottom))
    made = Marked(decimals, lambda condition: pl.lit(condition is None), Fraction(factor))
    quick = made.mark(value, shape)
    with mock.patch.object(Marked, "_ramp", return_value=None):
        slow = made.mark(value, shape)
    both = frame.select(quick=quick.as_small().cast(pl.Int128), slow=slow.as_small().cast(pl.Int128))
    assert both["quick"].to_list() == both["slow"].to_list()
    assert both.select(((pl.col("quick") < quick.low) | (pl.col("quick") > quick.high)).any()).item() is not True
