"""Errors that are planted: each kind, what then stands in the cell, and the code that must be told for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from .cells import FRACTION, TEN_THOUSAND, Cell, Habit, grouped, plain
from .tables import Column


@dataclass(frozen=True)
class Planted:
    """An error and the one place where it must be told: a cell, or a row where ``letter`` is None."""

    sheet: str | None
    row: int
    letter: str | None
    column: str
    #: The kind of error, a key of :data:`KINDS` or ``duplicate key``.
    kind: str

    @property
    def codes(self) -> frozenset[str]:
        """The codes that name it."""
        return DUPLICATE_CODES if self.kind == DUPLICATE else KINDS[self.kind].codes


@dataclass(frozen=True)
class Kind:
    """One kind of error: where it can be planted, and the cell it makes; None is a cell that is left empty."""

    codes: frozenset[str]
    fits: Callable[[Habit, str], bool]
    cell: Callable[[Random, Habit, str], Cell | None]


DUPLICATE = "duplicate key"
DUPLICATE_CODES = frozenset({"row|duplicate_key"})
#: Formulas that come to these errors.
ERRORS = {"#DIV/0!": "=1/0", "#N/A": "=NA()", "#REF!": "=#REF!+1", "#VALUE!": '=1+"a"', "#NAME?": "=nothing()"}


def _is_number(habit: Habit, _writer: str) -> bool:
    return habit.column.is_number


def _is(kind: str) -> Callable[[Habit, str], bool]:
    return lambda habit, _: habit.column.kind == kind


def _one_of(*words: str) -> Callable[[Random, Habit, str], Cell]:
    return lambda dice, _, value: Cell(dice.choice(words).format(_digits(value)), "@")


def _digits(value: str) -> str:
    return plain(Decimal(value)) if value.replace(".", "").isdigit() else "50"


def _misread(dice: Random, _habit: Habit, value: str) -> Cell:
    digits = _digits(value)
    return Cell(dice.choice([digits + "O", "l" + digits, digits + "o0", "S" + digits]), "@")


def _decimals(dice: Random, habit: Habit, value: str) -> Cell:
    more = {TEN_THOUSAND: 4, FRACTION: 2}.get(habit.unit, 0)
    number = habit.shift(str(int(Decimal(value)) % 1000)) + Decimal(dice.choice([1, 25, 5])).scaleb(
        -(habit.column.scale + more + 2)
    )
    if habit.column.unit == "%" and habit.unit != FRACTION:
        number += 2
    return dice.choice([Cell(number), Cell(format(number, "f"), "@")])


def _range(dice: Random, habit: Habit, _value: str) -> Cell:
    column = habit.column
    assert column.low is not None
    assert column.high is not None
    step = Decimal(1).scaleb(-column.scale)
    low = column.low if column.is_open else column.low - dice.choice([step, 1 if column.scale == 0 else step * 50])
    number = dice.choice([low, column.high + dice.choice([step, step * 50])])
    shown = habit.shift(str(number))
    forms = [Cell(shown), Cell(plain(shown), "@"), Cell(grouped(shown), "@")]
    return dice.choice(forms)


def _other_unit(dice: Random, habit: Habit, _value: str) -> Cell:
    units = {"元": ["万元", "亿元", "美元"], "家": ["家次", "户次"], "人": ["人次"], "分": ["%"]}[habit.column.unit]
    if habit.unit == TEN_THOUSAND:
        units = ["元", "亿元"]
    return Cell(f"{dice.randint(2, 90)}{dice.choice(units)}", "@")


def _has_other_unit(habit: Habit, _writer: str) -> bool:
    return habit.column.unit in {"元", "家", "人", "分"}


def _share(dice: Random, habit: Habit, _value: str) -> Cell:
    text = f"0.{dice.randint(1, 9)}" if habit.column.scale == 1 else f"0.{dice.randint(10, 99)}"
    return dice.choice([Cell(Decimal(text)), Cell(text, "@")])


def _is_percent(habit: Habit, _writer: str) -> bool:
    return habit.column.unit == "%" and habit.unit != FRACTION


def _error(dice: Random, _habit: Habit, _value: str) -> Cell:
    name = dice.choice([*ERRORS])
    return Cell(name, is_error=True, formula=ERRORS[name])


def _can_be_error(habit: Habit, writer: str) -> bool:
    # In a workbook whose formulas are to be computed anew no value of a formula counts, be it an error or not.
    if writer == "stale":
        return False
    # In a CSV file it is text like any other, which only a number or a date cannot be.
    return writer != "csv" or habit.column.is_number or habit.column.kind in {"date", "boolean", "enum"}


def _long_number(dice: Random, _habit: Habit, _value: str) -> Cell:
    return Cell(int(f"4406{dice.randrange(10**13):013d}"))


def _pattern(dice: Random, habit: Habit, value: str) -> Cell:
    wrong = {"entity_code": "{}-", "other_types": "{}、无"}.get(habit.column.key)
    return Cell((wrong or dice.choice(["{}#", "编号{}", "{} a", "{}/1"])).format(value), "@")


def _mistyped(dice: Random, _habit: Habit, value: str) -> Cell:
    # An optional cell may be empty, or a dash; of this body the check character is 8.
    code = value if len(value) in (9, 18) else "123456788"
    return Cell(code[:-1] + dice.choice([digit for digit in "0123456789" if digit != code[-1]]), "@")


def _overlong(_dice: Random, habit: Habit, value: str) -> Cell:
    return Cell(value + "长" * habit.column.longest, "@")


def _kind(codes: str, fits: Callable[[Habit, str], bool], cell: Callable[[Random, Habit, str], Cell | None]) -> Kind:
    return Kind(frozenset(f"cell|{code}" for code in codes.split()), fits, cell)


KINDS: dict[str, Kind] = {
    "about": _kind("number", _is_number, _one_of("约{}", "{}余", "≥{}", "{}左右", "近{}", "{}多", "＞{}")),
    "interval": _kind("number", _is_number, _one_of("10-20", "10～20", "50至60", "{}+")),
    "no value": _kind("number", _is_number, _one_of("无", "—", "/", "同上", "暂无", "-", "N/A", "——")),
    "letters for digits": _kind("number", _is_number, _misread),
    "too many decimals": _kind("decimals", _is_number, _decimals),
    "out of range": _kind("too_small too_large", _is_number, _range),
    "other unit": _kind("number", _has_other_unit, _other_unit),
    "bare share": _kind("number", _is_percent, _share),
    "not in enum": _kind("not_one_of", _is("enum"), _one_of("不详", "超大型", "其它类", "未知", "无法归类")),
    "no truth": _kind("boolean", _is("boolean"), _one_of("√", "不详", "有", "Y", "2", "√是")),
    "ambiguous date": _kind("date", _is("date"), _one_of("1/2/2013", "03-04-2013", "13-12-31", "1.2.13", "12/31")),
    "impossible date": _kind(
        "date", _is("date"), _one_of("2013-02-30", "2013.13.01", "2013年2月30日", "20130231", "2013/0/5")
    ),
    "no day": _kind(
        "date",
        lambda habit, _: habit.column.kind == "date" and not habit.column.month,
        _one_of("2013年12月", "2013.12", "2013-12"),
    ),
    "no date": _kind("date", _is("date"), _one_of("无", "同上", "去年底", "2013年", "/")),
    "bad id": _kind("pattern", _is("id"), _pattern),
    "bad check character": _kind("rule", lambda habit, _: habit.column.key == "entity_code", _mistyped),
    "long text": _kind("too_long", _is("text"), _overlong),
    "missing": _kind("missing", lambda habit, _: habit.column.required, lambda *_: None),
    "error value": _kind("error", _can_be_error, _error),
    "long number": _kind("digits", lambda habit, writer: habit.column.kind == "id" and writer != "csv", _long_number),
    "uncomputed": _kind(
        "uncomputed",
        lambda _, writer: writer in {"openpyxl", "stale"},
        lambda *_: Cell(Decimal(2), formula="=1+1", is_computed=False),
    ),
}


def spoilt(dice: Random, kind: str, habit: Habit, value: str | None, column: Column) -> Cell | None:
    """The cell that an error of this kind leaves where ``value`` should stand."""
    return KINDS[kind].cell(dice, habit, value or ("50" if column.is_number else "X"))
