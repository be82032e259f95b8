"""The kinds of curves: what each one's JSON says, as pieces that cover the number line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

from appraisal.curves.faults import crowded, descending, endless, holes
from appraisal.model.curve import Choice, CohortNumber, Curve, Levels, Piece, Relative, Steps
from appraisal.numbers import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.errors import Finding, Place
    from appraisal.model.condition import Condition
    from appraisal.model.curve import Point, Shape

#: More steps than this are a straight line to everybody who reads them.
MOST_STEPS = 200


#: Reads the condition that stands at a place of the rules.
Read = Callable[[Mapping[str, Any], str], "Condition"]


def curve(document: Mapping[str, Any], place: Place, read: Read) -> tuple[Shape, list[Finding]]:
    """The curve that a checked rules document states, and what is wrong with its points."""
    kind = document["kind"]
    if kind == "steps":
        return _steps(document, place)
    if kind == "levels":
        marks = {word: Decimal(mark) for word, mark in document["marks"].items()}
        return Levels(marks, _decimal(document.get("otherwise"))), []
    if kind == "choose":
        return _choice(document, place, read)
    if "bands" in document:
        pieces = tuple(Piece(Interval.from_bounds(band["when"]), Decimal(band["mark"])) for band in document["bands"])
        pieces = tuple(sorted(pieces, key=_start))
        return Curve(kind, pieces), holes(pieces, place)
    if any(isinstance(value, dict) for value, _ in document["at"]):
        return _relative(document, place, read), []
    return pieced(kind, [(Decimal(value), Decimal(mark)) for value, mark in document["at"]], document, place)


def pieced(
    kind: str, points: Sequence[Point], document: Mapping[str, Any], place: Place
) -> tuple[Curve, list[Finding]]:
    """A line or bands through points, with the other keys of its document."""
    pieces = (_linear if kind == "linear" else _bands)(points, document)
    return Curve(kind, pieces), descending([value for value, _ in points], place)


def _relative(document: Mapping[str, Any], place: Place, read: Read) -> Relative:
    points = tuple(
        (
            _cohort_number(value, f"{place.pointer}.at[{at}][0]", read) if isinstance(value, dict) else Decimal(value),
            Decimal(mark),
        )
        for at, (value, mark) in enumerate(document["at"])
    )
    return Relative(document["kind"], points, document, place.pointer or "")


def _cohort_number(document: Mapping[str, Any], pointer: str, read: Read) -> CohortNumber:
    return CohortNumber(
        document["cohort"],
        _decimal(document.get("q")),
        Decimal(document.get("times", 1)),
        Decimal(document.get("deviations", 0)),
        read(document["among"], f"{pointer}.among") if "among" in document else None,
        pointer,
    )


def _choice(document: Mapping[str, Any], place: Place, read: Read) -> tuple[Choice, list[Finding]]:
    findings: list[Finding] = []
    cases = []
    for at, case in enumerate(document["cases"]):
        pointer = f"{place.pointer}.cases[{at}]"
        shape, faults = curve(case["curve"], replace(place, pointer=f"{pointer}.curve"), read)
        findings += faults
        cases.append((read(case["when"], f"{pointer}.when"), shape))
    otherwise = None
    if "otherwise" in document:
        otherwise, faults = curve(document["otherwise"], replace(place, pointer=f"{place.pointer}.otherwise"), read)
        findings += faults
    return Choice(tuple(cases), otherwise), findings


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)


def _linear(points: Sequence[Point], document: Mapping[str, Any]) -> tuple[Piece, ...]:
    (first, low_mark), (last, high_mark) = points[0], points[-1]
    if document.get("extend") and len(points) > 1:
        inner = [edge for edge, _ in points[1:-1]]
        lows, highs = [None, *inner], [*inner, None]
        return tuple(
            Piece(Interval(low, high, high_closed=high is None), start=start, end=end)
            for low, high, (start, end) in zip(lows, highs, pairwise(points), strict=True)
        )
    below, above = Decimal(document.get("below", low_mark)), Decimal(document.get("above", high_mark))
    between = [
        Piece(Interval(start[0], end[0], low_closed=True, high_closed=end[0] == last), start=start, end=end)
        for start, end in pairwise(points)
    ]
    # A single point is a line of no length: what lies on it has its mark.
    here = between or [Piece(Interval(first, last), high_mark)]
    return (
        Piece(Interval(None, first, high_closed=False), below),
        *here,
        Piece(Interval(last, None, low_closed=False), above),
    )


def _bands(points: Sequence[Point], document: Mapping[str, Any]) -> tuple[Piece, ...]:
    low_closed = document["closed"] == "low"
    ends: list[Decimal | None] = [edge for edge, _ in points[1:]] + [None]
    first = Piece(Interval(None, points[0][0], high_closed=not low_closed), Decimal(document.get("below", 0)))
    return (
        first,
        *(
            Piece(Interval(edge, end, low_closed, not low_closed), given)
            for (edge, given), end in zip(points, ends, strict=True)
        ),
    )


def _start(piece: Piece) -> tuple[bool, Decimal, bool]:
    low = piece.over.low
    return low is not None, low or Decimal(0), not piece.over.low_closed


def _steps(document: Mapping[str, Any], place: Place) -> tuple[Curve, list[Finding]]:
    """A base mark from a threshold on, then so much more for every so many units, up to a cap."""
    first, per, add, cap = (Decimal(document[key]) for key in ("from", "per", "add", "cap"))
    steps = Steps(first, Decimal(document.get("base", 0)), per, add, cap, whole=document["whole"])
    under = Piece(Interval(None, first, high_closed=False), Decimal(document.get("below", 0)))
    # As fractions, since a quotient of decimals would be cut off.
    count = Fraction(cap - steps.base) / Fraction(add)
    end = Fraction(first) + count * Fraction(per)
    if not 0 <= count <= MOST_STEPS:
        found, pieces = [crowded(count, MOST_STEPS, place)], (Piece(Interval(first, None), cap),)
    elif steps.whole or not count:
        found, pieces = [], _whole(steps, ceil(count))
    elif Fraction(last := Decimal(end.numerator) / Decimal(end.denominator)) != end:
        found, pieces = [endless(end, place)], (Piece(Interval(first, None), cap),)
    else:
        sloped = Piece(Interval(first, last), start=(first, steps.base), end=(last, cap))
        found, pieces = [], (sloped, Piece(Interval(last, None, low_closed=False), cap))
    return Curve("steps", (under, *pieces), steps), found


def _whole(steps: Steps, count: int) -> tuple[Piece, ...]:
    edges = [steps.first + number * steps.per for number in range(count + 1)]
    marks = [min(steps.cap, steps.base + number * steps.add) for number in range(count + 1)]
    return tuple(
        Piece(Interval(edge, end, high_closed=False), mark)
        for edge, end, mark in zip(edges, [*edges[1:], None], marks, strict=True)
    )
