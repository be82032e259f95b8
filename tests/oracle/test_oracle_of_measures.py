"""Measures of measures, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.oracle.evidence import Evidence, read_evidence
from tests.oracle.measures import Indicator, measure
from tests.oracle.of_measures import reads
from tests.oracle.verdict import Measure

Json = dict[str, Any]

HEADS: Json = {"id": "heads", "table": "staff", "numerator": "COUNT(*)"}
SHARE: Json = {
    "id": "share",
    "table": "staff",
    "numerator": "COUNT(*) FILTER (WHERE education = '本科')",
    "denominator": "COUNT(*)",
    "scale": 100,
}
#: Bounds instead of a number where there is no roster.
REVENUE: Json = {
    "id": "revenue",
    "table": "finance",
    "numerator": "SUM(service_revenue_yuan)",
    "otherwise": {"table": "reported", "low": "team", "high": "smes_served"},
}
STAFF = "platform_id,person_id,as_of,on_team,education\n"
FINANCE = "platform_id,year,service_revenue_yuan,public_funding_yuan\n"
REPORTED = "platform_id,smes_served,team\n"
PLATFORMS = ("P1", "P2", "P3")


def indicators(*documents: Json, last_year: dict[tuple[str, str], Fraction | None] | None = None) -> dict[str, Indicator]:  # fmt: skip
    last_year = last_year or {}
    numbers = {
        key: Measure("measured", one, Fraction(1), one, one) for key, one in last_year.items() if one is not None
    }
    found: dict[str, Indicator] = {}
    for document in documents:
        known = frozenset(platform for platform, _ in last_year)
        found[document["id"]] = Indicator(document["id"], document, {}, found, numbers, known)
    return found


def evidence(tables: dict[str, str]) -> Evidence:
    with TemporaryDirectory() as scratch:
        files = {name: Path(scratch) / f"{name}.csv" for name in tables}
        for name, path in files.items():
            path.write_text(tables[name], encoding="utf-8")
        return read_evidence(files)


def people(platform: str, *educations: str) -> str:
    return "".join(f"{platform},{platform}{at},2014-12-31,true,{one}\n" for at, one in enumerate(educations))


def said(document: Json, others: dict[str, Indicator], rows: Evidence, platform: str) -> object:
    found = measure(others[document["id"]], platform, rows)
    if found.state != "measured":
        return found.state
    low, high = others[document["id"]].ends(found)
    assert low == high
    return low


ROWS = {
    "staff": STAFF + people("P1", "本科", "本科", "中专"),
    "finance": FINANCE + "P1,2014,1500.00,0\nP2,2014,8.50,0\n",
}
LAST = {("P1", "heads"): Fraction(2), ("P1", "revenue"): Fraction(1200), ("P2", "heads"): None}


@pytest.mark.parametrize(
    ("changes", "first", "second"),
    [
        ({"numerator": "revenue", "denominator": "heads"}, 500, "missing"),
        ({"numerator": "share"}, Fraction(200, 3), "missing"),
        ({"numerator": "revenue - previous.revenue", "denominator": "previous.revenue", "scale": 100}, 25, "missing"),
        ({"numerator": "COALESCE(heads, 0) + COALESCE(previous.heads, 0)"}, 5, 0),
        ({"numerator": "revenue", "denominator": "heads - 3"}, "missing", "missing"),
        ({"numerator": "revenue", "where": "heads > 2", "empty": "zero"}, 1500, 0),
        ({"table": "previous", "numerator": "heads", "where": "heads IS NULL"}, "missing", "missing"),
        ({"table": "previous", "numerator": "COALESCE(heads, 7)"}, 2, 7),
    ],
)
def test_a_measure_of_measures_by_hand(changes: Json, first: object, second: object) -> None:
    document = {"id": "x", "table": "measures", **changes}
    made = indicators(HEADS, SHARE, REVENUE, document, last_year=LAST)
    rows = evidence(ROWS)
    assert [said(document, made, rows, name) for name in PLATFORMS] == [first, second, "not_submitted"]


def test_a_platform_that_the_previous_result_does_not_know_has_no_row_there() -> None:
    document = {"id": "x", "table": "previous", "numerator": "COALESCE(heads, 7)", "empty": "zero"}
    made = indicators(HEADS, document, last_year={("P1", "heads"): Fraction(2)})
    rows = evidence(ROWS)
    assert [said(document, made, rows, name) for name in ("P1", "P2")] == [2, 0]


def test_what_is_read_is_found_wherever_it_stands() -> None:
    document = {"table": "measures", "numerator": "CASE WHEN a > 1 THEN b ELSE previous.c END", "where": "d IN (1, e)"}
    names = {("measures", name) for name in "abde"} | {("previous", "c")}
    assert reads(document) == names
