"""A cell as it will be written, and the ways in which a true value is written by people and by Excel."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from .tables import Column

_WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
_SPACES = ("\u00a0", "\u3000", "\u3000\u3000", "\u00a0 ")
_DATE_FORMS = ("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"')
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_EPOCH = date(1899, 12, 30)
#: The texts that a date is written as, and that a declared rule knows.
_DATES: dict[str, Callable[[date], str]] = {
    "dots": lambda day: f"{day:%Y.%m.%d}",
    "slashes": lambda day: f"{day:%Y/%m/%d}",
    "chinese": lambda day: f"{day:%Y}年{day:%m}月{day:%d}日",
    "short_dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "short_slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "short_chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "digits": lambda day: f"{day:%Y%m%d}",
    "digits_number": lambda day: f"{day:%Y%m%d}",
    "wide": lambda day: day.isoformat().translate(_WIDE),
}
_OTHER_FORMS = {
    "boolean": ["native", "chinese", "small", "large"],
    "id": ["native", "native", "native", "spaced", "wide"],
}
#: The numbers of the header's unit, by what stands in the header.
TEN_THOUSAND = "万元"
FRACTION = "小数"


@dataclass(frozen=True)
class Cell:
    """What stands in one cell: a native value with its number format, a text, an error value or a formula."""

    value: str | int | float | bool | date | Decimal
    #: The number format of Excel.
    form: str = "General"
    #: An error value such as ``#DIV/0!``.
    is_error: bool = False
    #: A formula whose computed value is ``value``, or that was never computed.
    formula: str = ""
    is_computed: bool = True
    #: What stands here is its value only by a declared repair, which has to be told.
    is_repaired: bool = False

    @property
    def text(self) -> str:
        """What Excel writes for this cell into a CSV file."""
        match self.value:
            case bool():
                return "TRUE" if self.value else "FALSE"
            case date():
                return (
                    self.value.isoformat()
                    if "-" in self.form
                    else f"{self.value:%Y}/{self.value.month}/{self.value.day}"
                )
            case Decimal() if self.form.endswith("%"):
                return f"{plain(self.value * 100)}%"
            case Decimal():
                return plain(self.value)
            case _:
                return str(self.value)


@dataclass
class Habit:
    """How one sender writes one column: the unit of its header, and the form most of its cells have."""

    column: Column
    #: The unit in the header, or empty where the header has none.
    unit: str
    #: A CSV file, where everything is text.
    is_csv: bool
    #: A workbook that counts days from 1904 has no serial numbers that could be understood.
    from_1904: bool
    usual: str = "native"

    def shift(self, value: str) -> Decimal:
        """The number in the unit of the header."""
        number = Decimal(value)
        if self.unit == TEN_THOUSAND:
            return number.scaleb(-4)
        return number.scaleb(-2) if self.unit == FRACTION else number


def habit(dice: Random, column: Column, unit: str, *, is_csv: bool, from_1904: bool) -> Habit:
    """The habit of a sender, with the form he prefers."""
    made = Habit(column, unit, is_csv, from_1904)
    made.usual = "native" if dice.random() < 0.5 else dice.choice(_forms(made))
    return made


def dressed(dice: Random, habit: Habit, value: str) -> Cell:
    """A true value as this sender writes it: as it is, or in a form that a declared rule repairs."""
    form = habit.usual if dice.random() < 0.75 else dice.choice(_forms(habit))
    column = habit.column
    if column.is_number:
        cell = _number(dice, habit, habit.shift(value), form)
    elif column.kind == "date":
        cell = _date(dice, date.fromisoformat(value), form, column.month)
    elif column.kind == "boolean":
        cell = _truth(value == "true", form)
    else:
        cell = Cell(_text(dice, column, value, form), "@")
    return replace(cell, is_repaired=_is_repaired(habit, cell, value))


def _is_repaired(habit: Habit, cell: Cell, value: str) -> bool:
    """Whether the cell is anything but the plain text or the native value that its column asks for."""
    kind = habit.column.kind
    if isinstance(cell.value, str) or habit.is_csv:
        return kind != "boolean" and cell.text != value and not (habit.column.is_number and _PLAIN.fullmatch(cell.text))
    return kind == "date" and not isinstance(cell.value, date)


def plain(number: Decimal) -> str:
    """The digits of a number without exponent and without zeros at the end."""
    return format(number.normalize(), "f") if number else "0"


def grouped(number: Decimal, comma: str = ",") -> str:
    """A number with thousands separators."""
    return f"{Decimal(plain(number)):,}".replace(",", comma)


def _forms(habit: Habit) -> list[str]:
    """The forms that a column's cells can have in this file."""
    column = habit.column
    if column.is_number:
        # A year is not written 2,013.
        forms = ["native", "text", "wide", "spaced", *([] if column.key == "year" else ["grouped", "wide_grouped"])]
        is_percent = column.unit == "%" and habit.unit != FRACTION
        return [*forms, "percent", "percent_text", "wide_percent"] if is_percent else forms
    if column.kind == "date":
        forms = ["native", "iso", *_DATES]
        forms += [] if habit.from_1904 else ["serial", "serial_text"]
        return [*forms, "month"] if column.month else forms
    return _OTHER_FORMS.get(column.kind, ["native", "native", "native", "spaced"])


def _number(dice: Random, habit: Habit, number: Decimal, form: str) -> Cell:
    digits = plain(number)
    if form == "native":
        return Cell(number, dice.choice(["General", "0.00######"]) if habit.column.scale else "General")
    if form == "percent":
        return Cell(number.scaleb(-2), "0.00%")
    space = dice.choice(_SPACES)
    written = {
        "wide": digits.translate(_WIDE),
        "spaced": dice.choice([space + digits, digits + space]),
        "grouped": grouped(number),
        "wide_grouped": grouped(number, "，"),
        "percent_text": digits + "%",
        "wide_percent": digits.translate(_WIDE) + "％",
        "text": dice.choice([digits, format(number, "f")]),
    }
    return Cell(written[form], "@")


def _date(dice: Random, day: date, form: str, month: str) -> Cell:
    serial = (day - _EPOCH).days
    last = (day + timedelta(days=1)).day == 1
    match form:
        case "native":
            return Cell(day, dice.choice(_DATE_FORMS))
        case "digits_number":
            return Cell(Decimal(f"{day:%Y%m%d}"))
        case "serial":
            return Cell(Decimal(serial))
        case "serial_text":
            return Cell(str(serial), "@")
        case "month" if last if month == "last_day" else day.day == 1:
            return Cell(f"{day.year}年{day.month}月")
        case _:
            return Cell(_DATES.get(form, date.isoformat)(day), "@")


def _truth(value: bool, form: str) -> Cell:
    match form:
        case "native":
            return Cell(value)
        case "chinese":
            return Cell("是" if value else "否")
        case "small":
            return Cell("true" if value else "false", "@")
        case _:
            return Cell("TRUE" if value else "FALSE", "@")


def _text(dice: Random, column: Column, value: str, form: str) -> str:
    if form == "spaced":
        return dice.choice(["{}\u3000", "\u00a0{}", "\u3000{}"]).format(value)
    # Of a code only the digits, and never those whose pattern asks for full-width signs.
    if form == "wide" and column.kind == "id" and column.key != "other_types":
        return value.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return value
