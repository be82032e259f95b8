"""The sheets of a file read as tables: which are passed over, which should not be hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.evidence.checking import check_table
from appraisal.evidence.expert_sheet import MARKS, expert_stamp, read_expert_sheet
from appraisal.evidence.layout import HeaderNames, Page, bare, headerless
from appraisal.evidence.origin import Gathered
from appraisal.evidence.sheet_continued import continues
from appraisal.evidence.sheet_table import read_sheet
from appraisal.evidence.table import Table
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.evidence.sheet import Sheet
    from appraisal.schema.table import TableSchema

#: The sheets of our own form that hold no evidence.
_OWN_SHEETS = {"说明", "填表说明", "自检", "问题清单", "guide", "self-check", "problems"}


def read_sheets(
    sheets: Sequence[Sheet], file: str, schemas: Mapping[str, TableSchema], wanted: str | None
) -> tuple[list[Table], list[Finding]]:
    """A table for each sheet that holds one, with the findings of every sheet."""
    known = {wanted: schemas[wanted]} if wanted else schemas
    if MARKS in known and (stamp := expert_stamp(sheets)):
        table, found = read_expert_sheet(sheets, stamp, file, known[MARKS])
        return [table] if table else [], found
    names = HeaderNames(known)
    tables: list[Table] = []
    found: list[Finding] = []
    # A file with one sheet is what was asked for; among several the others may be anything.
    alone = wanted if sum(not sheet.is_hidden for sheet in sheets) == 1 else None
    for sheet in sheets:
        if sheet.cells.is_empty():
            continue
        page = Page(file, sheet)
        table, findings = read_sheet(page, known, names, alone)
        if sheet.is_hidden:
            found += _hidden(page, table, findings)
        elif table is None and _is_own(sheet):
            continue
        else:
            tables += [table] if table else []
            found += _told(page, tables, findings)
    return tables, found


def _told(page: Page, tables: Sequence[Table], findings: list[Finding]) -> list[Finding]:
    """What is said of a sheet; one that says nothing itself may go on with the table before it."""
    if not any(finding.code == "sheet|no_table" for finding in findings):
        return findings
    before = next((table for table in reversed(tables) if continues(page, table)), None)
    return [headerless(page, before.schema)] if before else findings


def read_excel(data: bytes, file: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    """The one table in a workbook, or None and every finding that says why there is none."""
    from appraisal.evidence.workbook import read_workbook  # noqa: PLC0415 - sheets may come from elsewhere

    sheets, found = read_workbook(data, file)
    tables, findings = read_sheets(sheets, file, {schema.name: schema}, schema.name)
    found = [*found, *findings]
    if any(finding.severity is Severity.ERROR for finding in found):
        return None, [*found, *(finding for table in tables for finding in check_table(table))]
    if not tables:
        message = text("No sheet holds the table {table}.", table=schema.label)
        fix = text("Write the header of the table above its rows.")
        return None, [*found, Finding("file|no_table", message, fix, place=Page(file, sheets[0]).place())]
    return _joined(tables), found


def _joined(tables: Sequence[Table]) -> Table:
    """Several sheets of one table as one table that knows where each row stands."""
    if len(tables) == 1:
        return tables[0]
    heights = [table.frame.height for table in tables]
    parts = [part for part, height in enumerate(heights) for _ in range(height)]
    rows = [row for height in heights for row in range(height)]
    frame = pl.concat([table.frame for table in tables], rechunk=True)
    return Table(tables[0].schema, frame, Gathered([table.origin for table in tables], parts, rows))


def _is_own(sheet: Sheet) -> bool:
    return bare(sheet.name or "") in _OWN_SHEETS


def _hidden(page: Page, table: Table | None, findings: Sequence[Finding]) -> list[Finding]:
    """A hidden sheet is not read; one that holds a table, or nearly, is not passed over in silence."""
    if table is not None:
        message = text("The sheet is hidden, but holds the table {table}.", table=table.schema.label)
        return [Finding("sheet|hidden", message, text("Show the sheet, or delete it."), place=page.place())]
    if (page.sheet.name or "").startswith("_") or _is_own(page.sheet):
        return []
    if any(finding.code == "sheet|no_table" for finding in findings):
        message = text("The sheet is hidden and was not read.")
        return [Finding("sheet|hidden", message, severity=Severity.NOTICE, place=page.place())]
    message = text("The sheet is hidden and looks like a table; it was not read.")
    fix = text("Show the sheet, or delete it.")
    return [Finding("sheet|hidden", message, fix, Severity.WARNING, page.place())]
