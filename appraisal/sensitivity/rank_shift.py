"""How far one order of the platforms is from another."""

from __future__ import annotations

import numpy as np
from scipy import stats

#: So many of the best are compared.
TOP = 20


def competition_ranks(composites: np.ndarray) -> np.ndarray:
    """Ranks 1, 2, 2, 4 along the last axis, the highest first; NaN last."""
    return stats.rankdata(np.where(np.isnan(composites), np.inf, -composites), method="min", axis=-1)


def average_shift(ranks: np.ndarray, official: np.ndarray) -> np.ndarray:
    """The mean of |official rank - rank| over the platforms (Saisana, Saltelli & Tarantola 2005, equation 3)."""
    # NOTE: ranks that Polars counted are unsigned, and their difference would wrap.
    return np.abs(ranks.astype(np.float64) - official).mean(axis=-1)


def kendall(ranks: np.ndarray, official: np.ndarray) -> float:
    """Kendall's tau-b, which allows for ties; 1 is the same order."""
    return float(stats.kendalltau(ranks, official)[0])  # type: ignore[arg-type] - a named tuple of two numbers


def overlap(ranks: np.ndarray, official: np.ndarray, top: int = TOP) -> float:
    """The part of the official best that are among the best here; ties across the line are in."""
    best = official <= top
    return float((ranks[best] <= top).mean()) if best.any() else 1.0
