"""Cells that a column may hold: every choice, the edges of every range, what the formulas compare with."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.schema.check import violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from appraisal.schema import Column, TableSchema

#: Texts of many shapes; of these a column takes what its schema lets through.
_TEXTS = (
    "P1", "P2", "P3", "a", "1", "甲", "乙镇", "工业设计", "其他", "440100", "445281", "2014-06-30", "2014-12",
    "123456788", "000000000", "91440101000000001X", "a@b.cn", "https://a.cn/", "08:30:00+08:00",
    "2014-12-31T08:30:00+08:00", "12345678-1234-1234-1234-123456789abc", "ß", "İ", "𠮷", " ", "A" * 18,
)  # fmt: skip
_ORGANISATION = ("12345678", "00000000", "ABCDEFGH", "55555555")
_UNIFIED = ("91440101MA59A1B2C", "12440000455350123", "91440300000000001")
_SMALL = (0, 1, 2, 3, 5, 7, 9, 10, 11, 49, 50, 51, 60, 99, 100, 123, 999, 1000, 4567)
#: How many of a kind stand in a pool: more are seldom drawn.
_MOST = 80
#: So many numbers of the formulas are taken for what a cell is multiplied by.
_FACTORS = 4


@dataclass(frozen=True)
class Pool:
    """The cells among which a column is drawn, the simplest first."""

    column: Column
    cells: tuple[Any, ...]
    #: Of a number: the step between two cells, as a scaled integer.
    step: int
    #: Of a text: how it is written, in the grammar of Python.
    pattern: str
    #: So many of the first are drawn as often as all of them together: those that formulas choose.
    likely: int = 3


def pool(schema: TableSchema, column: Column, year: int, sources: Iterable[str], *, is_chosen_by: bool = False) -> Pool:
    """The valid cells of a column; ``sources`` are the formulas whose constants are of interest.

    By some columns rows are chosen: of numbers, the year stands first there.
    """
    candidates = _candidates(schema, column, year, _constants(sources))
    if column.kind == "integer" and is_chosen_by:
        candidates = [
            number for number in (year, year - 1, year + 1) if column.low <= number <= column.high
        ] + candidates
    cells = tuple(valid(schema, column, candidates)[:_MOST])
    likely = 1 if column.kind == "integer" and is_chosen_by else 3
    return Pool(column, cells, _step(schema, column), _pattern(schema, column), likely)


def valid(schema: TableSchema, column: Column, cells: Sequence[Any]) -> list[Any]:
    """Those of the cells that break no rule about this column alone, each once."""
    checks = [check for check in schema.checks if check.alone and check.column == column.name]
    once = list(dict.fromkeys(cells))
    frame = pl.DataFrame({column.name: pl.Series(once, dtype=column.dtype)})
    broken = set(violations(frame, checks)["row"].to_list())
    return [cell for place, cell in enumerate(once) if place not in broken]


def ids(schema: TableSchema, column: Column, letter: str, most: int) -> list[Any]:
    """So many different cells for a key, as far as the column has them."""
    if column.kind == "text" and not column.enum:
        return valid(schema, column, [f"{letter}{number}" for number in range(1, most + 1)])
    if column.is_number:
        low = column.low if column.low > -(2**62) else 0
        return valid(schema, column, [low + place * _step(schema, column) for place in range(most)])
    return []


def _candidates(schema: TableSchema, column: Column, year: int, constants: Sequence[str]) -> list[Any]:
    match column.kind:
        case "boolean":
            return [True, False]
        case "date":
            return _dates(year, constants)
        case "integer" | "decimal":
            return _numbers(column, year, constants, _step(schema, column))
        case _:
            return [*(column.enum or ()), *_texts(constants)]


def _dates(year: int, constants: Sequence[str]) -> list[date]:
    """Just inside the year and just outside of it, leap days, and what formulas name."""
    first, last, day = date(year, 1, 1), date(year, 12, 31), timedelta(days=1)
    leap = next(each for each in range(year, year + 9) if isleap(each))
    days = [date(year, 7, 1), last, first, first - day, last + day, date(year, 2, 28), date(leap, 2, 29)]
    days += [date(year - 1, 7, 1), date(year - 1, 1, 1), date(year + 1, 7, 1), date(1990, 1, 1)]
    for constant in constants:
        try:
            named = date.fromisoformat(constant)
        except ValueError:
            continue
        days += [named - day, named, named + day]
    return days


def _numbers(column: Column, year: int, constants: Sequence[str], step: int) -> list[int]:
    unit = 10**column.scale
    wanted = [unit * each for each in (*_SMALL, -1, -10, year, year - 1, year + 1)]
    for scaled in _compared(constants):
        wanted += [int(scaled * unit) + around for around in (-step, 0, step)]
    edges = [column.low, column.low + step, column.high - step, column.high]
    near = [number - number % step for number in (*wanted, *edges)]
    return sorted(
        (number for number in near if column.low <= number <= column.high), key=lambda each: (abs(each), each)
    )


def _compared(constants: Sequence[str]) -> list[Fraction]:
    """The numbers that formulas name, and those at which a multiple of a cell meets one of them."""
    named: list[Fraction] = []
    for constant in constants:
        try:
            named.append(Fraction(Decimal(constant)))
        except (InvalidOperation, ValueError, OverflowError):
            continue
    factors = [number for number in named if number > 1][:_FACTORS]
    return list(dict.fromkeys([*named, *(number / factor for number in named for factor in factors)]))


def _texts(constants: Sequence[str]) -> list[str]:
    codes = [f"{body}{last}" for body in (*_ORGANISATION, *_UNIFIED) for last in "0123456789ABCDEFGHJKLMNPQRTUWXY"]
    words = [constant.replace("%", "甲").replace("_", "乙") for constant in constants]
    return [*constants, *words, *_TEXTS, *codes]


def _constants(sources: Iterable[str]) -> list[str]:
    found: list[str] = []
    for source in sources:
        found += [literal.replace("''", "'") for literal in re.findall(r"'((?:[^']|'')*)'", source)]
        found += re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", re.sub(r"'(?:[^']|'')*'", "", source))
    return list(dict.fromkeys(found))


def _pattern(schema: TableSchema, column: Column) -> str:
    stated = str(schema.raw["properties"][column.name].get("pattern", r"\A\w{1,8}\Z"))
    try:
        re.compile(stated)
    except re.error:
        return r"\A\w{1,8}\Z"
    return stated


def _step(schema: TableSchema, column: Column) -> int:
    stated = schema.raw["properties"][column.name].get("multipleOf", 1)
    return max(1, (Fraction(stated) * 10**column.scale).numerator) if column.is_number else 1
