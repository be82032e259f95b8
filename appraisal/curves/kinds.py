"""The kinds of curves: what each one's JSON says, as pieces that cover the number line."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

from appraisal.curves.faults import crowded, descending, endless, holes
from appraisal.model.curve import Curve, Piece, Steps
from appraisal.numbers import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.errors import Finding, Place

#: More steps than this are a straight line to everybody who reads them.
MOST_STEPS = 200


def curve(document: Mapping[str, Any], place: Place) -> tuple[Curve, list[Finding]]:
    """The curve that a checked rules document states, and what is wrong with its points."""
    if document["kind"] == "steps":
        return _steps(document, place)
    if "bands" in document:
        pieces = tuple(Piece(Interval.from_bounds(band["when"]), Decimal(band["mark"])) for band in document["bands"])
        pieces = tuple(sorted(pieces, key=_start))
        return Curve(document["kind"], pieces), holes(pieces, place)
    pieces = (_linear if document["kind"] == "linear" else _bands)(document)
    return Curve(document["kind"], pieces), descending([Decimal(value) for value, _ in document["at"]], place)


def _linear(document: Mapping[str, Any]) -> tuple[Piece, ...]:
    points = [(Decimal(value), Decimal(given)) for value, given in document["at"]]
    (first, low_mark), (last, high_mark) = points[0], points[-1]
    below, above = Decimal(document.get("below", low_mark)), Decimal(document.get("above", high_mark))
    between = [
        Piece(Interval(start[0], end[0], low_closed=True, high_closed=end[0] == last), start=start, end=end)
        for start, end in pairwise(points)
    ]
    return (
        Piece(Interval(None, first, high_closed=False), below),
        *between,
        Piece(Interval(last, None, low_closed=False), above),
    )


def _bands(document: Mapping[str, Any]) -> tuple[Piece, ...]:
    steps = [(Decimal(edge), Decimal(given)) for edge, given in document["at"]]
    low_closed = document["closed"] == "low"
    ends: list[Decimal | None] = [edge for edge, _ in steps[1:]] + [None]
    first = Piece(Interval(None, steps[0][0], high_closed=not low_closed), Decimal(document.get("below", 0)))
    return (
        first,
        *(
            Piece(Interval(edge, end, low_closed, not low_closed), given)
            for (edge, given), end in zip(steps, ends, strict=True)
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
