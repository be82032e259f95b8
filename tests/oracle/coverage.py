"""The coverage of the specialised towns on 31 December of the scenario's year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.oracle.verdict import CoverageRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.oracle.evidence import Cells, Evidence
    from tests.oracle.scenario import Json, Scenario

PLACE = ("city", "county", "town")


def coverage(scenario: Scenario, evidence: Evidence, passed: Collection[str]) -> list[CoverageRow]:
    """A row per recognised town, by city, county and town; ``passed`` are the platforms that passed every gate."""
    if "coverage" not in scenario.rules:
        return []
    day = date(scenario.year, 12, 31)
    target = _target(scenario.rules["coverage"], scenario.year)
    rows = []
    for town in evidence.table("towns").rows:
        if town["recognised"] is None or town["recognised"] > day:
            continue
        platforms = evidence.table("platforms").where(PLACE, [town[column] for column in PLACE])
        registered = [platform for platform in platforms if in_operation(platform, day, day)]
        entities = [platform for platform in registered if platform["legal_entity"] is True]
        passing = [platform for platform in registered if platform["platform_id"] in passed]
        met = None if target is None else len(entities) >= target
        counts = (len(registered), len(entities), len(passing), target, met)
        rows.append(CoverageRow(town["city"], town["county"] or "", town["town"], *counts))
    return sorted(rows, key=lambda row: row[:3])


def in_operation(platform: Cells, first: date, last: date) -> bool:
    """Whether a platform is in operation on some day of a span; a missing date is no limit."""
    is_founded = platform["established"] is None or platform["established"] <= last
    return is_founded and (platform["closed"] is None or platform["closed"] >= first)


def _target(rules: Json, year: int) -> int | None:
    """The target of the latest year that is not after this one."""
    years = [int(start) for start in rules["require"] if int(start) <= year]
    return rules["require"][str(max(years))]["minimum"] if years else None
