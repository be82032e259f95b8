"""The cells of one sheet while they are read: columns that grow, within the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .cell import EMPTY, column_letters
from .merges import overlap
from .refusal import damaged, refuse

if TYPE_CHECKING:
    from .job import Limits

_MOST_MERGED = 20_000


class Room:
    """How much all sheets of a workbook may still take."""

    def __init__(self, limits: Limits) -> None:
        """All of it is free."""
        self.limits = limits
        self.cells = limits.cells
        self.text = limits.text

    def check(self, sheet: str, height: int, width: int) -> None:
        """Refuse a sheet whose values span more rows, columns or cells than there is room for."""
        last = f"{column_letters(width - 1)}{height}"
        if width > self.limits.columns:
            refuse("columns", sheet=sheet, limit=self.limits.columns, cell=last)
        if height > self.limits.rows:
            refuse("rows", sheet=sheet, limit=self.limits.rows, cell=last)
        if height * width > self.cells:
            refuse("cells", sheet=sheet, limit=self.limits.cells, cell=last)

    def take(self, sheet: str, height: int, width: int) -> None:
        """Count a sheet that was read."""
        self.check(sheet, height, width)
        self.cells -= height * width

    def take_text(self, characters: int) -> None:
        """Count text: one long text that a million cells share is a million texts."""
        self.text -= characters
        if self.text < 0:
            refuse("text", limit=self.limits.text >> 20)


class Grid:
    """The values of one sheet with their kinds, and what lies over them."""

    def __init__(self, name: str, room: Room) -> None:
        """No cell yet."""
        self.name = name
        self.height = 0
        self.merged: list[tuple[int, int, int, int]] = []
        #: As Excel shows them.
        self.hidden_rows: set[int] = set()
        #: Counted from 0.
        self.hidden_columns: set[int] = set()
        self._room = room
        self._columns: list[list[str | None]] = []
        self._kinds: list[list[str]] = []

    def put(self, row: int, column: int, kind: str, value: str | None) -> None:
        """A cell that is not empty."""
        if row >= self.height or column >= len(self._columns):
            self._grow(row, column)
        values, kinds = self._columns[column], self._kinds[column]
        gap = row - len(values)
        if gap < 0:
            if kinds[row] != EMPTY:
                damaged(f"{column_letters(column)}{row + 1} stands there twice")
            values[row], kinds[row] = value, kind
        else:
            if gap:
                values += [None] * gap
                kinds += EMPTY * gap
            values.append(value)
            kinds.append(kind)
        if value:
            self._room.take_text(len(value))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Cells that are one."""
        if len(self.merged) >= _MOST_MERGED:
            refuse("merged", sheet=self.name, limit=_MOST_MERGED)
        if (top, left) != (bottom, right):
            self.merged.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def hide_columns(self, first: int, last: int) -> None:
        """Columns, counted from 0, that are not shown."""
        self.hidden_columns.update(range(max(0, first), min(last + 1, self._room.limits.columns)))

    def document(self) -> dict[str, Any]:
        """The sheet as it goes to the parent."""
        self._room.take(self.name, self.height, len(self._columns))
        for values, kinds in zip(self._columns, self._kinds, strict=True):
            gap = self.height - len(values)
            values.extend([None] * gap)
            kinds.extend(EMPTY * gap)
        return {**self.frame(), "columns": self._columns, "kinds": ["".join(kinds) for kinds in self._kinds]}

    def frame(self) -> dict[str, Any]:
        """The sheet without its cells."""
        # NOTE: below the last value there is nothing to hide.
        hidden = sorted(row for row in self.hidden_rows if row <= self.height)
        if pair := overlap(self.merged):
            first, second = (_span(*area) for area in pair)
            refuse("overlap", sheet=self.name, first=first, second=second)
        return {
            "name": self.name,
            "merged": self.merged,
            "hidden_rows": hidden,
            "hidden_columns": sorted(self.hidden_columns),
        }

    def _grow(self, row: int, column: int) -> None:
        height, width = max(self.height, row + 1), max(len(self._columns), column + 1)
        self._room.check(self.name, height, width)
        self.height = height
        while len(self._columns) < width:
            self._columns.append([])
            self._kinds.append([])


def _span(top: int, left: int, bottom: int, right: int) -> str:
    return f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
