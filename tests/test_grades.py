"""Grades by score, by condition, by place, by share and directly; the rounding of a share; ties across a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.small_rules import appraised, at_least, grades, group, leaf, refused, rules

LAST = {"title": "其余"}
#: Ten platforms with 10, 9, ..., 1 marks.
TEN = {f"P{place:02}": {"x": 11 - place} for place in range(1, 11)}


def best(result: Any) -> list[str]:
    return [platform for platform, grade in grades(result).items() if grade == "best"]


def graded(tmp_path: Path, rows: Any, **best_grade: Any) -> list[str]:
    stated = rules(grades={"best": {"title": "优秀", **best_grade}, "rest": LAST})
    return best(appraised(tmp_path, stated, rows))


@pytest.mark.parametrize(
    ("share", "rounding", "places"),
    [
        (0.25, "floor", 2),
        (0.25, "ceil", 3),
        (0.25, "half_up", 3),
        (0.249999, "half_up", 2),
        (0.249999, "ceil", 3),
        (0.3, "floor", 3),
        (0.3, "ceil", 3),
        (0.3, "half_up", 3),
        (0.300001, "floor", 3),
        (0.300001, "ceil", 4),
        (0.05, "floor", 0),
        (0.05, "half_up", 1),
        (1, "floor", 10),
    ],
)
def test_a_share_becomes_places_as_the_rules_round_it(share: float, rounding: str, places: int, tmp_path: Path) -> None:
    found = graded(tmp_path, TEN, share=share, round=rounding, tied="in")
    assert found == sorted(TEN)[:places]


#: Places 1, 2, 2, 2, 5.
TIED = {"A": {"x": 9}, "B": {"x": 8}, "C": {"x": 8}, "D": {"x": 8}, "E": {"x": 7}}


@pytest.mark.parametrize(
    ("first", "tied", "expected"),
    [
        (1, "in", "A"),
        (1, "out", "A"),
        (2, "in", "ABCD"),
        (2, "out", "A"),
        (3, "in", "ABCD"),
        (3, "out", "A"),
        (4, "in", "ABCD"),
        (4, "out", "ABCD"),
        (5, "out", "ABCDE"),
    ],
)
def test_those_tied_across_the_line_are_all_in_or_all_out(first: int, tied: str, expected: str, tmp_path: Path) -> None:
    assert "".join(graded(tmp_path, TIED, first=first, tied=tied)) == expected


def test_who_is_undecided_takes_a_place_but_is_not_counted_in_the_share(tmp_path: Path) -> None:
    # P01 leads and its gate is open: nine are ranked, a third of them are 3 places, of which P01 has the first.
    rows = {name: {**row, "y": None if name == "P01" else 1} for name, row in TEN.items()}
    stated = rules(
        gates={"g": {"title": "条件", **at_least("y", 1)}},
        grades={"best": {"title": "优秀", "share": 0.333334, "round": "floor", "tied": "in"}, "rest": LAST},
    )
    assert best(appraised(tmp_path, stated, rows)) == ["P01", "P02", "P03"]
    # Who fails the gate takes no place and has no grade.
    rows["P01"]["y"] = 0
    result = appraised(tmp_path, stated, rows)
    assert best(result) == ["P02", "P03", "P04"]
    assert grades(result)["P01"] is None


EDGE = {"below": {"x": "59.9999"}, "at": {"x": 60}, "above": {"x": "60.0001"}}


def test_a_minimum_includes_itself_and_is_held_against_the_published_composite(tmp_path: Path) -> None:
    assert graded(tmp_path, EDGE, minimum=60) == ["above", "at"]
    # 59.9999 is published as 60.00.
    stated = rules(
        rounding={"leaf": 4, "total": 2, "mode": "half_up"},
        grades={"best": {"title": "优秀", "minimum": 60}, "rest": LAST},
    )
    assert best(appraised(tmp_path, stated, EDGE)) == ["above", "at", "below"]


def test_a_minimum_and_a_quota_both_hold(tmp_path: Path) -> None:
    assert graded(tmp_path, TEN, minimum=9, first=5, tied="in") == ["P01", "P02"]
    assert graded(tmp_path, TEN, minimum=3, first=5, tied="in") == ["P01", "P02", "P03", "P04", "P05"]


def test_a_condition_on_a_mark_stands_beside_the_total(tmp_path: Path) -> None:
    # Pass: a total of 60, and y not 0.
    nodes = {"a": leaf("x", 80), "b": leaf("y", 20)}
    when = {"of": "marks.b", "require": {"exclusiveMinimum": 0}}
    stated = rules(nodes, grades={"best": {"title": "合格", "minimum": 60, "when": when}, "rest": LAST})
    rows = {"P": {"x": 80, "y": 0}, "Q": {"x": 80, "y": "0.0001"}, "R": {"x": 55, "y": 4}, "S": {"x": 55, "y": 5}}
    assert best(appraised(tmp_path, stated, rows)) == ["Q", "S"]


def test_floors_of_groups_and_direct_conditions(tmp_path: Path) -> None:
    nodes = {"one": group(40, {"a": leaf("x", 40)}), "two": group(60, {"b": leaf("y", 60)})}
    when = {"all": [at_least("marks.one", 20), at_least("marks.two", 15)]}
    grade = {"title": "合格", "minimum": 60, "when": when, "direct": {"any": [at_least("z", 1), at_least("z", 5)]}}
    rows = {
        "P": {"x": 20, "y": 40, "z": 0},
        "Q": {"x": "19.9999", "y": 60, "z": 0},
        "R": {"x": 1, "y": 1, "z": 1},
        "S": {"x": 1, "y": 1, "z": 0},
        "T": {"x": 40, "y": 15, "z": 0},
        "U": {"x": 1, "y": 1},
    }
    result = appraised(tmp_path, rules(nodes, grades={"best": grade, "rest": LAST}), rows)
    assert best(result) == ["P", "R"]
    # What is open does not hold.
    assert grades(result)["U"] == "rest"


def test_a_direct_condition_alone_is_a_requirement(tmp_path: Path) -> None:
    assert graded(tmp_path, EDGE, direct={"of": "marks.composite", "require": {"exclusiveMinimum": 60}}) == ["above"]


def test_the_first_grade_that_is_earned_counts(tmp_path: Path) -> None:
    ladder = {
        "first": {"title": "一", "first": 1, "tied": "in", "minimum": 9},
        "good": {"title": "良", "minimum": 7, "when": at_least("x", 1)},
        "fair": {"title": "中", "share": 0.8, "round": "floor", "tied": "in"},
        "rest": LAST,
    }
    found = grades(appraised(tmp_path, rules(grades=ladder), TEN))
    assert list(found.values()) == ["first", *["good"] * 3, *["fair"] * 4, *["rest"] * 2]
    # By their minimum where all but the last have one, in whatever order they are written.
    turned = {"low": {"title": "中", "minimum": 3}, "high": {"title": "良", "minimum": 8}, "rest": LAST}
    assert set(grades(appraised(tmp_path, rules(grades=turned), TEN)).values()) == {"low", "high", "rest"}


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"a": {"title": "一", "minimum": 1}}, "rules|grades_lowest"),
        ({"a": LAST, "b": LAST}, "rules|grades_lowest"),
        ({"a": LAST, "b": {"title": "二", "first": 1, "tied": "in"}}, "rules|grades_lowest"),
        ({"a": {"title": "一", "minimum": 1}, "b": {"title": "二", "minimum": 1}, "c": LAST}, "rules|grades_equal"),
        ({"a": {"title": "一", "when": at_least("marks.nothing", 1)}, "c": LAST}, "rules|mark_unknown"),
    ],
)
def test_grades_that_cannot_be_given_are_refused(stated: Any, code: str, tmp_path: Path) -> None:
    assert code in refused(tmp_path, rules(grades=stated), EDGE)


@pytest.mark.parametrize(
    "half",
    [
        {"share": 0.5},
        {"share": 0.5, "round": "floor"},
        {"first": 2},
        {"first": 2, "share": 0.5, "tied": "in"},
        {"round": "ceil"},
    ],
)
def test_a_quota_says_how_it_is_rounded_and_what_becomes_of_ties(half: Any, tmp_path: Path) -> None:
    assert refused(tmp_path, rules(grades={"a": {"title": "一", **half}, "b": LAST}), EDGE)
