"""Variance-based sensitivity: what share of the variance of an output each uncertain factor explains.

First-order indices by the estimator of Saltelli et al. 2010 (Computer Physics Communications 181(2), 259-270, table 2,
row b), total indices by that of Jansen 1999 (Computer Physics Communications 117, 35-43), on one Saltelli design.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.stats import qmc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    #: Rows of factors in [0, 1) to one output each.
    Model = Callable[[np.ndarray], np.ndarray]

SEED = 20_120_823
#: Resamples of the rows of the design for an interval.
RESAMPLES = 500
LEVEL = 0.95
#: The half-width of the widest interval of a total index at which the design is large enough, and where it ends anyway.
WIDTH, MOST = 0.05, 2**14


@dataclass(frozen=True)
class Design:
    """A Saltelli design: two independent halves of a scrambled Sobol' sequence, and each column of one in the other."""

    #: Rows x factors, in [0, 1).
    a: np.ndarray
    b: np.ndarray

    def swapped(self, factor: int) -> np.ndarray:
        """``a`` with one column from ``b``."""
        mixed = self.a.copy()
        mixed[:, factor] = self.b[:, factor]
        return mixed


def design(factors: int, rows: int, seed: int = SEED) -> Design:
    """So many rows, a power of two, of a scrambled Sobol' sequence (Owen 1998) in twice as many dimensions."""
    if rows <= 1 or rows & (rows - 1):
        message = "the number of rows is a power of two"
        raise ValueError(message)
    points = qmc.Sobol(2 * factors, scramble=True, rng=np.random.default_rng(seed)).random(rows)
    return Design(points[:, :factors], points[:, factors:])


@dataclass(frozen=True)
class Indices:
    """A row per factor: ``first``, ``total``, and the interval of each (``first_low`` ... ``total_high``)."""

    frame: pl.DataFrame
    #: Rows of the design; the model was asked ``rows * (factors + 2)`` times.
    rows: int
    #: The half-width of the widest interval of a total index.
    width: float
    #: Mean and variance of the output over both halves.
    mean: float
    variance: float


def sobol_indices(
    model: Model,
    names: Sequence[str],
    *,
    seed: int = SEED,
    width: float = WIDTH,
    least: int = 2**8,
    most: int = MOST,
) -> Indices:
    """The indices of a model of independent uniform factors.

    The design is doubled from ``least`` rows until the widest interval of a total index is at most ``width`` to either
    side, or until ``most`` rows. An output that never varies explains nothing: all its indices are 0.
    """
    rows = least
    while True:
        made = design(len(names), rows, seed)
        whole, other = model(made.a), model(made.b)
        swapped = np.stack([model(made.swapped(factor)) for factor in range(len(names))], axis=1)
        found = indices_of(names, whole, other, swapped, seed=seed)
        if found.width <= width or rows >= most:
            return found
        rows *= 2


def indices_of(names: Sequence[str], a: np.ndarray, b: np.ndarray, swapped: np.ndarray, *, seed: int = SEED) -> Indices:
    """The indices from outputs: ``a`` and ``b`` have one for each row, ``swapped`` rows x factors."""
    rows, both = len(a), np.concatenate([a, b])
    # Shifted and scaled alike: no index changes, and what is rounded is small.
    middle = np.concatenate([both, swapped.ravel()])
    scale = middle.std() or 1.0
    a, b, swapped = ((one - middle.mean()) / scale for one in (a, b, swapped))
    first, total = _estimates(a[None], b[None], swapped[None])
    random = np.random.default_rng(seed)
    picks = random.integers(0, rows, (RESAMPLES, rows))
    resampled = _estimates(a[picks], b[picks], swapped[picks])
    tails = [100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2]
    (first_low, first_high), (total_low, total_high) = (np.percentile(one, tails, axis=0) for one in resampled)
    frame = pl.DataFrame(
        {
            "factor": list(names),
            "first": first[0],
            "first_low": first_low,
            "first_high": first_high,
            "total": total[0],
            "total_low": total_low,
            "total_high": total_high,
        }
    )
    return Indices(frame, rows, float(np.max(total_high - total_low) / 2), float(both.mean()), float(both.var()))


def _estimates(a: np.ndarray, b: np.ndarray, swapped: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First-order and total indices of several resamples at once: resamples x rows (x factors)."""
    variance = np.concatenate([a, b], axis=1).var(axis=1)[:, None]
    variance = np.where(variance > 0, variance, np.inf)
    first = np.mean(b[:, :, None] * (swapped - a[:, :, None]), axis=1) / variance
    total = np.mean((a[:, :, None] - swapped) ** 2, axis=1) / (2 * variance)
    return first, total
