"""Verified values: what the city or the province found when it checked; mostly the platform was right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from . import planted
from .chance import chance, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .standing import Standing

_BY = {"declared": "申报单位", "city": "地市核验组", "site": "省现场核验组"}
_INDICATORS = ("service_count", "staff_ratio", "revenue", "satisfaction")


def verified_rows(year: int, states: Iterable[Standing]) -> list[dict[str, object]]:
    """Return the checked values of about one platform in forty, never of one that a planted truth is about."""
    rows = []
    for state in states:
        platform_id = state.platform.platform_id
        if platform_id == planted.SITE_FOUND_49.get(year):
            rows += [_row(state, "service_count", "city", 51, 1), _row(state, "service_count", "site", 49, 1)]
        elif (
            platform_id not in planted.PLATFORMS and state.heads is None and share("checked", platform_id, year) < 0.025
        ):
            rows += _checked(state)
    return rows


def _checked(state: Standing) -> list[dict[str, object]]:
    """Return one indicator's values at one stage or at several, the latest perhaps a little lower."""
    dice = chance("checking", state.platform.platform_id, state.year)
    indicator = dice.choice(_INDICATORS)
    stages = dice.choice((("city",), ("site",), ("city", "site"), ("declared", "city", "site")))
    numerator, denominator = _measure(state, indicator)
    if indicator == "satisfaction" and len(state.answers) < 10:
        return []
    found = numerator - numerator * dice.choice((0, 0, 0, 1, 2)) // 100
    rows = [_row(state, indicator, stage, numerator, denominator) for stage in stages[:-1]]
    return [*rows, _row(state, indicator, stages[-1], found, denominator)]


def _measure(state: Standing, indicator: str) -> tuple[int | Decimal, int]:
    measures = {
        "service_count": (state.smes, 1),
        "staff_ratio": (state.qualified, state.team),
        "revenue": (Decimal(state.revenue_fen) / 100, 1),
        "satisfaction": (sum(state.answers), len(state.answers)),
    }
    return measures[indicator]


def _row(state: Standing, indicator: str, stage: str, numerator: Decimal | int, denominator: int) -> dict[str, object]:
    words = (state.platform.platform_id, indicator, stage, state.year)
    month = {"declared": 1, "city": 2, "site": 3}[stage]
    return {
        "platform_id": state.platform.platform_id,
        "indicator": indicator,
        "stage": stage,
        "numerator": Decimal(numerator),
        "denominator": Decimal(denominator),
        "by": _BY[stage],
        "on": date(state.year + 1, month, 1 + int(share("day", *words) * 28)),
    }
