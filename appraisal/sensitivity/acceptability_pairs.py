"""How often each of some platforms stands above each other one, over draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.sensitivity.composites import Additive

#: Draws compared at a time: a cube of this many by the platforms by the platforms.
_BLOCK = 64


class PairCounts:
    """Wins and ties of every pair, by composites as they are defined (:meth:`Additive.composites`)."""

    def __init__(self, case: Additive, among: np.ndarray) -> None:
        """``among`` holds the numbers of the platforms; memory and time grow with its square."""
        self._case, self._among = type(case)(case.unit[among], case.offset[among]), among
        self.wins = np.zeros((len(among), len(among)), dtype=np.int64)
        self.ties = np.zeros_like(self.wins)

    def add(self, weights: np.ndarray, units: Mapping[int, np.ndarray] | None = None) -> None:
        """Compare under these weights: draws x leaves, in marks; ``units`` as in :meth:`Additive.composites`."""
        mine = {leaf: marks[:, self._among] for leaf, marks in units.items()} if units else None
        composites = self._case.composites(weights, mine)
        for at in range(0, len(composites), _BLOCK):
            block = composites[at : at + _BLOCK]
            self.wins += (block[:, :, None] > block[:, None, :]).sum(axis=0)
            self.ties += (block[:, :, None] == block[:, None, :]).sum(axis=0)
