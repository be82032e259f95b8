"""Who is among the best under each weight vector: found in Float32, decided in Float64 where that could be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraisal.sensitivity.composites import SINGLE

if TYPE_CHECKING:
    from appraisal.sensitivity.composites import Additive

#: Draws that stay in the second-level cache together with their composites.
_BLOCK = 256
#: A tournament stops when so few are left for every place wanted, or so few at all.
_PER_PLACE, _FEWEST = 4, 96
#: Lower than every composite, and still a number that can be added to.
_NOWHERE = np.float32(-1e30)


class Top:
    """The platforms whose competition rank is at most ``places``, draw by draw.

    A tournament gives a floor that at least ``places`` + 1 platforms reach; the few above it are sorted. Where the
    last inside and the first outside are closer than Float32 can tell, the draw is done again in Float64. So the
    answer is that of the plain Float64 definition, in every draw.
    """

    def __init__(self, case: Additive, places: int, typical: np.ndarray) -> None:
        """Prepare for draws around the ``typical`` weights, which make it quick and change no answer.

        Raises ValueError where there is no place.
        """
        if places < 1:
            message = "at least one place"
            raise ValueError(message)
        self._case, self._places = case, places
        least = max(_FEWEST, _PER_PLACE * (places + 1))
        self._rounds = max(0, (case.count // least).bit_length() - 1)
        # The best on the whole come first, so that they seldom meet in the tournament.
        self._order = np.argsort(-case.composites(typical[None, :])[0], kind="stable")
        columns = -(-case.count // 2**self._rounds) * 2**self._rounds
        self._marks = np.zeros((case.unit.shape[1] + 1, columns), dtype=np.float32)
        self._marks[-1] = _NOWHERE
        self._marks[:, : case.count] = case.centred[self._order].T
        # Kept from block to block: to get memory anew takes longer than to fill it. So one object a worker.
        self._weights = np.ones((_BLOCK, len(self._marks)), dtype=np.float32)
        self._composites = np.empty((_BLOCK, columns), dtype=np.float32)
        self._winners = [np.empty((_BLOCK, columns >> at), dtype=np.float32) for at in range(1, self._rounds + 1)]
        self._above = np.empty((_BLOCK, columns), dtype=bool)

    def among(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The pairs (draw, platform) of those at or above the last place; ``weights`` is draws x leaves, in marks."""
        if self._places >= self._case.count:
            draws, platforms = np.divmod(np.arange(len(weights) * self._case.count), self._case.count)
            return draws, platforms
        parts = [self._block(weights[at : at + _BLOCK], at) for at in range(0, len(weights), _BLOCK)]
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])

    def _block(self, weights: np.ndarray, begin: int) -> tuple[np.ndarray, np.ndarray]:
        single = self._weights[: len(weights)]
        single[:, :-1] = weights
        composites = np.matmul(single, self._marks, out=self._composites[: len(weights)])
        above = self._above[: len(weights)]
        cells = np.flatnonzero(np.greater_equal(composites, self._floor(composites)[:, None], out=above))
        draws = cells // composites.shape[1]
        counts = np.bincount(draws, minlength=len(weights))
        values = composites.reshape(-1)[cells]
        last, next_ = self._line(values, draws, counts)
        unsure = last - next_ <= 2 * self._case.bound(weights, SINGLE)
        kept = (values > (last + next_)[draws] / 2) & ~unsure[draws]
        draws, cells = draws[kept], cells[kept]
        platforms = self._order[cells - draws * composites.shape[1]]
        (again,) = np.nonzero(unsure)
        if len(again):
            more, who = self._decided(weights[again])
            draws, platforms = np.concatenate([draws, again[more]]), np.concatenate([platforms, who])
        return draws + begin, platforms

    def _floor(self, composites: np.ndarray) -> np.ndarray:
        """What at least ``places`` + 1 platforms of each draw reach: that many winners of a tournament do."""
        winners = composites
        for kept in self._winners:
            half = kept.shape[1]
            winners = np.maximum(winners[:, :half], winners[:, half:], out=kept[: len(winners)])
        line = winners.shape[1] - self._places - 1
        return np.partition(winners, line, axis=1)[:, line]

    def _line(self, values: np.ndarray, draws: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The composite of the last place and the next one below, per draw."""
        most = int(counts.max())
        starts = np.cumsum(counts) - counts
        table = np.full((len(counts), most), -np.inf, dtype=np.float32)
        table.reshape(-1)[np.arange(len(values)) + (np.arange(len(counts)) * most - starts)[draws]] = values
        table.sort(axis=1)
        return table[:, most - self._places], table[:, most - self._places - 1]

    def _decided(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same by the definition; those who tie at the last place are all in."""
        composites = self._case.composites(weights)
        at = composites.shape[1] - self._places
        draws, platforms = np.nonzero(composites >= np.partition(composites, at, axis=1)[:, at, None])
        return draws, platforms
