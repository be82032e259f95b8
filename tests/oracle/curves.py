"""The curves: from the exact value of a measure to a mark that is not yet rounded."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from tests.oracle.gates import satisfies
from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from tests.oracle.scenario import Json


def mark(curve: Json, value: Fraction) -> Fraction:
    """The mark of a value."""
    if curve["kind"] == "linear":
        return _linear(curve, value)
    if curve["kind"] == "steps":
        return _counted(curve, value)
    return _banded(curve, value) if "bands" in curve else _stepped(curve, value)


def _linear(curve: Json, value: Fraction) -> Fraction:
    points = _points(curve)
    (first, first_mark), (last, last_mark) = points[0], points[-1]
    if value < first:
        return Fraction(curve.get("below", first_mark))
    if value > last:
        return Fraction(curve.get("above", last_mark))
    for (x1, y1), (x2, y2) in pairwise(points):
        if x1 <= value <= x2:
            return y1 + (y2 - y1) * (value - x1) / (x2 - x1)
    message = f"the points of {curve} do not rise"
    raise Refused(message)


def _counted(curve: Json, value: Fraction) -> Fraction:
    """A base mark from a threshold on, and so much more for every unit, full units only or in proportion."""
    if value < Fraction(curve["from"]):
        return Fraction(curve.get("below", 0))
    units = (value - Fraction(curve["from"])) / Fraction(curve["per"])
    counted = Fraction(floor(units)) if curve["whole"] else units
    return min(Fraction(curve["cap"]), Fraction(curve.get("base", 0)) + counted * Fraction(curve["add"]))


def _stepped(curve: Json, value: Fraction) -> Fraction:
    """Bands by one edge each: the last edge that the value has reached (low) or passed (high)."""
    found = Fraction(curve.get("below", 0))
    for edge, band_mark in _points(curve):
        if value > edge or (value == edge and curve["closed"] == "low"):
            found = band_mark
    return found


def _banded(curve: Json, value: Fraction) -> Fraction:
    """Bands with both ends written out: the one that holds the value."""
    marks = [Fraction(band["mark"]) for band in curve["bands"] if satisfies(band["when"], value)]
    if len(marks) != 1:
        message = f"{len(marks)} bands hold {value}"
        raise Refused(message)
    return marks[0]


def _points(curve: Json) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction(x), Fraction(y)) for x, y in curve["at"]]
