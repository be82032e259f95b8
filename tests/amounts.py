"""How much is tried: a sample in the suite, all of it in full mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Of a hundred examples of a law so many are tried in the suite; ``--hypothesis-profile full`` tries all.
IN_THE_SUITE = 20


def examples(count: int, **more: Any) -> settings:
    """So many examples of a law in full mode, and their share of them in the suite."""
    return settings(max_examples=max(1, count * settings().max_examples // 100), **more)


def sample(every: Iterable[Any], small: int) -> list[Any]:
    """The params of a test: the first few in the suite, the others with ``-m full``."""
    return [pytest.param(one, marks=() if place < small else pytest.mark.full) for place, one in enumerate(every)]
