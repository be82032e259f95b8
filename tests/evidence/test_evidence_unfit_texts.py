"""Endless texts and NULs are found in every column of text, by the reader or by a rule of the schema, never by none."""

from __future__ import annotations

import io

import polars as pl
import pytest

from appraisal.evidence import check_table, unfit_texts
from appraisal.evidence.reading import read_table

TEXT = {"type": "string"}
LONG, NUL = "长" * 10_001, "ab\x00cd"


def told(table_of, rules, texts):
    """Code, row and column of what is told of a column of these rules that holds these texts."""
    stream = io.BytesIO()
    pl.DataFrame({"word": texts}).write_parquet(stream)
    schema = table_of({"word": rules})
    table, found = read_table(stream.getvalue(), "f.parquet", schema)
    found = found if table is None else check_table(table)
    return [(finding.code, finding.place.row, finding.place.column) for finding in found]


@pytest.mark.parametrize(
    ("rules", "endless", "nul"),
    [
        (TEXT, "too_long", "too_long"),
        ({**TEXT, "maxLength": 20_000}, "too_long", "too_long"),
        ({**TEXT, "maxLength": 10_000}, "too_long", "too_long"),
        ({**TEXT, "maxLength": 40}, "too_long", "too_long"),
        ({**TEXT, "enum": ["甲", "乙"]}, "not_one_of", "not_one_of"),
        ({**TEXT, "const": "甲"}, "not_one_of", "not_one_of"),
        ({**TEXT, "pattern": "^[甲乙]*$"}, "too_long", "pattern"),
        ({**TEXT, "pattern": "甲|^$"}, "too_long", "too_long"),
        ({**TEXT, "pattern": "^[^乙]*$"}, "too_long", "too_long"),
        ({**TEXT, "if": {"maxLength": 3}, "then": {"pattern": "^[甲乙]*$"}}, "too_long", "too_long"),
        ({**TEXT, "if": {"maxLength": 3}, "then": {"enum": ["甲"]}}, "too_long", "too_long"),
        ({**TEXT, "allOf": [{"maxLength": 40}]}, "too_long", "too_long"),
        ({**TEXT, "allOf": [{"format": "organisation-code"}]}, "too_long", "format"),
        ({**TEXT, "minLength": 1}, "too_long", "too_long"),
        ({**TEXT, "anyOf": [{"maxLength": 5}, {"minLength": 6}]}, "too_long", "too_long"),
    ],
)
@pytest.mark.parametrize("laid_out", [2**28, 0])
def test_an_unfit_text_is_told_whatever_the_schema_says_of_its_column(
    table_of, rules, endless, nul, laid_out, monkeypatch
):
    monkeypatch.setattr(unfit_texts, "_LAID_OUT", laid_out)
    assert (f"cell|{endless}", 2, "word") in told(table_of, rules, [None, LONG, None])
    assert (f"cell|{nul}", 3, "word") in told(table_of, rules, [None, None, NUL])


@pytest.mark.parametrize("texts", [["甲", None], [None, None], []])
def test_a_column_of_fit_texts_is_read(table_of, texts):
    assert told(table_of, TEXT, pl.Series(texts, dtype=pl.String)) == []
    assert told(table_of, {**TEXT, "enum": ["甲"]}, pl.Series(texts, dtype=pl.String)) == []
