"""History: what each year hands to the next, and rules that read it."""

import polars as pl
import pytest

from appraisal import history
from appraisal.errors import Refused
from appraisal.model.rules import Grade
from appraisal.procedure import appraise
from appraisal.scenario import assemble
from appraisal.scenario.chain import merge_patch
from appraisal.scenario.documents import resolve
from appraisal.scenario.locate import find_scenario
from appraisal.texts import Bilingual


class _Rules:
    grades = (
        Grade("excellent", Bilingual("优秀", "Excellent"), None),
        Grade("fail", Bilingual("不合格", "Fail"), None),
    )


def _outcome(*rows):
    columns = {
        "platform_id": pl.String,
        "status": pl.String,
        "grade": pl.String,
        "award_state": pl.String,
        "award_yuan": pl.Int64,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


WON = ("A", "ranked", "excellent", "given", 1_000_000)
FAILED = ("A", "ranked", "fail", "none", 0)
ABSENT = ("A", "not_submitted", None, "none", 0)
WAITING = ("A", "undecided", "excellent", "open", 0)
BARRED = ("A", "ineligible", None, "none", 0)


def _after(*years):
    counts = None
    for year, row in enumerate(years, 2012):
        counts = history.closing(counts, _outcome(row), _Rules(), year)  # type: ignore[arg-type] - only the grades are read
    return counts.row(0, named=True)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((WON,), {"years": 1, "awards": 1, "last_award_year": 2012, "received_yuan": 1_000_000, "failed_in_a_row": 0}),
        ((FAILED, FAILED), {"failed_in_a_row": 2, "years": 2, "awards": 0, "last_award_year": None}),
        ((FAILED, BARRED, ABSENT), {"failed_in_a_row": 3, "not_submitted_in_a_row": 1, "years": 2}),
        ((FAILED, WON, FAILED), {"failed_in_a_row": 1, "awards": 1, "last_award_year": 2013}),
        ((ABSENT, ABSENT, FAILED), {"not_submitted_in_a_row": 0, "failed_in_a_row": 3}),
        ((WAITING,), {"awards": 0, "received_yuan": 0, "failed_in_a_row": 0}),
    ],
)
def test_the_counts_run_from_year_to_year(years, expected) -> None:
    assert {key: _after(*years)[key] for key in expected} == expected


def test_who_leaves_the_register_keeps_its_counts() -> None:
    first = history.closing(None, _outcome(WON), _Rules(), 2012)  # type: ignore[arg-type] - only the grades are read
    second = history.closing(first, _outcome(("B", *FAILED[1:])), _Rules(), 2013)  # type: ignore[arg-type] - as above
    assert second.filter(platform_id="A").equals(first)
    assert second["platform_id"].to_list() == ["A", "B"]


def _run(patch):
    documents = resolve(find_scenario("2014"), [], None)
    changed = merge_patch(documents.rules, patch)
    return appraise(assemble(documents.__class__(**{**vars(documents), "rules": changed})))


def test_who_won_within_three_years_may_be_kept_out() -> None:
    gate = {
        "title": "三年内未获奖励",
        "not": {"of": "history.years_since_award", "require": {"maximum": 3}, "missing": "fail"},
    }
    result = _run({"gates": {"not_again": gate}})
    before = resolve(find_scenario("2014"), [], None).before.counts()
    winners = set(before.filter(pl.col("awards") > 0)["platform_id"])
    barred = result.tables["gates"].filter((pl.col("gate") == "not_again") & (pl.col("outcome") == "fail"))
    assert set(barred["platform_id"]) == winners & set(result.tables["gates"]["platform_id"])
    assert winners.isdisjoint(result.tables["awards"]["platform_id"])


def test_two_years_failed_in_a_row_end_it() -> None:
    gate = {"of": "history.failed_in_a_row", "require": {"exclusiveMaximum": 2}}
    result = _run({"gates": {"not_failing": gate}})
    assert set(result.tables["gates"].filter(gate="not_failing")["outcome"]) <= {"pass", "fail"}


def test_a_count_that_no_result_keeps_is_named() -> None:
    with pytest.raises(Refused) as refused:
        _run({"gates": {"g": {"of": "history.failures", "require": {"maximum": 1}}}})
    assert "history.failed_in_a_row" in str(refused.value)
