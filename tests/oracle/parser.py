"""Formulas parsed by recursive descent into nested tuples, the first entry saying what each is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from tests.oracle.tokens import Token, tokens
from tests.oracle.verdict import Refused

#: ("literal", value), ("column", table or None, name), ("param", name), ("and", a, b), ("case", branches, other), ...
Tree = tuple[Any, ...]

AGGREGATES = ("COUNT", "SUM", "MIN", "MAX")
FUNCTIONS = ("COALESCE", "NULLIF", "GREATEST", "LEAST", "ABS", "YEAR", "MONTH")
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


@cache
def parse(formula: str) -> Tree:
    """The tree of a formula."""
    parser = _Parser(tokens(formula))
    tree = parser.alternative()
    parser.expect("end", "")
    return tree


class _Parser:
    """Reads words from left to right; each method reads one level of the grammar."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.position = 0

    @property
    def word(self) -> Token:
        return self.words[self.position]

    def accept(self, kind: str, *texts: str) -> str | None:
        """Read the next word if it is of this kind and one of the texts (any, where none is named)."""
        word = self.word
        if word.kind != kind or (texts and word.text not in texts):
            return None
        self.position += 1
        return word.text

    def expect(self, kind: str, *texts: str) -> str:
        """Read the next word, which must be of this kind and text."""
        text = self.accept(kind, *texts)
        if text is None:
            message = f"expected {' or '.join(texts) or kind}, found {self.word.text!r}"
            raise Refused(message)
        return text

    def alternative(self) -> Tree:
        tree = self.conjunction()
        while self.accept("keyword", "OR"):
            tree = ("or", tree, self.conjunction())
        return tree

    def conjunction(self) -> Tree:
        tree = self.negation()
        while self.accept("keyword", "AND"):
            tree = ("and", tree, self.negation())
        return tree

    def negation(self) -> Tree:
        if self.accept("keyword", "NOT"):
            return ("not", self.negation())
        return self.predicate()

    def predicate(self) -> Tree:
        left = self.sum()
        operator = self.accept("symbol", *COMPARISONS)
        if operator:
            return ("compare", operator, left, self.sum())
        if self.accept("keyword", "IS"):
            negated = self.accept("keyword", "NOT")
            self.expect("keyword", "NULL")
            return ("not", ("is_null", left)) if negated else ("is_null", left)
        negated = self.accept("keyword", "NOT")
        word = self.accept("keyword", "IN", "BETWEEN", "LIKE")
        if word is None:
            if negated:
                self.expect("keyword", "IN", "BETWEEN", "LIKE")
            return left
        tree = self.membership(word, left)
        return ("not", tree) if negated else tree

    def membership(self, word: str, left: Tree) -> Tree:
        """What follows IN, BETWEEN or LIKE."""
        if word == "IN":
            self.expect("symbol", "(")
            return ("in", left, self.arguments())
        if word == "LIKE":
            return ("like", left, self.sum())
        low = self.sum()
        self.expect("keyword", "AND")
        return ("between", left, low, self.sum())

    def sum(self) -> Tree:
        tree = self.product()
        while operator := self.accept("symbol", "+", "-"):
            tree = ("calculate", operator, tree, self.product())
        return tree

    def product(self) -> Tree:
        tree = self.signed()
        while self.accept("symbol", "*"):
            tree = ("calculate", "*", tree, self.signed())
        return tree

    def signed(self) -> Tree:
        if self.accept("symbol", "-"):
            return ("calculate", "-", ("literal", 0), self.signed())
        if self.accept("symbol", "+"):
            return self.signed()
        return self.primary()

    def primary(self) -> Tree:
        if self.accept("symbol", "("):
            tree = self.alternative()
            self.expect("symbol", ")")
            return tree
        if self.accept("keyword", "CASE"):
            return self.case()
        constant = self.accept("keyword", "NULL", "TRUE", "FALSE")
        if constant:
            return ("literal", {"NULL": None, "TRUE": True, "FALSE": False}[constant])
        if self.word.kind in {"number", "text", "param"}:
            return self.constant()
        return self.named(self.expect("name"))

    def constant(self) -> Tree:
        """A number, a text or a param."""
        kind, text = self.word
        self.position += 1
        if kind == "param":
            return ("param", text)
        return ("literal", Fraction(Decimal(text)) if kind == "number" else text)

    def case(self) -> Tree:
        """``CASE WHEN a THEN b ... END``, or ``CASE x WHEN a THEN b ... END``, which asks whether x = a."""
        subject = None if self.word == Token("keyword", "WHEN") else self.alternative()
        branches = []
        while self.accept("keyword", "WHEN"):
            condition = self.alternative()
            self.expect("keyword", "THEN")
            if subject is not None:
                condition = ("compare", "=", subject, condition)
            branches.append((condition, self.alternative()))
        other = self.alternative() if self.accept("keyword", "ELSE") else ("literal", None)
        self.expect("keyword", "END")
        return ("case", branches, other)

    def named(self, name: str) -> Tree:
        """A function, a date, or a column."""
        if name.upper() == "DATE" and self.word.kind == "text":
            return ("literal", date.fromisoformat(self.expect("text")))
        if self.accept("symbol", "("):
            return self.function(name.upper())
        if self.accept("symbol", "."):
            return ("column", name, self.expect("name"))
        return ("column", None, name)

    def function(self, name: str) -> Tree:
        if name in AGGREGATES:
            return self.aggregate(name)
        if name not in FUNCTIONS:
            message = f"there is no function {name}"
            raise Refused(message)
        return ("function", name, self.arguments())

    def aggregate(self, name: str) -> Tree:
        """``COUNT(*)``, ``COUNT(DISTINCT x)``, ``SUM(x) FILTER (WHERE y)``; ``*`` has no argument."""
        argument = None
        distinct = bool(self.accept("keyword", "DISTINCT"))
        if not (name == "COUNT" and self.accept("symbol", "*")):
            argument = self.alternative()
        self.expect("symbol", ")")
        condition = None
        if self.accept("keyword", "FILTER"):
            self.expect("symbol", "(")
            self.expect("keyword", "WHERE")
            condition = self.alternative()
            self.expect("symbol", ")")
        return ("aggregate", name, distinct, argument, condition)

    def arguments(self) -> list[Tree]:
        """Expressions separated by commas up to the closing bracket; the opening one has been read."""
        found = [self.alternative()]
        while self.accept("symbol", ","):
            found.append(self.alternative())
        self.expect("symbol", ")")
        return found
