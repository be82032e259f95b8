"""Random well-typed formulas on a table of a few columns, and random rows of it."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace as Named

import polars as pl
from hypothesis import assume
from hypothesis import strategies as st

from appraisal.errors import Place, Refused
from appraisal.formula import compile_formula
from appraisal.texts import Bilingual

DATES = [date(2013, 12, 31), date(2014, 1, 1), date(2014, 6, 30)]
BIG = 2**63 - 1
SCHEMA = {
    "g": pl.Int64, "a": pl.Int64, "b": pl.Int64, "t": pl.String, "p": pl.Boolean, "d": pl.Date,
    "money": pl.Int64, "hours": pl.Int64, "big": pl.Int64,
}  # fmt: skip
SCALES = {"money": 2, "hours": 1}
_KINDS = {"a": "integer", "b": "integer", "t": "text", "p": "boolean", "d": "date", "big": "integer"}


def _column(name):
    bound = BIG if name == "big" else 999 if name in SCALES else 9
    kind = _KINDS.get(name, "decimal")
    title = Bilingual(name, name)
    numeric = {"scale": SCALES.get(name, 0), "low": -bound, "high": bound}
    return Named(name=name, title=title, kind=kind, enum=None, aliases=(), **numeric)


TABLE = Named(
    name="rows",
    title=Bilingual("行", "Rows"),
    columns={name: _column(name) for name in SCHEMA if name != "g"},
    references=(),
)


def _maybe(strategy):
    return st.none() | strategy


frames = st.lists(
    st.tuples(
        st.integers(1, 3),
        _maybe(st.integers(-9, 9)),
        _maybe(st.integers(-9, 9)),
        _maybe(st.sampled_from(["x", "xy", "微", "", "%", "a.b"])),
        _maybe(st.booleans()),
        _maybe(st.sampled_from(DATES)),
        _maybe(st.integers(-999, 999) | st.sampled_from([50, 100, 225])),
        _maybe(st.integers(-999, 999) | st.sampled_from([5, 10])),
        _maybe(st.sampled_from([BIG, -BIG, 0, 1, 5])),
    ),
    min_size=1,
    max_size=8,
).map(lambda rows: pl.DataFrame(rows, schema=SCHEMA, orient="row"))

# MONTH is an Int8 in polars.sql_expr, and wraps there: 3 * MONTH(d) * MONTH(d).
INTEGERS = ("a", "b", "3", "0", "(YEAR(d) - 2013)", "(COALESCE(a * 0, 0) + MONTH(d))")
DECIMALS = ("a", "money", "hours", "0.5", "2.25", "-1", "100", "big")

_TEXTS = ["t", "'x'", "'微'", "COALESCE(t, 'x')", "NULLIF(t, 'x')", "CASE WHEN p THEN t ELSE 'xy' END"]
_DATE_TEXTS = ["d", "DATE '2014-01-01'", "COALESCE(d, DATE '2013-12-31')", "GREATEST(d, DATE '2014-01-01')"]
_CONDITIONS = ["p", "TRUE", "d IS NULL", "t LIKE 'x%'", "t NOT LIKE '_'", "t LIKE '%.%'", "t IN ('x', '微')"]
SIGNS = ["=", "<>", "<", "<=", ">", ">="]

# n is a number and c a condition of the same level, s a comparison sign.
NUMBERS = [
    "(n + n)", "(n - n)", "(n * n)", "(n - n + n)", "-(n)", "ABS(n)", "COALESCE(n, n)", "NULLIF(n, n)",
    "GREATEST(n, n, n)",
    "LEAST(n, n)", "CASE WHEN c THEN n ELSE n END", "CASE WHEN c THEN n WHEN c THEN NULL END",
    "CASE n WHEN n THEN n WHEN 1 THEN n END",
]  # fmt: skip
_COMPARISONS = [
    "n s n", "n BETWEEN n AND n", "n NOT BETWEEN -1 AND n", "n IN (n, 1, -2)", "n NOT IN (1, 2, -3)", "n IS NULL",
    "n IS NOT NULL",
    "(c AND c)", "(c OR c OR c)", "(NOT c AND c)", "NOT (c)", "(c) IS NULL", "COALESCE(c, FALSE)", "(c) = (c)",
]  # fmt: skip
# An aggregate of a constant is refused, so each argument and each FILTER has a column.
_AGGREGATES = [
    "COUNT(*)", "COUNT(a + n)", "SUM(b - n)", "MIN(a * n)", "MAX(COALESCE(a, n))", "COUNT(t)", "COUNT(p)",
    "COUNT(DISTINCT a - n)",
    "COUNT(DISTINCT t)", "COUNT(DISTINCT d)", "(YEAR(MIN(d)) - 2013)", "(COUNT(*) + MONTH(MAX(d)))",
    "COUNT(*) FILTER (WHERE a < 5 AND c)",
    "COUNT(*) FILTER (WHERE p OR c)", "SUM(a + n) FILTER (WHERE p OR c)", "MIN(b * n) FILTER (WHERE b > n)", "2",
    "MAX(b - n) FILTER (WHERE t <> 'x' OR c)", "COUNT(DISTINCT t) FILTER (WHERE p OR c)",
    "COUNT(b) FILTER (WHERE d IS NULL OR c)",
]  # fmt: skip


class Writer:
    """Writes random well-typed formulas; ``aggregated`` ones have aggregates where the others have columns."""

    def __init__(self, draw, leaves):
        self.draw = draw
        self.leaves = leaves

    def number(self, depth, *, aggregated):
        if depth == 0 or self.draw(st.integers(0, 3)) == 0:
            if aggregated:
                return self.filled(_AGGREGATES, min(depth, 1), aggregated=False)
            return self.one(self.leaves)
        return self.filled(NUMBERS, depth - 1, aggregated=aggregated)

    def condition(self, depth, *, aggregated):
        if depth == 0 or (not aggregated and self.draw(st.integers(0, 3)) == 0):
            if aggregated:
                return self.filled(["n s n"], 0, aggregated=True)
            pair = self.one([_TEXTS, _DATE_TEXTS])
            sign = self.one(SIGNS[:2] if pair is _TEXTS else SIGNS)
            return self.one([*_CONDITIONS, f"{self.one(pair)} {sign} {self.one(pair)}"])
        return self.filled(_COMPARISONS, depth - 1, aggregated=aggregated)

    def filled(self, patterns, depth, *, aggregated):
        makers = {
            "n": lambda: self.number(depth, aggregated=aggregated),
            "c": lambda: self.condition(depth, aggregated=aggregated),
            "s": lambda: self.one(SIGNS),
        }
        pieces = re.split(r"\b([ncs])\b", self.one(patterns))
        return "".join(makers[piece]() if index % 2 else piece for index, piece in enumerate(pieces))

    def one(self, options):
        return self.draw(st.sampled_from(options))


@st.composite
def measures(draw, leaves=INTEGERS):
    return Writer(draw, leaves).number(3, aggregated=True)


@st.composite
def conditions(draw, leaves=INTEGERS):
    return Writer(draw, leaves).condition(3, aggregated=False)


def compile_rows(text, level, kind):
    try:
        return compile_formula(text, table=TABLE, tables={}, params={}, level=level, type=kind, place=Place())
    except Refused as refused:
        # COUNT(*) to the fourth power may pass 128 bits as far as the proof can see; TRUE reads no column.
        assume({finding.code for finding in refused.findings} not in ({"formula|range"}, {"formula|no_column"}))
        raise
