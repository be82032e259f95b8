"""The header of a sheet: what stands over each column, in one row or in groups of two or three merged rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from .cells import FRACTION, TEN_THOUSAND
from .tables import Column

_GROUPS = ["基本情况", "经营情况", "服务情况", "核查情况", "资格条件", "填报内容"]
_HALF = str.maketrans("（）", "()")
#: An area of a sheet: top, left, bottom and right, counted from 0.
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Slot:
    """One column of the sheet: a column of the table, or one that the table does not have."""

    column: Column | None = None
    #: What stands in the header; empty over a blank column.
    text: str = ""
    unit: str = ""


@dataclass
class Header:
    """The texts of a header by row and place, and its merged areas, from row 0 on."""

    height: int
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)


def slot(dice: Random, column: Column, *, is_keyed: bool) -> Slot:
    """A column with the header that a sender gives it."""
    unit = _unit(dice, column)
    if is_keyed and not unit:
        return Slot(column, column.key)
    name = dice.choice(column.aliases) if column.aliases and dice.random() < 0.5 else column.title
    roll = dice.random()
    if roll < 0.1:
        name = name[:2] + "\n" + name[2:]
    elif roll < 0.17:
        name = name[:2] + dice.choice([" ", "\u3000"]) + name[2:]
    if unit:
        name += dice.choice(["", "", "\n"]) + dice.choice(["（{}）", "({})"]).format(unit)
    if dice.random() < 0.15:
        name = dice.choice(["*{}", "{}*", "{}：", "＊{}", " {} "]).format(name)
    return Slot(column, name.translate(_HALF) if dice.random() < 0.1 else name, unit)


def header(dice: Random, slots: list[Slot], height: int) -> Header:
    """The header over these columns; a blank column has nothing over it."""
    made = Header(height)
    for start, stop in _runs(slots):
        _cover(dice, made, slots, start, stop, 0, [*_GROUPS])
    return made


def _unit(dice: Random, column: Column) -> str:
    if column.unit == "%":
        return dice.choice(["", "%", FRACTION])
    if column.is_money:
        return dice.choice(["", "元", "元", TEN_THOUSAND, TEN_THOUSAND])
    return dice.choice(["", column.unit]) if column.unit else ""


def _runs(slots: list[Slot]) -> list[tuple[int, int]]:
    """The stretches of columns between blank ones."""
    runs: list[tuple[int, int]] = []
    start = None
    for place, each in enumerate([*slots, Slot()]):
        if each.text and start is None:
            start = place
        elif not each.text and start is not None:
            runs.append((start, place))
            start = None
    return runs


def _cover(dice: Random, made: Header, slots: list[Slot], start: int, stop: int, top: int, names: list[str]) -> None:
    """Write the header of the columns from start to stop, in the rows from ``top`` on."""
    last = made.height - 1
    place = start
    while place < stop:
        if top == last:
            made.texts[top, place] = slots[place].text
            place += 1
        elif top + 1 == last and (end := _alike(slots, place, stop)) > place + 1 and dice.random() < 0.6:
            _share(made, slots, place, end)
            place = end
        elif dice.random() < 0.35 or not names or slots[place].column is None:
            made.texts[top, place] = slots[place].text
            _merge(made, (top, place, last, place))
            place += 1
        else:
            end = min(stop, place + dice.randint(1, 4))
            bottom = top if top + 1 == last or dice.random() < 0.6 else top + 1
            made.texts[top, place] = names.pop(dice.randrange(len(names)))
            _merge(made, (top, place, bottom, end - 1))
            _cover(dice, made, slots, place, end, bottom + 1, names)
            place = end


def _alike(slots: list[Slot], start: int, stop: int) -> int:
    """Where the plain titles end that begin with the same two characters as the one at ``start``."""
    end = start
    while end < stop and (column := slots[end].column) and slots[end].text == column.title:
        if slots[end].text[:2] != slots[start].text[:2]:
            break
        end += 1
    return end


def _share(made: Header, slots: list[Slot], start: int, end: int) -> None:
    """One word over several columns, and under it the rest of each title."""
    last = made.height - 1
    made.texts[last - 1, start] = slots[start].text[:2]
    _merge(made, (last - 1, start, last - 1, end - 1))
    for place in range(start, end):
        made.texts[last, place] = slots[place].text[2:]


def _merge(made: Header, area: Area) -> None:
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        made.merged.append(area)
