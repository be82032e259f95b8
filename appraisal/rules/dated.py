"""Values with a date: ``{"since": {"2012-08-23": 10000, "2014-01-01": 12000}}`` stands wherever a value may stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SINCE = "since"


def in_force(document: Any, year: int, file: str) -> tuple[Any, list[Finding]]:
    """The document with each dated value as it is on 31 December of a year, and what is wrong with the dates."""
    findings: list[Finding] = []
    return _walked(document, date(year, 12, 31), "$", file, findings), findings


def _walked(value: Any, day: date, pointer: str, file: str, findings: list[Finding]) -> Any:
    if isinstance(value, list):
        return [_walked(one, day, f"{pointer}[{at}]", file, findings) for at, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if value.keys() == {_SINCE} and isinstance(value[_SINCE], dict):
        faults = list(_faults(value[_SINCE], day, Place(file, pointer=pointer)))
        findings += faults
        # NOTE: where no value is in force the schema would complain of the place once more.
        return None if faults else _latest(value[_SINCE], day)
    return {key: _walked(one, day, f"{pointer}.{key}", file, findings) for key, one in value.items()}


def _faults(values: Mapping[str, Any], day: date, place: Place) -> Iterator[Finding]:
    wrong = [written for written in values if _day(written) is None]
    if wrong:
        message = text("Not a date: {dates}.", dates=Joined(tuple(wrong), ", "))
        yield Finding("rules|dated", message, text("Write dates as 2012-08-23."), place=place)
    elif not any(written <= day.isoformat() for written in values):
        message = text("No value is in force on {day} yet.", day=day.isoformat())
        fix = text("Add the value that holds from the first year on.")
        yield Finding("rules|dated", message, fix, place=place)


def _latest(values: Mapping[str, Any], day: date) -> Any:
    return values[max(written for written in values if written <= day.isoformat())]


def _day(written: str) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    # NOTE: fromisoformat knows other forms as well, and those do not order as text.
    return found if found.isoformat() == written else None
