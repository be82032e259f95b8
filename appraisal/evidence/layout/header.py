"""The header of a sheet: the one to three rows that say what stands in each column, wherever they begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from appraisal.evidence.layout.names import HeaderNames, Named
    from appraisal.evidence.sheet import Sheet

#: A header is looked for in so many rows from the top.
SEARCHED_ROWS = 50
#: Rows of a header: a group, a group in it, the names.
_MOST_ROWS = 3
#: A row that names so many columns is no row of data.
_TELLING = 2


class HeaderCell(NamedTuple):
    """What stands over one column."""

    #: The column of the sheet, from 0.
    position: int
    #: What stands over it, from above; empty where nothing does.
    path: tuple[str, ...]
    #: Where each of these words stands; merged cells stand in their first one.
    anchors: tuple[tuple[int, int], ...]
    #: Where the lowest one stands, or would stand.
    anchor: tuple[int, int]


@dataclass(frozen=True)
class Header:
    """The header that a sheet has if it is this table."""

    table: str
    #: First and last row, from 0.
    top: int
    bottom: int
    cells: tuple[HeaderCell, ...]
    #: Each column of the table that is named, with the cells that name it.
    named: dict[str, list[tuple[HeaderCell, Named]]]


class HeaderSearch:
    """The upper rows of a sheet, in which each table looks for its header."""

    def __init__(self, sheet: Sheet, names: HeaderNames) -> None:
        """Merged cells are spread over their whole range."""
        self._names = names
        self._merged = sheet.merged
        self._rows = sheet.cells.head(SEARCHED_ROWS).rows()
        self._width = sheet.cells.width
        self._anchors = {
            (row, column): (each.top, each.left)
            for each in sheet.merged
            if each.top < len(self._rows)
            for row in range(each.top, min(each.bottom + 1, len(self._rows)))
            for column in range(each.left, min(each.right + 1, self._width))
        }

    def headers(self) -> dict[str, Header]:
        """For each table that knows any of the headers the rows in which it knows most of them."""
        best: dict[str, tuple[tuple[int, int, int, int], int, int]] = {}
        telling = [bool(self._merits(row, row)) for row in range(len(self._rows))]
        for top in range(len(self._rows)):
            for height in range(1, min(_MOST_ROWS, len(self._rows) - top) + 1):
                # Most rows are data: they are passed over without trying every combination.
                if not any(telling[top : top + height]):
                    continue
                for table, merit in self._merits(top, top + height - 1).items():
                    rank = (*merit, -height, -top)
                    if table not in best or rank > best[table][0]:
                        best[table] = (rank, top, top + height - 1)
        return {
            table: self._header(table, *self._grown(table, top, bottom)) for table, (_, top, bottom) in best.items()
        }

    def title_lines(self, header: Header) -> list[tuple[int, int, str]]:
        """Row, column and text of each cell above a header."""
        return [
            (row, column, text)
            for row, cells in enumerate(self._rows[: header.top])
            for column, text in enumerate(cells)
            if text
        ]

    def loose_groups(self, header: Header) -> list[tuple[int, int, str]]:
        """Row, column and text of the words over the names of a header that are not merged: over which is not said."""
        names = {cell.anchor for cell in header.cells}
        return [
            (row, column, text)
            for row in range(header.top, header.bottom)
            for column, text in enumerate(self._rows[row])
            if text and (row, column) not in names and (row, column) not in self._anchors
        ]

    def _cells(self, top: int, bottom: int) -> list[HeaderCell]:
        return [self._cell(top, bottom, column) for column in range(self._width)]

    def _cell(self, top: int, bottom: int, column: int) -> HeaderCell:
        path: list[str] = []
        anchors: list[tuple[int, int]] = []
        for row in range(top, bottom + 1):
            anchor = self._anchors.get((row, column), (row, column))
            word = self._rows[anchor[0]][anchor[1]]
            if anchor not in anchors and word and word.strip():
                path.append(word)
                anchors.append(anchor)
        return HeaderCell(column, tuple(path), tuple(anchors), anchors[-1] if anchors else (bottom, column))

    def _merits(self, top: int, bottom: int) -> dict[str, tuple[int, int]]:
        """For each table how many of its columns these rows name, and how many of them with a note."""
        columns: dict[str, set[str]] = {}
        notes: dict[str, int] = {}
        for cell in self._cells(top, bottom):
            for table, named in self._names.meanings(cell.path).items():
                columns.setdefault(table, set()).add(named.column)
                notes[table] = notes.get(table, 0) + bool(named.notes)
        return {table: (len(names), notes[table]) for table, names in columns.items()}

    def _grown(self, table: str, top: int, bottom: int) -> tuple[int, int]:
        """The rows with the line of machine keys beside them, and up and down to the end of every merged header."""
        positions = self._positions(table, top, bottom)
        top = min(self._anchors.get((top, position), (top, position))[0] for position in positions)
        if top and (self._repeats(table, top - 1, positions) or self._is_titled(table, top - 1, positions)):
            top -= 1
        deepest = max(
            (each.bottom for each in self._merged if top <= each.top <= bottom and each.left in positions),
            default=bottom,
        )
        bottom = max(bottom, deepest)
        if bottom + 1 < len(self._rows) and self._repeats(table, bottom + 1, positions):
            bottom += 1
        return top, bottom

    def _positions(self, table: str, top: int, bottom: int) -> dict[int, str]:
        meanings = ((cell.position, self._names.meanings(cell.path)) for cell in self._cells(top, bottom))
        return {position: found[table].column for position, found in meanings if table in found}

    def _repeats(self, table: str, row: int, positions: dict[int, str]) -> bool:
        """Whether a row names columns once more: the same ones, or in contradiction, which is told later."""
        again = self._positions(table, row, row)
        return len(again) >= _TELLING or again.items() == positions.items()

    def _is_titled(self, table: str, row: int, keys: dict[int, str]) -> bool:
        """Whether a row above a line of keys says any of them in words; the others may have been edited."""
        again = self._positions(table, row, row)
        return bool(again) and again.items() <= keys.items()

    def _header(self, table: str, top: int, bottom: int) -> Header:
        cells = tuple(self._cells(top, bottom))
        named: dict[str, list[tuple[HeaderCell, Named]]] = {}
        for cell in cells:
            meaning = self._names.meanings(cell.path).get(table)
            if meaning:
                named.setdefault(meaning.column, []).append((cell, meaning))
        return Header(table, top, bottom, cells, named)
