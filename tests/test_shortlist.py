"""The shortlist at 110 % of the places, the seeded sample, the nomination quotas."""

import hashlib
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.errors import Refused
from appraisal.procedure import appraise
from appraisal.scenario import assemble
from appraisal.scenario.chain import merge_patch
from appraisal.scenario.documents import resolve
from appraisal.scenario.locate import find_scenario
from appraisal.shortlist import lot


@pytest.fixture(scope="module")
def documents():
    return resolve(find_scenario("2014"), [], None)


def _run(documents, **patch):
    return appraise(assemble(replace(documents, rules=merge_patch(documents.rules, patch))))


def test_a_tenth_more_than_the_places_is_verified(documents) -> None:
    result = _run(documents, shortlist={"share": Decimal("1.1")})
    listed = result.tables["shortlist"].filter("listed")
    assert result.tables["quotas"].filter(quota="shortlist")["places"].to_list() == [22]
    assert listed["place"].max() == 22
    best = result.tables["ranking"].filter(pl.col("status").is_in(["ranked", "undecided"]))
    assert set(listed["platform_id"]) == set(best.head(listed.height)["platform_id"])


def test_nobody_tied_at_the_line_is_left_out(documents) -> None:
    # Marks without decimals make many equal.
    coarse = {"leaf": 0, "total": 0, "mode": "half_up"}
    result = _run(documents, rounding=coarse, ranking={"ties": []}, shortlist={"places": 3, "share": 1})
    ranking = result.tables["ranking"].filter(pl.col("status").is_in(["ranked", "undecided"]))
    third = ranking["composite"][2]
    listed = set(result.tables["shortlist"].filter("listed")["platform_id"])
    assert listed == set(ranking.filter(pl.col("composite") >= third)["platform_id"])


def test_each_city_has_a_shortlist_of_its_own(documents) -> None:
    places = {"by": "platforms.city", "of": {"佛山市": 4}, "otherwise": 1}
    result = _run(documents, shortlist={"places": places, "share": Decimal("1.5")})
    sizes = dict(result.tables["shortlist"].filter("listed").group_by("group").len().iter_rows())
    assert sizes["佛山市"] >= 6
    assert all(size >= 2 for size in sizes.values())


def test_the_sample_is_drawn_by_a_lot_that_anybody_can_draw_again(documents) -> None:
    sample = {"of": "ranked", "places": {"share": Decimal("0.2"), "round": "ceil"}, "seed": "2014-核查"}
    result = _run(documents, sample=sample)
    ranked = result.tables["ranking"].filter(status="ranked")["platform_id"].to_list()
    lots = sorted(ranked, key=lambda one: hashlib.sha256(f"2014-核查\n{one}".encode()).hexdigest())
    drawn = result.tables["shortlist"].filter("sampled")
    assert set(drawn["platform_id"]) == set(lots[: -(-len(ranked) // 5)])
    assert result.tables["shortlist"].sort("drawn")["platform_id"].to_list() == lots


@given(st.text(max_size=10), st.lists(st.text(min_size=1, max_size=8), unique=True, min_size=2))
def test_the_lot_of_a_platform_does_not_depend_on_the_others(seed, platforms) -> None:
    assert len({lot(seed, one) for one in platforms}) == len(platforms)


def test_a_city_that_nominates_too_many_is_named(documents) -> None:
    nominated = {"of": "platforms.city", "require": {"const": "佛山市"}}
    quota = {"by": "platforms.city", "of": {"佛山市": 3}, "otherwise": 0}
    with pytest.raises(Refused) as refused:
        _run(documents, nominations={"when": nominated, "at_most": quota})
    (finding,) = refused.value.findings
    assert finding.code == "nominations|too_many"
    assert "佛山市" in finding.sentence("zh")


def test_as_many_as_allowed_may_be_nominated(documents) -> None:
    nominated = {"of": "platforms.city", "require": {"const": "佛山市"}}
    quota = {"by": "platforms.city", "otherwise": 10_000}
    assert _run(documents, nominations={"when": nominated, "at_most": quota}).tables["ranking"].height


def test_rules_without_a_shortlist_list_nobody(documents) -> None:
    assert _run(documents).tables["shortlist"].height == 0
