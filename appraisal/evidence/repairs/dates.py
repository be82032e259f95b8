"""Dates in the forms in which people and Excel write them, and those that could mean more than one day."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from appraisal.evidence.cells import cell_words, shortened
from appraisal.evidence.repairs.numbers import is_placeholder, mark_words, placeholder
from appraisal.evidence.repairs.outcome import Mended, Refusal
from appraisal.evidence.repairs.spelling import has_marks, plain_spelling, spelling_rule
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.schema.column import Column

_TIME = re.compile(r"(.+?)(?: +|(?<=[0-9])t)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?)")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"[1-9][0-9]{4}")
#: A year and a month without anything between them: 20145.
_YEAR_MONTH = re.compile(r"(?:19|20)[0-9]{2}[1-9]")
#: A text is a day number only where it gives a day that evidence can be about.
_SERIAL_YEARS = range(1990, 2031)
_SERIAL_TIME = re.compile(r"[1-9][0-9]{4}\.[0-9]+")
_MONTH = re.compile(r"([0-9]{4})年([0-9]{1,2})月份?")
_INCOMPLETE = re.compile(
    r"(?:19|20)[0-9]{2}(?:[-/.年](?:[0-9]{1,2}(?:月份?)?)?)?|(?:0?[1-9]|1[0-2])[-/.月][0-9]{1,2}日?"
)
_AMBIGUOUS = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})|[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日?")
_INNER = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
#: Day 0 of Excel for every day from March 1900 on: it believes that 1900 was a leap year.
_EPOCH = date(1899, 12, 30)


def mended_date(value: str, column: Column, *, is_number: bool, from_1904: bool) -> Mended | Refusal:
    """The day that a cell says by the declared rules, or why it has to go back.

    ``is_number``: Excel keeps the cell as a number.
    """
    said = plain_spelling(value)
    clock = _TIME.fullmatch(said)
    if clock:
        said = clock[1]
    bare = _closed(said)
    if _SERIAL.fullmatch(bare) and not clock:
        return _from_serial(value, bare, column, is_number=is_number, from_1904=from_1904)
    month = _MONTH.fullmatch(bare)
    parts = _parts(bare)
    if month and column.month and not clock:
        day = _day(int(month[1]), int(month[2]), 1)
        if day:
            last = calendar.monthrange(day.year, day.month)[1]
            return Mended(day.replace(day=last) if column.month == "last_day" else day, "month")
    elif parts:
        day = _day(*parts)
        if day and clock and set(clock[2]) - set("0:."):
            return _refused_time(value, day, column)
        if day:
            return Mended(day, spelling_rule(value) if _ISO.fullmatch(bare) and not clock else "date")
    return _refused(value, bare, column)


def _closed(said: str) -> str:
    """A text in plain spelling without its spaces, but for those between two digits, which part two numbers."""
    return _INNER.sub("", said)


def _parts(said: str) -> tuple[int, int, int] | None:
    found = _DAY.fullmatch(said)
    if found:
        return int(found[1]), int(found[3] or found[5]), int(found[4] or found[6])
    found = _DIGITS.fullmatch(said)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_serial(value: str, said: str, column: Column, *, is_number: bool, from_1904: bool) -> Mended | Refusal:
    day = _EPOCH + timedelta(days=int(said))
    if _YEAR_MONTH.fullmatch(said) or not (is_number or day.year in _SERIAL_YEARS):
        message = text(
            "{column}: {value} can be a day number of Excel, or a year and a month.",
            column=column.label,
            value=shortened(value),
        )
        return Refusal("date", message, text("Write year, month and day in the form 2014-12-31."))
    if not from_1904:
        return Mended(day, "date")
    message = text(
        "{column}: {value} is a day number, and this workbook counts its days from 1904.",
        column=column.label,
        value=shortened(value),
    )
    return Refusal("date", message, text("Write the day that is meant, in the form 2014-12-31."))


def _refused_time(value: str, day: date, column: Column) -> Refusal:
    message = text("{column}: {value} has a time of day.", column=column.label, value=shortened(value))
    return Refusal("date", message, text("Write it as {date}.", date=day.isoformat()))


def _refused(value: str, said: str, column: Column) -> Refusal:
    facts = {"column": column.label, "value": shortened(value)}
    if is_placeholder(said):
        return placeholder(value, column)
    if _AMBIGUOUS.fullmatch(said):
        message = text("{column}: {value} can mean more than one day.", **facts)
        return Refusal("date", message, text("Write year, month and day in the form 2014-12-31."))
    if _INCOMPLETE.fullmatch(said):
        message = text("{column}: {value} does not name a day.", **facts)
        return Refusal("date", message, text("Write year, month and day in the form 2014-12-31."))
    if _SERIAL_TIME.fullmatch(said):
        message = text("{column}: {value} is a day number with a time of day.", **facts)
        return Refusal("date", message, text("Write year, month and day in the form 2014-12-31."))
    if _parts(said):
        message = text("{column}: {value} is no day of the calendar.", **facts)
        return Refusal("date", message, text("Write the day that is meant, in the form 2014-12-31."))
    return _no_date(value, said, column)


def _no_date(value: str, said: str, column: Column) -> Refusal:
    if has_marks(said):
        fix = text("Write year, month and day in the form 2014-12-31.")
        return Refusal("date", mark_words(value, column), fix)
    code, message, fix = cell_words(column, value)
    return Refusal(code, message, fix)
