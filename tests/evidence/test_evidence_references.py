"""Rows that point at another table find their row there; a missing county is a county like any other."""

from __future__ import annotations

import polars as pl
import pytest

from appraisal.errors import Severity
from appraisal.evidence.origin import WholeFile
from appraisal.evidence.references import check_references
from appraisal.evidence.table import Table


def table_from(schema, rows, file):
    types = {name: column.dtype for name, column in schema.columns.items()}
    data = [{name: row.get(name) for name in types} for row in rows]
    return Table(schema, pl.DataFrame(data, schema=types), WholeFile(file, 2))


@pytest.fixture
def world(shipped):
    """The register of towns, and platforms and services that point into it."""

    def make(platforms, services=()):
        towns = [
            {"city": "广州市", "county": "增城区", "town": "新塘镇"},
            {"city": "东莞市", "county": None, "town": "虎门镇"},
        ]
        rows = {"towns": towns, "platforms": platforms, "services": services}
        return {name: table_from(shipped[name], each, f"{name}.csv") for name, each in rows.items()}

    return make


def place(city, county, town, name="P1"):
    return {"platform_id": name, "city": city, "county": county, "town": town}


@pytest.mark.parametrize(
    ("platform", "is_found"),
    [
        (place("广州市", "增城区", "新塘镇"), True),
        (place("东莞市", None, "虎门镇"), True),
        (place(None, None, None), True),
        (place("广州市", None, "新塘镇"), False),
        (place("东莞市", "虎门区", "虎门镇"), False),
        (place("广州市", "增城区", "虎门镇"), False),
        # A city that is missing is told as a cell that is missing, and once.
        (place(None, None, "虎门镇"), True),
    ],
)
def test_a_town_is_city_county_and_town_together(world, platform, is_found):
    found = check_references(world([platform]), {})
    assert [finding.code for finding in found] == ([] if is_found else ["town_unknown"])


def test_a_finding_names_the_row_the_value_both_tables_and_the_platform(world):
    tables = world([place("广州市", "增城区", "新塘镇"), place("广州市", None, "新塘", "P2")])
    [finding] = check_references(tables, {})
    assert (finding.place.file, finding.place.row, finding.place.column) == ("platforms.csv", 3, "town")
    assert (finding.value, finding.platform_id) == ("广州市 / - / 新塘", "P2")
    assert "增城区: write 广州市 / 增城区 / 新塘镇." in finding.fix.render("en")
    assert "Town (town)" in finding.message.render("en")


@pytest.mark.parametrize(
    ("weight", "severities"),
    [("error", [Severity.ERROR]), ("warning", [Severity.WARNING]), ("notice", [Severity.NOTICE]), ("off", [])],
)
def test_the_rules_say_how_much_an_unknown_town_weighs(world, weight, severities):
    found = check_references(world([place("a", "b", "c")]), {"town_unknown": weight})
    assert [finding.severity for finding in found] == severities


def test_any_other_reference_is_an_error_of_its_own_code(world):
    services = [{"service_id": "S1", "platform_id": "P1"}, {"service_id": "S2", "platform_id": "P9"}]
    found = check_references(world([place("广州市", "增城区", "新塘镇")], services), {"town_unknown": "off"})
    assert [(finding.code, finding.place.row, finding.severity) for finding in found] == [
        ("reference|unknown", 3, Severity.ERROR)
    ]


def test_a_table_that_is_not_there_is_not_asked(world):
    tables = world([place("a", "b", "c")])
    assert check_references({"platforms": tables["platforms"]}, {}) == []


def test_after_fifty_findings_of_a_kind_the_rest_is_counted(world):
    services = [{"service_id": f"S{n:02}", "platform_id": "P9"} for n in range(53)]
    found = check_references(world([place("广州市", "增城区", "新塘镇")], services), {})
    assert len(found) == 51
    assert [finding.place.row for finding in found[:50]] == list(range(2, 52))
    assert (found[-1].place.row, found[-1].message.facts["count"]) == (None, 3)
