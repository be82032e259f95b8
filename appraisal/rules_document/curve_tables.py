"""A curve as small tables: which values have which mark."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from appraisal.curves import number_words
from appraisal.model.curve import Choice, Curve, Levels
from appraisal.rules_document.document import Sentences, Table
from appraisal.rules_words import readable, span
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.curve import Piece, Relative, Shape, Steps
    from appraisal.rules_words import Words

Row = tuple[object, ...]
_MARK = text("Mark")


def curve_tables(
    shape: Shape, words: Words, unit: str, caption: object = "", mark: object = _MARK
) -> Iterator[Table | Sentences]:
    """One table; of a curve that is chosen by conditions one for each of them."""
    if isinstance(shape, Choice):
        for when, one in shape.cases:
            asked = words.condition(when)
            yield from curve_tables(
                one, words, unit, _within(caption, text("Condition: {condition}", condition=asked)), mark
            )
        if shape.otherwise:
            yield from curve_tables(shape.otherwise, words, unit, _within(caption, text("In all other cases")), mark)
        else:
            yield Sentences((_within(caption, text("In all other cases: the item does not apply.")),))
        return
    value: object = text("Value ({unit})", unit=unit) if unit else text("Value of the item")
    yield Table((value, mark), tuple(_rows(shape, words)), caption=caption)


def _within(outer: object, inner: object) -> object:
    return text("{outer}; {inner}", outer=outer, inner=inner) if outer else inner


def _rows(shape: Curve | Relative | Levels, words: Words) -> Iterator[Row]:
    if isinstance(shape, Levels):
        yield from ((word, readable(mark)) for word, mark in shape.by_word.items())
        other = text("no mark: as missing") if shape.otherwise is None else readable(shape.otherwise)
        yield text("any other"), other
    elif not isinstance(shape, Curve):
        yield from _relative(shape, words)
    elif shape.steps:
        yield from _steps(shape, shape.steps)
    else:
        yield from ((span(piece.over), _mark(piece)) for piece in shape.pieces)


def _mark(piece: Piece) -> object:
    if piece.start is None or piece.end is None:
        return readable(piece.marks[0])
    (x0, y0), (x1, y1) = piece.start, piece.end
    if y0 == y1:
        return readable(y0)
    if piece.is_bounded:
        return _sloped(readable(y0), readable(y1))
    facts = {"x0": readable(x0), "y0": readable(y0), "x1": readable(x1), "y1": readable(y1)}
    return text("on the straight line through {x0}: {y0} and {x1}: {y1}", **facts)


def _sloped(low: str, high: str) -> object:
    return low if low == high else text("{low} to {high}, in proportion", low=low, high=high)


def _steps(shape: Curve, steps: Steps) -> Iterator[Row]:
    under = shape.pieces[0]
    yield span(under.over), readable(under.marks[0])
    yield readable(steps.first), readable(steps.base)
    per = readable(steps.per)
    more = text("each full {per} more", per=per) if steps.whole else text("each {per} more, in proportion", per=per)
    yield more, f"+{readable(steps.add)}"
    yield text("at most"), readable(steps.cap)


def _relative(shape: Relative, words: Words) -> Iterator[Row]:
    """Points of which some are found among the platforms."""
    points = [(number_words(value, words.condition), mark) for value, mark in shape.points]
    (first, low_mark), (last, high_mark) = points[0], points[-1]
    if shape.kind == "bands":
        closed = shape.rest.get("closed") == "low"
        yield _ending("<" if closed else "≤", first), _stated(shape, "below", Decimal(0))
        for (edge, mark), (end, _) in pairwise(points):
            yield _between(edge, end, closed=closed), readable(mark)
        yield _ending("≥" if closed else ">", last), readable(high_mark)
        return
    extends = bool(shape.rest.get("extend"))
    if not extends:
        yield _ending("<", first), _stated(shape, "below", low_mark)
    for (edge, mark), (end, next_mark) in pairwise(points):
        yield text("{low} to {high}", low=edge, high=end), _sloped(readable(mark), readable(next_mark))
    if extends:
        yield text("below and above"), text("on along the line")
    else:
        yield _ending(">", last), _stated(shape, "above", high_mark)


def _stated(shape: Relative, key: str, otherwise: Decimal) -> str:
    stated = shape.rest.get(key)
    return readable(otherwise if stated is None else Decimal(str(stated)))


def _ending(sign: str, edge: object) -> object:
    return text("{sign} {edge}", sign=sign, edge=edge)


def _between(edge: object, end: object, *, closed: bool) -> object:
    return Joined((_ending("≥" if closed else ">", edge), _ending("<" if closed else "≤", end)), text(" and "))
