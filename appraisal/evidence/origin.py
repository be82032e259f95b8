"""Where the rows of a table came from: the place a person opens to look at a row or a cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from appraisal.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Origin(Protocol):
    """Answers for each row of a frame, counted from 0, where it stands in a file."""

    def place(self, row: int | None, column: str | None = None) -> Place:
        """The place of a row, or of its cell under a column."""
        ...


@dataclass(frozen=True)
class WholeFile:
    """A file whose rows follow each other without a gap."""

    #: The name of the file for people.
    file: str
    #: The number of the first row of data, as Excel shows it: 2 under a header.
    first_row: int

    def place(self, row: int | None, column: str | None = None) -> Place:
        """The row counted from the first one."""
        return Place(self.file, row=None if row is None else self.first_row + row, column=column)


@dataclass(frozen=True)
class SheetRows:
    """Rows of one sheet, between which others may stand: titles, totals, empty rows."""

    file: str
    #: The name of the sheet; None in a CSV file, which has only one.
    sheet: str | None
    #: The number of each row, as Excel shows it.
    rows: Sequence[int]
    #: The letter of each column of the table that the sheet has.
    letters: Mapping[str, str] = field(default_factory=dict)

    def place(self, row: int | None, column: str | None = None) -> Place:
        """The row, and the cell where the sheet has the column."""
        letter = self.letters.get(column or "")
        return Place(self.file, self.sheet, None if row is None else self.rows[row], column, letter=letter)


@dataclass(frozen=True)
class Gathered:
    """Rows gathered from several origins, in any order."""

    origins: Sequence[Origin]
    #: For each row the place of its origin in ``origins``, and the row there.
    parts: Sequence[int]
    rows: Sequence[int]

    def place(self, row: int | None, column: str | None = None) -> Place:
        """The place in the origin of the row; without a row there is no one place."""
        if row is None:
            return Place(column=column)
        return self.origins[self.parts[row]].place(self.rows[row], column)
