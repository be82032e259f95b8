"""Lines above the recognised header that are no titles: data of the table, or the header of another one."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding
from appraisal.evidence.layout.labels import is_label, stands_alone
from appraisal.evidence.layout.page import row_numbers
from appraisal.evidence.repairs import own_unit, read_column, without_spaces
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.evidence.layout.columns import Columns
    from appraisal.evidence.layout.header import HeaderSearch
    from appraisal.evidence.layout.names import HeaderNames
    from appraisal.evidence.layout.page import Page
    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema

#: A line with fewer cells that fit their columns is a title.
_TELLING = 2
#: Where every cell would fit any text, so many of them make a line of data.
_TELLING_TEXTS = 3
_YEAR = re.compile("(?:19|20)[0-9]{2}(?:年度?)?")
_RULES_OF_CODES = frozenset({"enum", "const", "pattern", "format"})


def findings_above(
    page: Page, search: HeaderSearch, columns: Columns, schema: TableSchema, names: HeaderNames
) -> list[Finding]:
    """An error for lines above the header that would be lost: those of data, and other headers."""
    judge = _Judge(columns, schema, names)
    lines = groupby(search.title_lines(columns.header), key=lambda cell: cell[0])
    rows = [row for row, cells in lines if judge.is_lost({column: words for _, column, words in cells})]
    if not rows:
        return []
    message = text(
        "Row {rows}, above the header in row {row}, looks like data or like another header.",
        rows=row_numbers(rows),
        row=columns.header.top + 1,
    )
    fix = text("Put one table on a sheet, with all its rows under one header.")
    return [Finding("sheet|above_header", message, fix, place=page.place(rows[0]))]


class _Judge:
    """Says whether a line above the header is more than a title."""

    def __init__(self, columns: Columns, schema: TableSchema, names: HeaderNames) -> None:
        self._columns = {place: schema.columns[name] for name, place in columns.positions.items()}
        self._schema = schema
        self._names = names

    def is_lost(self, cells: dict[int, str]) -> bool:
        words = {place: word for place, cell in sorted(cells.items()) if (word := without_spaces(cell))}
        # A header with a colon has its value beside it: it says something of the table as a whole.
        if self._names.is_header([word for word in words.values() if not word.endswith(":")]):
            return True
        fitting = [self._columns[place] for place in self._values(words) if self._fits(place, cells[place])]
        if any(self._is_strict(column) for column in fitting):
            return len(fitting) >= _TELLING
        return len(fitting) >= _TELLING_TEXTS and 2 * len(fitting) >= len(self._columns)

    def _values(self, words: dict[int, str]) -> list[int]:
        """The columns of the table in which neither a label stands nor the value of one."""
        found: list[int] = []
        before = ""
        for place, word in words.items():
            is_year = len(words) <= _TELLING and _YEAR.fullmatch(word)
            is_beside = stands_alone(before) or self._names.meanings((before,))
            if place in self._columns and not (is_year or is_beside or is_label(word) or stands_alone(word)):
                found.append(place)
            before = word
        return found

    def _is_strict(self, column: Column) -> bool:
        return column.kind != "text" or bool(self._rules(column))

    def _rules(self, column: Column) -> list[pl.Expr]:
        return [
            check.fails
            for check in self._schema.checks
            if check.alone and check.column == column.name and check.keyword in _RULES_OF_CODES
        ]

    def _fits(self, place: int, cell: str) -> bool:
        """Whether a column of the table could hold a cell."""
        column = self._columns[place]
        cells = pl.Series(column.name, [cell], dtype=pl.String)
        values = read_column(column, cells, b"", own_unit(column), self._schema.checks, from_1904=False).values
        rules = self._rules(column)
        if values[0] is None or not rules:
            return values[0] is not None
        return not values.to_frame(column.name).select(pl.any_horizontal(rules).fill_null(value=False)).item()
