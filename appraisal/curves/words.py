"""Curves in words: the whole of one, and how one mark came from its value."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraisal.numbers import decimal_text
from appraisal.numbers.digits import plain
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from appraisal.model.curve import Curve, Steps
    from appraisal.texts import Text

#: A value with more decimals is shown as a fraction.
_SHOWN = 6


def arithmetic(shape: Curve, value: Fraction, mark: str) -> Text:
    """How the mark came from the value, in words that a pocket calculator can follow."""
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
        value=_shown(value),
        start=plain(x0),
        rise=plain(rise),
        width=plain(x1 - x0),
        mark=mark,
    )


def _counted(steps: Steps, value: Fraction, mark: str) -> Text:
    """The full steps between the threshold and the value; their cap where they pass it."""
    count = (value - Fraction(steps.first)) // Fraction(steps.per)
    facts = {"base": plain(steps.base), "count": count, "add": plain(steps.add), "mark": mark}
    facts |= {"value": _shown(value), "first": plain(steps.first), "per": plain(steps.per)}
    if Fraction(steps.base) + count * Fraction(steps.add) > steps.cap:
        return text(
            "({value} − {first}) ÷ {per}: {count} full; {base} + {count} × {add} passes the cap: {mark}", **facts
        )
    return text("({value} − {first}) ÷ {per}: {count} full; {base} + {count} × {add} = {mark}", **facts)


def _shown(value: Fraction) -> str:
    shown = decimal_text(value, _SHOWN).rstrip("0").rstrip(".")
    return shown if Fraction(shown) == value else f"{value.numerator} ÷ {value.denominator}"


def describe(shape: Curve) -> Joined:
    """The whole curve on one line: each piece with its mark or its two ends."""
    if shape.steps:
        return _steps(shape, shape.steps)
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


def _steps(shape: Curve, steps: Steps) -> Joined:
    facts = {key: plain(getattr(steps, key)) for key in ("first", "base", "add", "per", "cap")}
    each = (
        text("{first}: {base}, then {add} more for every full {per}, at most {cap}", **facts)
        if steps.whole
        else text("{first}: {base}, then {add} more for every {per} in proportion, at most {cap}", **facts)
    )
    under = shape.pieces[0]
    return Joined((text("{band}: {mark}", band=under.over.shown, mark=plain(under.marks[0])), each), text("; "))
