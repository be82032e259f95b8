"""Blank cells: a number that nobody wrote must not weigh as a zero in a mean. Judged over all evidence together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Severity
from appraisal.measure import PLATFORM
from appraisal.testing.broken import Broken
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.testing.evidence import Evidence
    from appraisal.testing.subject import Subject


@dataclass
class Blanks:
    """What was seen of blank cells in one optional column of numbers."""

    subject: Subject
    column: str
    #: A zero in its place would change the value somewhere: the blank does not count as one.
    differs_from_zero: bool = False
    #: The row with the blank changes a value: it counts as something.
    counting: list[Broken] = field(default_factory=list)

    def see(self, evidence: Evidence) -> None:
        """Compare one row with a blank with the same row without it, and with a zero in it."""
        if self.differs_from_zero:
            return
        table = self.subject.indicator.table
        frame = evidence.frames[table]
        rows = frame.select(pl.arg_where(pl.col(self.column).is_null())).to_series().to_list()
        if not rows:
            return
        row = rows[evidence.choice % len(rows)]
        here, platform = pl.int_range(frame.height) == row, frame[PLATFORM][row]
        zero = pl.when(here).then(pl.lit(0, dtype=frame.schema[self.column])).otherwise(pl.col(self.column))
        blank = self.subject.values(evidence)[platform]
        if not blank.is_number:
            return
        filled = self.subject.values(evidence.with_frame(table, frame.with_columns(zero.alias(self.column))))[platform]
        if filled != blank:
            self.differs_from_zero = True
            return
        without = self.subject.values(evidence.with_frame(table, frame.filter(~here)))[platform]
        if blank.is_number and without.is_number and blank.in_unit != without.in_unit:
            message = text(
                "an empty {column} counts as zero: {platform} has {with_row}, and {without} without that row.",
                column=self.label(),
                platform=platform,
                with_row=blank.shown,
                without=without.shown,
            )
            fix = text(
                "Count only rows that have it: COUNT({column}), or FILTER (WHERE {column} IS NOT NULL).",
                column=self.column,
            )
            self.counting.append(Broken(message, fix, evidence, "blank_as_zero", severity=Severity.WARNING))

    def label(self) -> object:
        """The column as people know it."""
        return self.subject.schemas[self.subject.indicator.table].columns[self.column].label

    def verdict(self) -> Broken | None:
        """The law that is broken, if never a zero would have made a difference; with the smallest evidence."""
        if self.differs_from_zero or not self.counting:
            return None
        return min(self.counting, key=lambda one: sum(frame.height for frame in one.evidence.frames.values()))


def watched(subject: Subject) -> list[Blanks]:
    """The optional numbers that an indicator with a denominator reads."""
    indicator = subject.indicator
    if not indicator.denominator or subject.compiled[0].is_of_measures:
        return []
    columns = subject.schemas[indicator.table].columns
    read = sorted(subject.reads[indicator.table] & subject.compiled[0].numerator.columns)
    return [Blanks(subject, name) for name in read if columns[name].is_number and not columns[name].required]
