"""Formats of texts: dates of the calendar and the check characters of the national codes."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.schema.formats import format_check, format_names
from tests.check_characters import organisation_check, unified_check


def holds(name: str, value: str | None) -> bool | None:
    check = format_check(name)
    assert check is not None
    return pl.DataFrame({"c": [value]}, schema={"c": pl.String}).select(check(pl.col("c"))).item()


@pytest.mark.parametrize(
    ("name", "value", "valid"),
    [
        ("date", "2012-02-29", True),
        ("date", "2014-02-29", False),
        ("date", "2014-2-9", False),
        ("date", "2014/02/09", False),
        ("date", "2014-12-31 ", False),
        ("date", "2014-12-31\n", False),
        ("date", "２０14-12-31", False),
        ("organisation-code", "100000009", False),
        ("organisation-code", "D2143569X", True),
        ("organisation-code", "D21435690", False),
        ("organisation-code", "d2143569X", False),
        ("organisation-code", "D2143569-X", False),
        ("organisation-code", "", False),
        ("unified-code", "91350100M000100Y43", True),
        ("unified-code", "91350100M000100Y44", False),
        ("unified-code", "91350100M000100Y4", False),
        ("unified-code", "91350100I000100Y43", False),
        ("division-code", "440100", True),
        ("division-code", "44010", False),
        ("division-code", "４40100", False),
        ("time", "08:30:00+08:00", True),
        ("time", "23:59:60+08:00", False),
        ("time", "07:59:60+08:00", True),
        ("email", "a@b.cn", True),
        ("email", "a@@b.cn", False),
        ("uri", "https://gd.gov.cn/平台", False),
        ("uri", "https://[::1]:80/a?b#c", True),
        ("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", True),
    ],
)
def test_a_format_holds_for_what_the_standard_allows(name, value, valid):
    assert holds(name, value) is valid


@pytest.mark.parametrize("name", format_names())
def test_a_missing_text_has_no_format(name):
    assert holds(name, None) is None


@given(st.text("0123456789ABCXYZ", min_size=8, max_size=8), st.sampled_from("0123456789X"))
def test_an_organisation_code_has_exactly_one_check_character(body, check):
    assert holds("organisation-code", body + check) is (check == organisation_check(body))


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17), st.sampled_from("0123456789ABXY"))
def test_a_unified_code_has_exactly_one_check_character(body, check):
    assert holds("unified-code", body + check) is (check == unified_check(body))


@given(
    st.text("0123456789-+ 年é", min_size=8, max_size=12)
    | st.dates().map(str)
    | st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]", fullmatch=True)
)
def test_a_date_is_a_day_that_the_calendar_of_python_knows(value):
    # Python knows no year 0, which is a leap year as 400 is.
    assert holds("date", value) is is_day("0400" + value[4:] if value.startswith("0000") else value)


def is_day(value: str) -> bool:
    try:
        return re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII) is not None and bool(
            date.fromisoformat(value)
        )
    except ValueError:
        return False


@pytest.mark.parametrize("year", ["1600", "1900", "2000", "2013", "2012", "0004", "9999"])
def test_every_day_of_a_year_and_no_other_is_a_date(year):
    texts = [f"{year}-{month:02}-{day:02}" for month in range(100) for day in range(100)]
    check = format_check("date")
    assert check is not None
    answers = pl.DataFrame({"c": texts}).select(check(pl.col("c"))).to_series().to_list()
    assert answers == [is_day(value) for value in texts]
