"""The rows of a trial: how many were read, how many count, and about whom the others are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Severity
from appraisal.measure import PLATFORM, measure
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection

    from appraisal.model.indicator import Indicator
    from appraisal.scenario import Scenario
    from appraisal.texts import Bilingual


@dataclass(frozen=True)
class Rows:
    """What became of the rows of the table that an indicator reads."""

    table: Bilingual
    #: The condition of the indicator; None where every row counts.
    where: str | None
    read: int
    #: Those that meet the condition and are about a platform that is compared.
    counted: int
    #: Those that meet it and are about other platforms, and these.
    elsewhere: int
    platforms: tuple[str, ...]

    @property
    def left(self) -> int:
        """Those that do not meet the condition."""
        return self.read - self.counted - self.elsewhere


def rows_of(indicator: Indicator, scenario: Scenario, compared: Collection[str]) -> Rows | None:
    """The rows that an indicator reads in the evidence of a scenario; None where it reads measures."""
    table = scenario.tables.get(indicator.table)
    if table is None:
        return None
    # Of all platforms of the register: a row may be about one that was closed, or that another city has.
    measured = measure(scenario.tables["platforms"].frame, scenario.tables, scenario.compiled)
    counts = measured.frame.select(PLATFORM, selected=pl.col(f"{indicator.id}.selected").fill_null(0))
    own = pl.col(PLATFORM).is_in(list(compared))
    others = counts.filter(~own, pl.col("selected") > 0)
    return Rows(
        table.schema.title,
        indicator.where,
        table.frame.height,
        int(counts.filter(own)["selected"].sum()),
        int(others["selected"].sum()),
        tuple(others[PLATFORM].sort()),
    )


def nothing_counts(indicator: Indicator, rows: Rows | None, file: str) -> list[Finding]:
    """A table with rows of which none counts: most often the dates are of another year."""
    if rows is None or rows.counted or not rows.read:
        return []
    message = text("{title}: none of the {count} rows is selected.", title=indicator.title, count=rows.read)
    fix = text("Check the dates and the condition of the indicator: {where}", where=rows.where or "-")
    return [Finding(f"{indicator.id}|nothing_selected", message, fix, Severity.WARNING, Place(file))]
