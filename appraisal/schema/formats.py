"""The formats a text may have: each an expression that is true, false, or missing where the text is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.schema.fixed_codes import organisation_code, unified_code
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Years of which February has 29 days: those that 4 divides, but of the full centuries only those that 400 divides.
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAYS_TO_28, _DAYS_TO_30, _DAYS_TO_31 = (
    "(?:0[1-9]|1[0-9]|2[0-8])",
    "(?:0[1-9]|[12][0-9]|30)",
    "(?:0[1-9]|[12][0-9]|3[01])",
)
_DATE = (
    f"(?:[0-9]{{4}}-(?:(?:0[13578]|1[02])-{_DAYS_TO_31}|(?:0[469]|11)-{_DAYS_TO_30}|02-{_DAYS_TO_28})|{_LEAP}-02-29)"
)
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[zZ]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"(?:{_BYTE}\.){{3}}{_BYTE}"
_H16 = "[0-9A-Fa-f]{1,4}"
_LS32 = rf"(?:{_H16}:{_H16}|{_IPV4})"
#: Up to n groups before the double colon that stands for groups of zeros, as RFC 3986 writes it out.
_BEFORE = [f"(?:(?:{_H16}:){{0,{most}}}{_H16})?" for most in range(7)]
_AFTER = [rf"(?:{_H16}:){{3}}{_LS32}", rf"(?:{_H16}:){{2}}{_LS32}", f"{_H16}:{_LS32}", _LS32, _H16, ""]
_IPV6_FORMS = [
    rf"(?:{_H16}:){{6}}{_LS32}",
    rf"::(?:{_H16}:){{5}}{_LS32}",
    rf"(?:{_H16})?::(?:{_H16}:){{4}}{_LS32}",
    *(f"{before}::{after}" for before, after in zip(_BEFORE[1:], _AFTER, strict=True)),
]
_IPV6 = f"(?:{'|'.join(_IPV6_FORMS)})"

_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = (
    rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[ !#-\[\]-~]|\\[ -~])*")'
    rf"@(?:{_LABEL}(?:\.{_LABEL})*|\[(?:{_IPV4}|IPv6:{_IPV6})\])"
)

_SIGNS = "A-Za-z0-9._~!$&'()*+,;="
_ESCAPED = "%[0-9A-Fa-f]{2}"
_PCHAR = f"(?:[{_SIGNS}:@-]|{_ESCAPED})"
_USER = f"(?:(?:[{_SIGNS}:-]|{_ESCAPED})*@)?"
_HOST = rf"(?:\[(?:{_IPV6}|[vV][0-9A-Fa-f]+\.[{_SIGNS}:-]+)\]|(?:[{_SIGNS}-]|{_ESCAPED})*)"
_ROOTLESS = f"{_PCHAR}+(?:/{_PCHAR}*)*"
_PATH = f"(?://{_USER}{_HOST}(?::[0-9]*)?(?:/{_PCHAR}*)*|/(?:{_ROOTLESS})?|(?:{_ROOTLESS})?)"
_URI = rf"[A-Za-z][A-Za-z0-9+.-]*:{_PATH}(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
_UUID = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"

_FIXES: Mapping[str, Text] = {
    "date": text("Write it as 2014-12-31."),
    "date-time": text("Write it as 2014-12-31T08:30:00+08:00."),
    "time": text("Write it as 08:30:00+08:00."),
    "organisation-code": text(
        "The last character does not fit the others (GB 11714): compare all 9 with the certificate.",
    ),
    "unified-code": text("The last character does not fit the others (GB 32100): compare all 18 with the licence."),
    "division-code": text("Write the six digits of the division code (GB/T 2260)."),
}
_DAY = 24 * 60


def format_check(name: str) -> Callable[[pl.Expr], pl.Expr] | None:
    """The check of a format by its name; None where the name is unknown."""
    return _CHECKS.get(name)


def format_names() -> tuple[str, ...]:
    """The formats there are."""
    return tuple(_CHECKS)


def format_fix(name: str) -> Text:
    """How to write a text of a format."""
    return _FIXES.get(name) or text("It has to be written as {format}.", format=name)


def full_match(cell: pl.Expr, pattern: str) -> pl.Expr:
    """Whether the whole text matches a pattern of Polars' engine."""
    return cell.str.contains(rf"\A(?:{pattern})\z")


def calendar_day(cell: pl.Expr) -> pl.Expr:
    """Whether a text is a day of the calendar, written YYYY-MM-DD."""
    return full_match(cell, _DATE)


def _time(cell: pl.Expr) -> pl.Expr:
    seconds = cell.str.slice(6, 2)
    minute_of_day = _minutes(cell, 0) - _offset(cell)
    # A leap second is the last second of a day in UTC, whatever the offset.
    return full_match(cell, _TIME) & ((seconds != "60") | (minute_of_day % _DAY == _DAY - 1).fill_null(value=False))


def _offset(cell: pl.Expr) -> pl.Expr:
    sign = cell.str.slice(-6, 1)
    minutes = _minutes(cell.str.slice(-5), 0)
    return pl.when(sign == "+").then(minutes).when(sign == "-").then(minutes * -1).otherwise(0)


def _minutes(cell: pl.Expr, start: int) -> pl.Expr:
    hours = cell.str.slice(start, 2).str.to_integer(strict=False)
    return hours * 60 + cell.str.slice(start + 3, 2).str.to_integer(strict=False)


def _date_time(cell: pl.Expr) -> pl.Expr:
    return full_match(cell, f"{_DATE}[Tt]{_TIME}") & _time(cell.str.slice(11))


_CHECKS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "date": calendar_day,
    "date-time": _date_time,
    "time": _time,
    "email": lambda cell: full_match(cell, _EMAIL),
    "uri": lambda cell: full_match(cell, _URI),
    "uuid": lambda cell: full_match(cell, _UUID),
    "organisation-code": organisation_code,
    "unified-code": unified_code,
    "division-code": lambda cell: full_match(cell, "[0-9]{6}"),
}
