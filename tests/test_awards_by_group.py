"""Places for each class or region, limits for each city: against every outcome played by hand."""

from collections import defaultdict
from decimal import Decimal
from itertools import permutations, product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.awards import award, grouped
from appraisal.model.award import AwardRule, Places, Quota
from tests.amounts import examples

EXCELLENT = frozenset({"excellent"})


def _quota(number: int) -> Quota:
    return Quota(number, None, None, ties_are_in=False)


def _rule(of, limit=None, *, per="legal_entity", freed="next") -> AwardRule:
    places = Places("city", {name: _quota(number) for name, number in of.items()}, None)
    at_most = None if limit is None else Places("type", {}, _quota(limit))
    return AwardRule(EXCELLENT, places, at_most, {"excellent": 1_000_000}, None, None, per, freed, "special", "24")


def _contenders(rows) -> pl.DataFrame:
    columns = ("platform_id", "entity_code", "status", "grade", "place", "city", "type")
    schema = dict.fromkeys(columns, pl.String) | {"place": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("place", "platform_id")


def _row(number, place, city="A", *, entity=None, status="ranked", kind="t"):
    return (f"P{number}", entity, status, "excellent", place, city, kind)


def _states(frame, rule):
    awarded = award(frame, rule)
    return dict(awarded.frame.select("platform_id", "state").iter_rows())


def test_each_region_has_places_of_its_own() -> None:
    frame = _contenders([_row(1, 1), _row(2, 2), _row(3, 3, "B"), _row(4, 4, "B"), _row(5, 5, "C")])
    expected = {"P1": "given", "P2": "none", "P3": "given", "P4": "given", "P5": "none"}
    assert _states(frame, _rule({"A": 1, "B": 2})) == expected


def test_an_entity_has_one_award_in_all_and_its_other_place_goes_to_the_next() -> None:
    frame = _contenders([_row(1, 1, entity="X"), _row(2, 2, "B", entity="X"), _row(3, 3, "B")])
    assert _states(frame, _rule({"A": 1, "B": 1})) == {"P1": "given", "P2": "none", "P3": "given"}
    lapsed = _rule({"A": 1, "B": 1}, freed="lapse")
    assert _states(frame, lapsed) == {"P1": "given", "P2": "none", "P3": "none"}


def test_a_better_sibling_without_a_place_keeps_nobody_out() -> None:
    frame = _contenders([_row(1, 1), _row(2, 2, entity="X"), _row(3, 3, "B", entity="X")])
    assert _states(frame, _rule({"A": 1, "B": 1})) == {"P1": "given", "P2": "none", "P3": "given"}


def test_no_more_than_the_limit_of_one_kind_wins() -> None:
    frame = _contenders([_row(1, 1, kind="x"), _row(2, 2, kind="x"), _row(3, 3, kind="y"), _row(4, 4, kind="x")])
    assert _states(frame, _rule({"A": 3}, 1)) == {"P1": "given", "P2": "none", "P3": "given", "P4": "none"}


def test_an_undecided_platform_opens_the_places_of_its_own_region_alone() -> None:
    frame = _contenders([_row(1, 1, status="undecided"), _row(2, 2), _row(3, 3, "B")])
    awarded = award(frame, _rule({"A": 1, "B": 1}))
    assert dict(awarded.frame.select("platform_id", "state").iter_rows()) == {"P1": "open", "P2": "open", "P3": "given"}
    assert [gate.platform_id for gate in awarded.open_gates] == ["P1"]
    assert awarded.reserved == 1


def test_a_share_of_the_ranked_is_rounded_as_the_rules_say() -> None:
    for rounding, given_places in (("floor", 1), ("half_up", 2), ("ceil", 2)):
        share = Quota(None, Decimal("0.5"), rounding, ties_are_in=False)
        rule = AwardRule(
            EXCELLENT,
            Places("city", {"A": share}, None),
            None,
            {"excellent": 1},
            None,
            None,
            "platform",
            "next",
            "special",
            None,
        )
        states = _states(_contenders([_row(number, number) for number in (1, 2, 3)]), rule)
        assert list(states.values()).count("given") == given_places


rows = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from("AB"),
        st.sampled_from([None, "X", "Y"]),
        st.sampled_from(["ranked", "ranked", "undecided"]),
        st.sampled_from("xy"),
    ),
    max_size=6,
)


def _play(line, of, limit, *, lapses):
    left, within = dict(of), defaultdict(lambda: limit)
    served, winners = set(), set()
    for platform, entity, _, _, _, city, kind in line:
        own = entity or platform
        if left[city] == 0 or (limit is not None and within[kind] == 0):
            continue
        if own in served and not lapses:
            continue
        if own not in served:
            winners.add(platform)
            served.add(own)
        left[city] -= 1
        if limit is not None:
            within[kind] -= 1
    return winners


def _all_outcomes(frame, of, limit, *, lapses):
    candidates = frame.rows()
    waiting = [one[0] for one in candidates if one[2] == "undecided"]
    for passing in product((True, False), repeat=len(waiting)):
        out = {name for name, passes in zip(waiting, passing, strict=True) if not passes}
        blocks = defaultdict(list)
        for one in candidates:
            if one[0] not in out:
                blocks[one[4]].append(one)
        for orders in product(*(list(permutations(blocks[place])) for place in sorted(blocks))):
            yield _play([one for block in orders for one in block], of, limit, lapses=lapses)


@pytest.mark.parametrize("most", [5_000, 0])
@pytest.mark.parametrize("freed", ["next", "lapse"])
@given(drawn=rows, places=st.tuples(st.integers(0, 2), st.integers(0, 2)), limit=st.sampled_from([None, 1, 2]))
@examples(60)
def test_it_is_what_all_outcomes_have_in_common(most, freed, drawn, places, limit) -> None:
    spread = [
        _row(n, place, city, entity=own, status=state, kind=kind)
        for n, (place, city, own, state, kind) in enumerate(drawn)
    ]
    # Places as competition ranks, as the ranking gives them.
    ordered = sorted({row[4] for row in spread})
    before = {place: sum(row[4] < place for row in spread) + 1 for place in ordered}
    frame = _contenders([(*row[:4], before[row[4]], *row[5:]) for row in spread])
    of = dict(zip("AB", places, strict=True))
    outcomes = list(_all_outcomes(frame, of, limit, lapses=freed == "lapse"))
    always, sometimes = set.intersection(*outcomes), set.union(*outcomes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouped, "MOST_OUTCOMES", most)
        states = _states(frame, _rule(of, limit, freed=freed))
    given_ones = {name for name, state in states.items() if state == "given"}
    possible = {name for name, state in states.items() if state != "none"}
    if most:
        assert (given_ones, possible) == (always, sometimes)
    else:
        # By bounds: never a wrong award, never one denied that could be won.
        assert given_ones <= always
        assert sometimes <= possible
