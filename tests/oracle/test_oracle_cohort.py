"""The oracle's cohort numbers against numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle.cohort import Cohort, deviation, frozen, quantile
from tests.oracle.conditions import Subject
from tests.oracle.curves import chosen, mark
from tests.oracle.curves import frozen as frozen_curve
from tests.oracle.verdict import Refused


def numbers(*texts):
    return [Fraction(text) for text in texts]


def member(name, low, high=None, **facts):
    ends = None if low is None else (Fraction(low), Fraction(low if high is None else high))
    return Subject({"platform_id": name, "type": "工业设计", **facts}, {"x": ends}, {"x": ends})


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"cohort": "minimum"}, "1"),
        ({"cohort": "maximum"}, "10"),
        ({"cohort": "mean"}, "4.25"),
        ({"cohort": "median"}, "3"),
        ({"cohort": "quantile", "q": 0}, "1"),
        ({"cohort": "quantile", "q": 1}, "10"),
        ({"cohort": "quantile", "q": Fraction("0.25")}, "1.75"),  # h = 0.75: 1 + 0.75 (2 - 1)
        ({"cohort": "quantile", "q": Fraction("0.9")}, "8.2"),  # h = 2.7: 4 + 0.7 (10 - 4)
        ({"cohort": "median", "times": Fraction("0.9")}, "2.7"),
        ({"cohort": "minimum", "times": -2}, "-2"),
        ({"cohort": "mean", "times": Fraction(1, 3)}, "1.416666666667"),
    ],
)
def test_numbers_of_four_platforms(wanted, expected):
    assert frozen(wanted, numbers(1, 2, 4, 10)) == Fraction(expected)


def test_a_number_with_more_than_twelve_decimals_is_rounded_half_up():
    assert frozen({"cohort": "mean"}, numbers(0, 0, 2)) == Fraction("0.666666666667")
    assert frozen({"cohort": "mean"}, [Fraction(1, 2 * 10**12)]) == Fraction(1, 10**12)
    assert frozen({"cohort": "mean"}, [Fraction(-1, 2 * 10**12)]) == Fraction(-1, 10**12)
    assert frozen({"cohort": "mean"}, [Fraction(1, 4 * 10**12)]) == 0


def test_the_lowest_and_the_highest_keep_their_digits():
    assert frozen({"cohort": "minimum"}, [Fraction(1, 2 * 10**12)]) == Fraction(1, 2 * 10**12)


def test_deviations_are_of_the_sample():
    # mean 5, squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, variance 32/7
    values = numbers(2, 4, 4, 4, 5, 5, 7, 9)
    assert frozen({"cohort": "mean", "deviations": 1}, values) == Fraction("7.138089935299")
    assert frozen({"cohort": "mean", "deviations": -1, "times": 2}, values) == Fraction("5.723820129401")
    # The root is not rounded before it is multiplied: 4/3 - 1.5 / sqrt 3
    assert frozen({"cohort": "mean", "deviations": Fraction("-1.5")}, numbers(1, 1, 2)) == Fraction("0.467307929549")
    assert deviation(numbers(0, 8)) ** 2 - 32 < Fraction(1, 10**40)
    assert deviation(numbers(7, 7, 7)) == 0
    assert deviation(numbers(7)) == 0
    assert quantile(numbers(7), Fraction(1, 2)) == 7


def test_who_counts():
    cohort = Cohort([member("A", 4, 9), member("B", 2), member("C", None), member("D", 6, type="质量检测")])
    assert cohort.values("x") == [2, 4, 6]
    among = {"of": "platforms.type", "require": {"const": "工业设计"}}
    assert cohort.number("x", {"cohort": "maximum", "among": among}) == 4
    assert cohort.number("x", {"cohort": "maximum", "among": {"of": "x", "require": {"minimum": 5}}}) == 6
    assert cohort.number("x", {"cohort": "maximum", "among": {"of": "x", "require": {"minimum": 7}}}) is None
    assert cohort.median("x") == 4
    assert cohort.median("x", "platforms.type", "工业设计") == 3
    assert cohort.median("x", "platforms.type", "其他") is None


LINE = {"kind": "linear", "at": [[{"cohort": "minimum"}, 2], [{"cohort": "median"}, 5], [{"cohort": "maximum"}, 10]]}


def curve_of(curve, *values):
    return frozen_curve(curve, lambda wanted, _: frozen(wanted, numbers(*values)) if values else None)


@pytest.mark.parametrize(
    ("values", "value", "expected"),
    [
        ((0, 10, 20), 5, "3.5"),
        ((0, 10, 20), 30, 10),
        ((0, 0, 10), 0, 5),  # two points at 0: the mark of the last
        ((0, 0, 10), 5, "7.5"),
        ((0, 0, 10), -1, 5),
        ((7, 7), 7, 10),  # a constant column
        ((7,), 7, 10),
        ((7,), 6, 10),
        ((), 7, None),
    ],
)
def test_a_line_through_cohort_numbers(values, value, expected):
    found = mark(curve_of(LINE, *values), Fraction(value))
    assert found == (None if expected is None else Fraction(expected))


def test_bands_on_one_edge_have_the_mark_of_the_last():
    for closed, expected in (("low", 5), ("high", 0)):
        bands = {"kind": "bands", "closed": closed, "at": [[{"cohort": "minimum"}, 2], [{"cohort": "maximum"}, 5]]}
        assert mark(curve_of(bands, 3, 3), Fraction(3)) == expected
        assert mark(curve_of(bands, 3, 3), Fraction(4)) == 5
    assert mark(curve_of({**LINE, "below": 0}, 7, 7), Fraction(6)) == 0


def test_points_that_cross_are_refused_also_where_nobody_is_marked_by_them():
    crossing = {"kind": "linear", "at": [[8, 0], [{"cohort": "maximum"}, 10]]}
    assert mark(curve_of(crossing, 1, 8), Fraction(8)) == 10
    with pytest.raises(Refused, match="cross"):
        curve_of(crossing, 1, 7)
    never = {"any": [{"of": "x", "require": {"minimum": 10**6}}]}
    with pytest.raises(Refused, match="cross"):
        curve_of({"kind": "choose", "cases": [{"when": never, "curve": crossing}], "otherwise": LINE}, 1, 7)


EXTENDED = {"kind": "linear", "at": [[10, 5], [20, 10], [40, 15]], "extend": True}
LEVELS = {"kind": "levels", "marks": {"甲": 20, "乙": Fraction("7.5")}}


@pytest.mark.parametrize(
    ("curve", "value", "expected"),
    [
        (EXTENDED, Fraction(0), 0),
        (EXTENDED, Fraction(-10), -5),
        (EXTENDED, Fraction(44), 16),
        (EXTENDED, Fraction(15), Fraction("7.5")),
        (LEVELS, "甲", 20),
        (LEVELS, "乙", Fraction("7.5")),
        (LEVELS, "丙", None),
        ({**LEVELS, "otherwise": -1}, "丙", -1),
    ],
)
def test_lines_that_go_on_and_levels(curve, value, expected):
    assert mark(curve, value) == expected


def test_the_first_condition_that_holds_chooses():
    def flat(height):
        return {"kind": "linear", "at": [[0, height], [1, height]]}

    inner = {"kind": "choose", "cases": [{"when": {"of": "x", "require": {"minimum": 9}}, "curve": flat(3)}]}
    cases = [
        {"when": {"of": "x", "require": {"minimum": 5}}, "curve": flat(1)},
        {"when": {"of": "x", "require": {"minimum": 4}}, "curve": flat(2)},
    ]
    curve = {"kind": "choose", "cases": cases, "otherwise": inner}
    assert chosen(curve, member("A", 5)) == flat(1)
    assert chosen(curve, member("A", 4, 5)) == flat(2)  # undecided does not hold
    assert chosen(curve, member("A", 3)) is None
    assert chosen({**curve, "cases": cases[1:]}, member("A", 9)) == flat(2)
