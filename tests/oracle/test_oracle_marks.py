"""The oracle's curves, gates, rounding and grades against values worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle.conditions import Subject
from tests.oracle.curves import mark, scored_value
from tests.oracle.gates import narrowed, outcome
from tests.oracle.measures import Indicator
from tests.oracle.requirements import is_valid
from tests.oracle.rounding import rounded
from tests.oracle.verdict import Measure

LINE = {"kind": "linear", "at": [[50, 15], [300, 25]], "below": 0, "above": 20}
LOW = {"kind": "bands", "at": [[60, 9], [80, 15]], "closed": "low", "below": 1}
HIGH = {"kind": "bands", "at": [[60, 9], [80, 15]], "closed": "high"}
WHEN = {
    "kind": "bands",
    "bands": [
        {"when": {"exclusiveMaximum": 1}, "mark": 0},
        {"when": {"minimum": 1, "maximum": 1}, "mark": 7},
        {"when": {"exclusiveMinimum": 1}, "mark": 3},
    ],
}


@pytest.mark.parametrize(
    ("curve", "value", "expected"),
    [
        (LINE, Fraction(4999, 100), 0),
        (LINE, 50, 15),
        (LINE, 51, Fraction("15.04")),
        (LINE, 300, 25),
        (LINE, 301, 20),
        ({"kind": "linear", "at": [[1, 2], [3, 4]]}, 0, 2),
        ({"kind": "linear", "at": [[1, 2], [3, 4]]}, 9, 4),
        (LOW, Fraction(59996, 1000), 1),
        (LOW, 60, 9),
        (LOW, 80, 15),
        (HIGH, 60, 0),
        (HIGH, Fraction(60001, 1000), 9),
        (HIGH, 80, 9),
        (HIGH, 81, 15),
        (WHEN, Fraction(9, 10), 0),
        (WHEN, 1, 7),
        (WHEN, Fraction(11, 10), 3),
    ],
)
def test_a_curve_gives_the_mark_of_its_point_or_band(curve, value, expected):
    assert mark(curve, Fraction(value)) == expected


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [("0.125", 2, "0.13"), ("0.124999", 2, "0.12"), ("-0.125", 2, "-0.13"), ("2.5", 0, "3"), ("1/3", 4, "0.3333")],
)
def test_a_half_is_rounded_away_from_zero(number, digits, expected):
    assert rounded(Fraction(number), digits) == Fraction(expected)


def measured(low: int, high: int, denominator: int) -> Measure:
    only = Fraction(low) if low == high else None
    return Measure("measured", only, Fraction(denominator), Fraction(low), Fraction(high))


SHARE = Indicator("staff_ratio", {"scale": 100})


def gate(gate, measure, **facts):
    ends = SHARE.ends(measure) if measure.state == "measured" else None
    return outcome(gate, Subject(facts, {"staff_ratio": ends}))


@pytest.mark.parametrize(
    ("require", "measure", "expected"),
    [
        ({"minimum": 60}, measured(3, 3, 5), "pass"),
        ({"exclusiveMinimum": 60}, measured(6, 6, 10), "fail"),
        ({"minimum": 60}, measured(59996, 59996, 100000), "fail"),
        ({"minimum": 60}, measured(6, 8, 10), "pass"),
        ({"minimum": 60}, measured(4, 6, 10), "undecided"),
        ({"exclusiveMinimum": 60}, measured(4, 6, 10), "fail"),
        ({"minimum": 60}, measured(4, 5, 10), "fail"),
        ({"minimum": 45, "maximum": 46}, measured(4, 5, 10), "undecided"),
        ({"minimum": 50, "exclusiveMaximum": 50}, measured(4, 6, 10), "fail"),
        ({"maximum": 40}, measured(4, 6, 10), "undecided"),
        ({"minimum": 60}, Measure("missing"), "undecided"),
    ],
)
def test_a_gate_on_a_measure(require, measure, expected):
    assert gate({"of": "staff_ratio", "require": require}, measure) == expected


def test_a_missing_measure_or_cell_fails_where_the_rules_say_so():
    missing = Measure("missing")
    assert gate({"of": "staff_ratio", "require": {"minimum": 60}, "missing": "fail"}, missing) == "fail"
    premises = {"of": "platforms.premises", "require": {"const": True}}
    assert gate(premises, missing, premises=None) == "undecided"
    premises["missing"] = "fail"
    assert gate(premises, missing, premises=None) == "fail"
    assert gate(premises, missing, premises=False) == "fail"
    assert gate(premises, missing, premises=True) == "pass"


@pytest.mark.parametrize(
    ("cell", "schema", "expected"),
    [
        (True, {"const": 1}, False),
        ("专业镇", {"enum": ["专业镇"]}, True),
        ("ab", {"minLength": 2, "maxLength": 2, "pattern": "^a"}, True),
        ("ab", {"not": {"const": "ab"}}, False),
        ("ab", {"anyOf": [{"const": "x"}, {"type": "string"}]}, True),
        (3, {"type": "integer", "exclusiveMaximum": 3}, False),
    ],
)
def test_json_schema_on_a_cell(cell, schema, expected):
    assert is_valid(cell, schema) is expected


def test_an_interval_scores_at_the_end_with_the_lower_mark():
    falling = {"kind": "linear", "at": [[0, 10], [100, 0]]}
    ends = (Fraction(40), Fraction(60))
    assert scored_value(ends, LOW) == 40
    assert scored_value(ends, falling) == 60
    assert scored_value((Fraction(10), Fraction(20)), LOW) == 10
    assert scored_value(ends, None) == 40


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ([{"minimum": 50}], (50, 60)),
        ([{"minimum": 60}], (60, 60)),
        ([{"minimum": 40}], (40, 60)),
        ([{"minimum": 61}], (40, 60)),
        ([{"maximum": 40}], (40, 40)),
        ([{"exclusiveMaximum": 60}], (40, 60)),
        ([{"exclusiveMinimum": 45, "maximum": 55}], (45, 55)),
        ([{"minimum": 50}, {"minimum": 45}, {"maximum": 59}], (50, 59)),
    ],
)
def test_gates_narrow_an_interval(requirements, expected):
    assert narrowed((Fraction(40), Fraction(60)), requirements) == expected
