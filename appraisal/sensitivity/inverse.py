"""A curve asked the other way: the values on a grid at which it gives so much, nearest to the one there is.

Exact: fractions throughout, piece by piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from appraisal.numbers import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.curve import Curve


@dataclass(frozen=True)
class Steps:
    """One measure of one platform: whole steps of its numerator over what divides them, in the indicator's unit."""

    #: So many units of the frame's integers are one step.
    grid: int
    steps: int
    #: What one step is worth.
    step: Fraction
    #: A count is never negative where nobody's is, and a share of a whole never above it.
    least: int | None
    most: int | None

    def is_possible(self, steps: int) -> bool:
        """Whether evidence could say so many."""
        return (self.least is None or steps >= self.least) and (self.most is None or steps <= self.most)

    def at(self, steps: int) -> Fraction:
        """The value of so many steps."""
        return steps * self.step


class Stretch(NamedTuple):
    """A part of the number line; None is no end, and an end may belong to it or not."""

    low: Fraction | None
    has_low: bool
    high: Fraction | None
    has_high: bool


def nearest_on(curve: Curve, value: Steps, needed: Fraction, *, below: bool) -> Iterator[int]:
    """Of each piece of a curve the nearest steps whose mark before rounding is at least, or below, what is needed."""
    for piece in curve.pieces:
        over = stretch(piece.over)
        marks = {Fraction(mark) for mark in piece.marks}
        if piece.start is None or piece.end is None or len(marks) == 1:
            (mark,) = marks
            if mark < needed if below else mark >= needed:
                yield from closest(over, value)
            continue
        (x0, y0), (x1, y1) = ((Fraction(x), Fraction(y)) for x, y in (piece.start, piece.end))
        turn = x0 + (needed - y0) * (x1 - x0) / (y1 - y0)
        # To the right of the turn where the line goes the way that is asked for, else to the left of it.
        if (y1 > y0) != below:
            if over.low is None or turn >= over.low:
                over = over._replace(low=turn, has_low=not below)
        elif over.high is None or turn <= over.high:
            over = over._replace(high=turn, has_high=not below)
        yield from closest(over, value)


def outside(allowed: Interval) -> Iterator[Interval]:
    """The one or two intervals that an interval leaves out."""
    if allowed.low is not None:
        yield Interval(high=allowed.low, high_closed=not allowed.low_closed)
    if allowed.high is not None:
        yield Interval(low=allowed.high, low_closed=not allowed.high_closed)


def stretch(over: Interval) -> Stretch:
    """An interval in fractions."""
    low, high = (None if end is None else Fraction(end) for end in (over.low, over.high))
    return Stretch(low, over.low_closed, high, over.high_closed)


def closest(over: Stretch, value: Steps) -> Iterator[int]:
    """The whole steps within a stretch that are nearest to the value; nothing where there are none."""
    first = None if over.low is None else ceil(over.low / value.step)
    if first is not None and not over.has_low and first * value.step == over.low:
        first += 1
    last = None if over.high is None else floor(over.high / value.step)
    if last is not None and not over.has_high and last * value.step == over.high:
        last -= 1
    if first is not None and last is not None and first > last:
        return
    steps = value.steps if first is None else max(value.steps, first)
    yield steps if last is None else min(steps, last)
