"""Any text is read or refused: never another exception, never slow."""

from __future__ import annotations

import time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.errors import Place, Refused
from appraisal.formula import parse
from appraisal.texts import render
from tests.amounts import examples
from tests.formula.tokens import PIECES, SENSIBLE


def _tokens(pieces):
    return st.lists(st.sampled_from(pieces), max_size=60).flatmap(
        lambda chosen: st.sampled_from([" ", " ", ""]).map(lambda separator: separator.join(chosen)),
    )


def _read(compiled, text, level, kind):
    try:
        return compiled(text, level, kind)
    except Refused as refused:
        findings = refused.findings
    assert findings
    for finding in findings:
        assert finding.code.startswith("formula|")
        assert finding.place.character is not None
        assert 1 <= finding.place.character <= 2001
        assert finding.sentence("en").isprintable()
    return None


@examples(400)
@given(text=_tokens(PIECES) | _tokens(SENSIBLE) | st.text(max_size=80), row=st.booleans())
def test_any_text_is_read_or_refused(compiled, rows, text, row):
    for kind in ("number", "boolean"):
        formula = _read(compiled, text, "row" if row else "platform", kind)
        if formula is None:
            continue
        chosen = (
            rows.group_by("platform_id").agg(formula.expr.alias("x"))
            if not row
            else rows.select(formula.expr.alias("x"))
        )
        assert chosen["x"].dtype == (formula.number.dtype if formula.number else pl.Boolean)
        assert render(formula.words, "en")


HOSTILE = {
    "brackets": "(" * 59 + "COUNT(*)" + ")" * 59,
    "too many brackets": "(" * 1000 + ")" * 1000,
    "signs": "- " * 999 + "1",
    "nots": "NOT " * 499,
    "a long sum": "1" + "+1" * 249,
    "a long product": "COUNT(*)" + "*0" * 240,
    "a long list": "COUNT(*) FILTER (WHERE score IN (" + ",".join(["1"] * 480) + "))",
    "a long list of columns": "COUNT(*) FILTER (WHERE score IN (" + ",".join(["score"] * 300) + "))",
    "doubling by NULLIF": "NULLIF(" * 50 + "COUNT(*)" + ",1)" * 50,
    "doubling by CASE": "CASE " * 30 + "COUNT(*)" + " WHEN 1 THEN 2 WHEN 2 THEN 3 END" * 30,
    "nested ABS": "ABS(" * 58 + "COUNT(*)" + ")" * 58,
    "nested CASE": "CASE WHEN TRUE THEN 1 ELSE " * 40 + "1" + " END" * 40,
    "unknown names": "+".join(f"SUM(x{number})" for number in range(200)),
    "a long name": "x" * 2000,
    "a long param": ":" + "x" * 1999,
    "a long text": "'" + "x" * 1998 + "'",
    "quotes": "'" * 1999,
    "half a text": "'" * 3 + "a'b" * 600,
    "wide marks": "（" * 2000,
    "digits": "9" * 2000,
    "a growing product": "SUM(" + "*".join(["big"] * 400) + ")",
    "small numbers": "*".join(["0.0000000000000000001"] * 80) + "+1",
    "surrogates": "\ud800" * 2000,
    "a LIKE of wildcards": "COUNT(*) FILTER (WHERE note LIKE '" + "%_" * 900 + "')",
    "points": "a" + ".a" * 999,
    "many ANDs": "COUNT(*) FILTER (WHERE on_site" + " AND on_site" * 150 + ")",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_formula_is_quick_to_read_and_to_run(compiled, rows, text):
    assert min(_seconds(compiled, text) for _ in range(3)) < 0.05
    formula = _read(compiled, text, "platform", "number")
    if formula is not None:
        began = time.perf_counter()
        assert rows.group_by("platform_id").agg(formula.expr.alias("x")).height == 1
        assert time.perf_counter() - began < 5
        assert render(formula.words, "en")


def _seconds(compiled, text):
    # Of the processor, so that a busy machine does not fail the test.
    began = time.process_time()
    _read(compiled, text, "platform", "number")
    return time.process_time() - began


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a = 1 OR b = 2 AND c = 3", "a = 1 OR (b = 2 AND c = 3)"),
        ("NOT a = 1 AND b", "(NOT (a = 1)) AND b"),
        ("a + 1 = b * 2", "(a + 1) = (b * 2)"),
        ("a - b - c", "((a) - (b) - (c))"),
        ("-a * b", "(-a) * b"),
        ("a IN (1, 2) AND b", "(a IN (1, 2)) AND b"),
        ("a BETWEEN 1 AND 2 AND b", "(a BETWEEN 1 AND 2) AND b"),
        ("a + 1 IS NULL", "(a + 1) IS NULL"),
        ("sum(x) filter (where y)", "SUM(x) FILTER (WHERE y)"),
        ("case when a then b end", "CASE WHEN a THEN b END"),
        ("a != 1", "a <> 1"),
        ("date", '"date"'),
    ],
)
def test_precedence_is_that_of_sql(text, same):
    assert parse(text, Place()) == parse(same, Place())


def test_a_left_chain_is_not_its_right_twin():
    assert parse("a - b - c", Place()) != parse("a - (b - c)", Place())
