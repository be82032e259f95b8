"""Values of a table as a person writes them into Excel: dates as dates, numbers as numbers, codes as text."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from appraisal.forms.lists import NO, YES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from appraisal.schema import Column

#: Excel keeps 15 digits of a number; what is longer stands as text.
_EXACT = 10**15
#: Excel counts days from 1900.
_FIRST_DAY = date(1900, 3, 1)


def write_column(
    sheet: Worksheet, first: int, at: int, column: Column, values: Sequence[object], style: Format | None = None
) -> None:
    """The cells of one column from a row on; a missing value leaves its cell empty."""
    for row, value in enumerate(values, first):
        if value is not None:
            write_value(sheet, row, at, column, value, style)


def write_value(sheet: Worksheet, row: int, at: int, column: Column, value: object, style: Format | None) -> None:
    """One cell of a table as Excel shows it."""
    if isinstance(value, bool):
        sheet.write_string(row, at, YES if value else NO, style)
    elif isinstance(value, int) and abs(value) < _EXACT:
        sheet.write_number(row, at, value if column.scale == 0 else float(column.shown(value)), style)
    elif isinstance(value, date) and value >= _FIRST_DAY:
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 - a day
    else:
        sheet.write_string(row, at, column.shown(value), style)
