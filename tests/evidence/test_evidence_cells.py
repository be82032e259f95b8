"""A cell of text is a number, a date or a yes by the project's own grammar, or a finding with its mend."""

from __future__ import annotations

from datetime import date

import pytest

from appraisal.evidence.reading import read_table


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ("staff,１２", "Write 12."),
        ("staff,12人", "Write 12."),
        ('staff,"1,234"', "Write 1234."),
        ("staff, 12", "Write 12."),
        ("staff,+5", "Write 5."),
        ("staff,60%", "Write digits only"),
        ("staff,12万人", "Write digits only"),
        ("staff,007", "Write digits only"),
        ("staff,1_000", "Write digits only"),
        ("staff,1e3", "Write digits only"),
        ("staff,NaN", "Write digits only"),
        ("staff,--1", "Write digits only"),
        ("staff,12.0", "Write it without decimals."),
        ("staff,9223372036854775808", "Write a number from 0 to 1000."),
        ("staff,-99999999999999999999", "Write a number from 0 to 1000."),
        ("money,1.234", "Write at most 2; nothing is rounded here."),
        ("money,1.230", "Write at most 2; nothing is rounded here."),
        ("money,.5", "Write digits only"),
        ("money,5.", "Write digits only"),
        ("money,3万元", "Write digits only"),
        ("money,1e400", "Write digits only"),
        ("money,inf", "Write digits only"),
        ("money,99999999999999999.99", "Write a number from -92233720368547758.08 to 1000000000000.00."),
        ("legal,yes", "Write true or false."),
        ("legal,1", "Write true or false."),
        ("legal,True", "Write true or false."),
        ("day,2014/1/5", "Write it as 2014-01-05."),
        ("day,2014年12月31日", "Write it as 2014-12-31."),
        ("day,2014-02-30", "Write the day that is meant, in the form 2014-12-31."),
        ("day,31/12/2014", "Write the day that is meant, in the form 2014-12-31."),
        ("day,2014-12-31 00:00:00", "Write the day that is meant, in the form 2014-12-31."),
        ("day,0000-01-01", "Write the day that is meant, in the form 2014-12-31."),
        ("day,41640", "Write the day that is meant, in the form 2014-12-31."),
    ],
)
def test_a_bad_cell_is_one_finding_with_its_mend(things, cells, found):
    column, _, value = cells.partition(",")
    [finding] = read_table(f"platform_id,{column}\nP1,{value}\n".encode(), "f.csv", things)[1]
    assert (finding.place.row, finding.place.column, finding.value) == (2, column, value.strip('"'))
    assert found in finding.sentence("en")
    assert things.columns[column].title.zh in finding.message.facts["column"].zh  # type: ignore[union-attr] - a title is Bilingual


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ("staff,0", 0),
        ("staff,-5", -5),
        ("staff,-0", 0),
        ("staff,9223372036854775807", 2**63 - 1),
        ("money,0.1", 10),
        ("money,-0.05", -5),
        ("money,12", 1200),
        ("money,-92233720368547758.08", -(2**63)),
        ("money,0.00", 0),
        ("legal,true", True),
        ("legal,FALSE", False),
        ("legal,否", False),
        ("day,2012-02-29", date(2012, 2, 29)),
        ("day,0001-01-01", date(1, 1, 1)),
        ("town, a ", " a "),
        ("town,007", "007"),
        ('town,"a ""b"", c"', 'a "b", c'),
        ('town,"a\r\nb"', "a\r\nb"),
        ('town,""""', '"'),
        ("town,=cmd|x", "=cmd|x"),
    ],
)
def test_a_good_cell_is_kept_exactly(read, cells, value):
    column, _, word = cells.partition(",")
    [row] = read(f"platform_id,{column}\nP1,{word}\n")
    assert row[["platform_id", "town", "staff", "money", "legal", "day"].index(column)] == value
