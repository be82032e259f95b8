"""The planted truths of the synthetic evidence, each in the words of the policy."""

from decimal import Decimal

import polars as pl
import pytest

from tests.conftest import official
from tests.synthetic import planted


def _row(year: int, table: str, platform: str, **keys: str) -> dict:
    frame = official(str(year)).tables[table].filter(pl.col("platform_id") == platform)
    for column, value in keys.items():
        frame = frame.filter(pl.col(column) == value)
    return frame.row(0, named=True)


def _gate(year: int, platform: str, gate: str) -> str:
    return _row(year, "gates", platform, gate=gate)["outcome"]


def _measure(year: int, platform: str, indicator: str) -> dict:
    return _row(year, "measures", platform, indicator=indicator)


def _status(year: int, platform: str) -> str:
    return _row(year, "ranking", platform)["status"]


def test_exactly_50_smes_are_50_or_more(year) -> None:
    platform = planted.EXACTLY_50_SMES[year]
    assert _measure(year, platform, "service_count")["numerator"] == 50
    assert _gate(year, platform, "smes_50") == "pass"


def test_49_smes_are_too_few_though_one_was_served_by_two_departments(year) -> None:
    platform = planted.ONLY_49_SMES[year]
    assert _measure(year, platform, "service_count")["numerator"] == 49
    assert _gate(year, platform, "smes_50") == "fail"
    assert _status(year, platform) == "ineligible"


def test_large_enterprises_do_not_count_as_smes(year) -> None:
    assert _gate(year, planted.LARGE_DO_NOT_COUNT[year], "smes_50") == "fail"


def test_services_of_the_december_before_do_not_count(year) -> None:
    assert _gate(year, planted.DECEMBER_BEFORE[year], "smes_50") == "fail"


def test_the_number_found_on_site_replaces_the_declared_one(year) -> None:
    measure = _measure(year, planted.SITE_FOUND_49[year], "service_count")
    assert (measure["numerator"], measure["stage"]) == (49, "site")
    assert _gate(year, planted.SITE_FOUND_49[year], "smes_50") == "fail"


def test_exactly_60_percent_is_60_percent_or_more(year) -> None:
    platform = planted.EXACTLY_60_PERCENT[year]
    measure = _measure(year, platform, "staff_ratio")
    assert 10 * measure["numerator"] == 6 * measure["denominator"]
    assert _gate(year, platform, "staff_60") == "pass"


def test_one_person_short_of_60_percent_fails(year) -> None:
    measure = _measure(year, planted.ONE_PERSON_SHORT[year], "staff_ratio")
    assert 10 * measure["numerator"] < 6 * measure["denominator"] <= 10 * (measure["numerator"] + 1)
    assert _gate(year, planted.ONE_PERSON_SHORT[year], "staff_60") == "fail"


def test_59_996_percent_is_not_60_percent_though_it_prints_as_60_00(year) -> None:
    measure = _measure(year, planted.NEARLY_60_PERCENT[year], "staff_ratio")
    assert (measure["numerator"], measure["denominator"], measure["text"]) == (3001, 5002, "60.00 %")
    assert _gate(year, planted.NEARLY_60_PERCENT[year], "staff_60") == "fail"


def test_a_person_with_all_three_qualifications_counts_once(year) -> None:
    measure = _measure(year, planted.ALL_THREE_QUALIFICATIONS[year], "staff_ratio")
    assert (measure["numerator"], measure["denominator"]) == (11, 20)
    assert _gate(year, planted.ALL_THREE_QUALIFICATIONS[year], "staff_60") == "fail"


@pytest.mark.parametrize("name", ["2012", "2013-before-meeting", "2014", "2015"])
def test_head_counts_alone_leave_the_share_undecided(name) -> None:
    result, year = official(name), int(name[:4])
    platform = planted.HEAD_COUNTS_ONLY[year]
    measure = result.tables["measures"].filter(platform_id=platform, indicator="staff_ratio").row(0, named=True)
    assert (measure["numerator"], measure["low"], measure["high"], measure["denominator"]) == (None, 10, 20, 20)
    assert result.tables["gates"].filter(platform_id=platform, gate="staff_60")["outcome"].item() == "undecided"
    assert result.tables["ranking"].filter(platform_id=platform)["status"].item() == "undecided"


