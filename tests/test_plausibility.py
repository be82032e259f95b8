"""Evidence that breaks no schema and is probably wrong: each doubt is raised at its cell, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from appraisal.errors import Severity
from appraisal.evidence.origin import SheetRows
from appraisal.evidence.table import Table
from appraisal.plausibility import doubtful_rows, table_doubts
from appraisal.rules import build
from appraisal.scenario import stated_rules
from appraisal.schema import shipped_tables

SCHEMAS = shipped_tables()
RULES, _ = build(stated_rules("2014"), "rules.json")
CHECKS = [name for name in RULES.checks if name not in ("town_unknown", "reported_differs", "measure_jump")]


def table(name, *rows):
    """A sheet whose data begin in row 4, its columns in the order of the schema."""
    schema = SCHEMAS[name]
    types = {key: column.dtype for key, column in schema.columns.items()}
    frame = pl.DataFrame([{key: row.get(key) for key in types} for row in rows], schema=types)
    letters = {key: chr(65 + place) for place, key in enumerate(types)}
    return Table(schema, frame, SheetRows(f"{name}.xlsx", "表", range(4, 4 + len(rows)), letters))


def doubts(*tables, **checks):
    """What is found with only the named checks, or with all of them."""
    weights = dict.fromkeys(RULES.checks, None) | (checks or dict.fromkeys(CHECKS, Severity.WARNING))
    return table_doubts({one.schema.name: one for one in tables}, replace(RULES, checks=weights), 2014)


def cells(found):
    return [(one.code, one.place.cell) for one in found]


def service(number, platform="P1", enterprise="E1", day="2014-05-05"):
    return {
        "service_id": f"S{number}",
        "platform_id": platform,
        "enterprise_id": enterprise,
        "date": date.fromisoformat(day),
    }


def enterprise(name_id, name, city="东莞市"):
    return {"enterprise_id": name_id, "name": name, "city": city, "size": "小型"}


def person(platform, name="R1", on="2014-12-31", *, on_team=True):
    return {"platform_id": platform, "person_id": name, "as_of": date.fromisoformat(on), "on_team": on_team}


@pytest.mark.parametrize(
    "alike",
    ["P0Ol2", "PO0I2", "p0012", "\u0420\u043e012", "\u03a10012", "\uff30\uff10012", "P00\u200b12", "P 0012"],
    ids=["O and l", "O and I", "case", "Cyrillic", "Greek", "full width", "zero width", "space"],
)
def test_ids_that_a_person_reads_as_the_same_are_both_named(alike):
    found = doubts(table("platforms", *({"platform_id": one} for one in ("P0012", alike, "P0013"))))
    assert sorted(cells(found)) == [("id_look_alike", "A4"), ("id_look_alike", "A5")]
    assert [alike in str(one.message) and "P0012" in str(one.message) for one in found] == [True, True]


@pytest.mark.parametrize("ids", [("P1", "P2"), ("p1", "p2"), ("P-1", "P_1"), ("O1", "Q1")])
def test_ids_that_look_different_raise_no_doubt(ids):
    assert doubts(table("platforms", *({"platform_id": one} for one in ids))) == []


def test_of_a_key_of_several_columns_the_cell_that_differs_is_named():
    found = doubts(table("staff", person("P1", "RO1"), person("P1", "R01")), id_look_alike=Severity.WARNING)
    assert cells(found) == [("id_look_alike", "B5"), ("id_look_alike", "B4")]


@pytest.mark.parametrize(
    ("day", "outside"), [("2013-12-31", True), ("2014-01-01", False), ("2014-12-31", False), ("2015-01-01", True)]
)
def test_a_service_of_another_year_is_named_and_the_ends_of_the_year_are_in_it(day, outside):
    found = doubts(table("services", service(1), service(2, day=day)))
    assert cells(found) == ([("date_outside_year", "D5")] if outside else [])


def test_dates_of_which_the_schema_says_nothing_are_not_asked():
    assert doubts(table("platforms", {"platform_id": "P1", "established": date(1999, 1, 1)})) == []


def platform(name, code):
    return {"platform_id": name, "entity_code": code}


def test_a_code_of_9_characters_inside_another_of_18_is_one_legal_entity():
    rows = [platform("P1", "738294615"), platform("P2", "91440700738294615X"), platform("P3", "111111111")]
    found = doubts(table("platforms", *rows))
    assert cells(found) == [("entity_code_contained", "C4"), ("entity_code_contained", "C5")]
    assert [one.platform_id for one in found] == ["P1", "P2"]
    assert "P2" in str(found[0].message)
    assert "P1" in str(found[1].message)


def test_equal_codes_and_codes_that_stand_elsewhere_in_another_are_not_meant():
    rows = [platform("P1", "914407007"), platform("P2", "91440700738294615X"), platform("P3", None)]
    assert doubts(table("platforms", *rows, platform("P4", "91440700738294615X"))) == []


def test_two_codes_of_one_entity_refuse_the_run_unless_the_rules_say_otherwise():
    assert build(stated_rules("2014") | {"checks": {}}, "rules.json")[0].checks["entity_code_contained"] == "error"


@pytest.mark.parametrize(
    "other",
    ["东莞市立信有限责任公司", "东莞市立信有限公司 ", "东莞市（立信）有限公司", "东莞市立信有限公司"],
)
def test_an_enterprise_under_two_spellings_that_one_platform_served_counts_twice(other):
    name = "东莞市(立信)有限公司" if "（" in other else "东莞市立信有限公司"
    found = doubts(
        table("enterprises", enterprise("E1", name), enterprise("E2", other), enterprise("E3", "别家有限公司")),
        table("services", service(1), service(2, enterprise="E2"), service(3, enterprise="E3")),
    )
    assert cells(found) == [("enterprise_twice", "B4"), ("enterprise_twice", "B5")]
    assert str(found[0].message) == (
        f"{name} (E1) seems to be the same enterprise as E2; P1 served it under each id, so it counts 2 times."
    )


@pytest.mark.parametrize(
    ("second", "served"),
    [
        (enterprise("E2", "东莞市立信有限责任公司", "中山市"), service(2, enterprise="E2")),
        (enterprise("E2", "东莞市立信有限责任公司"), service(2, "P2", "E2")),
        (enterprise("E2", "东莞市立信有限责任公司"), service(2, enterprise="E2", day="2013-05-05")),
        (enterprise("E2", "东莞市立信股份有限公司"), service(2, enterprise="E2")),
    ],
    ids=["in another city", "served by another platform", "served in another year", "of another legal form"],
)
def test_what_does_not_count_twice_raises_no_doubt(second, served):
    found = doubts(
        table("enterprises", enterprise("E1", "东莞市立信有限公司"), second),
        table("services", service(1), served),
        enterprise_twice=Severity.WARNING,
    )
    assert found == []


def test_a_person_on_two_teams_at_one_date_is_named_on_both_rosters():
    found = doubts(table("staff", person("P1"), person("P2"), person("P2", "R2")))
    assert cells(found) == [("person_twice", "B4"), ("person_twice", "B5")]
    assert "P1, P2" in str(found[0].message)


@pytest.mark.parametrize("other", [person("P2", on="2014-06-30"), person("P2", on_team=False), person("P2", "R2")])
def test_another_date_or_off_the_team_or_another_person_is_no_doubt(other):
    assert doubts(table("staff", person("P1"), other)) == []


def test_an_amount_in_the_wrong_unit_is_named_and_no_number_is_too_large_to_be_looked_at():
    amounts = [186_50, 1_865_000_00, 2_000_000_00, 10**14]
    rows = [{"platform_id": f"P{n}", "year": 2014, "service_revenue_yuan": one} for n, one in enumerate(amounts)]
    assert cells(doubts(table("finance", *rows))) == [("unit_outlier", "C4"), ("unit_outlier", "C7")]


@pytest.mark.parametrize(("amount", "is_outlier"), [(9_999, False), (10_000, True)])
def test_ten_thousand_times_the_median_is_where_the_doubt_begins(amount, is_outlier):
    rows = [{"platform_id": f"P{n}", "year": 2014, "service_revenue_yuan": one} for n, one in enumerate([1, 1, amount])]
    assert bool(doubts(table("finance", *rows))) is is_outlier


def test_the_order_of_the_rows_changes_no_finding():
    rows = [service(number, day="2013-01-01") for number in range(9)]
    told = [[one.value for one in doubts(table("services", *order))] for order in (rows, rows[::-1])]
    names = [[str(one.message) for one in doubts(table("services", *order))] for order in (rows, rows[::-1])]
    assert told[0] == told[1]
    assert names[0] == names[1]


def test_every_row_that_is_an_error_is_given_with_its_reason_also_beyond_the_thousandth():
    rules = replace(RULES, checks=dict.fromkeys(RULES.checks, None) | {"date_outside_year": Severity.ERROR})
    tables = {"services": table("services", *(service(number, day="2013-01-01") for number in range(1200)))}
    assert len(table_doubts(tables, rules, 2014)) == 1001
    assert len(list(doubtful_rows(tables, rules, 2014))) == 1200


def test_a_check_that_is_off_does_not_look():
    broken = table("services", service(1, day="2013-01-01"))
    assert doubts(broken, unit_outlier=Severity.WARNING) == []
