"""What is refused, set aside or doubted in the marks of a panel, each with its row."""

from decimal import Decimal

import pytest

from appraisal.panels import measure_panels
from tests.oracle.panels import check_panels
from tests.oracle.verdict import Refused
from tests.panels.world import (
    ENTITY,
    LONG,
    OTHER,
    PLAIN,
    PLAN,
    RANGE,
    SHORT,
    ballot,
    by_the_book,
    measured,
    measures,
    rules,
    tables,
    told,
    value,
)

OWN = ballot("A", e1=90, e2=60, e3=60)
RANGED = {**PLAIN, "criteria": {"plan": {**PLAN, "range": RANGE}}}


def _plan(mark, platform="A"):
    return [("main", platform, "e1", "plan", str(mark))]


@pytest.mark.parametrize(("expert", "platform"), [(SHORT, LONG), (LONG, SHORT), (LONG, LONG), (SHORT, SHORT)])
def test_an_expert_of_the_own_institution_refuses_the_run_whichever_code_either_has(expert, platform) -> None:
    found = measured(OWN, PLAIN, {"A": platform}, {"e1": expert})
    (finding,) = found.findings
    assert (finding.code, finding.severity.value, finding.place.row, finding.value) == (
        "panel|own_institution",
        "error",
        2,
        "e1",
    )
    assert "专e1 belongs to the institution of this platform" in finding.message.render("en")


def test_set_aside_the_marks_of_the_own_institution_do_not_count_and_that_is_told() -> None:
    found = measured(OWN, {**PLAIN, "recusal": "set_aside"}, {"A": LONG}, {"e1": SHORT})
    assert value(found, "A") == 60
    assert told(found) == [("panel|own_institution", "notice", "A")]
    parts = found.details.filter(measure="panels.main").select("expert_id", "part").rows()
    assert sorted(parts) == [("e1", "recused"), ("e2", "counted"), ("e3", "counted")]


def test_an_expert_marks_the_platforms_of_other_institutions() -> None:
    marks = OWN + ballot("B", e1=80)
    found = measured(marks, {**PLAIN, "recusal": "set_aside"}, {"A": LONG, "B": OTHER}, {"e1": SHORT, "e2": LONG})
    assert [value(found, name) for name in "AB"] == [60, 80]


def test_who_counts_after_recusal_makes_the_minimum() -> None:
    panel = {**PLAIN, "minimum": 3, "recusal": "set_aside"}
    found = measured(OWN, panel, {"A": LONG}, {"e1": SHORT})
    assert value(found, "A") == "missing"
    assert [code for code, *_ in told(found)] == ["panel|own_institution", "panel|too_few"]


@pytest.mark.parametrize(
    ("platforms", "experts", "place"),
    [({"A": ENTITY}, {"e1": ""}, ("experts.csv", 2)), ({"A": ""}, {}, ("platforms.csv", 2))],
)
def test_without_a_code_recusal_cannot_be_seen_and_that_is_said(platforms, experts, place) -> None:
    found = measured(OWN, PLAIN, platforms, experts)
    (finding,) = found.findings
    assert (finding.code, finding.severity.value) == ("panel|recusal_unknown", "warning")
    assert (finding.place.file, finding.place.row) == place
    assert value(found, "A") == 70


@pytest.mark.parametrize(("mark", "faults"), [("40", []), ("40.01", ["panel|mark"]), ("0", [])])
def test_a_mark_above_its_full_mark_is_an_error_with_its_row(mark, faults) -> None:
    found = measured([*OWN, ("main", "B", "e1", "plan", mark), ("main", "B", "e1", "team", "60")])
    assert [finding.code for finding in found.findings] == faults
    assert [finding.place.row for finding in found.findings] == [8 for _ in faults]
    # What follows from a mark that is none is not computed.
    assert value(found, "B") == ("missing" if faults else Decimal(mark) + 60)


def test_an_expert_who_left_a_criterion_out_is_an_error_that_names_it() -> None:
    found = measured([*OWN, ("main", "B", "e1", "team", "50")])
    (finding,) = found.findings
    assert (finding.code, finding.platform_id, finding.place.row) == ("panel|incomplete", "B", 8)
    assert finding.message.render("en") == "Expert panel: 专e1 did not mark Plan."
    assert (value(found, "A"), value(found, "B")) == (70, "missing")


