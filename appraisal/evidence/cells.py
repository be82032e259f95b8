"""Cells of text read as numbers, dates and yes or no, by the project's own grammar: nothing is rounded or guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.evidence.capped import capped
from appraisal.evidence.limits import MAX_CELL, MAX_CELL_FINDINGS
from appraisal.schema.column import INT64_HIGH, INT64_LOW
from appraisal.schema.formats import calendar_day, full_match
from appraisal.schema.pieces import select
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.schema.column import Column

_WHOLE = "-?(?:0|[1-9][0-9]*)"
_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?")
#: TRUE and FALSE are what Excel makes of true and false when it saves a file.
TRUTHS = {"true": True, "TRUE": True, "是": True, "false": False, "FALSE": False, "否": False}
_UNITS = re.compile(r"[元人家项个次分]$")
_LOOSE_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_SHOWN = 60


def typed_cells(
    texts: pl.DataFrame, columns: Mapping[str, Column], rows: pl.Series, file: str
) -> tuple[pl.DataFrame, list[Finding], frozenset[tuple[int, str]]]:
    """The columns of text as the columns of a table; cells that cannot be read are null and have a finding.

    ``rows`` are the numbers of the rows, as Excel shows them. Last come those cells, by row from 0 and column.
    """
    texts = select(texts, [pl.when(pl.all() != "").then(pl.all())])
    frame = select(texts, (plain_value(columns[name]).alias(name) for name in texts.columns))
    # A text has no more characters than bytes, and those are known without reading it.
    longest = select(texts, [pl.all().str.len_bytes().max()])
    found: list[Finding] = []
    unread: set[tuple[int, str]] = set()
    for name in texts.columns:
        cells, values = texts.get_column(name), frame.get_column(name)
        if (longest.item(0, name) or 0) > MAX_CELL or values.null_count() > cells.null_count():
            places = texts.select(pl.arg_where(_fault(columns[name], values))).to_series().to_list()
            found += _findings(columns[name], cells, places, rows, file) if places else []
            unread.update((place, name) for place in places)
    return frame, found, frozenset(unread)


def shortened(value: str) -> str:
    """A cell as a finding quotes it."""
    return value if len(value) <= _SHOWN else value[:_SHOWN] + "…"


def plain_value(column: Column) -> pl.Expr:
    """The cells of a column of text as what they say; null where the plain grammar does not know them."""
    cell = pl.col(column.name)
    match column.kind:
        case "integer":
            return pl.when(full_match(cell, _WHOLE)).then(cell.str.to_integer(strict=False))
        case "decimal":
            return _scaled(cell, column.scale)
        case "boolean":
            return cell.replace_strict([*TRUTHS], [*TRUTHS.values()], default=None, return_dtype=pl.Boolean)
        case "date":
            # Polars knows a year 0000, Python and the calendar do not.
            return pl.when(calendar_day(cell) & cell.str.starts_with("0000").not_()).then(
                cell.str.to_date("%Y-%m-%d", strict=False)
            )
        case "text":
            return cell


def _scaled(cell: pl.Expr, scale: int) -> pl.Expr:
    """The number times ``10**scale``. What is no number by our grammar is kept from the engine's, which would round."""
    if scale == 0:
        return pl.when(full_match(cell, _WHOLE)).then(cell.str.to_integer(strict=False))
    exact = cell.cast(pl.Decimal(38, scale), strict=False).to_physical().cast(pl.Int64, strict=False)
    return pl.when(full_match(cell, rf"{_WHOLE}(?:\.[0-9]{{1,{scale}}})?")).then(exact)


def _fault(column: Column, values: pl.Series) -> pl.Expr:
    cell = pl.col(column.name)
    return cell.str.len_chars() > MAX_CELL if column.kind == "text" else cell.is_not_null() & values.is_null()


def _findings(column: Column, texts: pl.Series, places: list[int], rows: pl.Series, file: str) -> list[Finding]:
    def finding(place: int) -> Finding:
        value = str(texts[place])
        code, message, fix = cell_words(column, value)
        return Finding(
            f"cell|{code}", message, fix, place=Place(file, row=rows[place], column=column.name), value=shortened(value)
        )

    return capped(places, MAX_CELL_FINDINGS, finding)


def cell_words(column: Column, value: str) -> tuple[str, Text, Text]:
    """The code, what is wrong and the mend where a cell cannot be read."""
    shown = shortened(value)
    match column.kind:
        case "integer" | "decimal":
            return _number_words(column, value, shown)
        case "boolean":
            message = text("{column}: {value} is neither yes nor no.", column=column.label, value=shown)
            return "boolean", message, text("Write true or false.")
        case "date":
            message = text("{column}: {value} is not a date.", column=column.label, value=shown)
            day = _plain_date(value)
            if day is None:
                # The form, never a day: whoever follows an order would write that day.
                return "date", message, text("Write the day that is meant, in the form 2014-12-31.")
            return "date", message, text("Write it as {date}.", date=day)
        case "text":
            message = text("{column}: the text has more than {limit} characters.", column=column.label, limit=MAX_CELL)
            return "too_long", message, text("Shorten it.")


def _number_words(column: Column, value: str, shown: str) -> tuple[str, Text, Text]:
    number = _NUMBER.fullmatch(value)
    if not number:
        message = text("{column}: {value} is not a number.", column=column.label, value=shown)
        plain = _plain_number(value, column.scale)
        if plain:
            return "number", message, text("Write {number}.", number=plain)
        return "number", message, text("Write digits only, without unit, percent sign or thousands separator.")
    if len(number[3] or "") > column.scale:
        if column.scale == 0:
            message = text("{column}: {value} is not a whole number.", column=column.label, value=shown)
            return "decimals", message, text("Write it without decimals.")
        message = text("{column}: {value} has too many decimals.", column=column.label, value=shown)
        return "decimals", message, text("Write at most {decimals}; nothing is rounded here.", decimals=column.scale)
    message = text("{column}: {value} is too large to be kept exactly.", column=column.label, value=shown)
    low, high = max(column.low, INT64_LOW), min(column.high, INT64_HIGH)
    return (
        "range",
        message,
        text("Write a number from {low} to {high}.", low=column.shown(low), high=column.shown(high)),
    )


def _plain_number(value: str, scale: int) -> str | None:
    """The number that was most likely meant, where only its dress is wrong."""
    # NOTE: 万 and % change the number itself; what they mean here only its author knows.
    plain = _UNITS.sub("", unicodedata.normalize("NFKC", value).strip().removeprefix("+").removeprefix("¥")).strip()
    if re.fullmatch(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", plain):
        plain = plain.replace(",", "")
    number = _NUMBER.fullmatch(plain)
    return plain if number and len(number[3] or "") <= scale else None


def _plain_date(value: str) -> str | None:
    found = _LOOSE_DATE.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
