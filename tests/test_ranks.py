"""Ranks: 1, 2, 2, 4; what is missing comes last; huge ratios are ordered all the same."""

import polars as pl

from appraisal.numbers import Ratio, column
from appraisal.ranks import _order_of_fractions, with_places


def _places(rows: list[tuple]) -> dict[str, int]:
    frame = pl.LazyFrame(rows, schema={"platform_id": pl.String, "a": pl.Int64, "b": pl.Int64}, orient="row")
    return dict(with_places(frame, ["a", "b"]).select("platform_id", "place").collect().iter_rows())


def test_equal_platforms_share_a_place_and_the_next_places_are_left_out() -> None:
    rows = [("P", 9, 1), ("Q", 8, 1), ("R", 8, 1), ("S", 7, 1)]
    assert _places(rows) == {"P": 1, "Q": 2, "R": 2, "S": 4}


def test_a_missing_value_comes_after_every_value_and_two_are_equal() -> None:
    rows = [("P", 9, None), ("Q", 9, -5), ("R", 9, None), ("S", 9, 0)]
    assert _places(rows) == {"S": 1, "Q": 2, "P": 3, "R": 3}


def test_ratios_beyond_128_bits_are_ordered_exactly() -> None:
    big = 10**17
    frame = pl.DataFrame(
        {
            "platform_id": ["P", "Q", "R", "S"],
            "top": [big + 1, big, None, big - 1],
            "bottom": [big, big - 1, None, big - 2],
        }
    )
    value = Ratio(column("top", 0, 10**18), column("bottom", 1, 10**18))
    order = frame.select("platform_id", order=_order_of_fractions(frame, value))
    assert dict(order.iter_rows()) == {"P": 0, "Q": 1, "S": 2, "R": None}
