"""Innovation outputs: patents, standards, new products and transfers of the year, joint ones by share."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from .chance import chance
from .names import output_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .standing import Standing


def output_rows(states: Iterable[Standing]) -> list[dict[str, object]]:
    """Return the outputs of a year, platform after platform, day after day."""
    rows: list[dict[str, object]] = []
    for state in states:
        platform = state.platform
        dice = chance("outputs", platform.platform_id, state.year)
        first = max(date(state.year, 1, 1), platform.established)
        span = (date(state.year, 12, 31) - first).days + 1
        days = sorted(first + timedelta(days=dice.randrange(span)) for _ in state.outputs)
        for day, (kind, part) in zip(days, state.outputs, strict=True):
            output_id = f"K{len(rows) + 1:05d}"
            rows.append(
                {
                    "output_id": output_id,
                    "platform_id": platform.platform_id,
                    "date": day,
                    "kind": kind,
                    "title": output_title(platform.town, kind, platform.platform_id, day, len(rows)),
                    "share": Decimal(part) / 100,
                }
            )
    return rows
