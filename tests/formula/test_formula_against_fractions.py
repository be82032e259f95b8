"""Random formulas on decimals and on numbers near 64 bits mean what a slow reader in Fractions says."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
from hypothesis import given

from appraisal.errors import Place
from appraisal.formula import parse
from tests.amounts import examples
from tests.formula.reference import meaning
from tests.formula.writer import DECIMALS, SCALES, compile_rows, conditions, frames, measures


def _fractions(frame):
    """The rows as people mean them: 225 with two decimals is 2.25."""
    return [
        {name: _unscaled(value, SCALES.get(name, 0)) for name, value in row.items()} for row in frame.rows(named=True)
    ]


def _unscaled(value, scale):
    return Fraction(value, 10**scale) if isinstance(value, int) and not isinstance(value, bool) else value


@examples(150)
@given(text=measures(DECIMALS), frame=frames)
def test_a_measure_is_exact(text, frame):
    formula = compile_rows(text, "platform", "number")
    frame = frame.with_columns(g=1)
    mine = frame.group_by("g").agg(formula.expr.alias("mine"))["mine"]
    found = None if mine[0] is None else Fraction(mine[0], 10**formula.number.scale)
    assert found == meaning(parse(text, Place()), None, _fractions(frame))
    assert mine.dtype == formula.number.dtype
    assert mine[0] is None or formula.number.low <= mine[0] <= formula.number.high


@examples(150)
@given(text=conditions(DECIMALS), frame=frames)
def test_a_condition_is_exact(text, frame):
    formula = compile_rows(text, "row", "boolean")
    mine = frame.select("g", formula.expr.alias("mine"))["mine"].to_list()
    tree = parse(text, Place())
    assert mine == [meaning(tree, row) for row in _fractions(frame)]
    assert frame.filter(formula.expr).height == mine.count(True)
    assert frame.select(formula.expr).to_series().dtype == pl.Boolean
