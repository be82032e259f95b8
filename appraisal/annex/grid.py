"""The cells of an annex by sheet, before they are a file and after; each row by the titles of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.annex.grammar.names import folded
from appraisal.annex.layout import EXTRA
from appraisal.errors import Place
from appraisal.evidence.sheet import ERROR, PERCENT, SCALED, UNCOMPUTED, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.evidence.sheet import Sheet

#: A header stands within so many rows from the top.
_SEARCHED = 20
#: What a cell shows is not what it holds.
_DOUBTFUL = frozenset({ERROR, UNCOMPUTED, PERCENT, SCALED})


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and where."""

    text: str
    place: Place
    #: An error of a formula, one that was never computed, or a number whose format shows another one.
    is_doubtful: bool = False


@dataclass(frozen=True)
class Row:
    """The cells of one row that are not empty, by the title of their column."""

    cells: Mapping[str, Cell]
    #: Its first cell.
    place: Place

    def text(self, title: str) -> str:
        """The text under a title; empty where there is none."""
        return self.cells[title].text if title in self.cells else ""

    @property
    def extra(self) -> Cell | None:
        """The JSON of the row, of however many columns."""
        parts = [cell for title, cell in self.cells.items() if folded(title).startswith(folded(EXTRA))]
        return Cell("".join(part.text for part in parts), parts[0].place) if parts else None


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet as text."""

    name: str
    rows: Sequence[Sequence[str]]
    file: str = ""
    doubtful: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, sheet: Sheet, file: str) -> Grid:
        """From a sheet that was read."""
        rows = [[(cell or "").strip() for cell in row] for row in sheet.cells.rows()]
        doubtful = frozenset(
            (row, column)
            for row, cells in enumerate(rows)
            for column in range(len(cells))
            if sheet.kind(row, column) in _DOUBTFUL
        )
        return cls(sheet.name or "", rows, file, doubtful)

    def header(self, *titles: str) -> int | None:
        """The row in which all these titles stand."""
        wanted = {folded(title) for title in titles}
        found = (at for at, row in enumerate(self.rows[:_SEARCHED]) if wanted <= {folded(cell) for cell in row})
        return next(found, None)

    def table(self, header: int, known: Sequence[str]) -> Iterator[Row]:
        """The rows below a header that are not empty; titles are those that are known, as they are known."""
        as_known = {folded(title): title for title in known}
        titles = [as_known.get(folded(title), title) for title in self.rows[header]]
        for at, row in enumerate(self.rows[header + 1 :], header + 1):
            cells = {
                title: self._cell(at, column, title)
                for column, title in enumerate(titles)
                if title and column < len(row) and row[column]
            }
            if cells:
                yield Row(cells, next(iter(cells.values())).place)

    def form(self, known: Sequence[str]) -> Row:
        """Lines of a title and a value as one row."""
        as_known = {folded(title): title for title in known}
        cells: dict[str, Cell] = {}
        for at, row in enumerate(self.rows):
            title = as_known.get(folded(row[0])) if row else None
            values = [column for column in range(1, len(row)) if row[column]]
            if not title or not values:
                continue
            if title != EXTRA:
                cells[title] = self._cell(at, 1, title)
            for number, column in enumerate(values if title == EXTRA else ()):
                cells[f"{EXTRA}{number}"] = self._cell(at, column, title)
        return Row(cells, Place(self.file, self.name))

    def _cell(self, row: int, column: int, title: str) -> Cell:
        place = Place(self.file, self.name, row + 1, title, letters(column))
        return Cell(self.rows[row][column], place, (row, column) in self.doubtful)
