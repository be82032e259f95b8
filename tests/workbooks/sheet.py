"""A sheet laid out as people do: titles, header, rows with totals and gaps between them, a footer."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from .cells import FRACTION, Cell, Habit, dressed, grouped, plain
from .header import Area, Slot, header, slot
from .rows import Content, Row

_TOTALS = ("合计", "合 计", "总计", "合计：", "共计")
_FOOTERS = (
    ("填表人：王五", "审核人：赵六", "日期：2014年1月10日"),
    ("注：本表一式两份，报省级主管部门。",),
    ("单位负责人：", "填表人：", "联系电话：0757-12345678"),
    ("单位（盖章）：", "2014年1月10日"),
    ("说明：数据截至2013年12月31日。",),
)
_TITLES = (
    "附件2",
    "广东省专业镇服务平台{}",
    "填报单位：示例市科技局",
    "2013年度",
    "{}（2013年度）",
    "填报日期：2014年1月5日",
)


@dataclass
class Style:
    """What the whole file allows: CSV has no merged cells and no hidden rows."""

    is_csv: bool
    can_hide: bool
    from_1904: bool


@dataclass
class Grid:
    """A sheet ready to be written, its cells by row and column from 0."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    #: Where each row and each column of the table stands.
    rows: list[int] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    height: int = 0


#: For each spoilt row its column and the cell there; an empty column where the whole row repeats a key.
Spoilt = dict[int, tuple[str, Cell | None]]


