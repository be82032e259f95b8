"""A file as a city sends it: its sheets, the tables in them, and everything there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Severity
from appraisal.evidence.checking import check_table
from appraisal.evidence.csv_sheet import read_csv_sheet
from appraisal.evidence.layout import HeaderNames
from appraisal.evidence.limits import MAX_BYTES
from appraisal.evidence.reading import file_format, unsupported
from appraisal.evidence.sheet_tables import read_sheets
from appraisal.schema.pointer import listed
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.evidence.sheet import Sheet
    from appraisal.evidence.table import Table
    from appraisal.schema.table import TableSchema


@dataclass(frozen=True)
class Delivery:
    """What a file holds. Tables come with their bad cells, which are null and named in ``Table.unread``."""

    #: The sheets as they were handed in, for a marked copy; none in a Parquet file.
    sheets: tuple[Sheet, ...]
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]


def read_delivery(data: bytes, name: str, schemas: Mapping[str, TableSchema], *, wanted: str | None = None) -> Delivery:
    """The tables in a file called ``name``, checked, with every finding in one pass.

    ``wanted`` is the table that the file holds, where the caller knows it.
    """
    if len(data) > MAX_BYTES:
        message = text("The file is larger than {limit} MB.", limit=MAX_BYTES // 1024 // 1024)
        return Delivery((), (), (Finding("file|too_large", message, place=Place(name)),))
    kind = file_format(data, name)
    if kind == "parquet":
        return _parquet(data, name, schemas, wanted)
    sheets: Sequence[Sheet] = ()
    if kind == "excel":
        from appraisal.evidence.workbook import read_workbook  # noqa: PLC0415 - a CSV file needs no watchdog

        sheets, found = read_workbook(data, name)
    elif kind == "csv":
        sheet, found = read_csv_sheet(data, name, HeaderNames(schemas).familiar)
        sheets = [sheet] if sheet else []
    else:
        found = [unsupported(kind, name)]
    tables, more = read_sheets(sheets, name, schemas, wanted)
    return _checked(sheets, tables, [*found, *more], name, schemas)


def _parquet(data: bytes, name: str, schemas: Mapping[str, TableSchema], wanted: str | None) -> Delivery:
    table_name = wanted or PurePath(name).name.partition(".")[0]
    if table_name not in schemas:
        message = text("The name of the file does not say which table it holds.")
        fix = text("Name it after its table: {names}.", names=listed(f"{table}.parquet" for table in schemas))
        return Delivery((), (), (Finding("file|table_unknown", message, fix, place=Place(name)),))
    from appraisal.evidence.workbook import read_parquet_apart  # noqa: PLC0415 - a CSV file needs no watchdog

    table, found = read_parquet_apart(data, name, schemas[table_name])
    return _checked((), [table] if table else [], found, name, schemas)


def _checked(
    sheets: Sequence[Sheet],
    tables: Sequence[Table],
    found: Sequence[Finding],
    name: str,
    schemas: Mapping[str, TableSchema],
) -> Delivery:
    findings = [*found, *(finding for table in tables for finding in check_table(table))]
    if not tables and not any(finding.severity is Severity.ERROR for finding in findings):
        message = text("The file holds none of the known tables.")
        fix = text("Use the form; known tables: {names}.", names=listed(schema.title for schema in schemas.values()))
        findings.append(Finding("file|no_table", message, fix, place=Place(name)))
    return Delivery(tuple(sheets), tuple(tables), tuple(findings))
