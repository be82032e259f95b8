"""Tables held against each other: every row that points at a row of another table finds it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.evidence.capped import capped
from appraisal.evidence.keys import key_text
from appraisal.evidence.limits import MAX_REFERENCE_FINDINGS
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.evidence.table import Table
    from appraisal.schema.table import Reference

_ROW = "row number"


def check_references(tables: Mapping[str, Table], severities: Mapping[str, str]) -> list[Finding]:
    """A finding for each row that points at nothing, among the tables that are there.

    ``severities`` are those of the rules by code (``error``, ``warning``, ``notice`` or ``off``); what they
    do not name is an error. A reference of which every cell is empty points nowhere and is passed over.
    """
    found: list[Finding] = []
    for table in tables.values():
        for link in table.schema.references:
            weight = severities.get(_code(table, link), "error")
            if link.table in tables and weight != "off":
                found += _unresolved(table, link, tables[link.table], Severity(weight))
    return found


def _all_known(table: Table, link: Reference, target: Table) -> bool:
    """Every cell of a single column is a key of the other table: the usual case, looked at once."""
    known = target.frame.get_column(link.key[0])
    return bool(table.frame.get_column(link.columns[0]).is_in(known.implode()).all(ignore_nulls=False))


def _code(table: Table, link: Reference) -> str:
    return "town_unknown" if (table.schema.name, link.table) == ("platforms", "towns") else "reference|unknown"


def _unresolved(table: Table, link: Reference, target: Table, severity: Severity) -> list[Finding]:
    if len(link.columns) == 1 and _all_known(table, link, target):
        return []
    asked = (
        table.frame.select(link.columns)
        .with_row_index(_ROW)
        .filter(pl.any_horizontal(pl.col(link.columns).is_not_null()))
    )
    # A missing county is a county like any other: Dongguan and Zhongshan have none.
    lost = asked.join(
        target.frame.select(link.key), left_on=link.columns, right_on=link.key, how="anti", nulls_equal=True
    )

    def finding(row: int) -> Finding:
        value = key_text(table, link.columns, row)
        message = text(
            "{column}: {value} is not in {table}.",
            column=table.schema.columns[link.columns[-1]].label,
            value=value,
            table=target.schema.label,
        )
        fix = text("Correct it here, or add it to that table.")
        place = table.place(row, link.columns[-1])
        return Finding(_code(table, link), message, fix, severity, place, table.platform_id(row), value)

    # By key, not by place: which rows are told does not depend on their order in the file.
    keys = table.frame.select(table.schema.key or link.columns).with_row_index(_ROW)
    rows = keys.join(lost.select(_ROW), on=_ROW, how="semi").sort(pl.exclude(_ROW), nulls_last=True)
    return capped(rows.get_column(_ROW).to_list(), MAX_REFERENCE_FINDINGS, finding)
