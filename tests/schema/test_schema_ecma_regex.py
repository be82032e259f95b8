"""Patterns mean on Polars' engine what ECMA 262 says, or are refused."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.schema.ecma_regex import PatternError, names_all, to_rust


def matches(pattern: str, value: str) -> bool:
    return pl.select(pl.lit(value).str.contains(to_rust(pattern))).item()


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("^a$", ["a"], ["a\n", "\na", "aa"]),
        ("a", ["bab"], ["A"]),
        ("^\\d$", ["7"], ["７", "৪", "a"]),
        ("^\\D$", ["７", "a"], ["7"]),
        ("^\\w$", ["_", "Z"], ["é", "中", "-"]),
        ("^\\W$", ["é", "中"], ["_"]),
        ("^\\s$", [" ", "\u3000", "\ufeff", "\u00a0", "\u2028"], ["\u0085", "\u180e", "\u200b", "x"]),
        ("^\\S$", ["\u0085", "\u200b"], ["\u3000", "\ufeff"]),
        ("^.$", ["中", "😀", "\u0085"], ["\n", "\r", "\u2028", "\u2029"]),
        ("^[^a]$", ["\n", "中"], ["a"]),
        ("^[\\d-]$", ["-", "5"], ["５"]),
        ("^[a-]$", ["-"], ["b"]),
        ("^[\\]\\\\^-]$", ["]", "\\", "^", "-"], ["["]),
        ("^[[&&a]$", ["[", "&", "a"], ["b"]),
        ("^[+--z]$", ["+", ",", "-", "z"], ["y"]),
        ("^[\\b]$", ["\x08"], ["b"]),
        ("[]", [], ["", "a"]),
        ("^[^]$", ["a", "\n"], [""]),
        ("^[\\S\\s]$", ["a", " "], []),
        ("^\\cJ\\t\\x41\\u0042\\u{43}\\0$", ["\n\tABC\0"], []),
        ("^\\ud83d\\ude00$", ["😀"], ["\ufffd"]),
        ("^😀{2}$", ["😀😀"], ["😀"]),
        ("^(?:ab|c)+?$", ["abc"], ["ac", ""]),
        ("^(?<name>a)$", ["a"], ["b"]),
        ("^\\p{Script=Han}+$", ["平台"], ["pt"]),
        ("^\\P{L}$", ["1"], ["a"]),
        ("\\bab\\b", ["x ab y", "中ab中"], ["xab"]),
        ("^(一|二)(；(一|二))*$", ["一", "一；二"], ["一；", "一;二"]),
        ("", ["", "a"], []),
        ("^\\/\\.\\|$", ["/.|"], ["/a|"]),
    ],
)
def test_a_pattern_has_the_meaning_of_ecma_262(pattern, yes, no):
    assert [matches(pattern, value) for value in yes] == [True] * len(yes)
    assert [matches(pattern, value) for value in no] == [False] * len(no)


@pytest.mark.parametrize(
    ("pattern", "character"),
    [
        ("a(?=b)", 2),
        ("a(?!b)", 2),
        ("(?<=a)b", 1),
        ("(?<!a)b", 1),
        ("(?i)a", 1),
        ("(?i:a)", 1),
        ("(a)\\1", 4),
        ("\\k<n>", 1),
        ("\\B", 1),
        ("\\a", 1),
        ("\\-", 1),
        ("\\_", 1),
        ("\\é", 1),
        ("\\A", 1),
        ("\\z", 1),
        ("\\Z", 1),
        ("\\01", 1),
        ("*", 1),
        ("a**", 3),
        ("a{2}{3}", 5),
        ("^*", 2),
        ("(*)", 2),
        ("a{", 2),
        ("a{,3}", 2),
        ("a}", 2),
        ("a]", 2),
        ("a{3,2}", 2),
        ("(", 2),
        ("(a", 3),
        ("a)", 2),
        ("[a", 3),
        ("[z-a]", 5),
        ("[\\d-z]", 6),
        ("[a-\\d]", 6),
        ("a\\", 3),
        ("\\u{110000}", 10),
        ("\\ud800", 6),
        ("\\udc00\\ud800", 6),
        ("\\cé", 1),
        ("\\x4", 1),
        ("\\u12", 1),
        ("\\p", 1),
        ("\\p{", 1),
    ],
)
def test_what_the_engine_cannot_mean_is_refused_at_its_character(pattern, character):
    with pytest.raises(PatternError) as caught:
        to_rust(pattern)
    assert caught.value.character == character


#: Pieces on which Python and ECMA 262 agree, so that Python can be the oracle.
PIECES = st.sampled_from(
    ["a", "b", "-", "[ab]", "[^ab]", "[0-9-]", "\\.", "x?", "a*", "b+", "a{1,2}", "中", "[一-龥]", "|"]
)
SAFE = st.text("ab-.x09中，", max_size=6)


@given(st.lists(PIECES, max_size=6).map("".join), SAFE)
def test_plain_patterns_agree_with_python(pattern, value):
    assert matches(pattern, value) == bool(re.search(pattern, value))


@given(st.text("ab(){}[]|*+?.^$\\dwsbcux0123,-中&~", max_size=10))
def test_every_pattern_is_translated_or_refused_and_never_crashes_the_engine(pattern):
    try:
        translated = to_rust(pattern)
    except PatternError:
        return
    pl.select(pl.lit("ab").str.contains(translated))


@pytest.mark.parametrize(
    "pattern",
    ["^[A-Z]{2}-[0-9]{4}$", "^(甲|乙)*$", r"^\d+\.\w?$", r"^(?:0[0-9]{2,3}-)?[0-9]{7,11}$", r"^[\]\-a]$", "^$"],
)
def test_a_pattern_may_name_every_character_of_a_text(pattern):
    assert names_all(pattern)
    texts = pl.Series(["\x00", "a\x00", "12.\x00", "甲\x00", "AB-0000\x00", "\x00]"])
    assert not texts.str.contains(to_rust(pattern)).any()


@pytest.mark.parametrize(
    "pattern",
    ["甲", "^甲", "甲$", "^a|b$", "^.$", "^[^a]$", r"^\W$", r"^\D$", r"^[\S]$", r"^\x00$", "^\x00$", "^[\x00-z]$",
     r"^\0$", r"^[\0-a]$", r"^\u0000$", r"^\P{L}$", r"^a\$", "^(a|^b.)$", ""],
)  # fmt: skip
def test_a_pattern_that_lets_others_pass_does_not(pattern):
    assert not names_all(pattern)
