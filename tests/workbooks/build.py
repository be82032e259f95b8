"""A whole workbook from a seed: which file, which tables, which errors where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .cells import Cell, Habit, habit
from .files import WRITERS
from .header import Slot
from .plants import DUPLICATE, KINDS, Planted, spoilt
from .rows import Content, Row, content
from .sheet import Grid, Layout, Spoilt, Style, slots
from .tables import tables

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PROSE = ("封面", "广东省专业镇中小微企业服务平台考核材料", "示例市科技局", "二〇一四年一月")


@dataclass(frozen=True)
class Workbook:
    """A file as a city sends it, and what is true of it."""

    data: bytes
    name: str
    #: The rows of each table in the order of the sheets; a spoilt cell is None.
    truth: dict[str, list[Row]]
    planted: list[Planted]
    #: The cells, by sheet, row and letter, whose value is known only by a declared repair.
    repaired: frozenset[tuple[str | None, int, str]]


@dataclass
class _Draft:
    """A sheet before it is laid out."""

    name: str
    content: Content
    slots: list[Slot]
    habits: dict[str, Habit]
    spoilt: Spoilt
    #: The kind of error in each spoilt row.
    kinds: dict[int, str]
    #: Rows that no further error may touch.
    taken: set[int]


def build(seed: int, *, errors: int) -> Workbook:
    """The workbook of a seed with so many errors in it; 0 is a clean one."""
    dice = Random(f"workbook|{seed}|{errors}")  # noqa: S311 - seeded evidence, no secrets
    writer = dice.choices([*WRITERS], [weight for *_, weight in WRITERS.values()])[0]
    write, suffix, _ = WRITERS[writer]
    from_1904 = suffix == ".xlsx" and dice.random() < 0.04
    style = Style(writer == "csv", writer != "csv", from_1904)
    drafts = list(_drafts(dice, style, 1 if writer == "csv" else dice.choice([1, 1, 1, 2, 2, 3, 4]), errors))
    for _ in range(errors):
        _plant(dice, drafts, writer)
    grids = [_grid(dice, draft, style) for draft in drafts]
    # Before the cells are spoilt in the truth, they are written.
    planted = [error for draft, grid in zip(drafts, grids, strict=True) for error in _planted(draft, grid, style)]
    written = [*grids, *_others(dice, style)]
    name = f"{dice.choice(['佛山市', '东莞市', 'city'])}{seed}{suffix}"
    return Workbook(write(dice, written, from_1904=from_1904), name, _truth(drafts), planted, _repaired(grids, style))


def _drafts(dice: Random, style: Style, count: int, errors: int) -> Iterator[_Draft]:
    names = dice.sample([*tables()], count)
    if count > 1 and dice.random() < 0.1:
        names[1] = names[0]
    names_as = dice.choice(["title", "key", "plain"])
    first = 1
    for place, name in enumerate(names):
        table = tables()[name]
        made = content(dice, table, max(2 * errors + 2, int(dice.triangular(5, 60, 10))), first)
        first += len(made.rows)
        columns = slots(dice, made)
        habits = {
            each.column.key: habit(dice, each.column, each.unit, is_csv=style.is_csv, from_1904=style.from_1904)
            for each in columns
            if each.column
        }
        label = {"title": table.title, "key": name, "plain": "Sheet"}[names_as] + (
            str(place + 1) if names_as == "plain" or name in names[:place] else ""
        )
        yield _Draft(label, made, columns, habits, {}, {}, set())


def _plant(dice: Random, drafts: list[_Draft], writer: str) -> None:
    """One error more, of a kind that fits somewhere, in a row that has none."""
    while True:
        kind = dice.choice([*KINDS, DUPLICATE])
        draft = dice.choice(drafts)
        free = [row for row in range(len(draft.content.rows)) if row not in draft.taken]
        if kind == DUPLICATE:
            if len(free) > 2:
                _repeat_key(draft, *sorted(dice.sample(free, 2)))
                return
            continue
        fitting = [key for key, each in draft.habits.items() if KINDS[kind].fits(each, writer)]
        if fitting and free:
            key, row = dice.choice(fitting), dice.choice(free)
            habit = draft.habits[key]
            draft.spoilt[row] = (key, spoilt(dice, kind, habit, draft.content.rows[row][key], habit.column))
            draft.kinds[row] = kind
            draft.taken.add(row)
            return


def _repeat_key(draft: _Draft, first: int, later: int) -> None:
    for key in draft.content.table.key:
        draft.content.rows[later][key] = draft.content.rows[first][key]
    draft.spoilt[later] = ("", None)
    draft.kinds[later] = DUPLICATE
    draft.taken |= {first, later}


def _grid(dice: Random, draft: _Draft, style: Style) -> Grid:
    return Layout(dice, draft.name, draft.content, draft.habits, style).finished(draft.slots, draft.spoilt)


def _planted(draft: _Draft, grid: Grid, style: Style) -> Iterator[Planted]:
    sheet = None if style.is_csv else draft.name
    for row, kind in sorted(draft.kinds.items()):
        key, _ = draft.spoilt[row]
        letter = _LETTERS[grid.places[key]] if key else None
        yield Planted(sheet, grid.rows[row] + 1, letter, key or draft.content.table.key[0], kind)


def _repaired(grids: list[Grid], style: Style) -> frozenset[tuple[str | None, int, str]]:
    return frozenset(
        (None if style.is_csv else grid.name, row + 1, _LETTERS[column])
        for grid in grids
        for (row, column), cell in grid.cells.items()
        if cell.is_repaired
    )


def _truth(drafts: list[_Draft]) -> dict[str, list[Row]]:
    truth: dict[str, list[Row]] = {}
    for draft in drafts:
        for number, row in enumerate(draft.content.rows):
            wrong, _ = draft.spoilt.get(number, ("", None))
            truth.setdefault(draft.content.table.name, []).append(
                {key: None if key == wrong else value for key, value in row.items()}
            )
    return truth


def _others(dice: Random, style: Style) -> Iterator[Grid]:
    """Sheets that are no tables: an empty one, a cover of prose."""
    if style.is_csv:
        return
    if dice.random() < 0.15:
        yield Grid("Sheet9")
    if dice.random() < 0.1:
        cover = {(row, 0): Cell(words) for row, words in enumerate(_PROSE)}
        yield Grid("封面", cover, height=len(_PROSE))
