"""What a result can hold: numbers of 38 digits, as many decimals among them as the longest of its numbers has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.measure.bind import Compiled
    from appraisal.measure.measures import Measure
    from appraisal.numbers import Exact

_DIGITS = 38
#: Every result has so many decimals, even where its numbers are whole.
_FEWEST_DECIMALS = 6


def decimals_of(measures: Iterable[Measure]) -> int:
    """The decimals of all numbers in the table of these measures."""
    scales = [number.scale for one in measures for number in (one.low, one.high, one.denominator)]
    return max([_FEWEST_DECIMALS, *scales])


def is_writable(number: Exact, decimals: int) -> bool:
    """Whether every number within these bounds has a place in a result with so many decimals."""
    return max(-number.low, number.high) * 10 ** (decimals - number.scale) < 10**_DIGITS


def too_large(one: Compiled) -> Finding:
    """That the numbers of this year leave no room for the measure."""
    return Finding(
        "formula|range",
        text("{title}: the number could pass 128 bits with the measures of this year.", title=one.indicator.title),
        text("Multiply fewer measures, or divide in an indicator of its own first."),
        place=Place(file=one.file, pointer="$.numerator"),
    )