@pytest.mark.parametrize(
    ("column", "row"), [("panel", ("mian", "A", "e9", "plan", "1")), ("criterion", ("main", "A", "e9", "plna", "1"))]
)
def test_a_panel_or_criterion_that_the_rules_do_not_know_is_an_error_with_near_names(column, row) -> None:
    found = measured([*OWN, row])
    (finding,) = [one for one in found.findings if one.code == "panel|unknown"]
    assert (finding.place.row, finding.place.column) == (8, column)
    assert "Did you mean" in finding.fix.render("en")


@pytest.mark.parametrize(("spread", "said"), [(30, []), (Decimal("29.99"), ["panel|spread"])])
def test_totals_that_lie_too_far_apart_are_doubted_with_both_experts(spread, said) -> None:
    found = measured(OWN, {**PLAIN, "spread_warning": spread})
    assert [code for code, *_ in told(found)] == said
    for finding in found.findings:
        assert finding.severity.value == "warning"
        assert "专e1 90.00, 专e2 60.00" in finding.message.render("en")


@pytest.mark.parametrize(
    ("level", "mark", "fits"),
    [
        (6, "32", True),
        (6, "31.99", False),
        (6, "40", True),
        (5, "31.6", True),
        (5, "31.61", False),
        (3, "20", True),
        (2, "20", False),
        (0, "0", True),
    ],
)
def test_a_mark_lies_within_the_range_of_the_level_that_a_measure_has(level, mark, fits) -> None:
    found = measured(_plan(mark), RANGED, ("A",), levels={"A": (level, level)})
    assert told(found) == ([] if fits else [("panel|range", "error", "A")])
    assert value(found, "A") == (Decimal(mark) if fits else "missing")


def test_what_a_level_allows_is_said() -> None:
    (finding,) = measured(_plan(40), RANGED, ("A",), levels={"A": (4, 4)}).findings
    assert finding.message.render("en") == "Plan: at 4 项 a mark lies within 20–31.6."
    assert (finding.place.row, finding.value) == (2, "40.00")


@pytest.mark.parametrize(("mark", "fits"), [("40", True), ("20", True), ("19", False)])
def test_bounds_allow_the_range_of_every_level_that_they_touch(mark, fits) -> None:
    found = measured(_plan(mark), RANGED, ("A",), levels={"A": (3, 6)})
    assert [code for code, *_ in told(found)] == ([] if fits else ["panel|range"])


def test_without_a_measure_nobody_knows_the_range_and_the_mark_counts() -> None:
    found = measured(_plan(35), RANGED, ("A",))
    assert told(found) == [("panel|range_unknown", "warning", "A")]
    assert value(found, "A") == 35


@pytest.mark.parametrize("level", [0, 2, 3, 4, 6, 7])
@pytest.mark.parametrize("mark", ["0", "19.6", "19.61", "20", "31.6", "31.99", "32", "40", "40.01"])
def test_the_engine_refuses_the_marks_that_the_book_refuses(level, mark) -> None:
    found = measured(_plan(mark), RANGED, ("A",), levels={"A": (level, level)})
    book = by_the_book(_plan(mark), ("A",))
    is_refused = False
    try:
        check_panels(rules(main=RANGED), book.table("platforms").rows, book, lambda *_: (level, level))
    except Refused:
        is_refused = True
    assert is_refused == any(severity == "error" for _, severity, _ in told(found))


def test_without_panels_nothing_is_said_of_marks() -> None:
    found = tables(OWN)
    nothing = measure_panels(found["platforms"].frame, found, {}, measures("AB"))
    assert (nothing.by_id, nothing.findings, nothing.details.height) == ({}, (), 0)


def test_only_what_the_rules_read_stands_beside_the_measures_and_everything_found_is_kept() -> None:
    found, before = measured([*OWN, ("main", "A", "e9", "plan", "41")]), measures("AB")
    beside = found.beside(before, ("panels.main.team", "transfers"))
    assert list(beside.by_id) == ["transfers", "panels.main.team"]
    assert set(beside.frame.columns) - set(before.frame.columns) == {
        f"panels.main.team.{part}" for part in ("state", "stage", "low", "denominator")
    }
    assert beside.findings == found.findings
    assert found.findings
