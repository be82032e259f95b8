"""Random formulas on random small rows mean the same to polars.sql_expr, which shares only the engine."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, reject

from tests.amounts import examples
from tests.formula.writer import DATES, SCHEMA, SIGNS, compile_rows, conditions, frames, measures


@examples(150)
@given(text=measures(), frame=frames)
def test_a_measure_is_what_polars_sql_says(text, frame):
    mine = compile_rows(text, "platform", "number").expr
    found = frame.group_by("g").agg(mine.alias("mine"), pl.sql_expr(text).alias("sql")).sort("g")
    assert found["mine"].to_list() == found["sql"].to_list()


@examples(150)
@given(text=conditions(), frame=frames)
def test_a_condition_is_what_polars_sql_says(text, frame):
    mine = frame.select("g", compile_rows(text, "row", "boolean").expr.alias("mine"))["mine"].to_list()
    try:
        sql = frame.select("g", pl.sql_expr(text).alias("sql"))["sql"].to_list()
    except pl.exceptions.ShapeError:
        # Polars 2.1 gives ``3 > CASE WHEN a = 1 THEN 2 ELSE 3 END`` one row where no a is 1, or every a.
        reject()
    assert mine == sql


@examples(60)
@given(text=measures(), frame=frames)
def test_a_platform_measured_alone_has_the_value_it_has_among_others(text, frame):
    mine = compile_rows(text, "platform", "number").expr.alias("mine")
    together = frame.group_by("g").agg(mine).sort("g")["mine"].to_list()
    alone = [part.group_by("g").agg(mine)["mine"][0] for _, part in sorted(frame.group_by("g"), key=lambda p: p[0])]
    assert together == alone


def _counts_in(frame, condition):
    formula = compile_rows(f"COUNT(*) FILTER (WHERE {condition})", "platform", "number")
    return frame.group_by("g").agg(formula.expr.alias("mine")).sort("g")["mine"].to_list()


def _one_value_each(frame):
    """The first row repeated, twice: as Polars keeps a repeated literal, and spelt out."""
    first = frame.row(0, named=True)
    literals = {name: pl.lit(first[name], dtype=SCHEMA[name]) for name in SCHEMA if name != "g"}
    return frame.with_columns(**literals), pl.DataFrame([{**first, "g": g} for g in frame["g"]], schema=SCHEMA)


# The rule behind both: Polars 2.1 reads foreign memory for ``literal < column`` where the column holds one value.
@examples(150)
@given(condition=conditions(), frame=frames)
def test_a_column_of_one_value_counts_like_any_other(condition, frame):
    kept, spelt_out = _one_value_each(frame)
    assert _counts_in(kept, condition) == _counts_in(spelt_out, condition)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    "literal",
    ["3 {} a", "1 + 2 {} a", "DATE '2014-01-01' {} d", "TRUE {} p", "'x' {} t", "3 {} (CASE WHEN p THEN 3 ELSE 2 END)"],
)
def test_a_literal_may_stand_first_in_a_comparison(literal, sign):
    row = {"a": 3, "b": 3, "t": "x", "p": True, "d": DATES[1]}
    frame = pl.DataFrame([{"g": group, **row} for group in (1, 1, 1, 2, 2)], schema=SCHEMA)
    if "'x'" in literal or "TRUE" in literal:
        sign = {"<": "<>", "<=": "=", ">": "<>", ">=": "="}.get(sign, sign)
    kept, _ = _one_value_each(frame)
    chosen = sign in ("=", "<=", ">=")
    assert _counts_in(kept, literal.format(sign)) == ([3, 2] if chosen else [0, 0])


@pytest.mark.parametrize("text", ["COUNT(*)", "SUM(a)", "MIN(a)", "COUNT(DISTINCT t)", "SUM(a) FILTER (WHERE p)"])
def test_all_engines_agree(text):
    frame = pl.LazyFrame({"g": [1, 2], "a": [1, None], "p": [True, None], "t": ["x", None]})
    lazy = frame.group_by("g").agg(compile_rows(text, "platform", "number").expr.alias("n")).sort("g")
    assert lazy.collect().equals(lazy.collect(engine="streaming"))
