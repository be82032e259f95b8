"""A file of evidence becomes a table: the one door for every format."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from appraisal.errors import Finding, Place
from appraisal.evidence.limits import MAX_BYTES
from appraisal.evidence.parquet_table import read_parquet
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.evidence.table import Table
    from appraisal.schema.table import TableSchema

#: What a file is by its first bytes, or by its name where those say nothing.
Format = Literal["csv", "parquet", "excel", "archive", "unknown"]

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0", "excel"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
_ZIP = b"PK\x03\x04"
_EXCEL_NAMES = {".xlsx", ".xlsm", ".xls", ".et", ".ett", ".ods"}
_TEXT_NAMES = {".csv", ".txt", ".tsv"}


def read_table(data: bytes, name: str, schema: TableSchema) -> tuple[Table | None, list[Finding]]:
    """The table in a file called ``name``, or None and every finding that says why there is none.

    With a table may come findings that are no errors, such as the encoding that was taken.
    """
    if len(data) > MAX_BYTES:
        message = text("The file is larger than {limit} MB.", limit=MAX_BYTES // 1024 // 1024)
        return None, [Finding("file|too_large", message, place=Place(name))]
    kind = file_format(data, name)
    reader = _reader(kind)
    return reader(data, name, schema) if reader else (None, [unsupported(kind, name)])


def file_format(data: bytes, name: str) -> Format:
    """What kind of file this is."""
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_ZIP):
        return "excel" if suffix in _EXCEL_NAMES else "archive"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if suffix == ".parquet":
        return "parquet"
    return "csv" if suffix in _TEXT_NAMES else "unknown"


def _reader(kind: Format) -> Callable[[bytes, str, TableSchema], tuple[Table | None, list[Finding]]] | None:
    """The reader of a format. A new format has its line here and its kind above."""
    match kind:
        case "csv":
            from appraisal.evidence.csv_table import read_csv  # noqa: PLC0415 - six modules that Parquet does without

            return read_csv
        case "parquet":
            return read_parquet
        case "excel":
            from appraisal.evidence.sheet_tables import read_excel  # noqa: PLC0415 - the rooms of the messy sheet

            return read_excel
        case _:
            return None


def unsupported(kind: Format, name: str) -> Finding:
    """What to do with a file that is not read here."""
    place = Place(name)
    if kind == "archive":
        message, fix = text("The file is packed."), text("Unpack it and give the files in it.")
    else:
        message = text("The file is no workbook, CSV or Parquet file.")
        fix = text("Save it as .xlsx, CSV UTF-8 or Parquet.")
    return Finding("file|format", message, fix, place=place)
