"""What one keyword of JSON Schema asks of the cells of one typed column."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.schema.column import INT64_HIGH, INT64_LOW, scaled_least, scaled_most
from appraisal.schema.ecma_regex import to_rust
from appraisal.schema.formats import format_check
from appraisal.schema.keywords import OF_NUMBERS, OF_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.schema.column import Column
    from appraisal.schema.truth import Truth

_DATE_LENGTH = 10
#: So many choices are sooner compared one by one than looked up.
_FEW = 8
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_JSON_TYPES = {
    "text": {"string"},
    "date": {"string"},
    "boolean": {"boolean"},
    "integer": {"integer", "number"},
    "decimal": {"number"},
}


def typed(column: Column, names: str | list[str]) -> Truth:
    """``type``: 1.0 is an integer, true is no number."""
    wanted = {names} if isinstance(names, str) else set(names)
    if wanted & _JSON_TYPES[column.kind]:
        return True
    if column.kind != "decimal" or "integer" not in wanted:
        return False
    return column.scale == 0 or pl.col(column.name) % 10**column.scale == 0


def one_of(column: Column, values: Iterable[object]) -> Truth:
    """``enum`` and ``const``."""
    cells = [cell for cell in (as_cell(column, value) for value in values) if cell is not None]
    if not cells:
        return False
    if len(cells) <= _FEW:
        # A comparison looks at 16 bytes of a text; to look it up, all of them are hashed first.
        return reduce(or_, (pl.col(column.name) == pl.lit(cell, dtype=column.dtype) for cell in cells))
    return pl.col(column.name).is_in(pl.Series(cells, dtype=column.dtype).implode())


def as_cell(column: Column, value: object) -> str | bool | int | date | None:
    """A JSON value as it stands in a frame; None where it cannot stand in this column."""
    match value:
        case str() if column.kind == "text":
            return value
        case str() if column.kind == "date" and _DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
        case bool():
            return value if column.kind == "boolean" else None
        case int() | Decimal() if column.is_number:
            scaled = Fraction(value) * 10**column.scale
            return int(scaled) if scaled.denominator == 1 and INT64_LOW <= scaled <= INT64_HIGH else None
        case _:
            return None


def at_least(column: Column, bound: Decimal | int, *, exclusive: bool = False) -> Truth:
    """``minimum`` and ``exclusiveMinimum``."""
    least = scaled_least(bound, column.scale, exclusive=exclusive)
    if not INT64_LOW < least <= INT64_HIGH:
        return least <= INT64_LOW
    return pl.col(column.name) >= pl.lit(least, dtype=pl.Int64)


def at_most(column: Column, bound: Decimal | int, *, exclusive: bool = False) -> Truth:
    """``maximum`` and ``exclusiveMaximum``."""
    most = scaled_most(bound, column.scale, exclusive=exclusive)
    if not INT64_LOW <= most < INT64_HIGH:
        return most >= INT64_HIGH
    return pl.col(column.name) <= pl.lit(most, dtype=pl.Int64)


def multiple_of(column: Column, step: Decimal | int) -> Truth:
    """``multipleOf``: a scaled integer is a multiple of a/b, in lowest terms, where a divides it."""
    divisor = (Fraction(step) * 10**column.scale).numerator
    if divisor == 1:
        return True
    if divisor > INT64_HIGH:
        return pl.col(column.name) == 0
    return pl.col(column.name) % pl.lit(divisor, dtype=pl.Int64) == 0


def cell_truth(column: Column, keyword: str, value: Any) -> Truth:
    """What a keyword asks of a cell; true where it does not concern cells of this kind."""
    match keyword:
        case "type":
            return typed(column, value)
        case "enum":
            return one_of(column, value)
        case "const":
            return one_of(column, [value])
    if column.is_number and keyword in OF_NUMBERS:
        return _number_truth(column, keyword, value)
    if column.kind == "text" and keyword in OF_TEXTS:
        return _text_truth(pl.col(column.name), keyword, value)
    return _date_truth(column, keyword, value) if column.kind == "date" and keyword in OF_TEXTS else True


def _number_truth(column: Column, keyword: str, value: Any) -> Truth:
    if keyword == "multipleOf":
        return multiple_of(column, value)
    bound = at_least if keyword in {"minimum", "exclusiveMinimum"} else at_most
    return bound(column, value, exclusive=keyword.startswith("exclusive"))


def _date_truth(column: Column, keyword: str, value: Any) -> Truth:
    """A date is the text of its ten characters."""
    match keyword:
        case "minLength":
            return value <= _DATE_LENGTH
        case "maxLength":
            return value >= _DATE_LENGTH
        case _:
            return value == "date" or _text_truth(pl.col(column.name).dt.to_string("%Y-%m-%d"), keyword, value)


def _text_truth(cell: pl.Expr, keyword: str, value: Any) -> Truth:
    match keyword:
        case "minLength":
            # A text of no characters is a text still: only a null is missing.
            return int(value) == 0 or cell.str.len_chars() >= int(value)
        case "maxLength":
            return cell.str.len_chars() <= int(value)
        case "pattern":
            return cell.str.contains(to_rust(value))
        case _:
            check = format_check(value)
            return check(cell) if check else True
