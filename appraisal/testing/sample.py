"""Some evidence for an indicator, always the same, for what is tried without a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from appraisal.testing.generate import evidence

if TYPE_CHECKING:
    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject


def sample(subject: Subject, count: int) -> list[Evidence]:
    """Of a few more, from those with the most rows to those with the fewest."""
    found: list[Evidence] = []

    @seeded(1)
    @settings(
        max_examples=4 * count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType] - it lists its own members
    )
    @given(evidence(subject))
    def gather(made: Evidence) -> None:
        found.append(made)

    gather()
    found.sort(key=lambda one: sum(frame.height for frame in one.frames.values()), reverse=True)
    return found[:: max(1, len(found) // count)][:count]
