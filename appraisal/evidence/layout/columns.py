"""The columns of a recognised sheet: where each stands and in what unit, and what in the header does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Severity
from appraisal.evidence.layout.keys import key_conflict, keyed_columns
from appraisal.evidence.layout.names import is_serial
from appraisal.evidence.layout.recognition import header_text, near_column
from appraisal.evidence.repairs import MONEY, Unit, header_unit, money_unit, own_unit, said_units
from appraisal.evidence.sheet import letters
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appraisal.evidence.layout.header import Header, HeaderCell
    from appraisal.evidence.layout.names import HeaderNames, Named
    from appraisal.evidence.layout.page import Page
    from appraisal.schema.column import Column
    from appraisal.schema.table import TableSchema


@dataclass
class Columns:
    """The columns of a table as they stand in a sheet."""

    header: Header
    #: For each column of the table the column of the sheet, from 0.
    positions: dict[str, int] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    #: Columns whose unit is in doubt: their cells are not read.
    unsure: set[str] = field(default_factory=set)
    #: Columns of the sheet that hold only the numbers of the lines.
    serial: set[int] = field(default_factory=set)


def placed_columns(
    page: Page,
    header: Header,
    schema: TableSchema,
    names: HeaderNames,
    has_data: Callable[[int], bool],
) -> tuple[Columns | None, list[Finding]]:
    """The columns under a header; None where a column stands twice.

    ``has_data`` says whether anything stands below the header in a column.
    """
    columns = Columns(header, serial={cell.position for cell in header.cells if cell.path and is_serial(cell.path[-1])})
    keyed = keyed_columns(header, names)
    found: list[Finding] = []
    for name, cells in header.named.items():
        first, more = _distinct(cells, has_data)
        found += [_twice(page, schema.columns[name], cell, first[0]) for cell, _ in more]
        columns.positions[name] = first[0].position
        title = keyed.get(first[0].position)
        if title and (conflict := key_conflict(page, schema, title)):
            found.append(conflict)
        cell, named = first
        if title:
            cell = cell._replace(path=title.words, anchor=title.anchor)
            named = title.named or named
        found += _unit(page, columns, schema.columns[name], cell, named)
    is_sound = not any(finding.code in {"header|duplicate", "header|conflict"} for finding in found)
    return (columns if is_sound else None), found


def _distinct(
    cells: list[tuple[HeaderCell, Named]], has_data: Callable[[int], bool]
) -> tuple[tuple[HeaderCell, Named], list[tuple[HeaderCell, Named]]]:
    """The cell that names a column, and those that name it again; one merged over empty columns names it once."""
    filled = [cell for cell in cells if has_data(cell[0].position)] or cells[:1]
    anchors = {cell.anchor for cell, _ in filled}
    rest = [cell for cell in cells if cell not in filled and cell[0].anchor not in anchors]
    first, *more = sorted([*filled, *rest], key=lambda cell: cell[0].position)
    return first, more


def _unit(page: Page, columns: Columns, column: Column, cell: HeaderCell, named: Named) -> Iterator[Finding]:
    """The unit of a column, which may stand in its own header or in that of its group."""
    unit = header_unit(column, named.notes)
    said = said_units(cell.path) if column.unit == MONEY else []
    if unit and said:
        unit = money_unit(said[0]) if len(said) == 1 else None
    columns.units[column.name] = unit or own_unit(column)
    if unit is None:
        columns.unsure.add(column.name)
        place = page.place(*cell.anchor, column.name)
        facts = {"header": header_text(cell), "column": column.label, "unit": column.unit}
        if len(said) > 1:
            units = Joined(tuple(said), text(", "))
            message = text("The header {header} gives {column} more than one unit: {units}.", **facts, units=units)
            fix = text("Write into the header the one unit in which the numbers are.")
        elif column.unit:
            message = Text(_WRONG_UNIT.msgid, facts)
            fix = text("Give the numbers in {unit} and write {unit} into the header.", unit=column.unit)
        else:
            message = Text(_WRONG_NOTE.msgid, facts)
            fix = text("Write {title} as the header.", title=column.title)
        yield Finding("header|unit", message, fix, place=place, value=header_text(cell))


_WRONG_UNIT = text("The header {header} gives another unit than {column}, which is in {unit}.")
_WRONG_NOTE = text("The header {header} says something in brackets that {column} does not know.")


def other_columns(
    page: Page, columns: Columns, schema: TableSchema, has_data: Callable[[int], bool]
) -> Iterator[Finding]:
    """The columns of the sheet that are none of the table's; ``has_data`` says whether a line of data uses one."""
    used = {cell.position for cells in columns.header.named.values() for cell, _ in cells}
    absent = [column for name, column in schema.columns.items() if name not in columns.positions]
    for cell in columns.header.cells:
        if cell.position in used | columns.serial:
            continue
        if not cell.path:
            if has_data(cell.position):
                message = text("Column {letter} has data but no header.", letter=letters(cell.position))
                fix = text("Name the column, or delete it.")
                place = page.place(columns.header.bottom, cell.position)
                yield Finding("header|empty", message, fix, place=place)
        elif near := near_column(cell, absent):
            message = text("{table} has no column {name}.", table=schema.label, name=header_text(cell))
            fix = text("Write {title} if that is meant, or delete the column.", title=near.title)
            place = page.place(*cell.anchor)
            yield Finding("header|unknown", message, fix, place=place, value=header_text(cell))
        elif has_data(cell.position):
            message = text("{table} has no column {name}: it was not read.", table=schema.label, name=header_text(cell))
            place = page.place(*cell.anchor)
            yield Finding("header|unknown", message, Text(""), Severity.WARNING, place, value=header_text(cell))


def _twice(page: Page, column: Column, cell: HeaderCell, first: HeaderCell) -> Finding:
    message = text(
        "{column} stands twice in the header: {first} and {second}.",
        column=column.label,
        first=page.cell(*first.anchor),
        second=page.cell(*cell.anchor),
    )
    mend = text("Delete one of the two columns.")
    return Finding("header|duplicate", message, mend, place=page.place(*cell.anchor, column.name))
