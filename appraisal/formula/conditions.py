"""Conditions: AND, OR, NOT, IS NULL and LIKE, in SQL's logic of true, false and unknown."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Literal

import polars as pl

from appraisal.formula.meaning import (
    ALL_OF,
    ANY_OF,
    PREDICATE,
    Meaning,
    derived,
    expect,
    expect_all,
    folded,
    in_words,
    refuse_null,
    unknown,
)
from appraisal.formula.problems import shown
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.formula.problems import Problems


def junction(at: int, word: Literal["AND", "OR"], operands: Sequence[Meaning], problems: Problems) -> Meaning:
    """All of the operands, or any of them."""
    if not expect_all(problems, operands, ("boolean",), word):
        return unknown(at)
    # Polars has Kleene's & and |: unknown AND false is false, unknown OR true is true.
    expr = folded(operator.and_ if word == "AND" else operator.or_, [operand.expr for operand in operands])
    # Prose has no precedence that readers agree on: an AND within an OR gets brackets as well.
    separator = text(", and ") if word == "AND" else text(" or ")
    words = Joined(tuple(in_words(operand, PREDICATE) for operand in operands), separator)
    return derived(at, "boolean", expr, words, operands, binds=ALL_OF if word == "AND" else ANY_OF)


def negation(at: int, operand: Meaning, problems: Problems) -> Meaning:
    """``NOT operand``; what is unknown stays unknown."""
    if not expect(problems, operand, ("boolean",), "NOT"):
        return unknown(at)
    words = text("not ({condition})", condition=operand.words)
    return derived(at, "boolean", ~operand.expr, words, (operand,), binds=PREDICATE)


def missing(at: int, operand: Meaning, problems: Problems, *, negated: bool) -> Meaning:
    """``operand IS [NOT] NULL``, which is never unknown."""
    if operand.type == "null":
        refuse_null(problems, operand.at)
    if operand.type in ("null", "unknown"):
        return unknown(at)
    expr = operand.expr.is_not_null() if negated else operand.expr.is_null()
    value = in_words(operand)
    words = text("{value} is given", value=value) if negated else text("{value} is missing", value=value)
    return derived(at, "boolean", expr, words, (operand,), binds=PREDICATE)


def like(at: int, operand: Meaning, pattern: Meaning, problems: Problems, *, negated: bool) -> Meaning:
    """``operand [NOT] LIKE pattern``: ``%`` is any characters, ``_`` is one."""
    if not expect_all(problems, (operand, pattern), ("text",), "LIKE"):
        return unknown(at)
    written = pattern.constant
    if not isinstance(written, str):
        problems.add("pattern", pattern.at, text("The pattern after LIKE is a 'text' or a param."))
        return unknown(at)
    if "\\" in written:
        message = text("A pattern has no backslash: its wildcards cannot be escaped.")
        problems.add("pattern", pattern.at, message, text("Write = for one text, IN for several."), shown(written))
        return unknown(at)
    expr = operand.expr.str.contains(_regex(written))
    words = _like_words(in_words(operand), written)
    if negated:
        words = text("not ({condition})", condition=words)
    return derived(at, "boolean", ~expr if negated else expr, words, (operand, pattern), binds=PREDICATE)


def _regex(pattern: str) -> str:
    # An open end needs no anchor, which lets the engine search for the fixed part.
    start = "" if pattern.startswith("%") else r"\A"
    end = "" if pattern.endswith("%") else r"\z"
    parts = {"%": ".*", "_": "."}
    return f"(?s){start}{''.join(parts.get(c) or pl.escape_regex(c) for c in pattern.strip('%'))}{end}"


def _like_words(value: object, pattern: str) -> Text:
    fixed = pattern.strip("%")
    if fixed and "%" not in fixed and "_" not in fixed:
        if pattern == f"%{fixed}%":
            return text("{value} contains {part}", value=value, part=fixed)
        if pattern == f"{fixed}%":
            return text("{value} begins with {part}", value=value, part=fixed)
        if pattern == f"%{fixed}":
            return text("{value} ends with {part}", value=value, part=fixed)
    return text("{value} has the form “{pattern}”", value=value, pattern=pattern)
