"""History: what each year hands to the next, and rules that read it."""

import json

import polars as pl
import pytest

import appraisal
from appraisal import history
from appraisal.errors import Refused
from appraisal.explanation import explain
from appraisal.model.rules import Grade
from appraisal.procedure import appraise
from appraisal.scenario import assemble
from appraisal.scenario.chain import merge_patch
from appraisal.scenario.documents import resolve
from appraisal.scenario.locate import find_scenario
from appraisal.texts import Bilingual
from tests.oracle import judge
from tests.oracle.compare import difference, said_marks
from tests.small_rules import appraised, at_least, leaf, marks, outcomes, rules, written


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


REST = {"not": {"of": "history.years_since_award", "require": {"exclusiveMaximum": 3}, "missing": "fail"}}
AWARDED = rules(
    {"a": leaf("x", 100), "b": leaf("history.years", 10)},
    valid={"from": 2014, "to": 2020},
    gates={"rested": {"title": "三年内未获奖", **REST}, "fit": at_least("history.failed_in_a_row", 0)},
    grades={"good": {"title": "良好", "minimum": 60}, "bad": {"title": "差"}},
    funds={"fund": {"total_yuan": 1000}},
    awards={
        "grade": "good",
        "places": 1,
        "amount_yuan": 100,
        "per": "platform",
        "freed_place": "next",
        "fund": "fund",
        "clause": "24",
    },
)
VALUES = {"A": {"x": 90}, "B": {"x": 80}, "C": {"x": 10}}


def _two_years(root):
    first = appraised(root / "first", AWARDED, VALUES)
    folder = written(root / "second", AWARDED, {**VALUES, "N": {"x": 1}})
    stated = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    appraisal.write_result(first, folder / "before")
    stated |= {"year": 2015, "previous": {"path": "before", "content_digest": first.content_digest}}
    (folder / "scenario.json").write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")
    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    appraisal.write_result(result, root / "out")
    verdict = judge(folder, [folder / "plugins"], {"fund": 900}, said_marks(root / "out"))
    return first, result, difference(verdict, root / "out")


def test_who_never_won_is_not_kept_out_by_an_award_of_the_last_years(tmp_path) -> None:
    first, second, _ = _two_years(tmp_path)
    assert outcomes(first, "rested") == {"A": "pass", "B": "pass", "C": "pass"}
    assert outcomes(second, "rested") == {"A": "fail", "B": "pass", "C": "pass", "N": "pass"}
    steps = {step.id: str(step.arithmetic) for section in explain(second, "N").sections for step in section.steps}
    assert "(no award so far, does not hold)" in steps["rested"]


def test_the_oracle_counts_the_years_before_as_the_engine_does(tmp_path) -> None:
    _, second, differs = _two_years(tmp_path)
    assert marks(second, "b") == {"A": 1, "B": 1, "C": 1, "N": 0}
    assert differs == []
