"""The arithmetic of an explanation, reckoned again: every equation that it prints must hold."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from appraisal.numbers.digits import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.explanation.words import Explanation, Step

_NUMBER = r"-?\d+(?:\.\d+)?"
_SIGNS = {"+": 1, "−": -1}
_TOKEN = re.compile(rf"\s*({_NUMBER}|[-+−×÷()/])")
#: What stands before and after a sign of equality.
_EQUATION = re.compile(r"([-+−×÷()/\d. ]*[\d)]) = (-?[\d.]+(?: ÷ \d+)?)")
_SHARES = re.compile(r"the (lowest|highest) share among its parts of (.*), times ")


def wrong_equations(explanation: Explanation) -> list[str]:
    """Every mark of which an equation does not hold, or whose last number is not the mark that it explains."""
    steps = [step for section in explanation.sections if section.id == "marks" for step in section.steps]
    return [
        f"{explanation.platform_id} {step.id}: {wrong} in {step.arithmetic}" for step in steps for wrong in _wrong(step)
    ]


def _wrong(step: Step) -> Iterator[str]:
    words = str(step.arithmetic)
    before: Fraction | None = None
    for equation in _EQUATION.finditer(words):
        left, right = equation.groups()
        expression = left.strip()
        if expression.count("(") != expression.count(")"):
            continue  # NOTE: words stand in the bracket, such as "the weighted geometric mean of": no pocket calculator
        if (shares := _SHARES.search(words)) is not None:
            choose = min if shares[1] == "lowest" else max
            expression = f"({_exact(choose(map(value_of, shares[2].split(', '))))}) × {expression}"
        if expression.startswith("×") and before is None:
            # The value is in a band, and its mark stands behind the colon.
            before = value_of(words[: equation.start()].rstrip("; ").rpartition(": ")[2])
        if expression.startswith("×"):
            assert before is not None, words
            expression = f"({_exact(before)}) {expression}"
        found, said = value_of(expression), value_of(right)
        if decimal_text(found, _decimals(right)) != right and found != said:
            yield f"{expression} is {found}, not {right}"
        # NOTE: "0 + 5 = 10 ÷ 3; × 2 = 6.6667" goes on from the exact number.
        before = said
    last = re.findall(
        _NUMBER, words.partition(", rounded half up")[0].partition(", duels")[0].partition("; its parts")[0]
    )
    shown = str(step.value).partition(" of ")[0]
    if "=" in words and Fraction(last[-1]) != Fraction(shown) and _rounded(last[-1], shown) != shown:
        yield f"it ends at {last[-1]}, not at {shown}"


def _rounded(number: str, shown: str) -> str:
    return decimal_text(Fraction(number), _decimals(shown))


def _decimals(shown: str) -> int:
    return len(shown.partition(".")[2]) if "÷" not in shown else 0


def _exact(number: Fraction) -> str:
    return f"{number.numerator} ÷ {number.denominator}"


def value_of(expression: str) -> Fraction:
    """The value of a sum of products of numbers and brackets."""
    tokens = _TOKEN.findall(expression)
    assert "".join(tokens) == expression.replace(" ", ""), expression
    found, rest = _sum(tokens)
    assert not rest, expression
    return found


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    total, tokens = _product(tokens)
    while tokens and tokens[0] in _SIGNS:
        sign = _SIGNS[tokens[0]]
        one, tokens = _product(tokens[1:])
        total += sign * one
    return total, tokens


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    total, tokens = _factor(tokens)
    while tokens and tokens[0] in ("×", "÷", "/"):
        one, rest = _factor(tokens[1:])
        total = total * one if tokens[0] == "×" else total / one
        tokens = rest
    return total, tokens


def _factor(tokens: list[str]) -> tuple[Fraction, list[str]]:
    if tokens[0] != "(":
        return Fraction(tokens[0]), tokens[1:]
    inner, rest = _sum(tokens[1:])
    assert rest[0] == ")", tokens
    return inner, rest[1:]
