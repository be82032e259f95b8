"""Tables held against each other: every row that points at a row of another table finds it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.evidence.capped import capped
from appraisal.evidence.keys import key_text
from appraisal.evidence.limits import MAX_REFERENCE_FINDINGS
from appraisal.evidence.look_alikes import folded
from appraisal.evidence.towns import town_register
from appraisal.schema.pointer import listed
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from appraisal.evidence.table import Table
    from appraisal.schema.table import Reference

_ROW = "row number"
_TWIN = "key as written"
_TOWN = "town_unknown"


def check_references(
    tables: Mapping[str, Table], severities: Mapping[str, str], only: Collection[str] | None = None
) -> list[Finding]:
    """A finding for each row that points at nothing, among the tables that are there; ``only`` rows of some tables.

    ``severities`` are those of the rules by code (``error``, ``warning``, ``notice`` or ``off``); what they
    do not name is an error. A reference of which every cell is empty points nowhere and is passed over.
    """
    found: list[Finding] = []
    for table in tables.values() if only is None else [tables[name] for name in only]:
        for link in table.schema.references:
            weight = severity_of(table, link, severities)
            if link.table in tables and weight:
                found += _unresolved(table, link, tables[link.table], weight)
    return found


def severity_of(table: Table, link: Reference, severities: Mapping[str, str]) -> Severity | None:
    """How much a row of the table weighs that points at nothing; None where the rules do not ask."""
    weight = severities.get(_code(table, link), "error")
    return None if weight == "off" else Severity(weight)


def lost_rows(table: Table, link: Reference, target: Table) -> list[int]:
    """The rows that point at no row of the other table, by key, not by place: a file's order changes nothing."""
    if len(link.columns) == 1 and _all_known(table, link, target):
        return []
    asked = (
        table.frame.select(link.columns)
        .with_row_index(_ROW)
        .filter(pl.any_horizontal(pl.col(link.columns).is_not_null()))
    )
    if required := [name for name in link.columns if table.schema.columns[name].required]:
        # A required cell that is empty is told as such, and once.
        asked = asked.filter(pl.all_horizontal(pl.col(required).is_not_null()))
    if table.unread:
        # Where a cell of the link could not be read nobody knows what the row points at.
        unread = sorted({row for row, name in table.unread if name in link.columns})
        asked = asked.filter(pl.col(_ROW).is_in(unread).not_())
    # A missing county is a county like any other: Dongguan and Zhongshan have none.
    lost = asked.join(
        target.frame.select(link.key), left_on=link.columns, right_on=link.key, how="anti", nulls_equal=True
    )
    keys = table.frame.select(table.schema.key or link.columns).with_row_index(_ROW)
    rows = keys.join(lost.select(_ROW), on=_ROW, how="semi").sort(pl.exclude(_ROW), nulls_last=True)
    return rows.get_column(_ROW).to_list()


def link_text(table: Table, link: Reference, target: Table, row: int) -> Text:
    """What a row that points at nothing points at."""
    return text(
        "{column}: {value} is not in {table}.",
        column=table.schema.columns[link.columns[-1]].label,
        value=key_text(table, link.columns, row),
        table=target.schema.label,
    )


def _all_known(table: Table, link: Reference, target: Table) -> bool:
    """Every cell of a single column is a key of the other table: the usual case, looked at once."""
    known = target.frame.get_column(link.key[0])
    return bool(table.frame.get_column(link.columns[0]).is_in(known.implode()).all(ignore_nulls=False))


def _code(table: Table, link: Reference) -> str:
    return _TOWN if (table.schema.name, link.table) == ("platforms", "towns") else "reference|unknown"


def _unresolved(table: Table, link: Reference, target: Table, severity: Severity) -> list[Finding]:
    rows = lost_rows(table, link, target)
    if not rows:
        return []
    mend = _town_mend(table, link, target) if _code(table, link) == _TOWN else _twin_mend(table, link, target, rows)

    def finding(row: int) -> Finding:
        place, value = table.place(row, link.columns[-1]), key_text(table, link.columns, row)
        message = link_text(table, link, target, row)
        return Finding(_code(table, link), message, mend(row), severity, place, table.platform_id(row), value)

    return capped(rows, MAX_REFERENCE_FINDINGS, finding)


def _town_mend(table: Table, link: Reference, target: Table) -> Callable[[int], Text]:
    register, column = town_register(target), dict(zip(link.key, link.columns, strict=True))
    frame = table.frame

    def mend(row: int) -> Text:
        city, county, town = (frame.get_column(column[name])[row] for name in ("city", "county", "town"))
        return register.mend(city, county, town)

    return mend


def _twin_mend(table: Table, link: Reference, target: Table, rows: Sequence[int]) -> Callable[[int], Text]:
    """The keys there that look like the cells here, for the rows that are told."""
    told = list(rows[:MAX_REFERENCE_FINDINGS])
    here = _as_seen(table.frame.select(link.columns)[told], link.columns).with_columns(pl.Series(_ROW, told))
    there = target.frame.select(link.key)
    seen = _as_seen(there, link.key).with_columns(_written(there, link.key))
    twins = (
        here.join(seen, left_on=link.columns, right_on=link.key, nulls_equal=True)
        .group_by(_ROW)
        .agg(pl.col(_TWIN).unique().sort())
    )
    known = dict(twins.iter_rows())

    def mend(row: int) -> Text:
        if row in known:
            return text("Did you mean {names}?", names=listed(known[row]))
        return text("Correct it here, or add it to that table; if that table is in another file, check both together.")

    return mend


def _as_seen(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    return frame.select(folded(pl.col(name)) if frame.schema[name] == pl.String else pl.col(name) for name in columns)


def _written(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    first, *others = (pl.col(name).cast(pl.String).fill_null("-") for name in columns)
    whole = first
    for other in others:
        whole = whole + " / " + other
    return frame.select(whole.alias(_TWIN)).to_series()
