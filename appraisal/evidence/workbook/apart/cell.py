"""One cell: what its file says about it becomes a kind and a text. Every reader asks here, so all agree."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from .number_format import DATE, NUMBER
from .refusal import damaged, refuse

#: The same letters as in ``appraisal.evidence.sheet``; a test holds them together.
EMPTY, TEXT, BOOLEAN, ERROR, UNCOMPUTED = " ", "t", "b", "e", "f"

#: Excel's largest address is XFD1048576.
MOST_ROWS = 1_048_576
_MOST_LETTERS = 3

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_TRUTHS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_MOST_SHOWN = 40
#: What Excel keeps of a number.
_DIGITS = 15
_DATE = re.compile(r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?Z?)?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY = 86_400
#: 9999-12-31.
LAST_DAY = 2_958_465
#: Excel has a 1900-02-29, as Lotus 1-2-3 had.
_LEAP_ERROR = 60
FIRST_REAL_DAY = _LEAP_ERROR + 1
DAYS_TO_1904 = 1462


def number_text(value: float) -> str:
    """A number in plain digits as Excel keeps it: at most 15 significant ones, no exponent."""
    if value.is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    short = repr(value)
    digits = short.partition("e")[0].replace("-", "").replace(".", "").strip("0")
    if len(digits) > _DIGITS:
        short = f"{value:.{_DIGITS}g}"
    if "e" in short:
        short = format(Decimal(short), "f")
    return short.removesuffix(".0")


def date_text(value: float, *, from_1904: bool) -> str | None:
    """A number of days as a date and a time of day; None where the calendar of Excel has no such day."""
    if not 0 <= value <= LAST_DAY + 1:
        return None
    days, seconds = divmod(round(value * _DAY), _DAY)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if days == 0 and seconds:
        return clock
    if from_1904:
        days += DAYS_TO_1904
    if not 0 < days <= LAST_DAY or days == _LEAP_ERROR:
        return None
    day = date(1899, 12, 30 if days > _LEAP_ERROR else 31) + timedelta(days=days)
    return f"{day.isoformat()} {clock}" if seconds else day.isoformat()


def number_cell(value: float, form: str, *, from_1904: bool) -> tuple[str, str]:
    """A number under a format, with the word that the format shows behind it: what is read is what a person sees."""
    if not math.isfinite(value):
        damaged("a number is endless")
    if form == DATE:
        day = date_text(value, from_1904=from_1904)
        return (DATE, day) if day else (NUMBER, number_text(value))
    return form[0], number_text(value) + form[1:]


def xml_text_cell(value: str | None, limit: int) -> tuple[str, str | None]:
    """A text as Excel writes it in XML."""
    return text_cell(_ESCAPE.sub(_unescaped, value) if value and "_x" in value else value, limit)


def text_cell(value: str | None, limit: int) -> tuple[str, str | None]:
    """A text; an empty one is no value."""
    if not value:
        return EMPTY, None
    if len(value) > limit:
        refuse("cell", limit=limit)
    return TEXT, value


def xml_cell(
    kind: str | None, form: str, value: str | None, *, has_formula: bool, is_stale: bool, from_1904: bool, limit: int
) -> tuple[str, str | None]:
    """A cell of an .xlsx file, but for shared texts: its type, number format and value.

    ``is_stale``: the workbook says that its formulas are to be computed anew before anyone looks.
    """
    if has_formula and (is_stale or not (value or kind == "str")):
        return UNCOMPUTED, None
    if kind in {"str", "inlineStr"}:
        return xml_text_cell(value, limit)
    value = (value or "").strip()
    return _plain_cell(kind, form, value, from_1904=from_1904) if value else (EMPTY, None)


def _plain_cell(kind: str | None, form: str, value: str, *, from_1904: bool) -> tuple[str, str | None]:
    match kind:
        case None | "n" if _NUMBER.fullmatch(value):
            return number_cell(float(value), form, from_1904=from_1904)
        case "b" if value in _TRUTHS:
            return BOOLEAN, _TRUTHS[value]
        case "e":
            return ERROR, value[:_MOST_SHOWN]
        case "d":
            return _iso_cell(value)
    damaged(f"{value[:_MOST_SHOWN]} is no value of its type")
    return None


def address(reference: str) -> tuple[int, int]:
    """Row and column, both from 0, of an address such as ``B7``."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and len(letters) <= _MOST_LETTERS and digits.isdigit()):
        damaged(f"{reference[:20]} is no cell")
    row = int(digits) if len(digits) <= len(str(MOST_ROWS)) else 0
    if not 0 < row <= MOST_ROWS:
        damaged(f"{reference[:20]} is no cell")
    return row - 1, column_number(letters.upper())


def column_number(letters: str) -> int:
    """The column, from 0, of its capital letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(column: int) -> str:
    """The letters of a column counted from 0."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _iso_cell(value: str) -> tuple[str, str]:
    found = _DATE.fullmatch(value)
    try:
        day = date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        day = ""
    if not found or not day:
        damaged(f"{value[:30]} is no date")
    clock = found[2] or "00:00:00"
    return DATE, day if clock == "00:00:00" else f"{day} {clock}"


def _unescaped(escape: re.Match[str]) -> str:
    """``_x000D_`` is how Excel writes a carriage return in XML; other control characters stay as they are written."""
    number = int(escape[1], 16)
    character = chr(number)
    is_shown = number >= ord(" ") and unicodedata.category(character) != "Cs"
    return character if is_shown or character in "\t\n\r" else escape[0]
