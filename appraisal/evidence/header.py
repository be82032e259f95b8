"""The header of a file held against the columns of its table."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.evidence.limits import MAX_COLUMNS
from appraisal.schema.pointer import listed, suggestion
from appraisal.schema.table import same_name
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.schema.table import TableSchema


def match_header(
    names: Sequence[str], schema: TableSchema, file: str, row: int | None
) -> tuple[list[str], list[Finding]]:
    """The key of the column under each header, in order; the findings say what does not fit."""
    if len(names) > MAX_COLUMNS:
        message = text("The file has {count} columns; {limit} are allowed.", count=len(names), limit=MAX_COLUMNS)
        return [], [Finding("header|too_many", message, place=Place(file, row=row))]
    keys: list[str] = []
    found: list[Finding] = []
    for place, name in enumerate(names, start=1):
        column = schema.column_of(name)
        if column is None:
            found.append(_unknown(name, place, schema, Place(file, row=row, column=name or None)))
        elif column.name in keys:
            message = text("{column} stands twice in the header.", column=column.label)
            mend = text("Delete one of the two columns.")
            found.append(Finding("header|duplicate", message, mend, place=Place(file, row=row, column=column.name)))
        keys.append(column.name if column else "")
    missing = _missing(keys, schema, Place(file, row=row))
    # Where no column is known at all, the line is no header, and what it says of columns helps nobody.
    return keys, [*(found if any(keys) else []), *missing]


def familiar(names: Sequence[str], schema: TableSchema) -> int:
    """How many of these headers the table knows."""
    return sum(schema.column_of(name) is not None for name in names)


def _missing(keys: Sequence[str], schema: TableSchema, place: Place) -> list[Finding]:
    columns = schema.columns.values()
    if not any(keys):
        names = listed((Bilingual(column.title.zh, column.name) for column in columns), MAX_COLUMNS)
        message = text("No column of {table} is in the header.", table=schema.label)
        mend = text("Write the header in the first row, with no title above it: {names}.", names=names)
        return [Finding("header|missing", message, mend, place=place)]
    return [
        Finding(
            "header|missing",
            text("{column} is missing in the header.", column=column.label),
            text("Add the column."),
            place=Place(place.file, row=place.row, column=column.name),
        )
        for column in columns
        if column.required and column.name not in keys
    ]


def _unknown(name: str, position: int, schema: TableSchema, place: Place) -> Finding:
    if not same_name(name):
        message = text("Column {position} has no header.", position=position)
        return Finding("header|empty", message, text("Name the column, or delete it."), place=place)
    message = text("{table} has no column {name}.", table=schema.label, name=name)
    known = [header for column in schema.columns.values() for header in (column.title.zh, column.name)]
    if get_close_matches(name, known, 1, 0.6):
        return Finding("header|unknown", message, suggestion(name, known), place=place, value=name)
    titles = listed(column.title for column in schema.columns.values())
    fix = text("Delete this column, or correct its header. Known here: {names}.", names=titles)
    return Finding("header|unknown", message, fix, place=place, value=name)
