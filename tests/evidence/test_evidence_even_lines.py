"""What the engine itself cuts of a CSV file is what the strict grammar cuts; anything else is left to the grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.evidence.even_lines import even_cells, even_lines
from appraisal.evidence.records import split_cells, split_records

if TYPE_CHECKING:
    import polars as pl


def cut(source: str, separator: str, width: int) -> pl.DataFrame | None:
    lines = even_lines(source)
    return None if lines is None else even_cells(lines, separator, width)


@given(
    st.lists(st.text("ab,;\t 中\ufeff\u2028\x0b#", max_size=8), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n", ""]),
    st.sampled_from(",;\t"),
)
def test_cells_are_those_of_the_grammar_or_none(lines, end, separator):
    source = end.join(lines) + end
    width = lines[0].count(separator) + 1
    ours = cut(source, separator, width)
    if ours is not None:
        grammar = split_cells(split_records(source).slice(1), separator, width)
        assert (grammar.broken, grammar.empty, grammar.uneven) == ([], [], {})
        assert ours.rows() == grammar.frame.rows()


@given(st.lists(st.lists(st.text("ab 中1-", max_size=3), min_size=3, max_size=3), min_size=1, max_size=6))
def test_sound_lines_without_quotation_marks_are_never_left_to_the_grammar(rows):
    rows = [["h", *row] for row in rows]
    source = "\n".join([";".join("abcd"), *(";".join(row) for row in rows)])
    ours = cut(source, ";", 4)
    assert ours is not None
    assert ours.drop("row").rows() == [tuple(row) for row in rows]


@pytest.mark.parametrize(
    "source",
    [
        'a,b\n"1",2\n',
        "a,b\n1\n2,3\n",
        "a,b\n1,2,3\n4\n",
        "a,b\n1,2,\n3\n",
        "a,b\n1,2,\n3,4\n",
        "a,b,c\n1,2,3,,\n4,5,6\n",
        "a,b\n1\n2,3,4\n",
        "a,b\n1,2\n\n3,4\n",
        "a,b\n1,2\n,\n3,4\n",
        "a,b\n1,2\n,",
        "a,b\n1,2\r3,4\n",
        "a,b\n1,\x00\n",
        "a,b\n1,2\r\r\n",
        "a\n1\n\n2\n",
        "a,b",
        "\n\n",
        "",
    ],
)
def test_a_doubtful_text_is_left_to_the_grammar(source):
    assert cut(source, ",", source.partition("\n")[0].count(",") + 1) is None
