"""Numbers that count only against each other, as whole numbers: they leave every product short."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from fractions import Fraction


def whole_numbers(values: Iterable[Fraction | Decimal]) -> list[int]:
    """The smallest whole numbers in the same proportion; all zero where the values are."""
    ratios = [value.as_integer_ratio() for value in values]
    shared = lcm(*(bottom for _, bottom in ratios))
    numbers = [top * (shared // bottom) for top, bottom in ratios]
    divisor = gcd(*numbers) or 1
    return [number // divisor for number in numbers]
