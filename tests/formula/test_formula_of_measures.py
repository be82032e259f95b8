"""Random formulas on measures mean what a slow reader in Fractions says: a measure is a ratio, and stays one."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appraisal.errors import Place, Refused
from appraisal.formula import compile_formula, parse
from appraisal.measure.columns import MeasureColumn, Quotient, measure_tables
from appraisal.numbers import column
from appraisal.texts import Bilingual
from tests.amounts import examples
from tests.formula.reference import meaning
from tests.formula.writer import NUMBERS, Writer

LEAVES = ("a", "b", "previous.c", "previous.c", "1", "0.5", "-2", "0")
_MOST = 9


class _Writer(Writer):
    """Writes formulas whose leaves are measures; conditions are comparisons of numbers."""

    def number(self, depth, *, aggregated):
        if depth == 0 or self.draw(st.integers(0, 3)) == 0:
            return self.one(self.leaves)
        return self.filled(NUMBERS, depth - 1, aggregated=aggregated)


@st.composite
def numbers(draw):
    return _Writer(draw, LEAVES).number(2, aggregated=True)


@st.composite
def conditions(draw):
    return _Writer(draw, LEAVES).condition(2, aggregated=True)


ratios = st.none() | st.tuples(st.integers(-_MOST, _MOST), st.integers(1, _MOST))
rows = st.lists(st.tuples(ratios, ratios, ratios), min_size=1, max_size=6)


def _column(name, where):
    top, bottom = column(f"{where}{name}.top", -_MOST, _MOST, 1), column(f"{where}{name}.bottom", 1, _MOST)
    return MeasureColumn(name, Bilingual(name, name), Quotient(top, bottom))


TABLES = measure_tables({name: _column(name, "") for name in "ab"}, {"c": _column("c", "previous.")})


def _compiled(text, kind):
    try:
        return compile_formula(
            text, table=TABLES["measures"], tables=TABLES, params={}, level="row", type=kind, place=Place()
        )
    except Refused as refused:
        # Products of many measures pass 128 bits as far as the proof can see, or repeat each other too often.
        assume(not {finding.code for finding in refused.findings} <= {"formula|range", "formula|too_large"})
        raise


def _frame(found):
    names = ("a", "b", "previous.c")
    columns = {
        f"{name}.{part}": [row[at][end] if row[at] else None for row in found]
        for at, name in enumerate(names)
        for end, part in enumerate(("top", "bottom"))
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64))


def _fractions(found):
    """The tops have one decimal: 9 over 2 is 0.45."""
    return [
        {name: Fraction(row[at][0], 10 * row[at][1]) if row[at] else None for at, name in enumerate("abc")}
        for row in found
    ]


@examples(300)
@given(text=numbers(), found=rows)
def test_a_number_of_measures_is_exact(text, found):
    formula = _compiled(text, "number")
    bottom = formula.bottom.expr if formula.bottom else pl.lit(1)
    shown = _frame(found).with_columns(top=formula.expr, bottom=bottom)
    scales = 10**formula.number.scale, 10 ** (formula.bottom.scale if formula.bottom else 0)
    mine = [
        None if top is None else Fraction(top, scales[0]) / Fraction(below, scales[1])
        for top, below in shown.select("top", "bottom").rows()
    ]
    assert mine == [meaning(parse(text, Place()), row) for row in _fractions(found)]
    assert all(formula.number.low <= top <= formula.number.high for top in shown["top"].drop_nulls())


@examples(300)
@given(text=conditions(), found=rows)
def test_a_condition_on_measures_is_exact(text, found):
    formula = _compiled(text, "boolean")
    mine = _frame(found).with_columns(found=formula.expr)["found"].to_list()
    assert mine == [meaning(parse(text, Place()), row) for row in _fractions(found)]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("SUM(a)", "aggregate_in_rows", "write the name of the measure alone"),
        ("c", "unknown_column", "No column c in measures."),
        ("previous.a", "unknown_column", "No column a in previous. There are: c."),
        ("measures.a", "unknown_table", "This is the table itself: write a."),
        ("a" + " * 99999999999999999999" * 2, "range", "Multiply fewer measures"),
        ("ABS(" * 8 + "a" + ")" * 8, "too_large", "repeats itself"),
        ("a > 1", "type", "a number is needed"),
        ("a / b", "ratio", "numerator and a denominator"),
    ],
)
def test_a_formula_on_measures_that_is_refused_says_why(text, code, words):
    with pytest.raises(Refused) as refused:
        compile_formula(
            text, table=TABLES["measures"], tables=TABLES, params={}, level="row", type="number", place=Place()
        )
    first = refused.value.findings[0]
    assert first.code == f"formula|{code}"
    assert words in first.sentence("en")


@pytest.mark.parametrize("scales", [(8, 0), (0, 9), (8, 9), (12, 3), (6, 6), (7, 7)])
def test_more_decimals_than_are_kept_become_a_factor_on_the_other_side(scales):
    whole = Quotient(column("top", 0, 99, scales[0]), column("bottom", 1, 99, scales[1])).within(6)
    assert whole.scale <= 6
    row = pl.DataFrame({"top": [7], "bottom": [3]}, schema={"top": pl.Int128, "bottom": pl.Int128})
    top, bottom = row.select(top=whole.top.expr, bottom=whole.bottom.expr).row(0)
    value = Fraction(top, 10**whole.top.scale) / Fraction(bottom, 10**whole.bottom.scale)
    assert value == Fraction(7 * 10 ** scales[1], 3 * 10 ** scales[0])
