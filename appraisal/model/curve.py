"""A curve: how a value becomes a mark. Pieces cover the number line once; levels cover words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from appraisal.model.condition import Condition
    from appraisal.numbers import Interval

Point = tuple["Decimal", "Decimal"]


@dataclass(frozen=True)
class Piece:
    """The marks over one interval: a line through ``start`` and ``end``, both (value, mark), or one ``mark``."""

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

    @property
    def is_bounded(self) -> bool:
        """No mark of it lies beyond those of its ends."""
        if self.start is None or self.end is None:
            return True
        return self.over.low == self.start[0] and self.over.high == self.end[0]


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
    def marks(self) -> tuple[Decimal, ...]:
        """The marks at the ends of its pieces."""
        return tuple(mark for piece in self.pieces for mark in piece.marks)


@dataclass(frozen=True)
class CohortNumber:
    """A statistic of the measures of the cohort, found when the scenario runs and frozen into the result."""

    statistic: Literal["minimum", "maximum", "mean", "median", "quantile"]
    #: Of a quantile.
    q: Decimal | None
    times: Decimal
    #: Sample standard deviations to be added.
    deviations: Decimal
    #: Only these platforms of the cohort.
    among: Condition | None
    pointer: str


@dataclass(frozen=True)
class Relative:
    """A line or bands whose values are partly cohort numbers: a curve once these are found."""

    kind: Literal["linear", "bands"]
    points: tuple[tuple[Decimal | CohortNumber, Decimal], ...]
    #: The keys of the curve that hold no cohort number.
    rest: Mapping[str, object]
    pointer: str

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """The marks of its points."""
        return tuple(mark for _, mark in self.points)

    @property
    def numbers(self) -> tuple[CohortNumber, ...]:
        """Its cohort numbers in order."""
        return tuple(value for value, _ in self.points if isinstance(value, CohortNumber))


@dataclass(frozen=True)
class Levels:
    """The mark of each word; None where another word has no mark."""

    by_word: Mapping[str, Decimal]
    otherwise: Decimal | None

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """Every mark it can give."""
        return (*self.by_word.values(), *([] if self.otherwise is None else [self.otherwise]))


@dataclass(frozen=True)
class Choice:
    """The curve of the first condition that holds; None where no condition does and the leaf is not applicable."""

    cases: tuple[tuple[Condition, Shape], ...]
    otherwise: Shape | None

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Every curve that it may choose."""
        return (*(shape for _, shape in self.cases), *([self.otherwise] if self.otherwise else []))

    @property
    def may_find_none(self) -> bool:
        """Some platform may have no curve."""
        return self.otherwise is None or any(isinstance(one, Choice) and one.may_find_none for one in self.shapes)

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """The marks of all its curves."""
        return tuple(mark for shape in self.shapes for mark in shape.marks)


Shape = Curve | Relative | Levels | Choice


def ends(shape: Shape) -> Iterator[Curve | Relative | Levels]:
    """The curves that a shape chooses among; itself where it chooses nothing."""
    if isinstance(shape, Choice):
        for one in shape.shapes:
            yield from ends(one)
    else:
        yield shape


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
