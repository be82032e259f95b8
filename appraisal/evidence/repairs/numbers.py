"""Numbers whose dress alone is wrong, and those that only their author can mend."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from appraisal.evidence.cells import cell_words, shortened
from appraisal.evidence.repairs.outcome import Mended, Refusal
from appraisal.evidence.repairs.spelling import (
    compact,
    has_marks,
    plain_spelling,
    spelling_rule,
    without_spaces,
)
from appraisal.evidence.repairs.units import PERCENT, Unit
from appraisal.schema.column import INT64_HIGH, INT64_LOW
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from appraisal.schema.column import Column

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:([, \u2009\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_WITH_UNIT = re.compile(r"(-?[0-9][0-9,. ]*?) ?((?:[^\W0-9_]|[%‰])[^0-9]*)")
_VAGUE = re.compile(
    r"(?:大?约|将?近|不足|不到|超过?|逾|多于|少于|至少|至多|[<>≥≤≈~〜])(?=.*[0-9]).*"
    r"|.*[0-9].*?(?:余|多|来|几|左右|上下|以上|以下|以内|\+)[^0-9]{0,4}"
)
_INTERVAL = re.compile(r"[0-9][0-9.,]*[^0-9A-Za-z]{0,3}? ?[-~〜–—―至到]+ ?[0-9][0-9.,]*[^0-9]{0,4}")
_LETTERS = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z|])[0-9OolISsZzB|.,-]+")
_DIGITS = str.maketrans("OolI|", "00111")
_NOTHING = frozenset(
    {
        *("无", "暂无", "没有", "同上", "同前", "不详", "未知", "待定", "待补", "空", "未统计"),
        *("-", "--", "---", "—", "——", "–", "―", "_", "/", "//", "\\", "、", "·", "*", "…", "......", "?"),
        *("na", "n/a", "#n/a", "nan", "none", "null", "nil", "inf"),
    }
)
_SAME = {"同上", "同前"}


def as_written(column: Column, unit: Unit) -> Column:
    """The column in the unit of its header: 万元 have four decimals more than 元."""
    return replace(column, kind="decimal", scale=column.scale + unit.shift) if unit.shift else column


def mended_number(value: str, column: Column, unit: Unit) -> Mended | Refusal:
    """The number that a text says by the declared rules, or why it has to go back."""
    said = plain_spelling(value)
    number, rule, its_unit = _undressed(said, spelling_rule(value), column, unit)
    if number is None:
        return _misread(value, said, column, unit)
    if its_unit is None:
        return _refused_unit(value, said, column, unit)
    if rule != "percent" and is_bare_fraction(Decimal(number), column, unit):
        return bare_fraction(value, column)
    written = as_written(column, its_unit)
    if (trimmed := _without_zeros(number, written.scale)) != number:
        number, rule = trimmed, "zeros" if rule == "spaces" else rule
    scaled = Decimal(number).scaleb(written.scale)
    if scaled != int(scaled) or not INT64_LOW <= scaled <= INT64_HIGH or _decimals(number) > written.scale:
        # A number now, but one that the plain grammar refuses too: in its words.
        code, message, fix = cell_words(written, number)
        return Refusal(code, message, fix)
    return Mended(int(scaled), rule)


def is_bare_fraction(number: Decimal, column: Column, unit: Unit) -> bool:
    """Whether a number in a column of percentages could as well be a fraction of one."""
    return column.unit == PERCENT and unit.shift == 0 and 0 < number <= 1


def bare_fraction(value: str, column: Column) -> Refusal:
    """The words for it."""
    number = Decimal(plain_spelling(value))
    full = format((number * 100).normalize(), "f")
    message = text(
        "{column}: {value} can mean {value}% or {full}%.", column=column.label, value=shortened(value), full=full
    )
    return Refusal("number", message, text("Write the number with its percent sign."))


def is_placeholder(said: str) -> bool:
    """Whether a text in plain spelling stands where a value should be: 无, —, 同上."""
    return without_spaces(said).casefold() in _NOTHING


def placeholder(value: str, column: Column) -> Refusal:
    """The words for it."""
    message = text("{column}: {value} says nothing.", column=column.label, value=shortened(value))
    if without_spaces(value) in _SAME:
        return Refusal(_code(column), message, text("Write the value itself again."))
    if column.is_number:
        return Refusal(
            _code(column), message, text("Leave the cell empty if the number is not known; write 0 if there is none.")
        )
    return Refusal(_code(column), message, text("Leave the cell empty if it is not known."))


def mark_words(value: str, column: Column) -> Text:
    """What is wrong with a number or a date that has a footnote mark or another sign among its digits."""
    return text(
        "{column}: {value} has signs that are no digits, such as a footnote mark.",
        column=column.label,
        value=shortened(value),
    )


def _code(column: Column) -> str:
    return "number" if column.is_number else column.kind


def _undressed(said: str, rule: str, column: Column, unit: Unit) -> tuple[str | None, str, Unit | None]:
    """The plain digits, the strongest rule on the way, and the unit they are in: None where it is another one."""
    number, rule = _ungrouped(said, rule)
    if number is not None:
        return number, rule, unit
    parts = _WITH_UNIT.fullmatch(said)
    if not parts or not _is_unit_sign(parts[2][0]) or any(shape.fullmatch(said) for shape in (_VAGUE, _LETTERS)):
        return None, rule, None
    number, _ = _ungrouped(parts[1], rule)
    stated = parts[2].strip()
    if number is None:
        return None, rule, None
    if stated == PERCENT and column.unit == PERCENT:
        # The sign says what the number is, whatever the header says.
        return number, "percent", Unit(PERCENT)
    return number, "unit", unit if stated == compact(plain_spelling(unit.name)) else None


def _is_unit_sign(sign: str) -> bool:
    # NOTE: to a pattern ① and ² are letters like any other.
    return sign.isalpha() or sign in "%‰"


def _ungrouped(said: str, rule: str) -> tuple[str | None, str]:
    if _NUMBER.fullmatch(said):
        return said, rule
    if _GROUPED.fullmatch(said):
        return re.sub("[, \u2009\u202f]", "", said), "separators"
    return None, rule


def _without_zeros(number: str, scale: int) -> str:
    """The number without zeros behind the point that the column has no room for: 50.0 is 50."""
    more = _decimals(number) - scale
    if more <= 0 or number[-more:].strip("0"):
        return number
    return number[:-more].removesuffix(".")


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _misread(value: str, said: str, column: Column, unit: Unit) -> Refusal:
    shown = shortened(value)
    if is_placeholder(said):
        return placeholder(value, column)
    if _VAGUE.fullmatch(said):
        message = text("{column}: {value} is no exact number.", column=column.label, value=shown)
        return Refusal("number", message, text("Write the exact number."))
    if _INTERVAL.fullmatch(said):
        message = text("{column}: {value} is a range, not a number.", column=column.label, value=shown)
        return Refusal("number", message, text("Write the exact number."))
    if _LETTERS.fullmatch(said):
        message = text("{column}: {value} has letters among its digits.", column=column.label, value=shown)
        meant = said.translate(_DIGITS)
        fix = text("Write {number} if that is meant.", number=meant) if _NUMBER.fullmatch(meant) else None
        return Refusal("number", message, fix or text("Write digits only."))
    if has_marks(said):
        return Refusal("number", mark_words(value, column), text("Write digits only."))
    code, message, fix = cell_words(as_written(column, unit), value)
    return Refusal(code, message, fix)


def _refused_unit(value: str, said: str, column: Column, unit: Unit) -> Refusal:
    parts = _WITH_UNIT.fullmatch(said)
    stated = parts[2].strip() if parts else ""
    facts = {"column": column.label, "value": shortened(value), "stated": stated, "unit": unit.name}
    if unit.name:
        message = Text(_OTHER_UNIT.msgid, facts)
        return Refusal("number", message, text("Write the number in {unit}, without the unit.", unit=unit.name))
    fix = text("Write digits only.")
    if stated == PERCENT and column.scale and (share := _share(parts[1] if parts else "")):
        fix = text("If {value} is meant, write {share}.", value=facts["value"], share=share)
    return Refusal("number", Text(_NO_UNIT.msgid, facts), fix)


def _share(digits: str) -> str | None:
    """A number of percent as a plain number: 0.5 for 50."""
    return format((Decimal(digits) / 100).normalize(), "f") if _NUMBER.fullmatch(digits) else None


_OTHER_UNIT = text("{column}: {value} is in {stated}, the column is in {unit}.")
_NO_UNIT = text("{column}: {value} is in {stated}, the column has no unit.")
