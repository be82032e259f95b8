"""What a group makes of the shares of its nodes: means of many kinds, the least, the greatest."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

#: An engine may compute these in floating point. Roots have no end; here they have fifty digits.
INEXACT = ("geometric", "harmonic", "power")
DIGITS = 50


class Share(NamedTuple):
    """A node's mark as a part of its full mark, and its weight."""

    share: Fraction
    weight: Fraction


def combined(kind: str, shares: Sequence[Share], power: Fraction | None = None) -> Fraction:
    """The share of the group."""
    if kind in INEXACT and any(one.share < 0 for one in shares):
        message = f"a negative share has no {kind} mean"
        raise Refused(message)
    if kind == "minimum":
        return min(one.share for one in shares)
    if kind == "maximum":
        return max(one.share for one in shares)
    if kind == "mean":
        return power_mean(shares, Fraction(1))
    if kind == "harmonic":
        return power_mean(shares, Fraction(-1))
    return power_mean(shares, Fraction(0) if power is None else power)


def power_mean(shares: Sequence[Share], power: Fraction) -> Fraction:
    """The weighted mean of a power; 0 stands for the geometric one. Without a way to it (0 to a power below 0): 0.

    A weight may be 0: such shares say nothing, unless there are no others.
    """
    shares = [one for one in shares if one.weight] or [Share(one.share, Fraction(1)) for one in shares]
    total = sum((one.weight for one in shares), Fraction(0))
    if power <= 0 and any(one.share == 0 for one in shares):
        return Fraction(0)
    if power in {1, -1}:
        mean = sum((one.weight * one.share ** int(power) for one in shares), Fraction(0)) / total
        return mean ** int(power)
    with localcontext() as context:
        context.prec = 2 * DIGITS
        if power == 0:
            found = Decimal(1)
            for one in shares:
                found *= _decimal(one.share) ** _decimal(one.weight / total)
        else:
            terms = [_decimal(one.weight / total) * _decimal(one.share) ** _decimal(power) for one in shares]
            found = sum(terms, Decimal(0)) ** _decimal(1 / power)
        context.prec = DIGITS
        return Fraction(+found)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
