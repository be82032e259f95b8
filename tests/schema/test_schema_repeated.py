"""Cells that repeat are judged once for all of them, and no judgement changes."""

from __future__ import annotations

import polars as pl
import pytest

from appraisal.schema import pieces, repeated
from appraisal.schema.check import violations
from appraisal.schema.repeated import unproved_rows

TEXT = {"type": "string"}
CODE = {**TEXT, "pattern": "^[A-Z]{2}-[0-9]{4}$"}
ROWS = 4_000


def one_by_one(frame, checks):
    """Row and check of each broken rule, every cell looked at."""
    answers = frame.select(check.fails.alias(str(place)) for place, check in enumerate(checks))
    return [
        (row, place)
        for row, answer in enumerate(answers.iter_rows())
        for place, is_broken in enumerate(answer)
        if is_broken
    ]


@pytest.fixture(autouse=True)
def every_frame_is_long(monkeypatch):
    monkeypatch.setattr(pieces, "MANY_ROWS", 0)


@pytest.mark.parametrize("bad", ["GZ-12345", "", "gz-0001", "GZ-0001\n", None])
@pytest.mark.parametrize("kinds", [1, 3, 700, 3_000, ROWS])
@pytest.mark.parametrize("rare", [2, 7, 97, ROWS])
def test_the_same_cells_fail_however_often_the_others_repeat(make_table, bad, kinds, rare):
    table = make_table({"code": {**CODE, "allOf": [{"pattern": "[^7]$"}]}, "n": {"type": "integer"}}, required=["code"])
    texts = [bad if row % rare == rare - 1 else f"GZ-{row * 13 % kinds:04}" for row in range(ROWS)]
    frame = pl.DataFrame({"code": texts, "n": [1] * ROWS}, schema={"code": pl.String, "n": pl.Int64})
    found = violations(frame, table.checks)
    assert found.rows() == one_by_one(frame, table.checks)
    chunked = pl.concat([frame.head(999), frame.slice(999)], rechunk=False)
    assert violations(chunked, table.checks).equals(found)


@pytest.mark.parametrize("texts", [["x"] * ROWS, [None] * ROWS, ["GZ-0001"] * ROWS])
def test_a_column_of_one_value_is_judged_by_it(make_table, texts):
    table = make_table({"code": CODE}, required=["code"])
    frame = pl.DataFrame({"code": texts}, schema={"code": pl.String})
    assert violations(frame, table.checks).rows() == one_by_one(frame, table.checks)


def test_dates_repeat_like_texts(make_table):
    table = make_table({"day": {**TEXT, "format": "date", "pattern": "^2014-0[1-6]"}})
    days = pl.date_range(pl.date(2014, 5, 1), pl.date(2014, 7, 31), eager=True)
    frame = pl.DataFrame({"day": days.gather([row % len(days) for row in range(ROWS)])})
    found = violations(frame, table.checks)
    assert found.rows() == one_by_one(frame, table.checks)
    assert not found.is_empty()


def test_only_cells_outside_the_usual_sound_values_are_matched_one_by_one():
    cells = pl.Series("code", [f"GZ-{row % 7:04}" for row in range(ROWS)])
    cells[17] = "GZ"
    rows = unproved_rows(cells, [pl.col("code").str.contains("-000[0-5]").not_()])
    assert rows is not None
    assert rows.to_list() == sorted({17, *range(6, ROWS, 7)})


def test_a_missing_cell_is_a_value_of_which_a_rule_is_asked():
    cells = pl.Series("code", [None, "a", "b"] * ROWS)
    rows = unproved_rows(cells, [pl.col("code").is_null()])
    assert rows is not None
    assert rows.to_list() == [*range(0, 3 * ROWS, 3)]


def test_a_rule_that_reads_another_cell_is_asked_of_every_row(make_table):
    properties = {"code": TEXT, "kind": {**TEXT, "enum": ["x", "y"]}}
    condition = {"properties": {"kind": {"const": "x"}}, "required": ["kind"]}
    table = make_table(properties, **{"if": condition, "then": {"properties": {"code": CODE}}})
    frame = pl.DataFrame({"code": ["GZ-0001", "bad", "GZ-0001", "bad"] * 1_000, "kind": ["x", "y", "y", "y"] * 1_000})
    frame[999, "kind"] = "x"
    assert violations(frame, table.checks).rows() == one_by_one(frame, table.checks) != []


def test_nothing_is_gained_where_values_differ_or_most_of_them_fail():
    cells = pl.Series("code", [str(row) for row in range(ROWS)])
    assert unproved_rows(cells, [pl.col("code") == ""]) is None
    assert unproved_rows(pl.Series("code", ["a", "b"] * ROWS), [pl.col("code") != ""]) is None


def test_a_short_column_is_not_asked(monkeypatch):
    monkeypatch.setattr(pieces, "MANY_ROWS", ROWS + 1)
    assert unproved_rows(pl.Series("code", ["a"] * ROWS), [pl.col("code") == ""]) is None


def test_more_values_than_are_sooner_looked_up_are_matched_one_by_one(monkeypatch):
    monkeypatch.setattr(repeated, "_STEP", 1)
    cells = pl.Series("code", [str(row % 1_499) for row in range(2 * ROWS)])
    assert unproved_rows(cells, [pl.col("code") == ""]) is not None
    monkeypatch.setattr(repeated, "_MOST", 10)
    assert unproved_rows(cells, [pl.col("code") == ""]) is None
