"""The treatments of leaves, one after the other: exact values in, exact values out, ready for the curves."""

from __future__ import annotations

import decimal
from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.measure import PLATFORM
from appraisal.model.treatment import Log, Rank, Winsorise
from appraisal.numbers import Ratio, column, constant, decimal_text
from appraisal.numbers.digits import plain
from appraisal.texts import text
from appraisal.treatments.moments import skew_and_kurtosis_pass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appraisal.model.node import Leaf
    from appraisal.model.treatment import Treatment

#: A logarithm is rounded to these, half up.
_DECIMALS = 12
_MOST_DECIMALS = 18
_DIGITS = decimal.Context(prec=50)
_Values = list[Fraction | None]


@dataclass
class Treated:
    """The frame with the treated values of each leaf as columns, and what the cohort gave."""

    frame: pl.DataFrame
    #: Both ends by the id of the leaf.
    values: dict[str, tuple[Ratio, Ratio]] = field(default_factory=dict)
    #: Leaf, place in the rules, number, of how many platforms.
    found: list[tuple[str, str, Decimal | None, int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def treat(
    frame: pl.DataFrame, leaves: Sequence[Leaf], ends: Mapping[str, tuple[Ratio, Ratio]], members: pl.Expr
) -> Treated:
    """The values of the leaves with treatments; ``ends`` holds both ends of each source, ``members`` is the cohort."""
    treated = Treated(frame)
    for leaf in leaves:
        if leaf.treat:
            _leaf(treated, leaf, ends[leaf.source], members)
    return treated


def value_text(leaf: str, end: str) -> str:
    """The column that holds a treated value as a result says it."""
    return f"treated.{leaf}.{end}.text"


def _leaf(treated: Treated, leaf: Leaf, ends: tuple[Ratio, Ratio], members: pl.Expr) -> None:
    low, high = (_fractions(treated.frame, end) for end in ends)
    inside = treated.frame.select(members.fill_null(value=False).alias("in")).to_series().to_list()
    for at, one in enumerate(leaf.treat):
        sample = sorted(value for value, is_in in zip(low, inside, strict=True) if is_in and value is not None)
        function = _function(one, sample, f"{leaf.id}.treat[{at}]", leaf, treated)
        low, high = _through(function, low), _through(function, high)
    if any(isinstance(one, Log) for one in leaf.treat):
        treated.findings += _no_logarithm(treated.frame, leaf, _fractions(treated.frame, ends[0]), low)
    both = []
    for end, values in (("low", low), ("high", high)):
        ratio, columns = _columns(f"treated.{leaf.id}.{end}", values)
        said = pl.Series(
            value_text(leaf.id, end), [None if one is None else f"value={_said(one)}" for one in values], pl.String
        )
        treated.frame = treated.frame.with_columns(*columns, said)
        both.append(ratio)
    treated.values[leaf.id] = (both[0], both[1])


def _function(
    one: Treatment, sample: list[Fraction], place: str, leaf: Leaf, treated: Treated
) -> Callable[[Fraction], Fraction | None]:
    def note(name: str, value: Fraction | int | None) -> None:
        number = None if value is None else Decimal(plain(Decimal(decimal_text(value, _MOST_DECIMALS))))
        treated.found.append((leaf.id, f"{place}.{name}", number, len(sample)))

    if isinstance(one, Winsorise):
        low, high, moved = drawn_in(sample, one)
        for name, value in (("low", low), ("high", high), ("moved", moved)):
            note(name, value)
        return lambda value: value if low is None or high is None else min(max(value, low), high)
    if isinstance(one, Log):
        shift = Fraction(one.shift) if one.shift is not None else None
        if shift is None and sample:
            # Where all are equal there is no range: the logarithm of 1 is 0 for all of them.
            shift = ((sample[-1] - sample[0]) / 100 or 1) - sample[0]
            # NOTE: the shift is kept as it is said, so that whoever reads the result finds the same values.
            shift = Fraction(decimal_text(shift, _DECIMALS))
        note("shift", shift)
        return lambda value: None if shift is None else logarithm(value + shift)
    assert isinstance(one, Rank)
    note("rank", len(sample))
    size = len(sample) if one.as_share else 1
    return lambda value: Fraction(bisect_right(sample, value), size) if sample else None


def drawn_in(sample: Sequence[Fraction], one: Winsorise) -> tuple[Fraction | None, Fraction | None, int]:
    """The bounds that the values are drawn in to, which are values of the sample, and how many are moved."""
    if not sample:
        return None, None, 0
    low, high = sample[0], sample[-1]
    moved = 0
    while moved < one.at_most:
        now = [min(max(value, low), high) for value in sample]
        side = skew_and_kurtosis_pass(now, one.skewness, one.kurtosis)
        inner = sorted(set(now))
        if not side or len(inner) == 1:
            break
        low, high = (low, inner[-2]) if side > 0 else (inner[1], high)
        moved = sum(1 for value in sample if not low <= value <= high)
    return low, high, moved


def logarithm(value: Fraction) -> Fraction | None:
    """The natural logarithm, rounded half up to 12 decimals; None where there is none."""
    if value <= 0:
        return None
    quotient = _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(decimal_text(_DIGITS.ln(quotient), _DECIMALS))


def _no_logarithm(frame: pl.DataFrame, leaf: Leaf, before: _Values, after: _Values) -> list[Finding]:
    return [
        Finding(
            "treat|log",
            text("{title}: the value plus the shift is not above 0, and has no logarithm.", title=leaf.title),
            text("Write a larger shift, or above_minimum.")
            if any(isinstance(one, Log) and one.shift is not None for one in leaf.treat)
            else text("It lies far below the lowest value of the cohort: let cohort be submitted, or write a shift."),
            place=Place(file="rules.json"),
            platform_id=platform,
        )
        for platform, old, new in zip(frame[PLATFORM], before, after, strict=True)
        if old is not None and new is None
    ]


def _fractions(frame: pl.DataFrame, value: Ratio) -> _Values:
    rows = frame.select(pl.col(PLATFORM), top=value.top.expr, bottom=value.bottom.expr).select("top", "bottom")
    unit = Fraction(10) ** (value.bottom.scale - value.top.scale)
    return [None if top is None or bottom is None else Fraction(top, bottom) * unit for top, bottom in rows.iter_rows()]


def _through(function: Callable[[Fraction], Fraction | None], values: _Values) -> _Values:
    known = {value: function(value) for value in set(values) if value is not None}
    return [None if value is None else known[value] for value in values]


def _columns(name: str, values: _Values) -> tuple[Ratio, list[pl.Series]]:
    """The values as whole numbers over a power of ten where they are decimals, else over a column."""
    there = {value for value in values if value is not None}
    scale = next((one for one in range(_MOST_DECIMALS + 1) if all(10**one % v.denominator == 0 for v in there)), None)
    if scale is not None:
        tops = [None if value is None else int(value * 10**scale) for value in values]
        top = column(f"{name}.top", *_bounds(tops), scale)
        return Ratio(top, constant(1)), [pl.Series(f"{name}.top", tops, top.dtype)]
    tops = [None if value is None else value.numerator for value in values]
    bottoms = [None if value is None else value.denominator for value in values]
    top = column(f"{name}.top", *_bounds(tops))
    bottom = column(f"{name}.bottom", 1, _bounds(bottoms)[1])
    made = [pl.Series(one.expr.meta.output_name(), ints, one.dtype) for one, ints in ((top, tops), (bottom, bottoms))]
    return Ratio(top, bottom), made


def _bounds(numbers: Sequence[int | None]) -> tuple[int, int]:
    there = [number for number in numbers if number is not None]
    return min(there, default=0), max(there, default=0)


def _said(value: Fraction) -> str:
    """A decimal where the value is one, else a fraction."""
    digits = plain(Decimal(decimal_text(value, _MOST_DECIMALS)))
    return digits if Fraction(digits) == value else f"{value.numerator}/{value.denominator}"
