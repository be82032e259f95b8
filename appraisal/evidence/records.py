"""The text of a CSV file cut into records, and records into cells, by one strict grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

_TEXT = "text"
_ROW = "row"


@dataclass(frozen=True)
class Cells:
    """The cells of the sound records, and the records that are not sound, all by their index from 0."""

    #: ``row``, then a column ``0``, ``1``, ... of text for each cell.
    frame: pl.DataFrame
    #: Records with a stray or open quotation mark, or a lone carriage return.
    broken: list[int]
    #: Records without any content.
    empty: list[int]
    #: Records with another number of cells, and that number.
    uneven: dict[int, int]


def split_records(source: str) -> pl.Series:
    """The records of a text, one string each: a line break between quotation marks does not end a record."""
    lines = pl.Series(_TEXT, [source]).str.split("\n").explode()
    filled = (lines.str.strip_suffix("\r") != "").arg_true()
    lines = lines.head(filled[-1] + 1 if len(filled) else 0)
    quotes = lines.str.count_matches('"', literal=True)
    if (quotes % 2 == 0).all():
        return lines.str.strip_suffix("\r")
    is_open = quotes.cast(pl.UInt64).cum_sum() % 2 == 1
    record = is_open.shift(1, fill_value=False).not_().cum_sum().alias("record")
    joined = pl.DataFrame([lines, record]).group_by("record", maintain_order=True).agg(pl.col(_TEXT).str.join("\n"))
    return joined.get_column(_TEXT).str.strip_suffix("\r")


def header_cells(record: str, separator: str) -> list[str] | None:
    """The cells of one record, however many; None where it breaks the grammar."""
    if '"' not in record:
        return None if "\r" in record else record.split(separator)
    line = pl.DataFrame({_ROW: [0], _TEXT: [record]})
    if not _quoted(line, separator).item(0, "sound"):
        return None
    pieces = line.select(_pieces(separator).alias("piece")).explode("piece")
    return pieces.select(_unquoted(pl.col("piece"))).to_series().to_list()


def split_cells(records: pl.Series, separator: str, width: int) -> Cells:
    """The cells of records that should have ``width`` cells each."""
    frame = pl.DataFrame([records.alias(_TEXT)]).with_row_index(_ROW)
    has_quotes = frame.get_column(_TEXT).str.contains('"', literal=True)
    parts = [(_plain(frame.filter(has_quotes.not_()) if has_quotes.any() else frame, separator), _cut_plain)]
    if has_quotes.any():
        # The costly grammar is for the records that need it.
        parts.append((_quoted(frame.filter(has_quotes), separator), _cut_quoted))
    is_good = pl.col("sound") & pl.col("empty").not_() & (pl.col("cells") == width)
    cells = [cut(measured.filter(is_good), separator, width) for measured, cut in parts]
    flaws = pl.concat([measured.filter(is_good.not_()) for measured, _ in parts]).sort(_ROW)
    uneven = flaws.filter(pl.col("sound") & pl.col("empty").not_())
    return Cells(
        pl.concat(cells).sort(_ROW) if len(cells) > 1 else cells[0],
        flaws.filter(pl.col("sound").not_()).get_column(_ROW).to_list(),
        flaws.filter(pl.col("sound") & pl.col("empty")).get_column(_ROW).to_list(),
        dict(uneven.select(_ROW, "cells").rows()),
    )


def _plain(rows: pl.DataFrame, separator: str) -> pl.DataFrame:
    """Records without quotation marks: every separator separates."""
    text = pl.col(_TEXT)
    return rows.with_columns(
        text.str.contains("\r", literal=True).not_().alias("sound"),
        (text.str.count_matches(separator, literal=True) + 1).alias("cells"),
        (text.str.strip_chars(separator) == "").alias("empty"),
    )


def _cut_plain(rows: pl.DataFrame, separator: str, width: int) -> pl.DataFrame:
    fields = pl.col(_TEXT).str.splitn(separator, width).struct.rename_fields([str(place) for place in range(width)])
    return rows.select(_ROW, fields).unnest(_TEXT)


def _quoted(rows: pl.DataFrame, separator: str) -> pl.DataFrame:
    """Records with quotation marks: they stand around a whole cell, and are doubled inside it."""
    cell = _cell(separator)
    sep = re.escape(separator)
    text = pl.col(_TEXT)
    return rows.with_columns(
        text.str.contains(rf"\A{cell}(?:{sep}{cell})*\z").alias("sound"),
        _pieces(separator).list.len().alias("cells"),
        text.str.contains(rf'\A(?:"")?(?:{sep}(?:"")?)*\z').alias("empty"),
    )


def _cut_quoted(rows: pl.DataFrame, separator: str, width: int) -> pl.DataFrame:
    pieces = rows.select(_ROW, _pieces(separator).alias("pieces"))
    return pieces.select(
        _ROW, *(_unquoted(pl.col("pieces").list.get(place)).alias(str(place)) for place in range(width))
    )


def _pieces(separator: str) -> pl.Expr:
    # Each piece begins with its separator, so that no piece is empty: an engine may skip over empty matches.
    return (pl.lit(separator) + pl.col(_TEXT)).str.extract_all(re.escape(separator) + _cell(separator))


def _unquoted(piece: pl.Expr) -> pl.Expr:
    cell = piece.str.slice(1)
    inside = cell.str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)
    return pl.when(cell.str.starts_with('"')).then(inside).otherwise(cell)


def _cell(separator: str) -> str:
    return rf'(?:"(?:[^"]|"")*"|[^"{re.escape(separator)}\r\n]*)'
