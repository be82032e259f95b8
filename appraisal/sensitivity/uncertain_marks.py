"""The unit mark of drawn values: a curve of plain pieces in Float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraisal.model.curve import Curve
from appraisal.model.node import UNCHANGED

if TYPE_CHECKING:
    from appraisal.model.curve import Piece
    from appraisal.model.node import Leaf


def can_mark(leaf: Leaf) -> bool:
    """The leaf's mark hangs on nothing but its value: plain pieces, no factor, treatment, condition or cap."""
    plain = isinstance(leaf.curve, Curve) and leaf.factor == UNCHANGED
    return plain and not leaf.treat and leaf.applies is None and leaf.cap is None and leaf.stated > 0


def unit_marks(leaf: Leaf, values: np.ndarray) -> np.ndarray:
    """The part of the full mark for each value, not rounded. The leaf must be one that :func:`can_mark`."""
    assert isinstance(leaf.curve, Curve)
    marks = np.zeros(values.shape)
    for piece in leaf.curve.pieces:
        inside = _inside(piece, values)
        if piece.start and piece.end:
            (low, at_low), (high, at_high) = ([float(part) for part in point] for point in (piece.start, piece.end))
            marks[inside] = at_low + (values[inside] - low) / (high - low) * (at_high - at_low)
        else:
            marks[inside] = float(piece.mark or 0)
    return marks / float(leaf.stated)


def _inside(piece: Piece, values: np.ndarray) -> np.ndarray:
    inside = np.ones(values.shape, dtype=bool)
    if piece.over.low is not None:
        low = float(piece.over.low)
        inside &= values >= low if piece.over.low_closed else values > low
    if piece.over.high is not None:
        high = float(piece.over.high)
        inside &= values <= high if piece.over.high_closed else values < high
    return inside
