"""A sheet without a header that goes on where the table of the sheet before it ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Severity
from appraisal.evidence.checking import check_table
from appraisal.evidence.layout import HeaderNames, Page
from appraisal.evidence.sheet import TEXT
from appraisal.evidence.sheet_table import read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.evidence.sheet import Sheet
    from appraisal.evidence.table import Table
    from appraisal.schema.table import TableSchema

#: So many rows are tried.
_SAMPLE = 50


def continues(page: Page, before: Table) -> bool:
    """Whether most rows of a sheet are sound rows of a table before it, each cell under the same letter."""
    schema = before.schema
    at = {name: letter for name in schema.columns if (letter := before.place(None, name).letter)}
    if not _is_telling(schema, at):
        return False
    headed = Page(page.file, _headed(page.sheet, at))
    table, found = read_sheet(headed, {schema.name: schema}, HeaderNames({schema.name: schema}), schema.name)
    if table is None or not table.frame.height:
        return False
    faults = [finding for finding in [*found, *check_table(table)] if finding.severity is Severity.ERROR]
    if any(finding.place.row in {None, 1} for finding in faults):
        return False
    return 2 * len({finding.place.row for finding in faults}) < table.frame.height


def _is_telling(schema: TableSchema, at: Mapping[str, str]) -> bool:
    """Whether any column takes less than every text."""
    ruled = {check.column for check in schema.checks if check.alone and check.keyword != "required"}
    return any(schema.columns[name].kind != "text" or name in ruled for name in at)


def _headed(sheet: Sheet, at: Mapping[str, str]) -> Sheet:
    """The first rows of the sheet under the header that it would need."""
    keys = {letter: name for name, letter in at.items()}
    cells = sheet.cells.head(_SAMPLE)
    header = pl.DataFrame({letter: [keys.get(letter)] for letter in cells.columns}, schema=cells.schema)
    kinds = tuple(bytes([TEXT]) + column[:_SAMPLE] for column in sheet.kinds)
    return replace(sheet, cells=pl.concat([header, cells]), kinds=kinds, merged=(), hidden_rows=frozenset())
