"""How much evidence is read: beyond these a file is refused before it is parsed."""

from __future__ import annotations

#: Bytes of one file.
MAX_BYTES = 1024**3
#: Rows of one table.
MAX_ROWS = 10_000_000
#: Cells of a CSV file as it comes, every row as wide as the widest: one long row among many short ones.
MAX_CSV_CELLS = 100_000_000
#: Columns of one file.
MAX_COLUMNS = 500
#: Characters of one cell.
MAX_CELL = 10_000
#: Findings of one kind in one column of a file that are told one by one; the rest is counted.
MAX_CELL_FINDINGS = 1_000
#: The same for references to another table.
MAX_REFERENCE_FINDINGS = 50
#: Bytes of a workbook.
MAX_WORKBOOK_BYTES = 64 * 1024**2
#: Bytes of all that is packed in a workbook: five million cells are about 200 MB.
MAX_UNPACKED = 400 * 1024**2
#: Unpacked bytes of a part of a workbook for each packed one. Sheets come to 30; a bomb to 1,000.
MAX_RATIO = 200
#: Parts of a workbook: its sheets, pictures and notes.
MAX_MEMBERS = 5_000
MAX_SHEETS = 200
#: Excel has no more.
MAX_SHEET_ROWS = 1_048_576
#: Cells of all sheets of a workbook, each sheet from A1 to its last value.
MAX_SHEET_CELLS = 5_000_000
#: Characters of a cell: Excel has no more.
MAX_SHEET_TEXT = 32_767
#: Characters of all cells of a workbook.
MAX_WORKBOOK_TEXT = 128 * 1024**2
#: Bytes of a sheet for which the watched process loads Polars: below that reading takes less time than loading.
LARGE_SHEET = 3 * 1024**2
#: Bytes of memory that the watched process may take; the program itself takes about 300 MB more.
CHILD_MEMORY = 640 * 1024**2
#: Seconds that it may compute.
CHILD_CPU_SECONDS = 7
#: Seconds of the clock, however busy the machine: after that it hangs.
CHILD_SECONDS = 120
