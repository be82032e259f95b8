"""The composite of every platform under many weight vectors, in one stated order of operations, and error bounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Unit roundoffs of the two formats.
SINGLE, DOUBLE = 2.0**-24, 2.0**-53


@dataclass(frozen=True)
class Additive:
    """Platforms whose composite is a sum: each leaf's weight times what the platform earned of it, and an offset."""

    #: Platforms x leaves: the part of the leaf's full mark that was earned.
    unit: np.ndarray
    #: Per platform: what no weight scales, in marks.
    offset: np.ndarray

    def __post_init__(self) -> None:
        """Raise ValueError where the shapes do not fit, or a number is none: NaN would rank somewhere silently."""
        if self.unit.ndim != 2 or self.offset.shape != self.unit.shape[:1] or not self.unit.size:  # noqa: PLR2004 - rows and columns
            message = "a row of leaves and an offset for each platform"
            raise ValueError(message)
        if not (np.isfinite(self.unit).all() and np.isfinite(self.offset).all()):
            message = "every mark is a finite number"
            raise ValueError(message)

    @property
    def count(self) -> int:
        """The number of platforms."""
        return self.unit.shape[0]

    def composites(self, weights: np.ndarray, units: Mapping[int, np.ndarray] | None = None) -> np.ndarray:
        """Draws x platforms, in Float64: the offset, then leaf by leaf one product and one sum, each rounded.

        This order is the definition: unlike a matrix product it gives the same bits on every machine and in every
        block, so that platforms with equal marks tie exactly. ``weights`` is draws x leaves, in marks; ``units`` has
        by leaf other unit marks for each draw, draws x platforms.
        """
        total = np.repeat(self.offset[None, :], len(weights), axis=0)
        for leaf in range(self.unit.shape[1]):
            unit = units[leaf] if units and leaf in units else self.unit[None, :, leaf]
            total += weights[:, leaf, None] * unit
        return total

    @cached_property
    def centred(self) -> np.ndarray:
        """Platforms x (leaves + 1): unit marks and the offset less the middle of each column, in Float64.

        That moves all composites of a draw alike and changes no rank, and makes what is rounded smaller.
        """
        columns = np.column_stack([self.unit, self.offset])
        return columns - (columns.max(axis=0) + columns.min(axis=0)) / 2

    @cached_property
    def _most(self) -> tuple[float, float, float, float]:
        centred = np.abs(self.centred)
        unit, offset = np.abs(self.unit), np.abs(self.offset)
        return float(centred[:, :-1].max()), float(centred[:, -1].max()), float(unit.max()), float(offset.max())

    def bound(self, weights: np.ndarray, roundoff: float) -> float:
        """How far a centred matrix product can be from :meth:`composites`, less the same amount for all platforms.

        The usual bound of an inner product in any order (Higham 2002, Accuracy and Stability of Numerical Algorithms,
        section 3.1): once for the product in a format of this roundoff, once for the definition and the centring.
        """
        weight = float(np.abs(weights).sum(axis=1).max())
        unit, offset, whole_unit, whole_offset = self._most
        terms = self.unit.shape[1] + 5
        product = terms * roundoff * (weight * unit + offset)
        definition = terms * DOUBLE * (weight * whole_unit + whole_offset)
        return 1.01 * (product + 2 * definition)


def competition_ranks(composites: np.ndarray) -> np.ndarray:
    """Ranks 1, 2, 2, 4 of each row, highest first, by sorting: the plain way that all faster ones must equal."""
    order = np.argsort(-composites, axis=1, kind="stable")
    falling = np.take_along_axis(composites, order, axis=1)
    positions = np.broadcast_to(np.arange(1, composites.shape[1] + 1), composites.shape)
    starts = np.ones(composites.shape, dtype=bool)
    starts[:, 1:] = falling[:, 1:] != falling[:, :-1]
    places = np.maximum.accumulate(np.where(starts, positions, 0), axis=1)
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks
