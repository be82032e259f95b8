"""What a result can hold: a number of 38 digits, six decimals among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.formula.compile import MOST_DECIMALS
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.measure.bind import Compiled
    from appraisal.numbers import Exact

_DIGITS = 38


def is_writable(number: Exact) -> bool:
    """Whether every number within these bounds has a place in a result."""
    return max(-number.low, number.high) * 10 ** (MOST_DECIMALS - number.scale) < 10**_DIGITS


def too_large(one: Compiled) -> Finding:
    """That the numbers of this year leave no room for the measure."""
    return Finding(
        "formula|range",
        text("{title}: the number could pass 128 bits with the measures of this year.", title=one.indicator.title),
        text("Multiply fewer measures, or divide in an indicator of its own first."),
        place=Place(file=one.file, pointer="$.numerator"),
    )
