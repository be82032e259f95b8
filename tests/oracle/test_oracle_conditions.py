"""The oracle's conditions against truth tables worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle.conditions import Subject, holds, truth
from tests.oracle.gates import narrows
from tests.oracle.sources import marked_facts, used_indicators

YES = {"of": "many", "require": {"minimum": 3}}
NO = {"of": "many", "require": {"maximum": 3}}
OPEN = {"of": "between", "require": {"minimum": 5}}
NONE = {"of": "nothing", "require": {"minimum": 0}}

ROW = {"platform_id": "A", "home": "专业镇", "premises": True, "equipment": None}
ENDS = {"many": (Fraction(4), Fraction(4)), "between": (Fraction(4), Fraction(6)), "nothing": None}
CLASSES = {"town": {"when": {"of": "platforms.home", "require": {"const": "专业镇"}}}, "open": {"when": OPEN}}
PLATFORM = Subject(ROW, ENDS, classes=CLASSES, marks={"service": Fraction("9.5"), "composite": Fraction(60)})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (YES, True),
        (NO, False),
        (OPEN, None),
        ({"of": "between", "require": {"minimum": 4}}, True),
        ({"of": "between", "require": {"exclusiveMinimum": 6}}, False),
        ({"of": "between", "require": {"exclusiveMinimum": 4}}, None),
        (NONE, None),
        ({**NONE, "missing": "undecided"}, None),
        ({**NONE, "missing": "fail"}, False),
        ({"of": "platforms.premises", "require": {"const": True}}, True),
        ({"of": "platforms.equipment", "require": {"const": True}}, None),
        ({"of": "platforms.equipment", "require": {"const": True}, "missing": "fail"}, False),
        ({"class": "town"}, True),
        ({"not": {"class": "open"}}, None),
    ],
)
def test_a_condition_on_one_source(condition, expected):
    assert truth(condition, PLATFORM) is expected
    assert holds(condition, PLATFORM) is (expected is True)


@pytest.mark.parametrize(
    ("conditions", "every", "some"),
    [
        ([YES, YES], True, True),
        ([YES, NO], False, True),
        ([NO, NO], False, False),
        ([YES, OPEN], None, True),
        ([OPEN, NO], False, None),
        ([OPEN, OPEN], None, None),
        ([OPEN], None, None),
        ([NO, OPEN, YES], False, True),
    ],
)
def test_all_and_any_are_kleenes(conditions, every, some):
    assert truth({"all": conditions}, PLATFORM) is every
    assert truth({"any": conditions}, PLATFORM) is some
    # De Morgan, which holds with three values too.
    opposite = [{"not": one} for one in conditions]
    assert truth({"not": {"any": opposite}}, PLATFORM) is every


@pytest.mark.parametrize(
    ("least", "conditions", "expected"),
    [
        (1, [YES, NO, OPEN], True),
        (2, [YES, NO, OPEN], None),
        (3, [YES, NO, OPEN], False),
        (2, [YES, YES, OPEN], True),
        (2, [OPEN, OPEN, NO], None),
        (3, [YES, YES, YES], True),
        (1, [NO], False),
    ],
)
def test_at_least_counts_what_is_true_and_what_may_be(least, conditions, expected):
    assert truth({"at_least": least, "among": conditions}, PLATFORM) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"of": "marks.composite", "require": {"minimum": 60}}, True),
        ({"of": "marks.service", "require": {"exclusiveMinimum": 9.5}}, False),
        ({"of": "marks.absent", "require": {"minimum": 0}}, None),
        ({"of": "marks.absent", "require": {"minimum": 0}, "missing": "fail"}, False),
    ],
)
def test_a_condition_on_marks(condition, expected):
    assert truth(condition, PLATFORM) is expected


def test_only_a_gate_of_one_requirement_narrows():
    assert narrows({"title": "x", **OPEN}, "between")
    assert not narrows({"title": "x", **OPEN}, "many")
    assert not narrows({"title": "x", "all": [OPEN]}, "between")


def test_indicators_are_found_in_every_part_of_the_rules():
    leaf = {"from": ["a"], "curve": {"kind": "choose", "cases": [{"when": {"not": {"of": "b", "require": {}}}}]}}
    rules = {
        "gates": {"g": {"any": [{"of": "c", "require": {}}, {"of": "platforms.home", "require": {"const": "of"}}]}},
        "classes": {"k": {"when": {"of": "d", "require": {}}}},
        "index": {"nodes": {"of": {"nodes": {"from": leaf}}, "home": {"from": ["platforms.home"], "curve": {}}}},
        "adjustments": {"x": {"from": ["e"], "curve": {"at": [[{"among": {"of": "f", "require": {}}}, 1]]}}},
        "grades": {"good": {"direct": {"at_least": 1, "among": [{"of": "g", "require": {}}]}}},
    }
    assert used_indicators(rules) == set("abcdefg")
    assert marked_facts(rules) == {"platforms.home"}
