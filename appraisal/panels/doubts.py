"""Doubts about panels: too few experts for a mean, experts who lie far apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.measure import PLATFORM
from appraisal.numbers import constant
from appraisal.numbers.digits import plain
from appraisal.panels.average import NUMBER
from appraisal.panels.ballot import EXPERT, MARK, ROW
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from appraisal.panels.average import Average
    from appraisal.panels.ballot import Ballot


def too_few(ballot: Ballot, experts: Mapping[str, int]) -> list[Finding]:
    """The platforms with fewer experts than the panel needs; ``experts`` has how many each one has."""
    panel = ballot.panel
    return [
        Finding(
            "panel|too_few",
            text(
                "{panel}: the marks of {count} experts count, and it takes {minimum}; there is no value.",
                panel=panel.title,
                count=count,
                minimum=panel.minimum,
            ),
            text("Let more experts mark it; until then it is as if nobody had."),
            Severity.WARNING,
            ballot.table.place(None),
            platform,
        )
        for platform, count in sorted(experts.items())
        if count < panel.minimum
    ]


def too_far_apart(ballot: Ballot, totals: Average) -> list[Finding]:
    """The platforms whose highest and lowest totals differ by more than the panel lets pass."""
    panel, table = ballot.panel, ballot.table
    if panel.spread_warning is None:
        return []
    ends = [pl.col(EXPERT, "expert", NUMBER, ROW).last().name.suffix(" high"), pl.col(EXPERT, "expert", NUMBER).first()]
    # They stand from the lowest to the highest.
    each = totals.parted.group_by(PLATFORM, maintain_order=True).agg(*ends)
    high = replace(totals.number, expr=pl.col(f"{NUMBER} high"))
    apart = each.filter((high - totals.number).compare(">", constant(panel.spread_warning)))

    def total(row: Mapping[str, Any], end: str) -> str:
        return (
            f"{row[f'expert{end}'] or row[f'{EXPERT}{end}']} {table.schema.columns[MARK].shown(row[f'{NUMBER}{end}'])}"
        )

    return [
        Finding(
            "panel|spread",
            text(
                "{panel}: the highest and the lowest total are more than {limit} apart: {high}, {low}.",
                panel=panel.title,
                limit=plain(panel.spread_warning),
                high=total(row, " high"),
                low=total(row, ""),
            ),
            text("Ask both experts, and correct what was meant otherwise."),
            Severity.WARNING,
            table.place(row[f"{ROW} high"], EXPERT),
            row[PLATFORM],
            row[f"{EXPERT} high"],
        )
        for row in apart.iter_rows(named=True)
    ]
