"""What a value becomes before its curve, among the values of the cohort."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING

from tests.oracle.rounding import rounded
from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.oracle.scenario import Json

LOG_DIGITS = 12


def treatment(steps: Sequence[Json], values: Sequence[Fraction]) -> Callable[[Fraction], Fraction]:
    """All steps one after the other, each among the cohort's values as the step before left them."""
    changes: list[Callable[[Fraction], Fraction]] = []
    for step in steps:
        change = _step(step, sorted(values))
        values = [change(one) for one in values]
        changes.append(change)

    def through(value: Fraction) -> Fraction:
        for change in changes:
            value = change(value)
        return value

    return through


def _step(step: Json, values: list[Fraction]) -> Callable[[Fraction], Fraction]:
    if "winsorise" in step:
        kept = winsorised(values, step["winsorise"])
        return lambda value: value if not kept else max(min(value, max(kept)), min(kept))
    if "log" in step:
        shift = step["log"]["shift"]
        if shift == "above_minimum":
            shift = rounded(((max(values) - min(values)) / 100 or 1) - min(values), LOG_DIGITS) if values else 0
        return lambda value: logarithm(value + Fraction(shift))
    of = len(values) if step["rank"] == "share" else 1
    return lambda value: Fraction(sum(1 for other in values if other <= value), of or 1)


def logarithm(value: Fraction) -> Fraction:
    """Natural, with twelve decimals."""
    if value <= 0:
        message = f"{value} has no logarithm"
        raise Refused(message)
    with localcontext() as context:
        context.prec = 60
        return rounded(Fraction((Decimal(value.numerator) / Decimal(value.denominator)).ln()), LOG_DIGITS)


def winsorised(values: Sequence[Fraction], asked: Json) -> list[Fraction]:
    """The values with the outer ones drawn in to the next, round by round."""
    now = list(values)
    for _ in count():
        moved = sum(1 for one, before in zip(now, values, strict=True) if one != before)
        if moved >= asked["at_most"] or len(set(now)) < 2 or len(now) < 4:
            return now
        skew, kurtosis = squared_skewness(now), excess_kurtosis(now)
        if abs(skew) <= Fraction(asked["skewness"]) ** 2 or kurtosis <= Fraction(asked["kurtosis"]):
            return now
        outer = max(now) if skew > 0 else min(now)
        rest = [one for one in now if one != outer]
        inner = max(rest) if skew > 0 else min(rest)
        now = [inner if one == outer else one for one in now]
    return now


def squared_skewness(values: Sequence[Fraction]) -> Fraction:
    """The square of Excel's SKEW, with its sign."""
    n, mean = len(values), sum(values, Fraction(0)) / len(values)
    variance = sum(((one - mean) ** 2 for one in values), Fraction(0)) / (n - 1)
    cubes = sum(((one - mean) ** 3 for one in values), Fraction(0))
    square = cubes**2 * Fraction(n, (n - 1) * (n - 2)) ** 2 / variance**3
    return square if cubes > 0 else -square


def excess_kurtosis(values: Sequence[Fraction]) -> Fraction:
    """Excel's KURT."""
    n, mean = len(values), sum(values, Fraction(0)) / len(values)
    variance = sum(((one - mean) ** 2 for one in values), Fraction(0)) / (n - 1)
    fourth = sum(((one - mean) ** 4 for one in values), Fraction(0)) / variance**2
    first = Fraction(n * (n + 1), (n - 1) * (n - 2) * (n - 3)) * fourth
    return first - Fraction(3 * (n - 1) ** 2, (n - 2) * (n - 3))
