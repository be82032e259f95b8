"""A sheet as it was handed in: every cell as text at its address, and what the text does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl

#: What a cell is: one byte a cell in :attr:`Sheet.kinds`.
#: A scaled cell is a number whose format shows another one.
EMPTY, TEXT, NUMBER, PERCENT, DATE, BOOLEAN, ERROR, UNCOMPUTED, SCALED = b" tn%dbefs"


class Merged(NamedTuple):
    """Merged cells: first and last row and column, counted from 0, both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, eq=False)
class Sheet:
    """The cells of one sheet, from A1 on.

    ``cells`` has a String column for each column of the sheet, named by its letters (``A``, ``B``, ...
    without a gap); row ``i`` of the frame is row ``i + 1`` of the sheet. An empty cell is null. A number
    is written in plain digits as Excel keeps it (at most 15 significant ones), followed by the word that its number
    format shows behind it, such as 万元; a date as ``2013-12-31`` (with
    `` 08:30:00`` where it has a time of day), a yes or no as ``TRUE`` or ``FALSE``, an error as ``#DIV/0!``.
    """

    #: None in a CSV file, which has only one sheet.
    name: str | None
    cells: pl.DataFrame
    #: For each column the kind of each cell; empty where every cell is text, as in a CSV file.
    kinds: tuple[bytes, ...] = ()
    merged: tuple[Merged, ...] = ()
    #: Row numbers as Excel shows them.
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    #: The workbook counts its days from 1904, as Excel for Mac once did.
    from_1904: bool = False
    #: Counted from 0.
    hidden_columns: frozenset[int] = frozenset()

    def kind(self, row: int, column: int) -> int:
        """The kind of one cell, counted from 0."""
        if self.kinds:
            return self.kinds[column][row]
        return EMPTY if self.cells.item(row, column) is None else TEXT


def letters(column: int) -> str:
    """The letters of a column counted from 0: ``A``, ``Z``, ``AA``."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
