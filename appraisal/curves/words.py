"""Curves in words: the whole of one, and how one mark came from its value."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraisal.model.curve import Choice, CohortNumber, Levels, Relative
from appraisal.numbers import decimal_text
from appraisal.numbers.digits import plain
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from appraisal.model.condition import Condition
    from appraisal.model.curve import Curve, Piece, Shape, Steps
    from appraisal.texts import Text

#: A value with more decimals is shown as a fraction.
_SHOWN = 12
_STATISTICS = {
    "minimum": text("the lowest of all"),
    "maximum": text("the highest of all"),
    "mean": text("the mean of all"),
    "median": text("the median of all"),
}


def arithmetic(shape: Curve, value: Fraction, mark: object) -> Text:
    """How the mark came from the value, in words that a pocket calculator can follow."""
    if not shape.pieces:
        return text("no platform has a value to be compared with: {mark}", mark=mark)
    if shape.steps and shape.steps.whole and value >= shape.steps.first:
        return _counted(shape.steps, value, mark)
    piece = next(piece for piece in shape.pieces if piece.over.holds(value))
    if piece.start is None or piece.end is None:
        return text("the value is {band}: {mark}", band=piece.over.shown, mark=mark)
    (x0, y0), (x1, y1) = piece.start, piece.end
    if y0 == y1:
        return text("the value is {band}: {mark}", band=piece.over.shown, mark=mark)
    sign, rise = ("+", y1 - y0) if y1 > y0 else ("−", y0 - y1)
    return text(
        "{low} {sign} ({value} − {start}) × {rise} ÷ {width} = {mark}",
        low=plain(y0),
        sign=sign,
        value=shown(value),
        start=plain(x0) if x0 >= 0 else f"({plain(x0)})",
        rise=plain(rise),
        width=plain(x1 - x0),
        mark=mark,
    )


def exact_mark(shape: Curve, value: Fraction) -> Fraction:
    """The mark of one value before any rounding."""
    piece = next(piece for piece in shape.pieces if piece.over.holds(value))
    if piece.start is None or piece.end is None:
        return Fraction(piece.marks[0])
    (x0, y0), (x1, y1) = piece.start, piece.end
    return Fraction(y0) + (value - Fraction(x0)) * Fraction(y1 - y0) / Fraction(x1 - x0)


def _counted(steps: Steps, value: Fraction, mark: object) -> Text:
    """The full steps between the threshold and the value; their cap where they pass it."""
    count = (value - Fraction(steps.first)) // Fraction(steps.per)
    facts: dict[str, object] = {"base": plain(steps.base), "count": count, "add": plain(steps.add), "mark": mark}
    facts |= {"value": shown(value), "first": plain(steps.first), "per": plain(steps.per)}
    if Fraction(steps.base) + count * Fraction(steps.add) > steps.cap:
        return text(
            "({value} − {first}) ÷ {per}: {count} full; {base} + {count} × {add} passes the cap: {mark}", **facts
        )
    return text("({value} − {first}) ÷ {per}: {count} full; {base} + {count} × {add} = {mark}", **facts)


def shown(value: Fraction) -> str:
    """A number with few decimals, else as a fraction."""
    digits = decimal_text(value, _SHOWN).rstrip("0").rstrip(".")
    return digits if Fraction(digits) == value else f"{value.numerator} ÷ {value.denominator}"


def describe(shape: Shape, said: Callable[[Condition], object]) -> object:
    """The whole curve on one line; ``said`` puts a condition into words."""
    if isinstance(shape, Choice):
        cases = [
            text("where {condition}: {curve}", condition=said(when), curve=describe(one, said))
            for when, one in shape.cases
        ]
        last = [text("else: {curve}", curve=describe(shape.otherwise, said))] if shape.otherwise else []
        return Joined((*cases, *last), text(" | "))
    if isinstance(shape, Levels):
        marks = [text("{level}: {mark}", level=level, mark=plain(mark)) for level, mark in shape.by_word.items()]
        other = [] if shape.otherwise is None else [text("any other: {mark}", mark=plain(shape.otherwise))]
        return Joined((*marks, *other), text("; "))
    if isinstance(shape, Relative):
        return _relative(shape, said)
    if shape.steps:
        return _steps(shape, shape.steps)
    return Joined(tuple(_piece(piece) for piece in shape.pieces), text("; "))


def _piece(piece: Piece) -> Text:
    if not (piece.start and piece.end):
        return text("{band}: {mark}", band=piece.over.shown, mark=plain(piece.marks[0]))
    (x0, y0), (x1, y1) = piece.start, piece.end
    facts = {"x0": plain(x0), "y0": plain(y0), "x1": plain(x1), "y1": plain(y1)}
    if piece.is_bounded:
        return text("{x0} → {y0} to {x1} → {y1} in proportion", **facts)
    return text("{x0} → {y0} to {x1} → {y1} in proportion, and on beyond", **facts)


def _relative(shape: Relative, said: Callable[[Condition], object]) -> Joined:
    points = tuple(
        text("{value} → {mark}", value=number_words(value, said), mark=plain(mark)) for value, mark in shape.points
    )
    if shape.kind == "linear":
        on = (
            [text("in proportion between, and on beyond")]
            if shape.rest.get("extend")
            else [text("in proportion between")]
        )
    else:
        on = [text("from there on")] if shape.rest.get("closed") == "low" else [text("above it")]
    ends = [
        words
        for key, words in (
            ("below", text("below: {mark}", mark=shape.rest.get("below"))),
            ("above", text("above: {mark}", mark=shape.rest.get("above"))),
        )
        if key in shape.rest
    ]
    return Joined((*points, *on, *ends), text("; "))


def number_words(value: Decimal | CohortNumber, said: Callable[[Condition], object]) -> object:
    """A number of a curve, or where in the cohort it is taken from."""
    if not isinstance(value, CohortNumber):
        return plain(value)
    words: object = _STATISTICS.get(value.statistic)
    if value.q is not None:
        words = text("the quantile {q} of all", q=plain(value.q))
    if value.deviations:
        count = plain(abs(value.deviations))
        words = (
            text("{statistic} + {count} standard deviations", statistic=words, count=count)
            if value.deviations > 0
            else text("{statistic} − {count} standard deviations", statistic=words, count=count)
        )
    if value.times != 1:
        words = text("{times} × ({statistic})", times=plain(value.times), statistic=words)
    return (
        text("{statistic}, among: {condition}", statistic=words, condition=said(value.among)) if value.among else words
    )


def _steps(shape: Curve, steps: Steps) -> Joined:
    facts = {key: plain(getattr(steps, key)) for key in ("first", "base", "add", "per", "cap")}
    each = (
        text("{first}: {base}, then {add} more for every full {per}, at most {cap}", **facts)
        if steps.whole
        else text("{first}: {base}, then {add} more for every {per} in proportion, at most {cap}", **facts)
    )
    under = shape.pieces[0]
    return Joined((text("{band}: {mark}", band=under.over.shown, mark=plain(under.marks[0])), each), text("; "))
