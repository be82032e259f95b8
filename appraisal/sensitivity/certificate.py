"""How far the weights may move before any award changes: an exact bound, and a witness that the engine confirms.

For a tree of sums the composite of a platform is linear in the leaf weights. The awards can only change if a winner
falls below the grade line, if somebody else comes level with a winner, or if somebody reaches the line while places
are free. Each of these events is a half-space of weight vectors; the least change of weights that reaches it, with no
weight below 0 and their sum as it is, moves mass from the leaves that speak most against the event to the one that
speaks most for it: a fractional knapsack, whose greedy solution is the optimum (Dantzig 1957, Operations Research
5(2), 266-288). Everything that decides is in exact fractions.

Rounding may bring an event about a little early: each leaf is rounded once and the total once. The bound is taken for
half-spaces that are wider by all that rounding can do, so that inside of it no award changes, whatever is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Events whose distance in Float64 is this much larger than the least are not looked at exactly: Float64 is far finer.
_ROOM = 1e-6
#: How finely the largest single change is told, in marks.
_STEP = Fraction(1, 2**30)


@dataclass(frozen=True)
class Additive:
    """The candidates of an award in a tree of sums, in exact numbers. Rows are platforms, columns leaves."""

    platforms: tuple[str, ...]
    leaves: tuple[str, ...]
    #: Mark over full mark before any rounding, up to ``uncertainty``.
    units: tuple[tuple[Fraction, ...], ...]
    weights: tuple[Fraction, ...]
    #: What no weight scales, in marks.
    offsets: tuple[Fraction, ...]
    #: Equal for platforms of one legal entity.
    entities: tuple[str, ...]
    winners: frozenset[str]
    places: int
    minimum: Fraction | None
    is_per_entity: bool
    lapses: bool
    leaf_decimals: int
    total_decimals: int
    #: How far a composite may be from the true one before rounding, in marks.
    uncertainty: Fraction = Fraction(0)

    @property
    def rounding(self) -> Fraction:
        """How far a published composite may be from the exact one, in marks."""
        leaf, total = Fraction(1, 2 * 10**self.leaf_decimals), Fraction(1, 2 * 10**self.total_decimals)
        return len(self.leaves) * leaf + total + self.uncertainty

    def composite(self, platform: int, weights: Sequence[Fraction]) -> Fraction:
        """The composite before rounding."""
        pairs = zip(weights, self.units[platform], strict=True)
        return sum((weight * unit for weight, unit in pairs), self.offsets[platform])


class Event(NamedTuple):
    """Something without which no award changes: ``slopes`` times the weights, plus ``start``, falls to ``room``."""

    kind: str
    #: The winner that could lose, and the platform that could win; one of them where the other is the grade line.
    loser: str | None
    gainer: str | None
    slopes: tuple[Fraction, ...]
    start: Fraction
    #: Half of what rounding may add.
    rounding: Fraction

    def gap(self, weights: Sequence[Fraction]) -> Fraction:
        """How far the event is, before rounding; below 0 it has come about."""
        return sum((slope * weight for slope, weight in zip(self.slopes, weights, strict=True)), self.start)


def events(case: Additive) -> list[Event]:
    """Every event that could change the awards."""
    return list(_events(case))


def _events(case: Additive) -> Iterator[Event]:
    won = [at for at, name in enumerate(case.platforms) if name in case.winners]
    others = [at for at, name in enumerate(case.platforms) if name not in case.winners]
    held = {case.entities[at]: at for at in won} if case.is_per_entity else {}
    blocked = [at for at in others if case.entities[at] in held]
    free = [at for at in others if case.entities[at] not in held]
    if case.minimum is not None:
        yield from (_crosses(case, at, case.minimum) for at in won)
        if len(won) < case.places:
            yield from (_crosses(case, at, case.minimum) for at in free)
        if case.lapses:
            yield from (_crosses(case, at, case.minimum) for at in blocked)
    pairs = [(at, other) for other in free for at in won]
    # Whose entity has won already can only take the place of that one.
    pairs += [(held[case.entities[at]], at) for at in blocked]
    if case.lapses:
        # Where a freed place lapses, it also costs a place whom it stands before.
        pairs += [(at, other) for other in free for at in blocked]
        pairs += [(at, other) for other in blocked for at in won if held[case.entities[other]] != at]
    for at, other in pairs:
        yield from _meet(case, at, other)


def _crosses(case: Additive, at: int, line: Fraction) -> Event:
    """The platform falls below the grade line, or reaches it."""
    name, units, over = case.platforms[at], case.units[at], case.offsets[at] - line
    if case.composite(at, case.weights) >= line:
        return Event("below_line", name, None, units, over, case.rounding)
    return Event("reaches_line", None, name, tuple(-unit for unit in units), -over, case.rounding)


def _meet(case: Additive, one: int, other: int) -> Iterator[Event]:
    """The one of two that stands behind comes level with the other."""
    if case.composite(one, case.weights) < case.composite(other, case.weights) - 2 * case.rounding:
        one, other = other, one
    slopes = tuple(a - b for a, b in zip(case.units[one], case.units[other], strict=True))
    start = case.offsets[one] - case.offsets[other]
    if start or any(slopes):
        # Else they are level under all weights, leaf by leaf: what told them apart is no weight.
        yield Event("overtakes", case.platforms[one], case.platforms[other], slopes, start, 2 * case.rounding)


class Move(NamedTuple):
    """A change of weights that reaches an event."""

    #: The sum of the absolute changes, and the largest of them, in marks.
    total: Fraction
    largest: Fraction
    weights: tuple[Fraction, ...]


def least_move(weights: Sequence[Fraction], slopes: Sequence[Fraction], gap: Fraction) -> Move | None:
    """The least total change that lowers the gap to nothing; None where no weights do."""
    moved = list(weights)
    target = min(range(len(slopes)), key=lambda at: slopes[at])
    mass = Fraction(0)
    for at in sorted(range(len(slopes)), key=lambda at: -slopes[at]):
        gain = slopes[at] - slopes[target]
        if gap <= 0 or gain <= 0:
            break
        taken = min(weights[at], gap / gain)
        moved[at] -= taken
        mass += taken
        gap -= taken * gain
    if gap > 0:
        return None
    moved[target] += mass
    changes = [abs(new - old) for new, old in zip(moved, weights, strict=True)]
    return Move(sum(changes, Fraction(0)), max(changes), tuple(moved))


def least_largest(weights: Sequence[Fraction], slopes: Sequence[Fraction], gap: Fraction) -> Move | None:
    """The change whose largest single part is least and that lowers the gap to nothing; None where no weights do.

    What changes of at most t each can do grows with t. The answer is found between two multiples of 2**-30 marks:
    the move is one of the upper, and the lower is proved to be too little.
    """
    if gap <= 0:
        return Move(Fraction(0), Fraction(0), tuple(weights))
    low, high = 0, int(sum(weights) / _STEP) + 1
    if _lowered(weights, slopes, high * _STEP)[1] < gap:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if _lowered(weights, slopes, middle * _STEP)[1] < gap:
            low = middle
        else:
            high = middle
    moved, _ = _lowered(weights, slopes, high * _STEP)
    changes = [abs(new - old) for new, old in zip(moved, weights, strict=True)]
    return Move(sum(changes, Fraction(0)), high * _STEP, tuple(moved))


def _lowered(
    weights: Sequence[Fraction], slopes: Sequence[Fraction], most: Fraction
) -> tuple[list[Fraction], Fraction]:
    """The weights after changes of at most ``most`` each that lower the gap most, and by how much they do."""
    order = sorted(range(len(slopes)), key=lambda at: slopes[at])
    moved, done = list(weights), Fraction(0)
    take, give = dict.fromkeys(order, most), {at: min(most, weights[at]) for at in order}
    low, high = 0, len(order) - 1
    while low < high:
        to, source = order[low], order[high]
        mass = min(take[to], give[source])
        moved[to] += mass
        moved[source] -= mass
        done += mass * (slopes[source] - slopes[to])
        take[to] -= mass
        give[source] -= mass
        low, high = low + (not take[to]), high - (not give[source])
    return moved, done


class Bound(NamedTuple):
    """Inside of it no award changes."""

    #: The sum of the absolute changes of the weights, and any single change, in marks; None where nothing ever does.
    total: Fraction | None
    largest: Fraction | None
    #: The events nearest first, each with the least move to it; rounding aside, so that it does come about.
    nearest: tuple[tuple[Event, Move], ...]


def bound(case: Additive, most: int = 20) -> Bound:
    """The largest changes of the weights that can be certified to change no award, and the events that come first."""
    found = events(case)
    if not found:
        return Bound(None, None, ())
    screened = _screen(case, found)
    near = [at for at in np.argsort(screened, kind="stable") if np.isfinite(screened[at])]
    if not near:
        return Bound(None, None, ())
    least = screened[near[0]]
    exact = [at for at in near if screened[at] <= least * (1 + _ROOM) + _ROOM]
    moves = (
        least_move(case.weights, found[at].slopes, found[at].gap(case.weights) - found[at].rounding) for at in exact
    )
    total = min((one.total for one in moves if one), default=None)
    largest: Fraction | None = None
    for at in near:
        # No single change is smaller than the mean of all: the others cannot come first.
        if largest is not None and Fraction(float(screened[at])) * (1 - Fraction(_ROOM)) / len(case.leaves) > largest:
            break
        one = least_largest(case.weights, found[at].slopes, found[at].gap(case.weights) - found[at].rounding)
        if one is not None and (largest is None or one.largest < largest):
            largest = one.largest
    # The move found lies one step beyond what is proved.
    proved = None if largest is None else max(Fraction(0), largest - _STEP)
    nearest = []
    for at in near[:most]:
        one = least_move(case.weights, found[at].slopes, found[at].gap(case.weights))
        if one is not None:
            nearest.append((found[at], one))
    nearest.sort(key=lambda pair: pair[1].total)
    return Bound(total, proved, tuple(nearest))


def _screen(case: Additive, found: Sequence[Event]) -> np.ndarray:
    """The least total change to each event in Float64, rounding allowed for; infinite where it is out of reach."""
    weights = np.array([float(weight) for weight in case.weights])
    slopes = np.array([[float(one) for one in event.slopes] for event in found])
    gaps = slopes @ weights + np.array([float(event.start - event.rounding) for event in found])
    order = np.argsort(-slopes, axis=1)
    gains = np.take_along_axis(slopes, order, axis=1) - slopes.min(axis=1, keepdims=True)
    mass = weights[order]
    reached = np.cumsum(gains * mass, axis=1)
    before = np.concatenate([np.zeros((len(found), 1)), reached[:, :-1]], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(gains > 0, np.clip((gaps[:, None] - before) / gains, 0, mass), 0)
    distance = 2 * parts.sum(axis=1)
    return np.where(gaps <= 0, 0.0, np.where(reached[:, -1] < gaps * (1 - _ROOM), np.inf, distance))
