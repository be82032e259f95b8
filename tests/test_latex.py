"""LaTeX tables: what LaTeX would take for a command is set, digits stay, and the source stands with them."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from appraisal.latex import latex_table
from tests.conftest import official


def cells(latex: str) -> list[list[str]]:
    """The rows between the middle and the lower rule."""
    _, _, after = latex.partition("\\midrule\n")
    body, _, _ = after.partition("\\bottomrule")
    return [line.removesuffix(r" \\").split(" & ") for line in body.splitlines()]


@pytest.mark.parametrize(
    ("words", "set_as"),
    [
        ("50 % & more", r"50 \% \& more"),
        ("staff_ratio", r"staff\_ratio"),
        ("$#{}", r"\$\#\{\}"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("<|>", r"\textless{}\textbar{}\textgreater{}"),
        ("two\n\nlines", "two lines"),
        ("专业镇 Größe", "专业镇 Größe"),
    ],
)
def test_no_text_is_a_command_of_latex(words: str, set_as: str) -> None:
    latex = latex_table(pl.DataFrame({words: [words]}), words, source={words: words})
    assert cells(latex) == [[set_as]]
    for part in (rf"\caption{{{set_as}}}", f"{set_as} \\\\\n\\midrule", rf"\footnotesize {set_as} {set_as}"):
        assert part in latex


def test_exact_decimals_keep_all_their_digits_and_floats_have_as_many_as_asked() -> None:
    frame = pl.DataFrame(
        {
            "exact": pl.Series([Decimal("93.5400"), Decimal("-0.0001"), None], dtype=pl.Decimal(38, 4)),
            "float": [2 / 3, -0.5, None],
            "count": [10**15, -3, None],
            "name": ["a", "b", None],
        }
    )
    assert cells(latex_table(frame, "", decimals=2)) == [
        ["93.5400", "0.67", "1000000000000000", "a"],
        ["$-$0.0001", "$-$0.50", "$-$3", "b"],
        ["--", "--", "--", "--"],
    ]
    assert cells(latex_table(frame, "", decimals=5))[0][1] == "0.66667"


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    ranking = official("2014").tables["ranking"].select("rank", "name", "composite")
    assert r"\begin{tabular}{rlr}" in latex_table(ranking.head(1), "")


def test_seed_and_digest_stand_below_the_table_and_whole_in_a_comment_above() -> None:
    result = official("2014")
    latex = latex_table(
        result.tables["awards"].select("rank", "composite"),
        "Awards",
        label="tab:awards",
        source={"seed": 7, "content_digest": result.content_digest},
    )
    assert latex.startswith(f"% seed: 7\n% content_digest: {result.content_digest}\n\\begin{{table}}\n")
    assert rf"\footnotesize seed 7, content\_digest {result.content_digest[:12]}" in latex
    assert r"\label{tab:awards}" in latex
    composites = [f"{composite:f}" for composite in result.tables["awards"]["composite"]]
    assert [row[1] for row in cells(latex)] == composites


def test_a_source_of_several_lines_stays_a_comment() -> None:
    latex = latex_table(pl.DataFrame({"a": [1]}), "", source={"note": "one\n\\input{x}"})
    comment, _, _ = latex.partition("\\begin{table}")
    assert all(line.startswith("%") for line in comment.splitlines())


def test_every_brace_and_environment_that_opens_is_closed() -> None:
    latex = latex_table(pl.DataFrame({"{": ["}"]}), "{{", label="x", source={"{": "{"})
    bare = latex.replace(r"\{", "").replace(r"\}", "")
    body = "".join(line for line in bare.splitlines() if not line.startswith("%"))
    assert body.count("{") == body.count("}")
    assert latex.count(r"\begin{") == latex.count(r"\end{")
