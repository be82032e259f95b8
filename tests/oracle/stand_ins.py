"""What stands in for a missing measure: the cohort's median, or the value of the previous result."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tests.oracle.previous import read_previous

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from pathlib import Path

    from tests.oracle.cohort import Cohort
    from tests.oracle.conditions import Subject
    from tests.oracle.measures import Indicator
    from tests.oracle.requirements import Ends
    from tests.oracle.scenario import Json
    from tests.oracle.verdict import Measure


@dataclass
class StandIns:
    """Where values come from that the year's evidence does not have."""

    cohort: Cohort
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    #: The folder of the previous result.
    previous: Path | None = None

    @cached_property
    def measures_before(self) -> Mapping[tuple[str, str], Measure]:
        """The measures of the previous result, by platform and indicator."""
        return read_previous(self.previous)

    def ends(self, how: str | Json, source: str, subject: Subject) -> Ends | None:
        """The value to be marked instead; None where there is none."""
        if how == "carry":
            before = self.measures_before.get((subject.row["platform_id"], source))
            return None if before is None else self.indicators[source].ends(before)
        if how == "median":
            return _both(self.cohort.median(source))
        column = how["median_by"] if isinstance(how, dict) else ""
        fact = subject.fact(column)
        return None if fact is None else _both(self.cohort.median(source, column, fact))


def _both(number: Fraction | None) -> Ends | None:
    return None if number is None else (number, number)
