"""The mark of a measure: exact, rounded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.numbers import Exact, Ratio, choose, constant, divide_half_up

if TYPE_CHECKING:
    from appraisal.model.curve import Curve, Piece


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
