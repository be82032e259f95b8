"""The words of a formula."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.oracle.verdict import Refused

KEYWORDS = {
    *("AND", "OR", "NOT", "IN", "BETWEEN", "IS", "NULL", "LIKE", "TRUE", "FALSE"),
    *("CASE", "WHEN", "THEN", "ELSE", "END", "DISTINCT", "FILTER", "WHERE"),
}

_PATTERN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<number>\d+(\.\d+)?)
  | (?P<text>'([^']|'')*')
  | (?P<param>:\w+)
  | (?P<name>[^\W\d]\w*)
  | (?P<symbol><>|!=|<=|>=|[=<>(),.+\-*])
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word and what it is: keyword, name, number, text, param, symbol or end."""

    kind: str
    text: str


def tokens(formula: str) -> list[Token]:
    """The words of a formula from left to right, closed by an end."""
    found: list[Token] = []
    position = 0
    while position < len(formula):
        match = _PATTERN.match(formula, position)
        if match is None:
            message = f"character {position + 1} of {formula!r} is not part of a formula"
            raise Refused(message)
        position = match.end()
        if match.lastgroup != "space":
            found.append(_token(match.lastgroup or "", match.group()))
    return [*found, Token("end", "")]


def _token(kind: str, text: str) -> Token:
    if kind == "name" and text.upper() in KEYWORDS:
        return Token("keyword", text.upper())
    if kind == "text":
        return Token("text", text[1:-1].replace("''", "'"))
    if kind == "symbol" and text == "!=":
        return Token("symbol", "<>")
    return Token(kind, text[1:] if kind == "param" else text)
