"""Operands of the grammar: literals, names, brackets, CASE and functions."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

from appraisal.formula.days import as_written
from appraisal.formula.problems import shown
from appraisal.formula.refused_words import refuse_word
from appraisal.formula.tree import Aggregate, Branch, Call, Case, Column, Constant, Node, Param
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.formula.lexer import Token
    from appraisal.formula.parser import Parser

AGGREGATES = ("COUNT", "SUM", "MIN", "MAX")
KEYWORDS = frozenset(
    ("AND", "OR", "NOT", "IN", "BETWEEN", "IS", "LIKE", "WHEN", "THEN", "ELSE", "END", "SELECT", "DISTINCT"),
)
CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def primary(parser: Parser) -> Node:  # noqa: RET503 - unexpected() never returns
    """One operand."""
    token = parser.token
    match token.kind:
        case "number":
            return parser.made(number(parser.take(), token.at))
        case "text":
            return parser.made(Constant(token.at, parser.take().text))
        case "param":
            return parser.made(Param(token.at, parser.take().text))
        case "quoted":
            return _column(parser)
        case "word" if token.keyword not in KEYWORDS:
            return _word(parser)
    if parser.accept("("):
        inner = parser.expression()
        parser.close(token)
        return inner
    fix = text("Here stands a column, a number, a 'text' or a function.")
    if token.keyword in KEYWORDS:
        fix = text('Here stands a column or a value; a column of this name is written "{name}".', name=token.text)
    parser.unexpected(fix)


def number(token: Token, at: int, sign: int = 1) -> Constant:
    """The constant that a number token writes."""
    # copy_negate, as unary minus would round to the precision of the context.
    value = Decimal(token.text)
    return Constant(at, value if sign > 0 else value.copy_negate())


def _word(parser: Parser) -> Node:
    token, after = parser.token, parser.following
    if token.keyword in CONSTANTS:
        return parser.made(Constant(parser.take().at, CONSTANTS[token.keyword]))
    if token.keyword == "CASE":
        return _case(parser)
    if token.keyword == "DATE" and after.kind == "text":
        return _date(parser)
    if after.keyword == "(":
        return _aggregate(parser) if token.keyword in AGGREGATES else _call(parser)
    return _column(parser)


def _column(parser: Parser) -> Node:
    first = parser.take()
    if not parser.accept("."):
        return parser.made(Column(first.at, None, first.text, first.kind == "quoted"))
    if parser.token.kind not in ("word", "quoted"):
        parser.unexpected(text("After the point stands a column of {table}.", table=first.text))
    name = parser.take()
    return parser.made(Column(first.at, first.text, name.text, name.kind == "quoted"))


def _date(parser: Parser) -> Node:  # noqa: RET503 - refuse() never returns
    at, written = parser.take().at, parser.take()
    try:
        if _DATE.fullmatch(written.text):
            return parser.made(Constant(at, date.fromisoformat(written.text)))
    except ValueError:
        pass
    message = text("{written} is not a date.", written=shown(written.text))
    parser.problems.refuse("date", written.at, message, as_written(written.text), shown(written.text))


def _case(parser: Parser) -> Node:
    at = parser.take().at
    subject = None if parser.token.keyword == "WHEN" else parser.expression()
    branches = []
    while parser.accept("WHEN"):
        condition = parser.expression()
        parser.expect("THEN")
        branches.append(Branch(condition, parser.expression()))
    if not branches:
        parser.expect("WHEN")
    otherwise = parser.expression() if parser.accept("ELSE") else None
    parser.expect("END")
    return parser.made(Case(at, subject, tuple(branches), otherwise))


def _call(parser: Parser) -> Node:
    refuse_word(parser.token, parser.problems)
    name, opening = parser.take(), parser.take()
    arguments = []
    if parser.token.keyword != ")":
        arguments.append(parser.expression())
        while parser.accept(","):
            arguments.append(parser.expression())
    parser.close(opening)
    return parser.made(Call(name.at, name.keyword or name.text, tuple(arguments)))


def _aggregate(parser: Parser) -> Node:
    name, opening = parser.take(), parser.take()
    distinct = parser.token
    if parser.accept("DISTINCT") and name.keyword != "COUNT":
        message = text("DISTINCT stands in COUNT only.")
        parser.problems.refuse("distinct", distinct.at, message, text("Write COUNT(DISTINCT x)."), name.text)
    argument = _argument(parser, name, counts_rows=name.keyword == "COUNT" and distinct.keyword != "DISTINCT")
    parser.close(opening)
    where = _filter(parser) if parser.accept("FILTER") else None
    keyword = cast("Literal['COUNT', 'SUM', 'MIN', 'MAX']", name.keyword)
    return parser.made(Aggregate(name.at, keyword, argument, distinct.keyword == "DISTINCT", where))


def _argument(parser: Parser, name: Token, *, counts_rows: bool) -> Node | None:
    star = parser.token.keyword == "*"
    one = text("{function} takes one value: a column or an expression of columns.", function=name.keyword)
    if counts_rows and parser.accept("*"):
        return None
    if star or parser.token.keyword == ")":
        parser.unexpected(one)
    argument = parser.expression()
    if parser.token.keyword == ",":
        of_one_row = {"MIN": "LEAST", "MAX": "GREATEST"}.get(name.keyword)
        parser.unexpected(text("Of several values in one row it is {name}.", name=of_one_row) if of_one_row else one)
    return argument


def _filter(parser: Parser) -> Node:
    opening = parser.token
    parser.expect("(")
    parser.expect("WHERE")
    condition = parser.expression()
    parser.close(opening)
    return condition
