"""Sample evidence for a new plugin: a few rows of a shipped year, or rows made up for the table it brings."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.authoring.wish import is_of_the_year
from appraisal.scenario import load_scenario
from appraisal.trial import borrow, measured_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from appraisal.authoring.column import OwnColumn
    from appraisal.authoring.wish import Wish
    from appraisal.evidence import Table
    from appraisal.scenario import Scenario
    from appraisal.schema.column import Column

#: The shipped year from which examples are taken; its evidence is synthetic.
YEAR = 2013
PLATFORM = "platform_id"
#: Two platforms with a value, and one without.
_WITH, _WITHOUT = 2, 1
_ROWS_EACH = 2


def sample(folder: Path, wish: Wish) -> dict[str, bytes]:
    """CSV files by table for the plugin in ``folder``, which was written for the wish."""
    year = load_scenario(str(YEAR))
    indicator = borrow(year.documents, folder).plugin.indicators[0]
    if wish.columns is not None:
        ids = year.tables["platforms"].frame[PLATFORM].sort().to_list()[: _WITH + _WITHOUT]
        own = {indicator.table: _made_up(wish, wish.columns, ids)}
        return {"platforms": _csv(year.tables["platforms"], pl.col(PLATFORM).is_in(ids)), **own}
    if indicator.table not in year.tables:
        # Measures and last year's measures are no evidence: there is no row to show.
        return {}
    measures = measured_alone(borrow(year.documents, folder).documents, folder.name).frame
    ids = _telling(measures, year.tables[indicator.table])
    formulas = " ".join(filter(None, (indicator.where, indicator.numerator, indicator.denominator)))
    wanted = [indicator.table, *([indicator.otherwise.table] if indicator.otherwise else [])]
    files = {name: _csv(year.tables[name], pl.col(PLATFORM).is_in(ids)) for name in wanted}
    for link in year.tables[indicator.table].schema.references:
        if f"{link.table}." in formulas and link.table != "platforms":
            files[link.table] = _csv(year.tables[link.table], _pointed_at(year, indicator.table, link, ids))
    return {"platforms": _csv(year.tables["platforms"], pl.col(PLATFORM).is_in(ids)), **files}


def _telling(measures: pl.DataFrame, table: Table) -> list[str]:
    """The platforms with a value and the fewest rows, and one without a value."""
    rows = table.frame.group_by(PLATFORM).len()
    lines = measures.join(rows, on=PLATFORM, how="left").sort(pl.col("len").fill_null(0), PLATFORM)
    measured = lines.filter((pl.col("state") == "measured") & (pl.col("len") > 0))
    # A number other than zero shows more.
    zero_last = (pl.col("low") == 0).cast(pl.Int8)
    with_value = measured.sort(zero_last, maintain_order=True)[PLATFORM].to_list()
    without = lines.filter(pl.col("len").is_null())[PLATFORM].to_list()
    return sorted([*with_value[:_WITH], *without[:_WITHOUT]])


def _pointed_at(year: Scenario, table: str, link: Any, ids: Iterable[str]) -> pl.Expr:
    rows = year.tables[table].frame.filter(pl.col(PLATFORM).is_in(list(ids)))
    return pl.all_horizontal(
        pl.col(there).is_in(rows[here].drop_nulls().unique().to_list())
        for here, there in zip(link.columns, link.key, strict=True)
    )


def _csv(table: Table, chosen: pl.Expr) -> bytes:
    columns = table.schema.columns
    rows = table.frame.filter(chosen).sort(list(table.schema.key) or PLATFORM).to_dicts()
    return _written(
        [column.title.zh for column in columns.values()],
        ([_cell(column, row[name]) for name, column in columns.items()] for row in rows),
    )


def _cell(column: Column, value: object) -> str:
    return column.shown(value)


def _made_up(wish: Wish, columns: tuple[OwnColumn, ...], ids: list[str]) -> bytes:
    """Rows of the year, and one of the year before: that it does not count is part of the expected result."""
    has_id = any(column.kind == "id" for column in columns)
    rows = [(platform, YEAR) for platform in ids[:_WITH] for _ in range(_ROWS_EACH if has_id else 1)]
    if any(is_of_the_year(column, wish) for column in columns):
        rows.append((ids[0] if has_id else ids[_WITH], YEAR - 1))
    return _written(
        ["平台编号", *(column.title for column in columns)],
        (
            [platform, *(_invented(column, number, year) for column in columns)]
            for number, (platform, year) in enumerate(rows, 1)
        ),
    )


def _invented(column: OwnColumn, number: int, year: int) -> str:
    if column.may_be_empty and column.kind == "text" and not number % 2:
        return ""
    if isinstance(column.kind, tuple):
        return column.kind[(number - 1) % len(column.kind)]
    made: Mapping[str, str] = {
        "integer": str(10 * number),
        "number": f"{10 * number}.5",
        "money": f"{10000 * number}.00",
        "date": (date(year, 3, 1) + timedelta(days=40 * number)).isoformat(),
        "text": f"示例{number}",
        "id": f"R{number}",
        "boolean": "是" if number % 2 else "否",
    }
    return made[column.kind]


def _written(header: list[str], rows: Iterable[list[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    # With the mark that lets Excel see UTF-8.
    return stream.getvalue().encode("utf-8-sig")
