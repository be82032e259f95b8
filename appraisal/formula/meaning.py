"""A meaning: what a piece of a formula is once its names are known, as expression, range and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from appraisal.formula.quotient import Quotient, of
from appraisal.numbers import Exact
from appraisal.texts import Bilingual, Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from appraisal.formula.problems import Problems

#: ``null`` is a bare NULL, ``unknown`` what a problem that is already collected left behind.
Type = Literal["number", "text", "boolean", "date", "null", "unknown"]
#: A value for the whole formula, for each row, or for each platform.
Level = Literal["constant", "row", "platform"]
Words = Text | Bilingual | Joined
#: A column that is read: its table where it is a referenced one, and its name.
Read = tuple[str | None, str]

#: How tightly words hold together: an operand in words that binds less than its place gets brackets.
LOOSE, ANY_OF, ALL_OF, PREDICATE, SUM, PRODUCT, WORD = range(7)
_LEVELS: tuple[Level, ...] = ("constant", "row", "platform")


@dataclass(frozen=True, eq=False)
class Meaning:
    """A piece of a formula; ``eq=False`` since a Polars expression compares into an expression."""

    at: int
    type: Type
    value: Exact | Quotient | pl.Expr
    words: Words
    level: Level = "constant"
    binds: int = WORD
    reads: frozenset[Read] = frozenset()
    #: Nodes of the expression, counting each as often as it is repeated.
    size: int = 1
    #: What a literal or a param holds.
    constant: Decimal | str | date | bool | None = None
    #: The only texts that a column holds.
    options: Sequence[str] | None = None

    @property
    def expr(self) -> pl.Expr:
        """The expression; of a number, the scaled integer; of a quotient, the one above the line."""
        if isinstance(self.value, Quotient):
            return self.value.top.expr
        return self.value.expr if isinstance(self.value, Exact) else self.value

    @property
    def number(self) -> Exact:
        """The exact number; only asked of meanings of type ``number``."""
        if not isinstance(self.value, Exact):
            message = f"a {self.type} is no number"
            raise TypeError(message)
        return self.value

    @property
    def quotient(self) -> Quotient:
        """The number as a quotient; only asked of meanings of type ``number``."""
        return self.value if isinstance(self.value, Quotient) else of(self.number)


def derived(
    at: int,
    kind: Type,
    value: Exact | Quotient | pl.Expr,
    words: Words,
    parts: Sequence[Meaning],
    *,
    binds: int = WORD,
    size: int | None = None,
) -> Meaning:
    """A meaning made of others: it reads what they read, at the level of the highest."""
    levels: list[Level] = ["constant", *(part.level for part in parts)]
    reads = frozenset[Read]().union(*(part.reads for part in parts))
    # Above and below the line, a quotient repeats what it is made of.
    size = size or 1 + sum(part.size for part in parts) * (2 if any_quotient(parts) else 1)
    return Meaning(at, kind, value, words, max(levels, key=_LEVELS.index), binds, reads, size)


def any_quotient(meanings: Sequence[Meaning]) -> bool:
    """Whether one of these numbers is a quotient: then all are computed as quotients."""
    return any(isinstance(meaning.value, Quotient) for meaning in meanings)


def unknown(at: int) -> Meaning:
    """The meaning of a piece with a problem: nothing more is said about what contains it."""
    return Meaning(at, "unknown", pl.lit(None), Joined(("?",)))


def type_words(kind: str) -> Text:
    """A type as a sentence names it."""
    match kind:
        case "number":
            return text("a number")
        case "text":
            return text("a text")
        case "date":
            return text("a date")
    return text("a condition")


def expect(problems: Problems, meaning: Meaning, kinds: Sequence[Type], taker: str) -> bool:
    """Whether the meaning has one of these types; if not, the problem is collected."""
    if meaning.type in kinds:
        return True
    if meaning.type == "null":
        refuse_null(problems, meaning.at)
    elif meaning.type != "unknown":
        wanted = Joined(tuple(type_words(kind) for kind in kinds), text(" or "))
        found = type_words(meaning.type)
        message = text("{taker} takes {wanted}; this is {found}.", taker=taker, wanted=wanted, found=found)
        problems.add("type", meaning.at, message)
    return False


def expect_all(problems: Problems, meanings: Sequence[Meaning], kinds: Sequence[Type], taker: str) -> bool:
    """Whether all have one of these types; each that has not is collected."""
    # A list, not a generator: every wrong operand is reported.
    found = [expect(problems, meaning, kinds, taker) for meaning in meanings]
    return all(found)


def refuse_null(problems: Problems, at: int) -> None:
    """Collect a NULL in a place where it would make everything unknown."""
    message = text("NULL stands after THEN and ELSE and in COALESCE only.")
    problems.add("null", at, message, text("Write x IS NULL or x IS NOT NULL to ask whether x is missing."))


def aligned(numbers: Sequence[Exact]) -> tuple[list[pl.Expr], int, int, int]:
    """The numbers at one scale and in one dtype, with the bounds of all together and the scale."""
    scale = max(number.scale for number in numbers)
    rescaled = [number.rescaled(scale) for number in numbers]
    low, high = min(number.low for number in rescaled), max(number.high for number in rescaled)
    return [number.as_wide(max(-low, high)) for number in rescaled], low, high, scale


def folded(join: Callable[[pl.Expr, pl.Expr], pl.Expr], exprs: Sequence[pl.Expr]) -> pl.Expr:
    """The expressions joined in pairs: Polars takes a second to plan a left-deep chain of 300 conditions."""
    while len(exprs) > 1:
        pairs = [exprs[index : index + 2] for index in range(0, len(exprs), 2)]
        exprs = [join(*pair) if len(pair) > 1 else pair[0] for pair in pairs]
    return exprs[0]


def in_words(meaning: Meaning, binds: int = SUM) -> Words:
    """The words of an operand, in brackets where it binds less than its place asks."""
    return meaning.words if meaning.binds >= binds else text("({inner})", inner=meaning.words)


def listed(meanings: Sequence[Meaning]) -> Joined:
    """Words with commas between."""
    return Joined(tuple(in_words(meaning) for meaning in meanings), text(", "))
