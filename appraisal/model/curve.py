"""A curve: how a measure becomes a mark. Every kind is a row of pieces that cover the number line once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from appraisal.numbers import Interval

Point = tuple["Decimal", "Decimal"]


@dataclass(frozen=True)
class Piece:
    """The marks over one interval: ``start`` and ``end`` are (value, mark); a flat piece has only ``mark``."""

    over: Interval
    mark: Decimal | None = None
    start: Point | None = None
    end: Point | None = None

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """The marks at its ends."""
        if self.start and self.end:
            return self.start[1], self.end[1]
        assert self.mark is not None
        return (self.mark,)


@dataclass(frozen=True)
class Steps:
    """``base`` at ``first``, then ``add`` for every ``per`` more, up to ``cap``."""

    first: Decimal
    base: Decimal
    per: Decimal
    add: Decimal
    cap: Decimal
    #: Only full steps count.
    whole: bool


@dataclass(frozen=True)
class Curve:
    """Pieces in ascending order, on the leaf's own full mark."""

    kind: str
    pieces: tuple[Piece, ...]
    #: What the pieces of a curve of kind ``steps`` were unfolded from.
    steps: Steps | None = None

    @property
    def highest(self) -> Decimal:
        """The best mark it can give."""
        return max(mark for piece in self.pieces for mark in piece.marks)


@dataclass(frozen=True)
class Gap:
    """Two neighbouring pieces that leave a hole, or lie over each other."""

    before: Interval
    after: Interval
    overlap: bool


def gaps(pieces: tuple[Piece, ...]) -> list[Gap]:
    """Where the pieces fail to cover the number line exactly once, in order."""
    found = []
    for left, right in pairwise(pieces):
        high, low = left.over.high, right.over.low
        if (
            high is None
            or low is None
            or high > low
            or (high == low and left.over.high_closed and right.over.low_closed)
        ):
            found.append(Gap(left.over, right.over, overlap=True))
        elif high < low or not (left.over.high_closed or right.over.low_closed):
            found.append(Gap(left.over, right.over, overlap=False))
    return found
