"""What is wrong with the points of a curve."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.model.curve import Piece, gaps
from appraisal.numbers import decimal_text
from appraisal.numbers.digits import plain
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from fractions import Fraction


def descending(values: Sequence[Decimal], place: Place) -> list[Finding]:
    """Points that do not ascend."""
    if all(left < right for left, right in pairwise(values)):
        return []
    return [
        Finding(
            "rules|curve_order",
            text("The values of the curve do not ascend: {values}.", values=_listed(values)),
            text("Write the points from the smallest value to the largest, each value once."),
            place=place,
        )
    ]


def holes(pieces: tuple[Piece, ...], place: Place) -> list[Finding]:
    """Values that belong to no band, or to two."""
    faults = [
        Finding(
            "rules|curve_overlap" if gap.overlap else "rules|curve_gap",
            text("The bands {before} and {after} overlap.", before=gap.before, after=gap.after)
            if gap.overlap
            else text("No band covers the values between {before} and {after}.", before=gap.before, after=gap.after),
            text(
                "Each value must belong to exactly one band: let one band begin where the other ends, "
                "and close one of the two ends."
            ),
            place=place,
        )
        for gap in gaps(pieces)
    ]
    first, last = pieces[0].over, pieces[-1].over
    if first.low is not None or last.high is not None:
        faults.append(
            Finding(
                "rules|curve_gap",
                text("The bands leave values below {low} or above {high} without a mark.", low=first, high=last),
                text("Let the first band have no lower end and the last band no upper end."),
                place=place,
            )
        )
    return faults


def crowded(count: Fraction, most: int, place: Place) -> Finding:
    """Steps that lead downwards, or are too many."""
    if count < 0:
        message = text("The cap of the steps is below their base.")
        return Finding("rules|curve_steps", message, text("Raise cap, or lower base."), place=place)
    message = text(
        "The steps reach their cap after {count} steps; at most {most} are allowed.",
        count=decimal_text(count, 0),
        most=most,
    )
    return Finding("rules|curve_steps", message, text("Write a line: kind linear."), place=place)


def endless(end: Fraction, place: Place) -> Finding:
    """A cap that is reached at no decimal number."""
    shown = f"{end.numerator} ÷ {end.denominator}"
    message = text("The steps reach their cap at {value}, which is no decimal number.", value=shown)
    fix = text("Choose a cap that is reached at a decimal number, or write whole: true.")
    return Finding("rules|curve_steps", message, fix, place=place)


def _listed(values: Sequence[Decimal]) -> Joined:
    return Joined(tuple(plain(value) for value in values), ", ")
