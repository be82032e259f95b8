"""How often each platform takes each rank: a histogram over draws, equal to Float64 ranks in every cell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from appraisal.sensitivity import acceptability_compiled as compiled
from appraisal.sensitivity.composites import DOUBLE, competition_ranks

if TYPE_CHECKING:
    from appraisal.sensitivity.composites import Additive

#: Draws that are sorted together: their composites stay in the caches.
_BLOCK = 128
#: Draws that are counted together, so many ranks at a time: those lines of the histogram stay in the first caches.
_BATCH, _RANKS = 512, 20
#: The keys that numpy sorts by radix, in time proportional to the platforms; counters that are emptied before one
#: could overflow.
_STEPS = _MOST = int(np.iinfo(np.uint16).max)
#: Added to a number below 2^51 it leaves the rounded integer in the last bits of the Float64.
_INTEGERS = 2.0**52
#: Where those last 16 bits are.
_LAST = 0 if sys.byteorder == "little" else 3
_BESIDE = np.array([-1, 0, 1])


class RankCounts:
    """Counts of competition ranks 1, 2, 2, 4 by platform over all draws added so far.

    Composites are laid on 65,536 steps between the highest and the lowest and sorted by radix; neighbours that came
    out in the wrong order are exchanged by their full values. Draws with two values closer than a matrix product can
    tell are ranked again by the definition. Platforms with equal marks are one line with several members.
    """

    def __init__(self, case: Additive, *, merged: bool = True, is_compiled: bool = True) -> None:
        """Prepare for draws. Memory: 10 bytes per platform (with different marks) and rank.

        Platforms with equal marks are ``merged`` unless their marks will differ from draw to draw. Where numba is
        installed the two loops are ``is_compiled`` machine code; the counts are the same without.

        Raises ValueError for more than 65,535 platforms: such a table is not for people, nor for their computers.
        """
        if case.count > _STEPS:
            message = f"{case.count} platforms have too many ranks for a whole histogram"
            raise ValueError(message)
        rows = np.column_stack([case.unit, case.offset] if merged else [np.arange(case.count)])
        _, first, line, members = np.unique(rows, axis=0, return_index=True, return_inverse=True, return_counts=True)
        self._line, self._members = line.reshape(-1), members if (members > 1).any() else None
        self._case = type(case)(case.unit[first], case.offset[first])
        self._marks = np.ascontiguousarray(self._case.centred.T)
        self._lines, self._ranks = len(first), case.count
        # By rank, then line: the draws of a batch meet in the lines of few ranks at a time.
        self._used = np.zeros(self._ranks * self._lines, dtype=np.uint16)
        self._sums = np.zeros(self._ranks * self._lines, dtype=np.int64)
        self._since = 0
        # Kept from block to block: to get memory anew takes longer than to fill it. So one object a worker.
        shape = (_BLOCK, self._lines)
        self._composites, self._spare, self._falling = np.empty(shape), np.empty(shape), np.empty(shape)
        self._keys, self._close = np.empty(shape, dtype=np.uint16), np.empty(shape, dtype=bool)
        self._in_order, self._counted = (compiled.in_order, compiled.count) if is_compiled else (None, None)
        self._loops = np.empty((4, max(self._lines, 257)), dtype=np.int32)
        self._order = np.empty((_BATCH, self._lines), dtype=np.uint16)
        self._by_rank = np.empty((self._lines, _BATCH), dtype=np.uint16)

    def add(self, weights: np.ndarray) -> None:
        """Count the ranks under these weights: draws x leaves, in marks."""
        for at in range(0, len(weights), _BATCH):
            batch = weights[at : at + _BATCH]
            if self._since + len(batch) > _MOST:
                self._empty()
            self._since += len(batch)
            kept = 0
            for to in range(0, len(batch), _BLOCK):
                kept += self._put_in_order(batch[to : to + _BLOCK], self._order[kept:])
            self._count(self._order[:kept])

    def add_ranks(self, ranks: np.ndarray) -> None:
        """Count ranks that are already known: draws x platforms, from 1; the platforms are not ``merged``."""
        if self._members is not None:
            message = "merged platforms cannot have ranks of their own"
            raise ValueError(message)
        if self._since + len(ranks) > _MOST:
            self._empty()
        self._since += len(ranks)
        cells = (ranks - 1) * self._lines + self._line
        np.add.at(self._used, cells.reshape(-1), np.uint16(1))

    def table(self) -> np.ndarray:
        """Platforms x ranks: the number of draws; column 0 is rank 1. A new array."""
        self._empty()
        return np.ascontiguousarray(self._sums.reshape(self._ranks, self._lines)[:, self._line].T)

    def _empty(self) -> None:
        self._sums += self._used
        self._used[:] = 0
        self._since = 0

    def _put_in_order(self, weights: np.ndarray, out: np.ndarray) -> int:
        """Write the lines of each draw from the highest down, and tell for how many draws.

        Those ranked by the definition are counted at once and not among them.
        """
        draws = len(weights)
        extended = np.ones((draws, len(self._marks)))
        extended[:, :-1] = weights
        composites = np.matmul(extended, self._marks, out=self._composites[:draws])
        least = 2 * self._case.bound(weights, DOUBLE)
        sort = self._sorted if self._in_order is None else self._sorted_by_machine_code
        kept, unsure = sort(composites, least, out)
        if len(unsure):
            self._decided(weights[unsure])
        return kept

    def _sorted_by_machine_code(self, composites: np.ndarray, least: float, out: np.ndarray) -> tuple[int, np.ndarray]:
        """The same as :meth:`_sorted`, in one loop."""
        assert self._in_order is not None
        draws = len(composites)
        close = self._close.reshape(-1)[:draws]
        self._in_order(composites, least, out[:draws], close, self._loops)
        (unsure,), (sure,) = np.nonzero(close), np.nonzero(~close)
        if len(unsure):
            out[: len(sure)] = out[sure]
        return len(sure), unsure

    def _sorted(self, composites: np.ndarray, least: float, out: np.ndarray) -> tuple[int, np.ndarray]:
        """Write the order of each draw that is sure, and tell how many those are and which are not."""
        order = self._by_radix(composites)
        rows = np.arange(len(composites))[:, None] * self._lines
        order += rows
        cells = order.reshape(-1)
        falling = self._falling[: len(composites)].reshape(-1)
        # The mode spares numpy a copy; no index is out of bounds.
        np.take(composites.reshape(-1), cells, out=falling, mode="clip")
        unsure = np.unique(self._exchanged(falling, cells, least) // self._lines)
        if len(unsure):
            order, rows = np.delete(order, unsure, axis=0), np.delete(rows, unsure, axis=0)
        np.subtract(order, rows, out=out[: len(order)], casting="unsafe")
        return len(order), unsure

    def _by_radix(self, composites: np.ndarray) -> np.ndarray:
        """Each row's lines from the highest down, but for those on the same of 65,536 steps."""
        highest = composites.max(axis=1, keepdims=True)
        width = highest - composites.min(axis=1, keepdims=True)
        steps = np.divide(_STEPS - 1, width, out=np.zeros_like(width), where=width > 0)
        below = np.subtract(highest, composites, out=self._spare[: len(composites)])
        below *= steps
        below += _INTEGERS
        keys = self._keys[: len(composites)]
        keys[:] = below.view(np.uint16)[:, _LAST::4]
        return keys.argsort(axis=1, kind="stable")

    def _exchanged(self, falling: np.ndarray, cells: np.ndarray, least: float) -> np.ndarray:
        """Put neighbours of each row in falling order, and tell where two are within ``least`` of each other."""
        rises = np.subtract(falling[1:], falling[:-1], out=self._spare.reshape(-1)[: len(falling) - 1])
        near = np.greater_equal(rises, -least, out=self._close.reshape(-1)[: len(rises)])
        near[self._lines - 1 :: self._lines] = False
        touched = [wrong := np.flatnonzero(near)]
        while len(wrong := wrong[falling[wrong] < falling[wrong + 1]]):
            # Of neighbouring pairs only the first is exchanged at a time: they share an element.
            free = np.ones(len(wrong), dtype=bool)
            free[1:] = np.diff(wrong) > 1
            left = wrong[free]
            for values in (falling, cells):
                kept = values[left]
                values[left] = values[left + 1]
                values[left + 1] = kept
            again = np.concatenate([(left[:, None] + _BESIDE).reshape(-1), wrong[~free]])
            again = again[(again >= 0) & (again < len(rises)) & ((again + 1) % self._lines > 0)]
            touched.append(again)
            wrong = again[falling[again] < falling[again + 1]]
            wrong.sort()
            wrong = wrong[np.diff(wrong, prepend=-1) > 0]
        seen = np.concatenate(touched)
        return seen[falling[seen] - falling[seen + 1] <= least]

    def _count(self, order: np.ndarray) -> None:
        if self._members is not None:
            self._count_members(order)
            return
        if self._counted is not None:
            self._counted(order, self._used)
            return
        by_rank = self._by_rank[:, : len(order)]
        by_rank[:] = order.T
        begins = (np.arange(self._ranks) * self._lines)[:, None]
        for rank in range(0, self._ranks, _RANKS):
            cells = by_rank[rank : rank + _RANKS] + begins[rank : rank + _RANKS]
            np.add.at(self._used, cells.reshape(-1), np.uint16(1))

    def _count_members(self, order: np.ndarray) -> None:
        """The same where the rank of a line, from 0, is how many members the lines before it have."""
        assert self._members is not None
        members = self._members[order]
        ranks = np.cumsum(members, axis=1) - members
        np.add.at(self._used, (ranks * self._lines + order).reshape(-1), np.uint16(1))

    def _decided(self, weights: np.ndarray) -> None:
        """The same by the definition; lines may tie."""
        composites = self._case.composites(weights)
        members = np.ones(self._lines, dtype=np.int64) if self._members is None else self._members
        ranks = competition_ranks(np.repeat(composites, members, axis=1)) - 1
        ranks = ranks[:, np.cumsum(members) - members]
        np.add.at(self._used, (ranks * self._lines + np.arange(self._lines)).reshape(-1), np.uint16(1))
