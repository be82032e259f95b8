"""Curves at work: from the JSON of a rules file to pieces, from pieces to exact marks and to words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place
from appraisal.model.curve import Curve, Piece, gaps
from appraisal.numbers import Exact, Interval, Ratio, choose, constant, decimal_text, divide_half_up
from appraisal.numbers.digits import plain
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.texts import Text

#: A value with more decimals is shown as a fraction.
_SHOWN = 6


def curve(document: Mapping[str, Any], place: Place) -> tuple[Curve, list[Finding]]:
    """The curve that a checked rules document states, and what is wrong with its points."""
    if document["kind"] == "linear":
        pieces = _linear(document)
    elif "bands" in document:
        pieces = tuple(Piece(Interval.from_bounds(band["when"]), Decimal(band["mark"])) for band in document["bands"])
        pieces = tuple(sorted(pieces, key=_start))
    else:
        pieces = _bands(document)
    return Curve(document["kind"], pieces), _faults(document, pieces, place)


def mark(value: Ratio, shape: Curve, decimals: int) -> Exact:
    """The mark of a measure, rounded once; null where the measure is null."""
    return choose([(value.within(piece.over), _piece_mark(value, piece, decimals)) for piece in shape.pieces])


def _piece_mark(value: Ratio, piece: Piece, decimals: int) -> Exact:
    if piece.start is None or piece.end is None:
        assert piece.mark is not None
        exact = constant(piece.mark)
        return divide_half_up(exact, constant(1), decimals) if exact.scale > decimals else exact.rescaled(decimals)
    (x0, y0), (x1, y1) = piece.start, piece.end
    width = constant(x1 - x0)
    top = constant(y0) * width * value.bottom + (value.top - constant(x0) * value.bottom) * constant(y1 - y0)
    rounded = divide_half_up(top, width * value.bottom, decimals)
    # Inside the piece the mark lies between its ends: the narrow bounds keep the sums above in 64 bits.
    low, high = (int(mark.scaleb(decimals)) for mark in (min(piece.marks), max(piece.marks)))
    narrow = Exact(rounded.expr.clip(low - 1, high + 1), low - 1, high + 1, decimals)
    return Exact(narrow.as_small(), narrow.low, narrow.high, decimals)


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


def _faults(document: Mapping[str, Any], pieces: tuple[Piece, ...], place: Place) -> list[Finding]:
    if "at" in document:
        values = [Decimal(value) for value, _ in document["at"]]
        if any(left >= right for left, right in pairwise(values)):
            return [
                Finding(
                    "rules|curve_order",
                    text("The values of the curve do not ascend: {values}.", values=_listed(values)),
                    text("Write the points from the smallest value to the largest, each value once."),
                    place=place,
                )
            ]
        return []
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


def _listed(values: list[Decimal]) -> Joined:
    return Joined(tuple(plain(value) for value in values), ", ")


def arithmetic(shape: Curve, value: Fraction, mark: str) -> Text:
    """How the mark came from the value, in words that a pocket calculator can follow."""
    piece = next(piece for piece in shape.pieces if piece.over.holds(value))
    if piece.start is None or piece.end is None:
        return text("the value is {band}: {mark}", band=piece.over.shown, mark=mark)
    (x0, y0), (x1, y1) = piece.start, piece.end
    if y0 == y1:
        return text("the value is {band}: {mark}", band=piece.over.shown, mark=mark)
    sign, rise = ("+", y1 - y0) if y1 > y0 else ("−", y0 - y1)
    shown = decimal_text(value, _SHOWN).rstrip("0").rstrip(".")
    if Fraction(shown) != value:
        shown = f"{value.numerator} ÷ {value.denominator}"
    return text(
        "{low} {sign} ({value} − {start}) × {rise} ÷ {width} = {mark}",
        low=plain(y0),
        sign=sign,
        value=shown,
        start=plain(x0),
        rise=plain(rise),
        width=plain(x1 - x0),
        mark=mark,
    )


def describe(shape: Curve) -> Joined:
    """The whole curve on one line: each piece with its mark or its two ends."""
    parts = []
    for piece in shape.pieces:
        if piece.start and piece.end:
            (x0, y0), (x1, y1) = piece.start, piece.end
            parts.append(
                text("{x0} → {y0} to {x1} → {y1} in proportion", x0=plain(x0), y0=plain(y0), x1=plain(x1), y1=plain(y1))
            )
        else:
            parts.append(text("{band}: {mark}", band=piece.over.shown, mark=plain(piece.marks[0])))
    return Joined(tuple(parts), text("; "))
