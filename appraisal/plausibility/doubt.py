"""A doubt: rows of a table that are probably wrong for one reason, and the finding that each of them makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding
from appraisal.evidence.capped import capped
from appraisal.evidence.limits import MAX_CELL_FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraisal.errors import Severity
    from appraisal.evidence import Table
    from appraisal.texts import Text

ROW = "row number"


@dataclass(frozen=True)
class Doubt:
    """Rows of one table in the order of its key: the order of a file changes no finding."""

    code: str
    severity: Severity
    table: Table
    rows: Sequence[int]
    column: str
    #: What is wrong with a row, and what to do.
    words: Callable[[int], tuple[Text, Text]]

    @property
    def findings(self) -> list[Finding]:
        """A finding for each row; after many the rest is counted."""
        return capped(self.rows, MAX_CELL_FINDINGS, self.finding)

    def finding(self, row: int) -> Finding:
        """What is wrong with one of the rows."""
        message, fix = self.words(row)
        table = self.table
        place, value = table.place(row, self.column), table.shown(row, self.column)
        return Finding(self.code, message, fix, self.severity, place, table.platform_id(row), value or None)


def by_key(table: Table, rows: Sequence[int]) -> list[int]:
    """Rows of a table in the order of their keys."""
    key = list(table.schema.key) or table.frame.columns
    chosen = table.frame.select(key)[list(rows)].with_columns(pl.Series(ROW, rows, dtype=pl.Int64))
    return chosen.sort(key, nulls_last=True, maintain_order=True).get_column(ROW).to_list()
