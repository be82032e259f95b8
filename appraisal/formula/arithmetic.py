"""Arithmetic on exact numbers: ``+ - *`` and the sign; bounds widen, nothing wraps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.formula.meaning import PRODUCT, SUM, Meaning, derived, expect, expect_all, in_words, unknown
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.formula.problems import Problems
    from appraisal.formula.tree import ArithmeticOperator
    from appraisal.numbers import Exact

#: On the way to a result; 10 to the power of more would not fit 128 bits.
_MOST_DECIMALS = 30


def chain(at: int, operands: Sequence[Meaning], signs: Sequence[ArithmeticOperator], problems: Problems) -> Meaning:
    """Operands with one sign between each two, from left to right."""
    if not expect_all(problems, operands, ("number",), signs[0]):
        return unknown(at)
    binds = PRODUCT if signs[0] == "*" else SUM
    value = operands[0].number
    pieces = [in_words(operands[0], binds)]
    for sign, operand in zip(signs, operands[1:], strict=True):
        value = _step(value, sign, operand.number)
        if value.scale > _MOST_DECIMALS:
            facts = {"decimals": value.scale, "most": _MOST_DECIMALS}
            message = text("The number has {decimals} decimals; at most {most} are kept.", **facts)
            problems.add("scale", at, message, text("Multiply numbers with fewer decimals."))
            return unknown(at)
        # a - (b + c): what stands after a sign must bind tighter than the chain itself.
        pieces.append(Joined((" × " if sign == "*" else f" {sign} ", in_words(operand, binds + 1))))
    return derived(at, "number", value, Joined(tuple(pieces)), operands, binds=binds)


def negated(at: int, operand: Meaning, problems: Problems) -> Meaning:
    """``-operand``."""
    if not expect(problems, operand, ("number",), "-"):
        return unknown(at)
    words = text("minus {value}", value=in_words(operand, PRODUCT))
    return derived(at, "number", -operand.number, words, (operand,), binds=PRODUCT)


def _step(left: Exact, sign: ArithmeticOperator, right: Exact) -> Exact:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
    return left * right