def test_an_undecided_platform_that_would_win_leaves_awards_open_until_the_meeting_decides() -> None:
    before, after = official("2013-before-meeting"), official("2013")
    platform = planted.HEAD_COUNTS_ONLY[2013]
    assert before.manifest["awards_state"] == "open"
    opened = before.tables["awards"].filter(state="open")["platform_id"].to_list()
    assert platform in opened
    assert len(opened) == 2
    assert before.tables["awards"].filter(state="given").height == 19
    assert after.manifest["awards_state"] == "given"
    assert after.tables["ranking"].filter(platform_id=platform)["status"].item() == "ineligible"


def test_who_passes_the_gate_is_marked_with_at_least_what_it_requires() -> None:
    platform = planted.HEAD_COUNTS_ONLY[2013]
    mark = (
        official("2013-before-meeting").tables["scores"].filter(platform_id=platform, node="staff_ratio")["mark"].item()
    )
    assert mark == 9  # the band of 60 %, not of the 50 % that the head counts prove


def test_below_the_minimum_number_of_answers_satisfaction_is_missing_and_said_so(year) -> None:
    platform = planted.NINE_ANSWERS[year]
    assert _measure(year, platform, "satisfaction")["state"] == "missing"
    found = official(str(year)).tables["findings"].filter(platform_id=platform)
    assert "satisfaction|missing" in found["code"]


def test_joint_outputs_count_by_this_platforms_share(year) -> None:
    measure = _measure(year, planted.JOINT_OUTPUTS[year], "innovation_output")
    assert measure["numerator"] == Decimal(planted.JOINT_OUTPUTS_EQUIVALENTS[year])


def test_who_handed_in_nothing_is_listed_apart_and_never_scored_zero(year) -> None:
    platform = planted.HANDED_IN_NOTHING[year]
    row = _row(year, "ranking", platform)
    assert (row["status"], row["rank"], row["composite"]) == ("not_submitted", None, None)
    assert official(str(year)).tables["scores"].filter(platform_id=platform).is_empty()


def test_a_vetoed_leader_stays_in_the_tables_and_out_of_the_ranking(year) -> None:
    row = _row(year, "ranking", planted.VETOED_LEADER[year])
    assert (row["status"], row["rank"], row["award_state"]) == ("vetoed", None, "none")
    assert row["composite"] >= 90


@pytest.mark.parametrize("year", sorted(planted.ONE_ENTITY))
def test_one_legal_entity_gets_one_award_and_the_place_goes_to_the_next(year) -> None:
    better, other = (_row(year, "ranking", platform) for platform in planted.ONE_ENTITY[year])
    assert better["rank"] < other["rank"] <= 20
    assert (better["award_state"], other["award_state"]) == ("given", "none")
    awards = official(str(year)).tables["awards"]
    assert awards.height == 20
    assert awards["rank"].max() > 20


def test_a_tie_across_place_20_is_decided_by_the_chain() -> None:
    winner, loser = (_row(2015, "ranking", platform) for platform in planted.TIE_AT_PLACE_20[2015])
    assert winner["composite"] == loser["composite"]
    assert (winner["award_state"], loser["award_state"]) == ("given", "none")


def test_without_the_chain_the_tie_stays_open_and_nineteen_are_given() -> None:
    result = official("2015-open-tie")
    awards = result.tables["awards"]
    assert awards.filter(state="open")["platform_id"].to_list() == list(planted.TIE_AT_PLACE_20[2015])
    assert awards.filter(state="given").height == 19
    assert "awards|open_tie" in result.tables["findings"]["code"]


def test_fewer_than_20_excellent_give_fewer_than_20_awards() -> None:
    ((year, count),) = planted.FEWER_THAN_20_EXCELLENT.items()
    ranking = official(str(year)).tables["ranking"]
    assert ranking.filter(grade="excellent", status="ranked").height == count
    assert official(str(year)).tables["awards"].height == count


def test_most_towns_outside_the_delta_miss_the_coverage_target() -> None:
    delta = {"广州市", "深圳市", "珠海市", "佛山市", "江门市", "东莞市", "中山市", "惠州市", "肇庆市"}
    coverage = official("2013").tables["coverage"]
    outside = coverage.filter(~pl.col("city").is_in(delta))
    assert coverage["target"].unique().to_list() == [2]
    assert outside.filter("met").height < outside.height / 2
    assert official("2012").tables["coverage"]["target"].is_null().all()
    assert official("2015").tables["coverage"]["target"].unique().to_list() == [5]
