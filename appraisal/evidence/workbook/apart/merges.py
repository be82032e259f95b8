"""Merged areas that overlap: no spreadsheet program writes them, and they would be gone through again and again."""

from __future__ import annotations

from bisect import bisect_left, insort
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: First row, first column, last row, last column.
Area = tuple[int, int, int, int]


def overlap(areas: Iterable[Area]) -> tuple[Area, Area] | None:
    """Two of the areas that have a cell in common, None where there are none.

    From above downwards the areas open at a row stand side by side, so that only neighbours can overlap.
    """
    beside: list[tuple[int, Area]] = []
    ends: list[tuple[int, Area]] = []
    for area in sorted(areas):
        top, left, bottom, right = area
        while ends and ends[0][0] < top:
            _, past = heappop(ends)
            del beside[bisect_left(beside, (past[1], past))]
        place = bisect_left(beside, (left, area))
        for _, other in beside[max(0, place - 1) : place + 1]:
            if other[1] <= right and left <= other[3]:
                return other, area
        insort(beside, (left, area))
        heappush(ends, (bottom, area))
    return None
