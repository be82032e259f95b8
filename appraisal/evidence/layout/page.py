"""A sheet under the name of its file: it knows the address of each of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.errors import Place
from appraisal.evidence.sheet import letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.evidence.sheet import Sheet


@dataclass(frozen=True, eq=False)
class Page:
    """A sheet of a file. Rows and columns are counted from 0 here, and as Excel shows them in places."""

    file: str
    sheet: Sheet

    def place(self, row: int | None = None, column: int | None = None, key: str | None = None) -> Place:
        """A cell, a row or the sheet as a whole; ``key`` is the column of the table that stands there."""
        letter = None if column is None else letters(column)
        return Place(self.file, self.sheet.name, None if row is None else row + 1, key, letter=letter)

    def cell(self, row: int, column: int) -> str:
        """The address of a cell, such as ``D14``."""
        return f"{letters(column)}{row + 1}"


def row_numbers(rows: Iterable[int]) -> str:
    """Rows counted from 0 as people list them: ``5-9, 12``."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(first + 1) if first == last else f"{first + 1}-{last + 1}" for first, last in runs)
