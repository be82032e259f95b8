"""Awards: given in every outcome, open in some, none in none; held against all outcomes one by one."""

from itertools import permutations, product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.awards import award
from appraisal.model.award import AwardRule, Places, Quota


def _rule(places=2, per="legal_entity", freed="next") -> AwardRule:
    every = Places(None, {}, Quota(places, None, None, ties_are_in=False))
    amounts = {"excellent": 1_000_000}
    return AwardRule(frozenset({"excellent"}), every, None, amounts, None, None, per, freed, "special", "24")


def _contenders(rows) -> pl.DataFrame:
    """Rows of (platform, entity, status, place, grade)."""
    schema = {
        "platform_id": pl.String,
        "entity_code": pl.String,
        "status": pl.String,
        "place": pl.Int64,
        "grade": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort("place", "platform_id")


def _states(rows, rule) -> dict[str, str]:
    return dict(award(_contenders(rows), rule).frame.select("platform_id", "state").iter_rows())


def _winners(order, rule) -> set[str]:
    """Who wins when everything is settled: go down the list."""
    won, entities, taken = set(), set(), 0
    for platform, entity in order:
        if taken == rule.places.otherwise.first:
            break
        if rule.per == "legal_entity" and entity in entities:
            taken += rule.freed_place == "lapse"
            continue
        won.add(platform)
        entities.add(entity)
        taken += 1
    return won


def _orders(rows):
    """Every outcome: each undecided platform in or out, each tie in any order."""
    undecided = [row[0] for row in rows if row[2] == "undecided"]
    for choice in product([True, False], repeat=len(undecided)):
        out = {platform for platform, stays in zip(undecided, choice, strict=True) if not stays}
        groups: dict[int, list] = {}
        for row in rows:
            if row[0] not in out and row[4] == "excellent":
                groups.setdefault(row[3], []).append((row[0], row[1]))
        yield from (
            [one for group in order for one in group]
            for order in product(*(list(permutations(groups[place])) for place in sorted(groups)))
        )


def _by_brute_force(rows, rule) -> dict[str, str]:
    outcomes = [_winners(order, rule) for order in _orders(rows)]
    states = {}
    for platform, _, status, _, _ in rows:
        wins = [platform in won for won in outcomes]
        states[platform] = "given" if all(wins) and status == "ranked" else "open" if any(wins) else "none"
    return states


rows_strategy = st.lists(
    st.tuples(
        st.sampled_from("ABCD"),
        st.sampled_from(["ranked", "ranked", "undecided"]),
        st.integers(1, 4),
        st.sampled_from(["excellent", "excellent", "good"]),
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: [(f"P{number}", *row) for number, row in enumerate(rows)])
rules_strategy = st.builds(
    _rule, st.integers(1, 4), st.sampled_from(["legal_entity", "platform"]), st.sampled_from(["next", "lapse"])
)


@given(rows=rows_strategy, rule=rules_strategy)
def test_an_award_is_given_only_if_it_holds_in_every_outcome(rows, rule) -> None:
    assert _states(rows, rule) == _by_brute_force(rows, rule)


def test_a_tie_across_the_award_line_leaves_both_open() -> None:
    rows = [
        ("A", "a", "ranked", 1, "excellent"),
        ("B", "b", "ranked", 2, "excellent"),
        ("C", "c", "ranked", 2, "excellent"),
    ]
    assert _states(rows, _rule(places=2)) == {"A": "given", "B": "open", "C": "open"}
    awarded = award(_contenders(rows), _rule(places=2))
    assert [tie.platforms for tie in awarded.open_ties] == [("B", "C")]
    assert awarded.reserved == 1


def test_two_platforms_of_one_legal_entity_get_one_award_and_the_place_goes_to_the_next() -> None:
    rows = [
        ("A", "a", "ranked", 1, "excellent"),
        ("B", "a", "ranked", 2, "excellent"),
        ("C", "c", "ranked", 3, "excellent"),
    ]
    assert _states(rows, _rule(places=2)) == {"A": "given", "B": "none", "C": "given"}
    assert _states(rows, _rule(places=2, freed="lapse")) == {"A": "given", "B": "none", "C": "none"}
    assert _states(rows, _rule(places=2, per="platform")) == {"A": "given", "B": "given", "C": "none"}


def test_an_undecided_platform_that_could_win_leaves_its_award_and_the_last_one_open() -> None:
    rows = [
        ("A", "a", "ranked", 1, "excellent"),
        ("U", "u", "undecided", 2, "excellent"),
        ("C", "c", "ranked", 3, "excellent"),
    ]
    awarded = award(_contenders(rows), _rule(places=2))
    assert dict(awarded.frame.select("platform_id", "state").iter_rows()) == {"A": "given", "U": "open", "C": "open"}
    assert [gate.platform_id for gate in awarded.open_gates] == ["U"]


def test_an_undecided_platform_below_the_line_changes_nothing() -> None:
    rows = [
        ("A", "a", "ranked", 1, "excellent"),
        ("B", "b", "ranked", 2, "excellent"),
        ("U", "u", "undecided", 3, "excellent"),
    ]
    awarded = award(_contenders(rows), _rule(places=2))
    assert not awarded.is_open
    assert awarded.open_gates == ()


@pytest.mark.parametrize("grade", ["good", None])
def test_only_the_grade_excellent_wins_even_with_places_left(grade) -> None:
    assert _states([("A", "a", "ranked", 1, grade)], _rule()) == {"A": "none"}


def test_who_loses_only_to_its_own_entity_is_named() -> None:
    rows = [
        ("A", "a", "ranked", 1, "excellent"),
        ("B", "a", "ranked", 2, "excellent"),
        ("C", "c", "ranked", 3, "excellent"),
    ]
    assert award(_contenders(rows), _rule(places=1)).behind_their_own == ("B",)
    assert award(_contenders(rows), _rule(places=2)).behind_their_own == ("B",)
    assert award(_contenders(rows), _rule(places=2, per="platform")).behind_their_own == ()


def test_two_platforms_without_a_code_are_two_entities() -> None:
    rows = [("A", None, "ranked", 1, "excellent"), ("B", None, "ranked", 2, "excellent")]
    assert _states(rows, _rule(places=2)) == {"A": "given", "B": "given"}
