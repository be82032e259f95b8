"""The text of a CSV file without quotation marks and without a fault, which is most files: cut by the engine itself."""

from __future__ import annotations

import polars as pl

_MARK = b"\x00"


def even_lines(source: str) -> bytes | None:
    """The lines of a text in UTF-8, ended by a line feed only; None where the strict grammar has to look at them."""
    lines = source.encode()
    if b'"' in lines or _MARK in lines:
        return None
    if b"\r" in lines:
        if lines.count(b"\r") != lines.count(b"\r\n"):
            return None
        lines = lines.replace(b"\r\n", b"\n")
    if lines.endswith(b"\n\n"):
        lines = lines.rstrip(b"\n")
    return lines if b"\n" in lines else None


def even_cells(lines: bytes, separator: str, width: int) -> pl.DataFrame | None:
    """``row``, then a column ``0``, ``1``, ... of text for each cell below the first line.

    None where a line has another number of cells than ``width``, or holds nothing.
    """
    *names, end = [str(place) for place in range(width + 1)]
    # A mark that no cell holds after the last cell of each line: the engine fills up short lines and cuts long ones.
    mark = separator.encode() + _MARK
    marked = lines.replace(b"\n", mark + b"\n")
    try:
        frame = pl.read_csv(
            marked if lines.endswith(b"\n") else marked + mark,
            has_header=False,
            separator=separator,
            quote_char=None,
            empty_string_is_null=False,
            schema=dict.fromkeys([*names, end], pl.String),
        )
    except pl.exceptions.ComputeError:
        return None
    is_even = frame.get_column(end).eq_missing(_MARK.decode()).all()
    cells = frame.select(names).slice(1)
    return cells.with_row_index("row") if is_even and not _has_empty(cells) else None


def _has_empty(cells: pl.DataFrame) -> bool:
    """Whether there is a row without any content."""
    nothing = cells.get_column(cells.columns[0]) == ""
    return nothing.any() and bool(cells.filter(nothing).select(pl.all_horizontal(pl.all() == "").any()).item())
