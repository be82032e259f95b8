"""Merged areas overlap exactly where two of them have a cell in common."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from appraisal.evidence.workbook.apart.merges import overlap


@pytest.mark.parametrize("seed", range(200))
def test_the_sweep_finds_what_a_comparison_of_all_pairs_finds(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    areas = []
    for _ in range(chance.randrange(1, 12)):
        top, left = chance.randrange(12), chance.randrange(12)
        areas.append((top, left, top + chance.randrange(3), left + chance.randrange(3)))

    def share(one, other) -> bool:
        return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]

    assert (overlap(areas) is not None) == any(share(*pair) for pair in combinations(areas, 2))
    if pair := overlap(areas):
        assert share(*pair)
