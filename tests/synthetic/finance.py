"""Finance: a line for the year and, as accounts have it, one for the year before."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from . import planted
from .planting import planted_standing
from .standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .platforms import Platform
    from .standing import Standing


def finance_rows(states: Iterable[Standing]) -> list[dict[str, object]]:
    """Return the accounts that come in with the evidence of a year."""
    rows = []
    for state in states:
        if state.platform.established.year < state.year:
            rows.append(_row(_as_audited(state.platform, state.year - 1)))
        rows.append(_row(state))
    return rows


def _as_audited(platform: Platform, year: int) -> Standing:
    """Return a past year as the books now have it: a wrong unit has been put right."""
    natural = standing(platform, year)
    return natural if planted.REVENUE_IN_WAN.get(year) == platform.platform_id else planted_standing(natural)


def _row(state: Standing) -> dict[str, object]:
    return {
        "platform_id": state.platform.platform_id,
        "year": state.year,
        "service_revenue_yuan": Decimal(state.revenue_fen) / 100,
        "public_funding_yuan": Decimal(state.funding_fen) / 100,
    }
