"""How much evidence is read: beyond these a file is refused before it is parsed."""

from __future__ import annotations

#: Bytes of one file.
MAX_BYTES = 1024**3
#: Rows of one table.
MAX_ROWS = 10_000_000
#: Columns of one file.
MAX_COLUMNS = 500
#: Characters of one cell.
MAX_CELL = 10_000
#: Findings of one kind in one column of a file that are told one by one; the rest is counted.
MAX_CELL_FINDINGS = 1_000
#: The same for references to another table.
MAX_REFERENCE_FINDINGS = 50
