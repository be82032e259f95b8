"""Numbers as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction


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


def grouped(value: int) -> str:
    """An amount of money with thousands separators."""
    return f"{value:,}"
