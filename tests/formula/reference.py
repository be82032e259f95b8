"""What a tree means, row by row in Fractions and None: a second oracle, which shares only the parser."""

from __future__ import annotations

import operator
import re
from fractions import Fraction

from appraisal.formula.tree import (
    Aggregate,
    Arithmetic,
    Between,
    Call,
    Case,
    Column,
    Comparison,
    Constant,
    In,
    IsNull,
    Junction,
    Like,
    Negation,
    Not,
)  # fmt: skip

_COMPARE = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_JOIN = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def meaning(node, row, rows=()):  # noqa: PLR0911 - one return a kind of node
    """The value of a node for one row; aggregates look at all rows instead."""
    match node:
        case Constant(_, value):
            return (
                value if value is None or isinstance(value, bool | str) or hasattr(value, "year") else Fraction(value)
            )
        case Column(_, _, name):
            return row[name]
        case Aggregate():
            return _aggregate(node, rows)
        case Case(_, subject, branches, otherwise):
            for branch in branches:
                test = branch.condition if subject is None else Comparison(0, "=", subject, branch.condition)
                if meaning(test, row, rows) is True:
                    return meaning(branch.result, row, rows)
            return None if otherwise is None else meaning(otherwise, row, rows)
        case Junction(_, word, operands):
            values = [meaning(operand, row, rows) for operand in operands]
            decisive = word == "OR"
            return decisive if decisive in values else None if None in values else not decisive
        case Call(_, name, arguments):
            return _call(name, [meaning(argument, row, rows) for argument in arguments])
        case IsNull(_, operand, negated):
            return (meaning(operand, row, rows) is None) != negated
    return _operation(node, row, rows)


def _operation(node, row, rows):  # noqa: PLR0911 - one return a kind of node
    match node:
        case Negation(_, operand):
            return _strict(operator.neg, meaning(operand, row, rows))
        case Not(_, operand):
            return _strict(operator.not_, meaning(operand, row, rows))
        case Arithmetic(_, first, steps):
            value = meaning(first, row, rows)
            for step in steps:
                value = _strict(_JOIN[step.operator], value, meaning(step.operand, row, rows))
            return value
        case Comparison(_, sign, left, right):
            return _strict(_COMPARE[sign], meaning(left, row, rows), meaning(right, row, rows))
        case In(_, operand, options, negated):
            found = Junction(0, "OR", tuple(Comparison(0, "=", operand, option) for option in options))
            return meaning(Not(0, found) if negated else found, row, rows)
        case Between(_, operand, low, high, negated):
            found = Junction(0, "AND", (Comparison(0, ">=", operand, low), Comparison(0, "<=", operand, high)))
            return meaning(Not(0, found) if negated else found, row, rows)
        case Like(_, operand, pattern, negated):
            regex = "".join({"%": ".*", "_": "."}.get(c, re.escape(c)) for c in meaning(pattern, row, rows))
            value = meaning(operand, row, rows)
            return None if value is None else bool(re.fullmatch(regex, value, re.DOTALL)) != negated
    raise AssertionError(node)


def _call(name, values):  # noqa: PLR0911 - one return a function
    known = [value for value in values if value is not None]
    match name:
        case "COALESCE":
            return next(iter(known), None)
        case "GREATEST":
            return max(known, default=None)
        case "LEAST":
            return min(known, default=None)
        case "NULLIF":
            return None if None not in values and values[0] == values[1] else values[0]
        case "ABS":
            return _strict(abs, *values)
        case "YEAR":
            return _strict(lambda day: Fraction(day.year), *values)
        case "MONTH":
            return _strict(lambda day: Fraction(day.month), *values)
    raise AssertionError(name)


def _aggregate(node, rows):
    chosen = [row for row in rows if node.where is None or meaning(node.where, row) is True]
    if node.argument is None:
        return Fraction(len(chosen))
    found = [meaning(node.argument, row) for row in chosen]
    values = [value for value in found if value is not None]
    match node.name:
        case "COUNT":
            return Fraction(len(set(values)) if node.distinct else len(values))
        case "SUM":
            return sum(values, Fraction(0)) if values else None
        case "MIN":
            return min(values, default=None)
    return max(values, default=None)


def _strict(function, *values):
    return None if None in values else function(*values)
