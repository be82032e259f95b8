"""The counts of earlier years, which rules read as ``history.NAME``: as the previous result left them."""

from __future__ import annotations

import csv
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.sources import PARTS, sources
from tests.oracle.verdict import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.evidence import Evidence
    from tests.oracle.scenario import Scenario

PREFIX = "history."
SINCE, LAST = f"{PREFIX}years_since_award", "last_award_year"


def read_counts(scenario: Scenario) -> dict[str, dict[str, Fraction]]:
    """Each count that leaves and conditions read, by platform, after the previous year; nothing before the first."""
    wanted = {one for part in PARTS for one in sources(scenario.rules.get(part, {})) if one.startswith(PREFIX)}
    counts: dict[str, dict[str, Fraction]] = {name: {} for name in wanted}
    if not wanted or scenario.previous is None:
        return counts
    with (scenario.previous / "history.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for name in wanted:
                cell = row[LAST if name == SINCE else name.removeprefix(PREFIX)]
                if cell:
                    counts[name][row["platform_id"]] = (
                        scenario.year - Fraction(cell) if name == SINCE else Fraction(cell)
                    )
    return counts


def history_measure(name: str, platform: str, known: Mapping[str, Fraction], evidence: Evidence) -> Measure:
    """One count of a platform. Every count begins at 0, but without an award there is no year since it."""
    if not evidence.has_submitted(platform):
        return Measure("not_submitted")
    if name == SINCE and platform not in known:
        return Measure("missing")
    number = known.get(platform, Fraction(0))
    return Measure("measured", number, Fraction(1), number, number)
