"""The unit of a column, and what a header says about it in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.evidence.repairs.spelling import without_spaces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.schema.column import Column

MONEY, PERCENT = "元", "%"
#: The units of money that are a power of ten of the yuan.
_MONEY = {"元": 0, "百元": 2, "千元": 3, "万元": 4, "百万元": 6, "千万元": 7, "亿元": 8}
#: What a header writes where a percentage is given as a fraction of one.
_FRACTIONS = {"小数", "小数形式", "比例"}
#: Notes that change nothing in any column.
_IDLE = {"必填", "选填", "必填项", "选填项", "可不填", "可空"}
_TRUTH_NOTES = {"是/否", "是否", "是、否", "是或否"}
_YEAR_FIRST = re.compile("(?:年|yyyy|xxxx年)[-/.]?(?:月|mm|xx月)(?:[-/.]?(?:日|dd|xx日))?")
_LABEL = re.compile("(?:计量|金额|货币)?单位:?(?:人民币)?")
_HAN = "\u4e00-\u9fff"
#: A unit of money that stands by itself, or where a unit is named: not the beginning of 元旦, nor the end of 50万元.
_SAID = re.compile(
    rf"(?:(?<![0-9a-z{_HAN}])|(?:单位|币种)[:：为是]?|[以按])(?:人民币|rmb|￥|¥)?"
    rf"(?P<unit>[十百千万亿]*(?:美|港|欧|日)?元|[万亿](?=[)\]】〕]|$))(?=计|为单位|[^0-9a-z{_HAN}]|$)"
)


@dataclass(frozen=True)
class Unit:
    """The unit in which the cells of a column are written."""

    #: As a person writes it; empty where the column counts without one.
    name: str
    #: The cells are times ``10**shift`` of the column's own unit.
    shift: int = 0


def own_unit(column: Column) -> Unit:
    """The unit that the schema gives."""
    return Unit(column.unit)


def header_unit(column: Column, notes: Iterable[str]) -> Unit | None:
    """The unit of a column whose header has these notes in brackets; None where one does not belong there."""
    words = [note for each in notes if (note := _LABEL.sub("", without_spaces(each).casefold(), count=1)) not in _IDLE]
    stated = [_stated(column, word) for word in words]
    # A header with two units has none.
    if len({*stated}) > 1:
        return None
    return stated[0] if stated else own_unit(column)


def money_unit(name: str) -> Unit | None:
    """The unit of money with this name; None where it is no power of ten of the yuan."""
    return Unit(name, _MONEY[name]) if name in _MONEY else None


def is_unit(word: str) -> bool:
    """Whether a header consists of nothing but a unit, such as ``（万元）`` under the name of a column."""
    bare = without_spaces(word).removeprefix("(").removesuffix(")")
    return _LABEL.sub("", bare, count=1) in {*_MONEY, *_FRACTIONS, PERCENT, "家", "人", "个", "项", "次", "分", "件"}


def said_units(words: Iterable[str]) -> list[str]:
    """The units of money that some words name, each once: in brackets, after 单位 or a colon, or by themselves."""
    return [*dict.fromkeys(unit for word in words for unit in _said(word))]


def _said(word: str) -> list[str]:
    # A space may part a unit from a name, and may as well stand inside of either.
    for line in (without_spaces(word), " ".join(word.split())):
        if found := [each["unit"] for each in _SAID.finditer(line.casefold())]:
            return found
    return []


def _stated(column: Column, note: str) -> Unit | None:
    """The unit that a note gives to a column, its own where the note says nothing about units."""
    unit = without_spaces(column.unit).casefold()
    if unit and note == unit:
        return own_unit(column)
    if unit == MONEY and note in _MONEY:
        return Unit(note, _MONEY[note])
    if unit == PERCENT and note in _FRACTIONS:
        return Unit(note, 2)
    is_idle = (column.kind == "date" and _YEAR_FIRST.fullmatch(note)) or (
        column.kind == "boolean" and note in _TRUTH_NOTES
    )
    return own_unit(column) if is_idle else None