class Layout:
    """One sheet in the making, from the top down."""

    def __init__(self, dice: Random, name: str, content: Content, habits: dict[str, Habit], style: Style) -> None:
        self.dice, self.content, self.habits, self.style = dice, content, habits, style
        self.grid = Grid(name)
        self.row = 0
        self.slots: list[Slot] = []
        self.left = 0

    def finished(self, slots: list[Slot], spoilt: Spoilt) -> Grid:
        """The sheet with these columns and these errors in it."""
        self.slots = slots
        self.left = 1 if self._chance(0.15) else 0
        self.grid.places = {each.column.key: self.left + place for place, each in enumerate(slots) if each.column}
        self._titles()
        self._header()
        self._body(spoilt)
        self._footer()
        self.grid.height = self.row
        return self.grid

    def _chance(self, likely: float) -> bool:
        return self.dice.random() < likely

    def _put(self, place: int, value: str | Cell) -> None:
        self.grid.cells[self.row, self.left + place] = value if isinstance(value, Cell) else Cell(value)

    def _merge(self, top: int, first: int, bottom: int, last: int) -> None:
        if not self.style.is_csv and (top, first) != (bottom, last):
            self.grid.merged.append((top, self.left + first, bottom, self.left + last))

    def _titles(self) -> None:
        for title in self.dice.sample(_TITLES, self.dice.choice([0, 0, 1, 1, 2, 3])):
            self._put(0, title.format(self.content.table.title))
            if self._chance(0.7):
                self._merge(self.row, 0, self.row, len(self.slots) - 1)
            self.row += 1
        if self.row and self._chance(0.15):
            self.row += 1

    def _header(self) -> None:
        height = 1 if self.style.is_csv else self.dice.choices([1, 2, 3], [6, 3, 1])[0]
        if height == 1 and self.style.can_hide and self._chance(0.1):
            for place, each in enumerate(self.slots):
                self._put(place, each.column.key if each.column else "")
            self.grid.hidden.add(self.row)
            self.row += 1
        made = header(self.dice, self.slots, height)
        for (row, place), words in made.texts.items():
            self.grid.cells[self.row + row, self.left + place] = Cell(words)
        for top, first, bottom, last in made.merged:
            self._merge(self.row + top, first, self.row + bottom, last)
        self.row += height

    def _body(self, spoilt: Spoilt) -> None:
        rows = self.content.rows
        cuts = sorted(self.dice.sample(range(1, len(rows)), 2)) if len(rows) > 8 and self._chance(0.25) else []
        merging = set() if self.style.is_csv else {key for key in ("city", "county", "town") if self._chance(0.5)}
        merging |= {"platform_id"} if not self.style.is_csv and self._chance(0.2) else set()
        start = 0
        for stop in [*cuts, len(rows)]:
            self._stretch(start, stop, spoilt, merging - set(self.content.table.key[:1]))
            if cuts:
                self._total("小计", rows[start:stop])
            start = stop
        if self._chance(0.3):
            self._total(self.dice.choice(_TOTALS), rows)

    def _stretch(self, start: int, stop: int, spoilt: Spoilt, merging: set[str]) -> None:
        """Rows up to the next subtotal, with gaps between them."""
        begun = start
        for number in range(start, stop):
            self._data(number, spoilt)
            if self._chance(0.04) and number + 1 < stop:
                self._merge_down(begun, number + 1, spoilt, merging)
                begun = number + 1
                self.row += self.dice.choice([1, 1, 2])
        self._merge_down(begun, stop, spoilt, merging)

    def _data(self, number: int, spoilt: Spoilt) -> None:
        row = self.content.rows[number]
        wrong, cell = spoilt.get(number, ("", None))
        for place, each in enumerate(self.slots):
            if each.column is None:
                self._stranger(each, place, number)
            elif each.column.key == wrong:
                self._put(place, cell or "")
            elif (value := row[each.column.key]) is not None:
                self._put(place, dressed(self.dice, self.habits[each.column.key], value))
        if self.style.can_hide and self._chance(0.02):
            self.grid.hidden.add(self.row)
        self.grid.rows.append(self.row)
        self.row += 1

    def _stranger(self, each: Slot, place: int, number: int) -> None:
        """A cell of a column that the table does not have."""
        if each.text.startswith("序"):
            self._put(place, Cell(Decimal(number + 1)))
        elif each.text and self._chance(0.2):
            self._put(place, self.dice.choice(["已核", "无", "材料待补", "2013"]))

    def _merge_down(self, start: int, stop: int, spoilt: Spoilt, merging: set[str]) -> None:
        """Merge equal cells that stand below each other; a spoilt row stays by itself."""
        for key in sorted(merging & self.grid.places.keys()):
            first = start
            for number in range(start, stop + 1):
                if number == stop or number in spoilt or self._value(number, key) != self._value(first, key):
                    self._merge_cells(first, number, key)
                    first = number + 1 if number in spoilt else number

    def _merge_cells(self, first: int, stop: int, key: str) -> None:
        value = self._value(first, key) if first < stop else None
        if stop - first < 2 or value is None:
            return
        place = self.grid.places[key]
        rows = self.grid.rows[first:stop]
        for row in rows[1:]:
            self.grid.cells.pop((row, place), None)
        self.grid.cells[rows[0], place] = Cell(value)
        self.grid.merged.append((rows[0], place, rows[-1], place))

    def _value(self, number: int, key: str) -> str | None:
        return self.content.rows[number][key]

    def _total(self, words: str, rows: list[Row]) -> None:
        first = next(place for place, each in enumerate(self.slots) if each.text)
        sums = [place for place, each in enumerate(self.slots) if each.column and _adds_up(each, self.habits)]
        for place in (place for place in sums if place > first):
            self._put(place, self._sum(self.slots[place], rows))
        self._put(first, words)
        others = [place for place, each in enumerate(self.slots) if place > first and (place in sums or not each.text)]
        if self._chance(0.4):
            self._merge(self.row, first, self.row, min(others, default=len(self.slots)) - 1)
        self.row += 1

    def _sum(self, each: Slot, rows: list[Row]) -> Cell:
        assert each.column
        shift = self.habits[each.column.key].shift
        whole = sum((shift(value) for row in rows if (value := row[each.column.key]) is not None), Decimal())
        match self.dice.choice(["number", "formula", "text"]):
            case "number":
                return Cell(whole)
            case "formula":
                return Cell(whole, formula="=SUM(Z1:Z2)")
            case _:
                return Cell(self.dice.choice([plain(whole), grouped(whole)]), "@")

    def _footer(self) -> None:
        if self._chance(0.6):
            return
        self.row += self.dice.choice([0, 0, 1])
        for words in self.dice.sample(_FOOTERS, self.dice.choice([1, 1, 2])):
            if self._chance(0.5) or len(words) > len(self.slots):
                self._put(0, "    ".join(words))
                if self._chance(0.5):
                    self._merge(self.row, 0, self.row, len(self.slots) - 1)
            else:
                step = max(1, len(self.slots) // len(words))
                for place, word in enumerate(words):
                    self._put(place * step, word)
            self.row += 1


def slots(dice: Random, content: Content) -> list[Slot]:
    """The columns of the sheet, in its order, with those that the table does not have."""
    is_keyed = dice.random() < 0.1
    made = [slot(dice, column, is_keyed=is_keyed) for column in content.columns]
    if dice.random() < 0.5:
        dice.shuffle(made)
    if dice.random() < 0.2:
        made.insert(dice.randint(1, len(made)), Slot())
    if dice.random() < 0.4:
        made.insert(0, Slot(None, dice.choice(["序号", "序号", "序 号"])))
    if dice.random() < 0.25:
        made.append(Slot(None, "备注"))
    return made


def _adds_up(each: Slot, habits: dict[str, Habit]) -> bool:
    """Whether a total of the column means anything."""
    column = each.column
    return bool(column and column.unit in {"元", "家", "人"} and habits[column.key].unit != FRACTION)
