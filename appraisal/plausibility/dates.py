"""Dates outside the year that is measured, in the columns whose schema says that they lie in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from appraisal.plausibility.doubt import Doubt, by_key
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.errors import Severity
    from appraisal.evidence import Table


def outside_year(table: Table, year: int, severity: Severity) -> Iterator[Doubt]:
    """The rows with a date before or after the year; no date is no doubt."""
    for name in (column.name for column in table.schema.columns.values() if column.within_year):
        dates = table.frame.get_column(name)
        outside = (dates < date(year, 1, 1)) | (dates > date(year, 12, 31))
        if rows := outside.arg_true().to_list():

            def words(row: int, name: str = name) -> tuple[Text, Text]:
                return (
                    text(
                        "{column}: {value} is not in the year {year}, which is measured.",
                        column=table.schema.columns[name].label,
                        value=table.shown(row, name),
                        year=year,
                    ),
                    text("Correct the date if it is wrong; what happened in another year does not count."),
                )

            yield Doubt("date_outside_year", severity, table, by_key(table, rows), name, words)
