"""The curves: from the exact value of a measure to a mark that is not yet rounded."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from tests.oracle.conditions import holds
from tests.oracle.requirements import satisfies
from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.conditions import Subject
    from tests.oracle.requirements import Ends
    from tests.oracle.scenario import Json

Points = list[tuple[Fraction, Fraction]]


def frozen(curve: Json, number: Callable[[Json, str], Fraction | None], place: str = "curve") -> Json:
    """The curve with a value in place of every cohort number, None where the number does not exist."""
    if curve["kind"] == "choose":
        cases = [
            {**case, "curve": frozen(case["curve"], number, f"{place}.cases[{index}].curve")}
            for index, case in enumerate(curve["cases"])
        ]
        rest = {"otherwise": frozen(curve["otherwise"], number, f"{place}.otherwise")} if "otherwise" in curve else {}
        return {**curve, "cases": cases, **rest}
    if "at" not in curve:
        return curve
    points = [
        [number(edge, f"{place}.at[{index}][0]") if isinstance(edge, dict) else edge, mark]
        for index, (edge, mark) in enumerate(curve["at"])
    ]
    edges = [Fraction(edge) for edge, _ in points if edge is not None]
    if len(edges) == len(points) and any(second < first for first, second in pairwise(edges)):
        message = f"the points of {curve} cross: {edges}"
        raise Refused(message)
    return {**curve, "at": points}


def chosen(curve: Json, subject: Subject) -> Json | None:
    """The curve that marks a platform; None where ``choose`` finds none."""
    if curve["kind"] != "choose":
        return curve
    found = [case["curve"] for case in curve["cases"] if holds(case["when"], subject)]
    first = found[0] if found else curve.get("otherwise")
    return None if first is None else chosen(first, subject)


def scored_value(ends: Ends, curve: Json | None) -> Fraction:
    """The value that scores: the end with the lower mark, the low end where both give the same or nothing marks it."""
    low, high = ends
    at_low, at_high = (None, None) if curve is None else (mark(curve, low), mark(curve, high))
    if at_low is None or at_high is None:
        return low
    return low if at_low <= at_high else high


def mark(curve: Json, value: Fraction | str) -> Fraction | None:
    """The mark of a value; None where it counts as missing: a level not listed, or a cohort number nobody gave."""
    if curve["kind"] == "levels":
        found = curve["marks"].get(value, curve.get("otherwise"))
        return None if found is None else Fraction(found)
    if isinstance(value, str):
        message = f"{value!r} is a text, which {curve['kind']} cannot mark"
        raise Refused(message)
    if curve["kind"] == "steps":
        return _counted(curve, value)
    if "bands" in curve:
        return _banded(curve, value)
    if any(edge is None for edge, _ in curve["at"]):
        return None
    return _linear(curve, value) if curve["kind"] == "linear" else _stepped(curve, value)


def _linear(curve: Json, value: Fraction) -> Fraction:
    points = _points(curve)
    (first, first_mark), (last, last_mark) = points[0], points[-1]
    if value < first:
        return _on_line(points[:2], value) if "extend" in curve else Fraction(curve.get("below", first_mark))
    if value > last:
        return _on_line(points[-2:], value) if "extend" in curve else Fraction(curve.get("above", last_mark))
    around = [pair for pair in pairwise(points) if pair[0][0] <= value <= pair[1][0]]
    return _on_line(list(around[0]) if around else points, value)


def _on_line(points: Points, value: Fraction) -> Fraction:
    """On the straight line through two points, level through one."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    return y1 if x1 == x2 else y1 + (y2 - y1) * (value - x1) / (x2 - x1)


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


def _points(curve: Json) -> Points:
    """The points in their order; of those with one value the highest mark stands."""
    found: dict[Fraction, Fraction] = {}
    for x, y in curve["at"]:
        found[Fraction(x)] = max(Fraction(y), found.get(Fraction(x), Fraction(y)))
    return list(found.items())
