"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor


def decimal_text(value: Fraction | Decimal | int, decimals: int) -> str:
    """A number printed with fixed digits, rounded half away from zero; for people, never for comparing."""
    numerator, denominator = value.as_integer_ratio()
    shifted = abs(numerator) * 10**decimals
    digits = (2 * shifted + denominator) // (2 * denominator)
    text = str(digits).rjust(decimals + 1, "0")
    whole, part = (text[:-decimals], text[-decimals:]) if decimals else (text, "")
    sign = "-" if numerator < 0 and digits else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def plain(value: Decimal | int) -> str:
    """A number of the rules without trailing zeros or exponent: 50, 22.5, 1000000."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Fraction, decimals: int) -> Decimal:
    """A number with so many decimals, rounded half up."""
    return Decimal(floor(value * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def ratio_text(value: Fraction) -> str:
    """A number in full: 22.5, or as a fraction where it is no finite decimal: 120/7."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    # No denominator of 2**n 5**m needs more decimals than it has bits.
    return plain(Decimal(decimal_text(value, value.denominator.bit_length())))


def grouped(value: int) -> str:
    """An amount of money with thousands separators."""
    return f"{value:,}"
