"""Skewness and kurtosis of a sample as Excel's SKEW and KURT have them, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

#: Below this number of values there is no kurtosis.
_FEWEST = 4


def skew_and_kurtosis_pass(values: Sequence[Fraction], skewness: Decimal, kurtosis: Decimal) -> int:
    """1 or -1, the side that the sample leans to, where both pass their bounds; else 0.

    The skewness holds a square root, so its square is compared.
    """
    count = len(values)
    if count < _FEWEST:
        return 0
    mean = sum(values, Fraction(0)) / count
    apart = [value - mean for value in values]
    second, third, fourth = (sum((one**power for one in apart), Fraction(0)) for power in (2, 3, 4))
    if not second:
        return 0
    variance = second / (count - 1)
    squared = (Fraction(count, (count - 1) * (count - 2)) * third) ** 2 / variance**3
    peaked = Fraction(count * (count + 1), (count - 1) * (count - 2) * (count - 3)) * fourth / variance**2
    peaked -= Fraction(3 * (count - 1) ** 2, (count - 2) * (count - 3))
    if squared <= Fraction(skewness) ** 2 or peaked <= Fraction(kurtosis):
        return 0
    return 1 if third > 0 else -1
