"""The cells of the evidence that differ between two scenarios of one year, row by row under the key of each table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.evidence import Table
    from appraisal.scenario import Scenario

_CELLS = {
    "table": pl.String,
    "key": pl.String,
    PLATFORM: pl.String,
    "column": pl.String,
    "before": pl.String,
    "after": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.String,
}


def changed_cells(before: Scenario, after: Scenario) -> pl.DataFrame:
    """A row per cell that differs, with both contents as they are written and the place in the newer file.

    A row that is only in one of the two has one line, with its key and no column; rows of a table without a key are
    compared as whole rows.
    """
    rows: list[dict[str, Any]] = []
    for name in sorted({*before.tables, *after.tables}):
        old, new = before.tables.get(name), after.tables.get(name)
        if old is None or new is None:
            continue
        if old.schema.columns.keys() == new.schema.columns.keys() and not old.frame.equals(new.frame):
            rows += _differing(name, old, new)
    rows += _decisions(before, after)
    return pl.DataFrame(rows, schema=_CELLS, orient="row").sort("table", "key", "column", nulls_last=False)


def _decisions(before: Scenario, after: Scenario) -> Iterator[dict[str, Any]]:
    """Decisions of meetings that only one of the two has."""
    old, new = (
        {
            (platform, decision.kind, decision.gate or ""): decision
            for decision in scenario.decisions
            for platform in decision.platforms
        }
        for scenario in (before, after)
    )
    for key in sorted({*old, *new}):
        was, now = (
            None if one is None else f"{' '.join(one.choice)} ({one.minutes})" for one in (old.get(key), new.get(key))
        )
        if was != now:
            platform, kind, gate = key
            yield {
                **dict.fromkeys(_CELLS),
                "table": "decisions",
                "key": f"{kind} {gate}".strip(),
                PLATFORM: platform,
            } | {
                "before": was,
                "after": now,
                "file": "decisions.json",
            }


def _differing(name: str, old: Table, new: Table) -> Iterator[dict[str, Any]]:
    keys = list(old.schema.key) or list(old.schema.columns)
    olds, news = _rows(old, keys), _rows(new, keys)
    for key in sorted({*olds, *news}, key=str):
        was, now = olds.get(key), news.get(key)
        if was is None or now is None:
            table, at = (new, now) if was is None else (old, was)
            assert at is not None
            said = {"before": None, "after": "＋"} if was is None else {"before": "－", "after": None}
            yield _cell(name, table, at, key, None) | said
            continue
        for column in old.schema.columns:
            if old.frame[column][was] != new.frame[column][now]:
                shown = {"before": _shown(old, was, column), "after": _shown(new, now, column)}
                yield _cell(name, new, now, key, column) | shown


def _rows(table: Table, keys: list[str]) -> dict[tuple[Any, ...], int]:
    return {key: at for at, key in enumerate(table.frame.select(keys).iter_rows())}


def _shown(table: Table, row: int, column: str) -> str | None:
    return None if table.frame[column][row] is None else table.shown(row, column)


def _cell(name: str, table: Table, row: int, key: tuple[Any, ...], column: str | None) -> dict[str, Any]:
    place = table.place(row, column)
    return {
        "table": name,
        "key": " ".join("" if part is None else str(part) for part in key),
        PLATFORM: table.platform_id(row),
        "column": column,
        "file": place.file,
        "sheet": place.sheet,
        "row": None if place.row is None else str(place.row),
    }
