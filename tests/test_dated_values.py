"""Values of the rules that change at a date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.rules import in_force

AMOUNT = {"since": {"2012-08-23": 10_000, "2014-01-01": 12_000, "2014-12-31": 15_000, "2015-07-01": 9}}


@pytest.mark.parametrize(("year", "value"), [(2012, 10_000), (2013, 10_000), (2014, 15_000), (2015, 9), (2100, 9)])
def test_the_value_of_the_last_day_of_the_year_is_in_force(year, value) -> None:
    found, faults = in_force({"awards": {"amount_yuan": AMOUNT}, "at": [[1, AMOUNT]]}, year, "rules.json")
    assert not faults
    assert found == {"awards": {"amount_yuan": value}, "at": [[1, value]]}


def test_a_year_before_the_first_date_is_refused_at_its_place() -> None:
    _, faults = in_force({"params": {"x": {"fee": AMOUNT}}}, 2011, "rules.json")
    assert [(fault.code, fault.place.pointer) for fault in faults] == [("rules|dated", "$.params.x.fee")]


@pytest.mark.parametrize("written", ["20120823", "2012-8-23", "2012-W34-4", "soon"])
def test_a_date_in_another_form_is_refused(written) -> None:
    _, faults = in_force({"x": {"since": {written: 1, "2010-01-01": 2}}}, 2014, "rules.json")
    assert [fault.code for fault in faults] == ["rules|dated"]


@given(st.recursive(st.integers() | st.text(), lambda part: st.lists(part) | st.dictionaries(st.text(), part)))
def test_a_document_without_dates_stays_as_it_is(document) -> None:
    if "since" not in repr(document):
        assert in_force(document, 2014, "rules.json") == (document, [])
