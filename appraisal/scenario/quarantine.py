"""Quarantine: faulty rows of the tables that the rules name are set aside, one by one, instead of refusing the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Severity
from appraisal.evidence.keys import key_text
from appraisal.evidence.references import link_text, lost_rows, severity_of
from appraisal.plausibility import doubtful_rows
from appraisal.schema.check import violations
from appraisal.schema.pointer import suggestion
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.evidence import Table
    from appraisal.model.rules import Rules
    from appraisal.schema import TableSchema

#: Table, row of its frame, the column to open, and why.
_Fault = tuple[str, int, str | None, Text]


def set_aside(tables: Mapping[str, Table], rules: Rules, data_year: int) -> tuple[dict[str, Table], list[Finding]]:
    """The tables without their faulty rows, and a warning for each row that was set aside.

    Rows that point at a row that was set aside follow it, where their table is named as well. What is left is judged
    anew until nothing is at fault, so the outcome is that of evidence which never had these rows.
    """
    kept, found = dict(tables), []
    while faults := _faults(kept, rules, data_year):
        for name, rows in faults.items():
            table = kept[name]
            # NOTE: all of them, with no "and so many more": what does not count has to be read row by row.
            found += [_set_aside(table, row, column, reason) for row, (column, reason) in rows.items()]
            kept[name] = table.without(rows)
    return kept, found


def not_set_aside(findings: Sequence[Finding], aside: Sequence[Finding]) -> list[Finding]:
    """The findings of reading and checking without the errors of rows that were set aside."""
    gone = {_address(finding.place) for finding in aside}
    settled = [
        finding for finding in findings if finding.severity is Severity.ERROR and _address(finding.place) in gone
    ]
    # "And so many more" has no row; it belongs to the errors that were told before it.
    counted = {(one.code, one.place.file, one.place.column) for one in settled}
    return [
        finding
        for finding in findings
        if finding not in settled
        and not (finding.place.row is None and (finding.code, finding.place.file, finding.place.column) in counted)
    ]


def unknown_tables(rules: Rules, schemas: Mapping[str, TableSchema], file: str) -> Iterator[Finding]:
    """The tables of the quarantine that there are none of."""
    for name in rules.quarantine:
        if name not in schemas:
            yield Finding(
                "rules|quarantine_unknown",
                text("There is no table {table}.", table=name),
                suggestion(name, schemas),
                place=Place(file, pointer="$.quarantine"),
            )


def _address(place: Place) -> tuple[str | None, str | None, int | None]:
    return place.file, place.sheet, place.row


def _faults(tables: Mapping[str, Table], rules: Rules, data_year: int) -> dict[str, dict[int, tuple[str | None, Text]]]:
    """The faulty rows of the named tables, each with its first fault."""
    named = [name for name in rules.quarantine if name in tables]
    first: dict[str, dict[int, tuple[str | None, Text]]] = {}
    for name, row, column, reason in (
        *(fault for each in named for fault in _own_faults(tables[each])),
        *(fault for each in named for fault in _lost(tables, tables[each], rules)),
        *doubtful_rows(tables, rules, data_year),
    ):
        if name in named:
            first.setdefault(name, {}).setdefault(row, (column, reason))
    return first


def _own_faults(table: Table) -> Iterator[_Fault]:
    """What is wrong within the table: cells that could not be read, broken rules, keys that several rows have."""
    name, schema = table.schema.name, table.schema
    for row, column in sorted(table.unread):
        label = schema.columns[column].label
        yield name, row, column, text("{column}: the cell cannot be read.", column=label)
    for row, place in violations(table.frame, schema.checks).iter_rows():
        check = schema.checks[place]
        shown = table.shown(row, check.column) if check.column else ""
        yield name, row, check.column, check.message_for(shown) if check.column else check.message
    yield from _repeated(table)


def _repeated(table: Table) -> Iterator[_Fault]:
    key = list(table.schema.key)
    if not any(table.schema.columns[name].required for name in key):
        nameless = pl.all_horizontal(pl.col(key).is_null()) if key else pl.lit(value=False)
        for row in table.frame.select(pl.arg_where(nameless)).to_series().to_list():
            yield table.schema.name, row, key[0], text("The row has no key.")
    if not key or table.frame.select(pl.struct(key).n_unique()).item() == table.frame.height:
        return
    # Which of them is right nobody here can say: none of them counts.
    rows = table.frame.select(pl.arg_where(pl.len().over(key) > 1)).to_series().to_list()
    for row in rows:
        yield table.schema.name, row, key[0], text("Several rows have the key {key}.", key=key_text(table, key, row))


def _lost(tables: Mapping[str, Table], table: Table, rules: Rules) -> Iterator[_Fault]:
    weights = {name: weight or "off" for name, weight in rules.checks.items()}
    for link in table.schema.references:
        if link.table in tables and severity_of(table, link, weights) is Severity.ERROR:
            target = tables[link.table]
            for row in lost_rows(table, link, target):
                yield table.schema.name, row, link.columns[-1], link_text(table, link, target, row)


def _set_aside(table: Table, row: int, column: str | None, reason: Text) -> Finding:
    key = key_text(table, table.schema.key, row) if table.schema.key else None
    return Finding(
        "quarantine|row",
        text("{table}: the row {key} is set aside. {reason}", table=table.schema.label, key=key or "-", reason=reason),
        text("It does not count until it is mended."),
        Severity.WARNING,
        table.place(row, column),
        table.platform_id(row),
        key,
    )
