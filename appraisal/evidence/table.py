"""A table of evidence that was read: typed columns and where they came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraisal.evidence.origin import Gathered

if TYPE_CHECKING:
    from collections.abc import Collection

    import polars as pl

    from appraisal.errors import Place
    from appraisal.evidence.origin import Origin
    from appraisal.schema.table import TableSchema

_PLATFORM = "platform_id"


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of one table. The frame has exactly the columns of the schema, in its order.

    Text is String, numbers are Int64 (decimals times ``10**scale``), then Boolean and Date; a cell
    that is empty, or whose column is not in the file, is null.
    """

    schema: TableSchema
    frame: pl.DataFrame
    #: Where each row of the frame stands.
    origin: Origin
    #: The cells, by row and column, that could not be read: they are null, but not missing.
    unread: frozenset[tuple[int, str]] = frozenset()

    def place(self, row: int | None, column: str | None = None) -> Place:
        """Where a row of the frame (from 0) stands in the file."""
        return self.origin.place(row, column)

    def platform_id(self, row: int) -> str | None:
        """The platform that a row of the frame is about, where the table says so."""
        return self.frame.get_column(_PLATFORM)[row] if _PLATFORM in self.schema.columns else None

    def without(self, rows: Collection[int]) -> Table:
        """The table without these rows; the others keep their places."""
        gone = set(rows)
        left = [row for row in range(self.frame.height) if row not in gone]
        new = {old: row for row, old in enumerate(left)}
        return replace(
            self,
            frame=self.frame[left],
            origin=Gathered((self.origin,), [0] * len(left), left),
            unread=frozenset((new[row], column) for row, column in self.unread if row in new),
        )

    def shown(self, row: int, column: str) -> str:
        """A cell as it is written in the file."""
        return self.schema.columns[column].shown(self.frame.get_column(column)[row])
