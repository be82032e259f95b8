"""The two loops of the rank histogram as machine code, where numba is installed; the same orders and counts without it.

Nothing is decided here: what is too close to tell is reported, and the caller ranks it by the definition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

try:
    from numba import njit  # pyright: ignore[reportMissingImports] - an extra; without it numpy does the same
except ImportError:
    njit = None

#: Buckets of one pass of the radix sort, and ranks that are counted together.
_BUCKETS, _RANKS = 256, 32


def _in_order(composites: np.ndarray, least: float, order: np.ndarray, close: np.ndarray, spare: np.ndarray) -> None:
    """Write the lines of each row from the highest down; ``close`` says where two are within ``least``."""
    lines = composites.shape[1]
    keys, halfway, low, high = spare[0], spare[1], spare[2], spare[3]
    for row in range(composites.shape[0]):
        values, placed = composites[row], order[row]
        highest, lowest = values.max(), values.min()
        step = 65534.0 / (highest - lowest) if highest > lowest else 0.0
        low[: _BUCKETS + 1] = 0
        high[: _BUCKETS + 1] = 0
        for line in range(lines):
            key = int((highest - values[line]) * step)
            keys[line] = key
            low[(key & 255) + 1] += 1
            high[(key >> 8) + 1] += 1
        for bucket in range(_BUCKETS):
            low[bucket + 1] += low[bucket]
            high[bucket + 1] += high[bucket]
        for line in range(lines):
            bucket = keys[line] & 255
            halfway[low[bucket]] = line
            low[bucket] += 1
        for at in range(lines):
            line = halfway[at]
            bucket = keys[line] >> 8
            placed[high[bucket]] = line
            high[bucket] += 1
        for at in range(1, lines):
            line, to = placed[at], at
            while to > 0 and values[placed[to - 1]] < values[line]:
                placed[to] = placed[to - 1]
                to -= 1
            placed[to] = line
        close[row] = False
        for at in range(1, lines):
            if values[placed[at - 1]] - values[placed[at]] <= least:
                close[row] = True
                break


def _count(order: np.ndarray, used: np.ndarray) -> None:
    """Add one for the rank and the line of every place; some ranks at a time, so that their counters stay near."""
    draws, lines = order.shape
    for first in range(0, lines, _RANKS):
        for draw in range(draws):
            for rank in range(first, min(lines, first + _RANKS)):
                used[rank * lines + order[draw, rank]] += 1


def _compiled(loop: Callable[..., None]) -> Callable[..., None]:
    """Compiled when first called, and kept on disk where there is a place for it; other threads run meanwhile."""
    assert njit is not None
    try:
        return njit(loop, nogil=True, cache=True)
    except RuntimeError:
        # No folder can be written to: it is compiled anew each time.
        return njit(loop, nogil=True)


#: None without numba.
in_order: Callable[[np.ndarray, float, np.ndarray, np.ndarray, np.ndarray], None] | None
count: Callable[[np.ndarray, np.ndarray], None] | None
in_order, count = (None, None) if njit is None else (_compiled(_in_order), _compiled(_count))
