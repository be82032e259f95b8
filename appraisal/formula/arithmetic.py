"""Arithmetic on exact numbers: ``+ - *`` and the sign; bounds widen, nothing wraps."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from appraisal.formula.meaning import (
    PRODUCT,
    SUM,
    Meaning,
    any_quotient,
    derived,
    expect,
    expect_all,
    in_words,
    unknown,
)
from appraisal.formula.quotient import Quotient
from appraisal.numbers import Exact
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.formula.problems import Problems
    from appraisal.formula.tree import ArithmeticOperator

#: On the way to a result; 10 to the power of more would not fit 128 bits.
_MOST_DECIMALS = 30

_Number = TypeVar("_Number", Exact, Quotient)


def chain(at: int, operands: Sequence[Meaning], signs: Sequence[ArithmeticOperator], problems: Problems) -> Meaning:
    """Operands with one sign between each two, from left to right."""
    if not expect_all(problems, operands, ("number",), signs[0]):
        return unknown(at)
    binds = PRODUCT if signs[0] == "*" else SUM
    as_quotients = any_quotient(operands)
    if as_quotients:
        value = _total([operand.quotient for operand in operands], signs, at, problems)
    else:
        value = _total([operand.number for operand in operands], signs, at, problems)
    if value is None:
        return unknown(at)
    pieces: list[object] = [in_words(operands[0], binds)]
    # a - (b + c): what stands after a sign must bind tighter than the chain itself.
    pieces += [
        Joined((" × " if sign == "*" else f" {sign} ", in_words(operand, binds + 1)))
        for sign, operand in zip(signs, operands[1:], strict=True)
    ]
    # Each step of quotients multiplies by the line below of all before.
    size = 1 + sum(operand.size for operand in operands) * (len(operands) if as_quotients else 1)
    return derived(at, "number", value, Joined(tuple(pieces)), operands, binds=binds, size=size)


def negated(at: int, operand: Meaning, problems: Problems) -> Meaning:
    """``-operand``."""
    if not expect(problems, operand, ("number",), "-"):
        return unknown(at)
    words = text("minus {value}", value=in_words(operand, PRODUCT))
    number = operand.quotient if any_quotient((operand,)) else operand.number
    return derived(at, "number", -number, words, (operand,), binds=PRODUCT)


def _total(
    numbers: Sequence[_Number], signs: Sequence[ArithmeticOperator], at: int, problems: Problems
) -> _Number | None:
    value = numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=True):
        value = _step(value, sign, number)
        if value.scale > _MOST_DECIMALS:
            facts = {"decimals": value.scale, "most": _MOST_DECIMALS}
            message = text("The number has {decimals} decimals; at most {most} are kept.", **facts)
            problems.add("scale", at, message, text("Multiply numbers with fewer decimals."))
            return None
    return value


def _step(left: _Number, sign: ArithmeticOperator, right: _Number) -> _Number:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
    return left * right
