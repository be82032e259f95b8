"""The oracle's formulas against values worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.oracle.formula import Row, of_row, of_rows
from tests.oracle.verdict import Refused

CELLS = {"a": 2, "b": None, "t": "中型", "yes": True, "no": False, "day": date(2014, 2, 28), "share": Fraction(1, 4)}
ROW = Row("services", CELLS, {"enterprises": {"size": "小型"}})
PARAMS = {"year": 2014, "year_start": date(2014, 1, 1), "year_end": date(2014, 12, 31), "weight": Fraction(5, 2)}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-a - 1", -3),
        ("2 - 1 - 1", 0),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("share * :weight", Fraction(5, 8)),
        ("a + b", None),
        ("b = b", None),
        ("b <> 1", None),
        ("b IS NULL", True),
        ("a is not null", True),
        ("NOT (b = 1)", None),
        ("no AND b = 1", False),
        ("yes AND b = 1", None),
        ("yes OR b = 1", True),
        ("no OR b = 1", None),
        ("no AND yes OR yes", True),
        ("NOT no AND no", False),
        ("a IN (1, 2)", True),
        ("a IN (1, b)", None),
        ("a IN (2, b)", True),
        ("a NOT IN (1, b)", None),
        ("a NOT IN (1, 3)", True),
        ("a BETWEEN 2 AND 3", True),
        ("a NOT BETWEEN 3 AND b", True),
        ("a BETWEEN 1 AND b", None),
        ("day BETWEEN :year_start AND :year_end", True),
        ("day = DATE '2014-02-28'", True),
        ("YEAR(day) * 100 + MONTH(day)", 201402),
        ("YEAR(b)", None),
        ("t LIKE '中%'", True),
        ("t LIKE '_'", False),
        ("t NOT LIKE '%型'", False),
        ("b LIKE '%'", None),
        ("t = '中''型'", False),
        ("CASE WHEN b = 1 THEN 1 WHEN a = 2 THEN 2 ELSE 3 END", 2),
        ("CASE WHEN b = 1 THEN 1 END", None),
        ("CASE a WHEN 2 THEN 'two' ELSE 'other' END", "two"),
        ("CASE b WHEN b THEN 1 ELSE 0 END", 0),
        ("COALESCE(b, a)", 2),
        ("NULLIF(a, 2)", None),
        ("NULLIF(a, b)", 2),
        ("GREATEST(b, a, 1)", 2),
        ("LEAST(b, a, 1)", 1),
        ("GREATEST(b, b)", None),
        ("ABS(1 - a)", 1),
        ("enterprises.size", "小型"),
        ("services.a", 2),
        ("platforms.city", None),
        ("NULL", None),
    ],
)
def test_a_formula_of_one_row(formula, expected):
    assert of_row(formula, ROW, PARAMS) == expected


ROWS = [Row("outputs", {"n": n, "kind": kind}) for n, kind in [(1, "x"), (3, "y"), (3, "x"), (None, "x")]]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("COUNT(*)", 4),
        ("COUNT(n)", 3),
        ("COUNT(DISTINCT n)", 2),
        ("SUM(n)", 7),
        ("MIN(n)", 1),
        ("MAX(n) - MIN(n)", 2),
        ("COUNT(*) FILTER (WHERE n > 1)", 2),
        ("COUNT(*) FILTER (WHERE n > 9)", 0),
        ("SUM(n) FILTER (WHERE n > 9)", None),
        ("SUM(n * 2) FILTER (WHERE kind = 'x')", 8),
        ("CASE WHEN COUNT(n) >= 4 THEN SUM(n) END", None),
        ("COALESCE(MAX(n) FILTER (WHERE n > 9), 0)", 0),
        ("1", 1),
    ],
)
def test_a_formula_over_rows(formula, expected):
    assert of_rows(formula, ROWS, {}) == expected


@pytest.mark.parametrize("formula", ["a / 2", "AVG(a)", "a = 't'", "nothing", "a = 1 1", "t + 1", "NOT a"])
def test_what_is_not_in_the_language_is_refused(formula):
    with pytest.raises(Refused):
        of_row(formula, ROW, PARAMS)


def test_a_column_outside_an_aggregate_is_refused():
    with pytest.raises(Refused):
        of_rows("n + COUNT(*)", ROWS, {})
