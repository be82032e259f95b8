"""The formats a text may have: each an expression that is true, false, or missing where the text is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
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

#: GB 11714: digits and capital letters count 0 to 35; the check character X stands for 10.
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
#: GB 32100: I, O, S, V and Z are left out; the weights are the powers of 3 modulo 31.
_UNIFIED = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_UNIFIED_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

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


def valid_date(cell: pl.Expr) -> pl.Expr:
    """Whether a text is a day of the calendar, written YYYY-MM-DD."""
    shape = full_match(cell, _DATE)
    return pl.when(shape).then(cell.str.to_date("%Y-%m-%d", strict=False).is_not_null()).otherwise(shape)


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
    return full_match(cell, f"{_DATE}[Tt]{_TIME}") & valid_date(cell.str.slice(0, 10)) & _time(cell.str.slice(11))


def _organisation_code(cell: pl.Expr) -> pl.Expr:
    shape = full_match(cell, "[0-9A-Z]{8}[0-9X]")
    total = _weighted(cell, _ORGANISATION, _ORGANISATION_WEIGHTS)
    check = cell.str.slice(8, 1).replace_strict([*"0123456789X"], list(range(11)), default=-1, return_dtype=pl.Int64)
    return pl.when(shape).then((total + check) % 11 == 0).otherwise(shape)


def _unified_code(cell: pl.Expr) -> pl.Expr:
    shape = full_match(cell, f"[{_UNIFIED}]{{18}}")
    total = _weighted(cell, _UNIFIED, (*_UNIFIED_WEIGHTS, 1))
    return pl.when(shape).then(total % 31 == 0).otherwise(shape)


def _weighted(cell: pl.Expr, alphabet: str, weights: tuple[int, ...]) -> pl.Expr:
    values = list(range(len(alphabet)))
    terms = [
        cell.str.slice(place, 1).replace_strict([*alphabet], values, default=0, return_dtype=pl.Int64) * weight
        for place, weight in enumerate(weights)
    ]
    return pl.sum_horizontal(terms)


_CHECKS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "date": valid_date,
    "date-time": _date_time,
    "time": _time,
    "email": lambda cell: full_match(cell, _EMAIL),
    "uri": lambda cell: full_match(cell, _URI),
    "uuid": lambda cell: full_match(cell, _UUID),
    "organisation-code": _organisation_code,
    "unified-code": _unified_code,
    "division-code": lambda cell: full_match(cell, "[0-9]{6}"),
}
