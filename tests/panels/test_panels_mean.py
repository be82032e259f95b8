"""The trimmed mean of a panel: exact, the same in every order, and what the book says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amounts import examples
from tests.oracle.panels import panel_measure, panel_names
from tests.oracle.verdict import Measure
from tests.panels.world import (
    LONG,
    MAIN,
    OTHER,
    PLAIN,
    SHORT,
    ballot,
    by_the_book,
    measured,
    rules,
    told,
    value,
)

TOTALS = st.decimals(0, 100, places=2)


def test_the_highest_and_the_lowest_total_are_left_out_and_the_rest_is_never_rounded() -> None:
    found = measured(ballot("A", e1=80, e2=85, e3=88, e4=90, e5=95), MAIN)
    assert value(found, "A") == Fraction(85 + 88 + 90, 3)
    assert told(found) == []


def test_a_criterion_has_a_trimmed_mean_of_its_own() -> None:
    found = measured(ballot("A", e1=10, e2=20, e3=31, e4=70), MAIN)
    # On the plan 10, 20, 31 and 40: two are left.
    assert value(found, "A", "panels.main.plan") == Fraction(51, 2)
    assert value(found, "A", "panels.main.team") == 0


def test_of_equal_totals_only_so_many_are_left_out_as_the_rules_say() -> None:
    found = measured(ballot("A", e1=90, e2=90, e3=90, e4=60), {**MAIN, "spread_warning": 50})
    assert value(found, "A") == 90
    gone = found.details.filter(measure="panels.main").sort("expert_id")
    assert gone["part"].to_list() == ["counted", "counted", "highest", "lowest"]


@pytest.mark.parametrize(("experts", "expected"), [(2, "missing"), (3, Fraction(2))])
def test_with_fewer_experts_than_the_rules_ask_for_there_is_no_value(experts, expected) -> None:
    found = measured(ballot("A", **{f"e{number}": number for number in range(1, experts + 1)}), MAIN)
    assert value(found, "A") == expected
    assert [code for code, *_ in told(found)] == (["panel|too_few"] if expected == "missing" else [])


def test_a_platform_that_nobody_marked_is_missing_and_one_that_handed_in_nothing_is_not_submitted() -> None:
    found = measured(ballot("A", e1=90) + ballot("C", e1=90), platforms=("A", "B", "C"), absent=("C",))
    assert [value(found, name) for name in "ABC"] == [90, "missing", "not_submitted"]
    # A leaf that reads it says that it is missing; it is not said twice.
    assert told(found) == []


def test_the_measure_prints_with_its_unit_and_has_the_title_of_its_criterion() -> None:
    found = measured(ballot("A", e1=80, e2=85, e3=88, e4=90, e5=95), MAIN)
    one = found.by_id["panels.main"]
    assert found.frame.filter(platform_id="A").select(one.printed()).item() == "87.67 分"
    assert found.by_id["panels.main.plan"].indicator.title.zh == "专家评审：方案"
    assert not one.may_be_interval


@examples(50)
@given(st.lists(TOTALS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(totals, random) -> None:
    marks = ballot("A", **{f"e{number}": total for number, total in enumerate(totals)})
    mixed = random.sample(marks, len(marks))
    one, other = measured(marks), measured(mixed)
    assert one.frame.equals(other.frame)
    assert one.details.equals(other.details)


@examples(50)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_one_more_expert_with_the_mean_changes_nothing_where_nothing_is_trimmed(totals) -> None:
    # A hundredth is the smallest mark: only a mean that can be written is given.
    whole = [total * len(totals) // len(totals) for total in totals]
    mean = Fraction(sum(whole), len(whole))
    if (mean * 100).denominator != 1:
        whole[0] += (-sum(whole)) % len(whole)
        mean = Fraction(sum(whole), len(whole))
    if max(whole) > 100:
        return
    experts = {f"e{number}": total for number, total in enumerate(whole)}
    assert value(measured(ballot("A", **experts)), "A") == mean
    assert value(measured(ballot("A", **experts, more=float(mean))), "A") == mean


@examples(50)
@given(st.lists(TOTALS, min_size=3, max_size=9))
def test_the_trimmed_mean_lies_between_the_lowest_and_the_highest_that_are_left(totals) -> None:
    marks = ballot("A", **{f"e{number}": total for number, total in enumerate(totals)})
    left = sorted(map(Fraction, totals))[1:-1]
    assert left[0] <= value(measured(marks, MAIN), "A") <= left[-1]


@examples(50)
@given(
    totals=st.dictionaries(st.sampled_from("abcdefgh"), TOTALS, min_size=1),
    codes=st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([SHORT, LONG, OTHER, ""])),
    trim=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    more=st.integers(1, 3),
)
def test_the_engine_equals_the_book(totals, codes, trim, more) -> None:
    highest, lowest = trim
    panel = {
        **PLAIN,
        "trim": {"highest": highest, "lowest": lowest},
        "minimum": highest + lowest + more,
        "recusal": "set_aside",
    }
    platforms, marks = {"A": LONG, "B": ""}, ballot("A", **totals) + ballot("B", **totals)
    found = measured(marks, panel, platforms, codes)
    book = by_the_book(marks, platforms, codes)
    for name in panel_names(rules(main=panel)):
        for row in book.table("platforms").rows:
            by_book = panel_measure(name, row, rules(main=panel), book)
            assert value(found, row["platform_id"], name) == _said(by_book)


def _said(one: Measure) -> Fraction | str:
    if one.numerator is None or one.denominator is None:
        return one.state
    return one.numerator / one.denominator
