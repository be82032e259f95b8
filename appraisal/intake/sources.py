"""Where each row of the evidence came from: file, sheet, row and the letter of each column."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence.origin import Gathered, SheetRows, WholeFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.evidence import Table
    from appraisal.evidence.origin import Origin

#: The contract of ``sources.parquet``: one line a row of evidence.
SCHEMA = {
    "table": pl.String,
    #: The cells of the key, with `` / `` between them.
    "key": pl.String,
    "file": pl.String,
    "sha256": pl.String,
    "sheet": pl.String,
    #: As Excel shows it.
    "row": pl.Int64,
    #: ``column=letter`` for each column that the sheet has, such as ``date=D``.
    "columns": pl.List(pl.String),
}


def sources(tables: Mapping[str, Table], hashes: Mapping[str, str]) -> pl.DataFrame:
    """The source of every row of gathered tables, in the order of their rows; ``hashes`` by path of the file."""
    parts = [_of_table(table, hashes) for _, table in sorted(tables.items())]
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)


def as_parquet(frame: pl.DataFrame) -> bytes:
    """The same bytes for the same rows, under one version of Polars."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def _of_table(table: Table, hashes: Mapping[str, str]) -> pl.DataFrame:
    assert isinstance(table.origin, Gathered)
    found = _of_gathered(table.origin).select(
        pl.lit(table.schema.name).alias("table"),
        _key(table).alias("key"),
        pl.col("file"),
        pl.col("file").replace_strict(hashes, default=None, return_dtype=pl.String).alias("sha256"),
        pl.col("sheet"),
        pl.col("row"),
        pl.col("columns"),
    )
    return found.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _of_gathered(origin: Gathered) -> pl.DataFrame:
    """The place of each row, in their order."""
    wanted = pl.DataFrame({"part": origin.parts, "there": origin.rows}, schema={"part": pl.UInt32, "there": pl.UInt32})
    heights = dict(wanted.group_by("part").agg(pl.col("there").max() + 1).rows())
    places = pl.concat(
        _of_origin(one, heights.get(part, 0))
        .with_row_index("there")
        .with_columns(pl.lit(part, pl.UInt32).alias("part"))
        for part, one in enumerate(origin.origins)
    )
    return wanted.join(places, on=["part", "there"], how="left", maintain_order="left").drop("part", "there")


def _of_origin(origin: Origin, height: int) -> pl.DataFrame:
    """The place of each of the first rows of one origin."""
    match origin:
        case Gathered():
            return _of_gathered(origin).head(height)
        case SheetRows(file, sheet, rows, letters):
            columns = [f"{name}={letter}" for name, letter in letters.items()]
            numbers = pl.Series("row", rows[:height], dtype=pl.Int64)
        case WholeFile(file, first_row):
            sheet, columns = None, []
            numbers = pl.int_range(first_row, first_row + height, dtype=pl.Int64, eager=True).alias("row")
        case _:
            raise AssertionError(origin)
    return pl.DataFrame({"row": numbers}).select(
        pl.lit(file, pl.String).alias("file"),
        pl.lit(sheet, pl.String).alias("sheet"),
        "row",
        pl.lit(columns, pl.List(pl.String)).alias("columns"),
    )


def _key(table: Table) -> pl.Series:
    cells = table.frame.select(
        pl.col(name).cast(pl.String).fill_null("-") for name in (table.schema.key or table.frame.columns)
    ).get_columns()
    joined = cells[0]
    for more in cells[1:]:
        joined = joined + " / " + more
    return joined
