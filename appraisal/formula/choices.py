"""Choices: CASE, and the functions that pick one of several values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.formula import quotient
from appraisal.formula.comparisons import comparable, equal
from appraisal.formula.meaning import (
    LOOSE,
    Meaning,
    aligned,
    any_quotient,
    derived,
    expect,
    expect_all,
    in_words,
    listed,
    type_words,
    unknown,
)
from appraisal.numbers import Exact, choose
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraisal.formula.problems import Problems
    from appraisal.formula.quotient import Quotient
    from appraisal.numbers import Comparison


def case(
    at: int,
    subject: Meaning | None,
    branches: Sequence[tuple[Meaning, Meaning]],
    otherwise: Meaning | None,
    problems: Problems,
) -> Meaning:
    """CASE: the result of the first branch that holds, else ``otherwise``, else NULL."""
    conditions = [_condition(subject, condition, problems) for condition, _ in branches]
    results = [result for _, result in branches] + ([otherwise] if otherwise else [])
    pattern = one_type(at, "CASE", results, problems)
    pairs = [(expr, result) for expr, (_, result) in zip(conditions, branches, strict=True) if expr is not None]
    if pattern is None or len(pairs) < len(branches):
        return unknown(at)
    if pattern.type != "number":
        value = _case_expr(pairs, otherwise)
    elif any_quotient(results):
        value = _case_quotient(pairs, otherwise, pattern.quotient)
    else:
        value = _case_number(pairs, otherwise, pattern.number)
    # A simple CASE repeats its subject in each condition, and so does this list.
    parts = [subject] * len(branches) if subject else []
    parts += [condition for condition, _ in branches] + results
    words = _case_words(subject, branches, otherwise)
    # Of quotients, the line below asks the same conditions again.
    asked = [subject or condition for condition, _ in branches] if any_quotient(parts) else []
    size = 1 + sum(part.size for part in (*parts, *asked, *asked))
    return derived(at, pattern.type, value, words, parts, binds=LOOSE, size=size)


def coalesce(at: int, name: str, arguments: Sequence[Meaning], problems: Problems) -> Meaning:
    """COALESCE: the first value that is not missing."""
    pattern = one_type(at, name, arguments, problems)
    if pattern is None:
        return unknown(at)
    known = [argument for argument in arguments if argument.type != "null"]
    words = text("the first of ({values}) that is not missing", values=listed(known))
    value = quotient.first([part.quotient for part in known]) if any_quotient(known) else _pick(pl.coalesce, known)
    return derived(at, pattern.type, value, words, known, size=_size(known))


def greatest(at: int, name: str, arguments: Sequence[Meaning], problems: Problems) -> Meaning:
    """GREATEST: the largest value that is not missing."""
    if not _one_ordered_type(at, name, arguments, problems):
        return unknown(at)
    words = text("the largest of ({values})", values=listed(arguments))
    value = _extreme(">=", pl.max_horizontal, arguments)
    return derived(at, arguments[0].type, value, words, arguments, size=_size(arguments))


def least(at: int, name: str, arguments: Sequence[Meaning], problems: Problems) -> Meaning:
    """LEAST: the smallest value that is not missing."""
    if not _one_ordered_type(at, name, arguments, problems):
        return unknown(at)
    words = text("the smallest of ({values})", values=listed(arguments))
    value = _extreme("<=", pl.min_horizontal, arguments)
    return derived(at, arguments[0].type, value, words, arguments, size=_size(arguments))


def nullif(at: int, _: str, arguments: Sequence[Meaning], problems: Problems) -> Meaning:
    """NULLIF: the first value, missing where it is the second."""
    value, other = arguments
    if not comparable(at, value, other, problems):
        return unknown(at)
    number = value.value
    if isinstance(number, quotient.Quotient):
        kept = number.missing_where(equal(value, other))
    else:
        kept = pl.when(equal(value, other)).then(None).otherwise(value.expr)
        if isinstance(number, Exact):
            kept = Exact(kept, number.low, number.high, number.scale)
    words = text("{value} (missing where it is {other})", value=in_words(value), other=in_words(other))
    return derived(at, value.type, kept, words, arguments, size=2 + 2 * value.size + other.size)


def one_type(at: int, taker: str, meanings: Sequence[Meaning], problems: Problems) -> Meaning | None:
    """The first meaning that is no NULL, if all others are of its type; else None and a problem."""
    if any(meaning.type == "unknown" for meaning in meanings):
        return None
    first = next((meaning for meaning in meanings if meaning.type != "null"), None)
    if first is None:
        problems.add("null", at, text("{taker} holds nothing but NULL.", taker=taker))
        return None
    for meaning in meanings:
        if meaning.type not in (first.type, "null"):
            facts = {"taker": taker, "one": type_words(first.type), "other": type_words(meaning.type)}
            problems.add("types", meaning.at, text("{taker} would be {one} or {other}.", **facts))
            return None
    return first


def _condition(subject: Meaning | None, condition: Meaning, problems: Problems) -> pl.Expr | None:
    if subject is None:
        return condition.expr if expect(problems, condition, ("boolean",), "WHEN") else None
    return equal(subject, condition) if comparable(condition.at, subject, condition, problems) else None


def _case_number(pairs: Sequence[tuple[pl.Expr, Meaning]], otherwise: Meaning | None, like: Exact) -> Exact:
    # A NULL gets the bounds of another result, so that it does not widen the range.
    nothing = Exact(pl.lit(None, dtype=like.dtype), like.low, like.high, like.scale)
    branches = [(condition, nothing if result.type == "null" else result.number) for condition, result in pairs]
    return choose(branches, None if otherwise is None or otherwise.type == "null" else otherwise.number)


def _case_quotient(
    pairs: Sequence[tuple[pl.Expr, Meaning]], otherwise: Meaning | None, like: quotient.Quotient
) -> quotient.Quotient:
    nothing = like.missing_where(pl.lit(value=True))
    branches = [(condition, nothing if result.type == "null" else result.quotient) for condition, result in pairs]
    return quotient.chosen(branches, None if otherwise is None or otherwise.type == "null" else otherwise.quotient)


def _size(arguments: Sequence[Meaning]) -> int:
    """Each quotient is held against all others, above and below the line."""
    return 1 + sum(part.size for part in arguments) * (2 * len(arguments) if any_quotient(arguments) else 1)


def _case_expr(pairs: Sequence[tuple[pl.Expr, Meaning]], otherwise: Meaning | None) -> pl.Expr:
    expr = otherwise.expr if otherwise else pl.lit(None)
    for condition, result in reversed(pairs):
        expr = pl.when(condition).then(result.expr).otherwise(expr)
    return expr


def _extreme(
    sign: Comparison, function: Callable[[list[pl.Expr]], pl.Expr], arguments: Sequence[Meaning]
) -> Exact | Quotient | pl.Expr:
    if any_quotient(arguments):
        return quotient.extreme(sign, [part.quotient for part in arguments])
    return _pick(function, arguments)


def _pick(function: Callable[[list[pl.Expr]], pl.Expr], meanings: Sequence[Meaning]) -> Exact | pl.Expr:
    if meanings[0].type != "number":
        return function([meaning.expr for meaning in meanings])
    exprs, low, high, scale = aligned([meaning.number for meaning in meanings])
    # Any of the values may be missing, so the result may be any of them.
    return Exact(function(exprs), low, high, scale)


def _case_words(
    subject: Meaning | None, branches: Sequence[tuple[Meaning, Meaning]], otherwise: Meaning | None
) -> Joined:
    pieces: list[Text] = []
    for condition, result in branches:
        when = condition.words
        if subject:
            when = text("{left} is {right}", left=in_words(subject), right=in_words(condition))
        pieces.append(text("{value} if {condition}", value=in_words(result), condition=when))
    rest = in_words(otherwise) if otherwise else text("missing")
    return Joined((*pieces, text("otherwise {value}", value=rest)), text("; "))


def _one_ordered_type(at: int, name: str, arguments: Sequence[Meaning], problems: Problems) -> bool:
    return (
        expect_all(problems, arguments, ("number", "date"), name)
        and one_type(at, name, arguments, problems) is not None
    )
