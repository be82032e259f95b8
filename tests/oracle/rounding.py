"""Rounding: to some decimals, a half away from zero."""

from __future__ import annotations

from fractions import Fraction
from math import floor

HALF = Fraction(1, 2)


def rounded(number: Fraction, digits: int) -> Fraction:
    """Rounded to some decimals, a half away from zero."""
    shifted = abs(number) * 10**digits
    nearest = Fraction(floor(shifted + HALF), 10**digits)
    return nearest if number >= 0 else -nearest
