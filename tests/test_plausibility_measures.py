"""Measures that are doubtful: claimed otherwise, verified otherwise, or far from last year's."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

import appraisal
from appraisal import measure, procedure
from appraisal.errors import Severity
from appraisal.explanation import explain
from appraisal.plausibility import measure_doubts
from tests.conftest import official
from tests.synthetic import planted

SITE = planted.SITE_FOUND_49[2014]


@pytest.fixture(scope="module")
def scenario():
    return appraisal.load_scenario("2014")


@pytest.fixture(scope="module")
def measured(scenario):
    platforms = procedure.in_operation(scenario.tables["platforms"].frame, 2014)
    return measure.measure(platforms, scenario.tables, scenario.compiled)


@pytest.fixture
def doubts(scenario, measured):
    """What is found under only one check, with some tables or last year's measures replaced."""

    def found(check, previous=None, factor=5, **tables):
        weights = dict.fromkeys(scenario.rules.checks, None) | ({check: Severity.WARNING} if check else {})
        rules = replace(scenario.rules, checks=weights, jump_factor=Decimal(factor))
        return measure_doubts({**scenario.tables, **tables}, measured, rules, scenario.compiled, previous)

    return found


def last_year(**counts):
    rows = {"platform_id": [*counts], "indicator": "service_count", "text": "before"}
    digits = {"numerator": [Decimal(count) for count in counts.values()], "denominator": Decimal(1)}
    return pl.DataFrame(rows | digits, schema_overrides={name: pl.Decimal(38, 6) for name in digits})


def test_a_claim_says_what_was_claimed_and_what_the_table_shows(doubts):
    first = next(one for one in doubts("reported_differs") if one.platform_id == "P0013")
    assert str(first.message) == "SMEs served: claimed 212 家, the table Service ledger shows 162 家."
    assert first.place.column == "smes_served"


def jumps(found):
    return [(one.platform_id, str(one.message)) for one in found if one.code == "measure_jump"]


@pytest.mark.parametrize(
    ("old", "is_jump"), [("32.4", True), ("32.400001", False), ("162", False), ("809.999999", False), ("810", True)]
)
def test_a_jump_begins_at_the_factor_itself_up_and_down(doubts, old, is_jump):
    told = [("P0013", "SMEs served: before last year, 162 家 now.")]
    assert jumps(doubts("measure_jump", last_year(P0013=old))) == (told if is_jump else [])


@pytest.mark.parametrize(("factor", "count"), [("2", 1), ("2.01", 0)])
def test_the_factor_is_that_of_the_rules(doubts, factor, count):
    assert len(jumps(doubts("measure_jump", last_year(P0013=81), factor=factor))) == count


def test_nothing_is_a_jump_from_zero_or_without_a_year_before(doubts):
    assert jumps(doubts("measure_jump", last_year(P0013=0))) == []
    assert jumps(doubts("measure_jump")) == []


def test_the_amount_in_ten_thousand_yuan_of_2013_is_a_jump_though_no_outlier_of_its_year():
    found = official("2013").tables["findings"].filter(platform_id=planted.REVENUE_IN_WAN[2013])
    assert "measure_jump" in found["code"]


def test_a_value_found_on_site_is_told_with_all_others_in_order(doubts):
    [found] = [one for one in doubts(None) if one.platform_id == SITE]
    assert (found.code, found.severity, found.value) == ("verified_differs", Severity.NOTICE, "service_count")
    assert str(found.message) == (
        "SMEs served. by the evidence: 52 家, by the city: 51 家, on site: 49 家. What scores is 49 家, verified last."
    )


def test_values_that_are_all_the_same_are_not_told(doubts, scenario):
    verified = scenario.tables["verified"]
    rows = verified.frame.filter(pl.col("platform_id") == SITE).with_columns(numerator=pl.lit(52_000_000))
    assert [one for one in doubts(None, verified=replace(verified, frame=rows)) if one.code == "verified_differs"] == []


def test_what_is_only_declared_is_told_and_replaces_nothing(doubts, scenario):
    verified = scenario.tables["verified"]
    rows = verified.frame.filter(pl.col("platform_id") == SITE).head(1).with_columns(stage=pl.lit("declared"))
    [found] = doubts(None, verified=replace(verified, frame=rows))
    assert "declared: 51 家, by the evidence: 52 家. The evidence scores" in str(found.message)


def test_explain_shows_every_value_of_a_measure_and_which_one_scores():
    shown = json.dumps(explain(official("2014"), SITE).rendered("en"), ensure_ascii=False)
    assert "by the evidence: 52 家, by the city: 51 家, on site: 49 家" in shown
    assert shown.count("verified last") == 1


def test_last_years_measures_are_kept_as_a_table(scenario):
    assert set(scenario.previous.columns) >= {"platform_id", "indicator", "numerator", "denominator", "state"}
    assert scenario.documents.scenario["previous"].keys() >= {
        "path",
        "content_digest",
        "closing_yuan",
        "measures_sha256",
    }


def test_a_verified_platform_with_rows_of_another_year_only_is_told_too(doubts, scenario):
    services = scenario.tables["services"]
    moved = replace(services, frame=services.frame.with_columns(pl.col("date").dt.offset_by("1y")))
    [found] = [one for one in doubts(None, services=moved) if one.platform_id == SITE]
    assert "by the evidence: 0 家, by the city: 51 家" in str(found.message)
