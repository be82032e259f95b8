"""The platforms' own headline figures: mostly what their lists add up to, sometimes services instead of enterprises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .chance import share
from .staff import head_counts
from .standing import reports_headline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .standing import Standing


def reported_rows(states: Iterable[Standing]) -> list[dict[str, object]]:
    """Return the headline figures of those who filled them in."""
    rows = []
    for state in states:
        if not reports_headline(state):
            continue
        team, degree, titled, skilled = head_counts(state)
        rows.append(
            {
                "platform_id": state.platform.platform_id,
                "smes_served": _served_by_own_count(state),
                "team": team,
                "degree": degree,
                "titled": titled,
                "skilled": skilled,
            }
        )
    return rows


def _served_by_own_count(state: Standing) -> int:
    boast = share("boast", state.platform.platform_id, state.year)
    return round(state.smes * 1.3) + state.larges if boast < 0.05 else state.smes
