"""Who wins an award under each weight vector, by the official rule: rounding, grade line, tie chain, entity, places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from appraisal.sensitivity.composites import SINGLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.sensitivity.composites import Additive

#: Draws whose composites are screened together.
_BLOCK = 256
#: A tournament stops when so few are left for every place, or so few at all.
_PER_PLACE, _FEWEST = 4, 96
_NOWHERE = np.float32(-1e30)


@dataclass(frozen=True)
class AwardLine:
    """What stands between a composite and an award, as numbers; one entry per platform where an array."""

    #: Who may be awarded at all: ranked, no gate failed.
    eligible: np.ndarray
    #: Equal codes for platforms of one legal entity.
    entities: np.ndarray
    places: int
    #: The lowest published composite that earns the grade; None where every grade will do.
    minimum: float | None
    #: An entity wins once; its freed place goes to the next, or lapses.
    is_per_entity: bool
    lapses: bool
    #: Decimals that a leaf and the total are rounded to, half up.
    leaf_decimals: int
    total_decimals: int
    #: The tie chain: leaves whose marks are added, or the order by a measure (higher is better), one per platform.
    ties: tuple[tuple[int, ...] | np.ndarray, ...] = ()


class Outcomes(NamedTuple):
    """Pairs of draw and platform whose award is given, and of those that wait for a decision about a tie."""

    given: tuple[np.ndarray, np.ndarray]
    open: tuple[np.ndarray, np.ndarray]


class _Line(NamedTuple):
    """Candidates in order, draw by draw: who they are, and where the block of those tied with them begins and ends."""

    draws: np.ndarray
    platforms: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    #: Where the draw itself begins.
    starts: np.ndarray


class Awards:
    """The award rule on many weight vectors at once.

    A screen in Float32 leaves those who could reach the last place whatever rounding does; they alone are marked leaf
    by leaf and rounded as the rules say. An award is given if it holds in every order of a tie that the chain leaves,
    and open if in some: as in :func:`appraisal.awards.award`.
    """

    def __init__(self, case: Additive, line: AwardLine, typical: np.ndarray) -> None:
        """Prepare for draws around the ``typical`` weights, which make it quick and change no answer."""
        self._case, self._line = case, line
        guess = case.composites(typical[None, :])[0]
        (members,) = np.nonzero(line.eligible)
        members = members[np.argsort(-guess[members], kind="stable")]
        # One of each entity stands for it in the tournament: then its winners are of different entities.
        _, first = np.unique(line.entities[members], return_index=True)
        leads = np.zeros(len(members), dtype=bool)
        leads[first] = True
        self._has_mates = line.is_per_entity and len(first) < len(members)
        contenders = members[leads] if line.is_per_entity else members
        least = max(_FEWEST, _PER_PLACE * line.places)
        self._rounds = max(0, (len(contenders) // least).bit_length() - 1) if len(contenders) else 0
        self._columns = -(-len(contenders) // 2**self._rounds) * 2**self._rounds
        others = members[~leads] if line.is_per_entity else members[:0]
        blank = np.full(self._columns - len(contenders), -1)
        self._members = np.concatenate([contenders, blank, others]).astype(np.int64)
        self._marks = np.zeros((case.unit.shape[1] + 1, len(self._members)), dtype=np.float32)
        self._marks[-1] = _NOWHERE
        stands = self._members >= 0
        # Not centred: the grade line is a mark, not a distance.
        self._marks[:-1, stands] = case.unit[self._members[stands]].T
        self._marks[-1, stands] = case.offset[self._members[stands]]
        self._most = float(np.abs(case.unit).max()), float(np.abs(case.offset).max())

    def award(self, weights: np.ndarray, units: Mapping[int, np.ndarray] | None = None) -> Outcomes:
        """Who wins under each of these weights: draws x leaves, in marks; ``units`` as in Additive.composites."""
        parts = []
        for at in range(0, len(weights), _BLOCK):
            mine = {leaf: marks[at : at + _BLOCK] for leaf, marks in units.items()} if units else {}
            parts.append(self._block(weights[at : at + _BLOCK], mine, at))
        given, waiting = (
            tuple(np.concatenate([part[which][side] for part in parts]) for side in (0, 1)) for which in (0, 1)
        )
        return Outcomes((given[0], given[1]), (waiting[0], waiting[1]))

    def _block(self, weights: np.ndarray, units: Mapping[int, np.ndarray], begin: int) -> Outcomes:
        draws, platforms = self._candidates(weights, units)
        earned = self._case.unit[platforms]
        for leaf, marks in units.items():
            earned[:, leaf] = marks[draws, platforms]
        published, leaves = self._published(weights[draws], earned, platforms)
        if self._line.minimum is not None:
            good = published >= round(self._line.minimum * 10**self._line.total_decimals)
            draws, platforms, published, leaves = draws[good], platforms[good], published[good], leaves[good]
        line = self._in_order(draws, platforms, published, leaves)
        given, waiting = self._judged(line)
        both = ((line.draws[state] + begin, line.platforms[state]) for state in (given, waiting))
        return Outcomes(*both)

    def _candidates(self, weights: np.ndarray, units: Mapping[int, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Draws and platforms of everyone who could win: a floor that as many entities as places surely reach."""
        single = np.ones((len(weights), len(self._marks)), dtype=np.float32)
        single[:, :-1] = weights
        composites = single @ self._marks
        for leaf, marks in units.items():
            composites += weights[:, leaf, None] * (marks - self._case.unit[:, leaf])[:, self._members]
        room = self._room(weights, units)
        floor = np.full(len(weights), -np.inf)
        winners = composites[:, : self._columns]
        for _ in range(self._rounds):
            half = winners.shape[1] // 2
            winners = np.maximum(winners[:, :half], winners[:, half:])
        if 0 < self._line.places < winners.shape[1]:
            at = winners.shape[1] - self._line.places
            floor = np.partition(winners, at, axis=1)[:, at] - 2 * room
        if self._line.minimum is not None:
            floor = np.maximum(floor, self._line.minimum - room)
        draws, columns = np.divmod(np.flatnonzero(composites >= floor[:, None]), composites.shape[1])
        stands = self._members[columns] >= 0
        return draws[stands], self._members[columns[stands]]

    def _room(self, weights: np.ndarray, units: Mapping[int, np.ndarray]) -> float:
        """How far a published composite can be from its Float32 value: both roundings, and the format."""
        leaves = self._case.unit.shape[1]
        weight = float(np.abs(weights).sum(axis=1).max())
        unit, offset = self._most
        unit = max([unit, *(2 * float(np.abs(marks).max()) + unit for marks in units.values())])
        rounding = 0.5 * (leaves + 1) * 10.0**-self._line.leaf_decimals + 0.5 * 10.0**-self._line.total_decimals
        return 1.01 * (rounding + (leaves + len(units) + 5) * SINGLE * (weight * unit + offset))

    def _published(
        self, weights: np.ndarray, earned: np.ndarray, platforms: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """The composite in units of its last decimal, and every leaf's mark in units of its own."""
        unit = 10**self._line.leaf_decimals
        leaves = _half_up(weights * earned * unit)
        # NOTE: the offset is what the rules add beside the leaves, in marks of the same decimals.
        total = leaves.sum(axis=1) + _half_up(self._case.offset[platforms] * unit)
        return _half_up_units(total, self._line.leaf_decimals - self._line.total_decimals), leaves

    def _in_order(self, draws: np.ndarray, platforms: np.ndarray, published: np.ndarray, leaves: np.ndarray) -> _Line:
        keys = [draws, -published]
        keys += [
            -tie[platforms] if isinstance(tie, np.ndarray) else -leaves[:, list(tie)].sum(axis=1)
            for tie in self._line.ties
        ]
        order = np.lexsort((platforms, *reversed(keys)))
        sorted_keys = [key[order] for key in keys]
        new_draw = _changes(sorted_keys[:1])
        new_block = _changes(sorted_keys)
        begins = np.maximum.accumulate(np.where(new_block, np.arange(len(order)), 0))
        last = np.append(new_block[1:], True)
        ends = np.minimum.accumulate(np.where(last, np.arange(len(order)), len(order))[::-1])[::-1]
        starts = np.maximum.accumulate(np.where(new_draw, np.arange(len(order)), 0))
        return _Line(draws[order], platforms[order], begins, ends, starts)

    def _judged(self, line: _Line) -> tuple[np.ndarray, np.ndarray]:
        """Given and open, twice judged: with all that are tied before each, and with none of them."""
        rule, places = self._line, self._line.places
        if not self._has_mates:
            given = line.ends - line.starts < places
            return given, (line.begins - line.starts < places) & ~given
        at = np.arange(len(line.draws))
        owners = line.draws * (int(rule.entities.max()) + 1) + rule.entities[line.platforms]
        _, first, owner = np.unique(owners, return_index=True, return_inverse=True)
        first = first[owner.reshape(-1)]
        # Where the block of the entity's first member begins tells whether that member is before, or tied.
        earlier = line.begins[first] < line.begins
        blocks = owner.reshape(-1) * (len(at) + 1) + line.begins
        _, which, sharing = np.unique(blocks, return_inverse=True, return_counts=True)
        beside = ~earlier & (sharing[which.reshape(-1)] > 1)
        worst, best = line.ends - line.starts, line.begins - line.starts
        if not rule.lapses:
            # An entity counts once, at its first member; who is looked at does not count against itself, and whose own
            # entity came earlier cannot win anyway.
            counts = np.concatenate([[0], np.cumsum(first == at)])
            worst = counts[line.ends + 1] - counts[line.starts] - 1
            best = counts[line.begins] - counts[line.starts]
        given = (worst < places) & ~earlier & ~beside
        return given, (best < places) & ~earlier & ~given


def _changes(keys: list[np.ndarray]) -> np.ndarray:
    """Where any of the sorted keys differs from the row before; the first row always does."""
    changed = np.zeros(len(keys[0]), dtype=bool)
    changed[:1] = True
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return changed


def _half_up(values: np.ndarray) -> np.ndarray:
    """The nearest integers, a half away from zero, as in :mod:`appraisal.numbers`."""
    return (np.sign(values) * np.floor(np.abs(values) + 0.5)).astype(np.int64)


def _half_up_units(values: np.ndarray, decimals: int) -> np.ndarray:
    """Integers with so many decimals less, a half away from zero; exact."""
    if decimals <= 0:
        return values * 10**-decimals
    unit = 10**decimals
    return np.sign(values) * ((2 * np.abs(values) + unit) // (2 * unit))
