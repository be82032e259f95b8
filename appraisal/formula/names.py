"""Names: the columns and params that a formula may read, and what its literals hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from appraisal import numbers
from appraisal.formula.meaning import Meaning, Type, Words, unknown
from appraisal.formula.problems import Problems, near, shown, suggestion
from appraisal.formula.tables import MEASURES, PREVIOUS, MeasureLike
from appraisal.texts import Bilingual, Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.formula.tables import ColumnLike, TableLike
    from appraisal.formula.tree import Column, Param

_TYPES: dict[str, Type] = {
    "integer": "number",
    "decimal": "number",
    "text": "text",
    "boolean": "boolean",
    "date": "date",
    "measure": "number",
}
#: More than any count or amount has, and far from 128 bits.
_MOST_DIGITS = 20


@dataclass(frozen=True)
class Scope:
    """The names of one formula."""

    table: TableLike
    tables: Mapping[str, TableLike]
    params: Mapping[str, int | Decimal | str | date]
    problems: Problems

    @property
    def is_of_measures(self) -> bool:
        """The formula reads measures, of which a platform has one row."""
        return self.table.name in (MEASURES, PREVIOUS)

    def column(self, node: Column) -> Meaning:
        """A column of the table or of one it references."""
        table = self.table if node.table is None else self._referenced(node, node.table)
        if table is None:
            return unknown(node.at)
        found = table.columns.get(node.name)
        if found is None or not _is_plain(found.name):
            message = text("No column {name} in {table}.", name=shown(node.name), table=table.name)
            self.problems.add("unknown_column", node.at, message, self._meant(node, table), shown(node.name))
            return unknown(node.at)
        name = found.name if node.table is None else f"{node.table}.{found.name}"
        kind = _TYPES[found.kind]
        if isinstance(found, MeasureLike):
            value = found.quotient
        else:
            value = numbers.column(name, found.low, found.high, found.scale) if kind == "number" else pl.col(name)
        read = (node.table, found.name)
        words = self._title(found, table)
        return Meaning(node.at, kind, value, words, "row", reads=frozenset((read,)), options=found.enum)

    def param(self, node: Param) -> Meaning:
        """A param, with its value."""
        if node.name in self.params:
            return literal(node.at, self.params[node.name], self.problems)
        fix = suggestion(node.name, self.params)
        message = text("No param :{name}.", name=shown(node.name))
        self.problems.add("unknown_param", node.at, message, fix, shown(node.name))
        return unknown(node.at)

    def _referenced(self, node: Column, name: str) -> TableLike | None:
        count = [reference.table for reference in self.table.references].count(name)
        if count == 1 and name in self.tables:
            return self.tables[name]
        if count > 1:
            facts = {"table": self.table.name, "name": name}
            message = text("{table} references {name} more than once: which row is meant is open.", **facts)
            self.problems.add("ambiguous_reference", node.at, message, value=name)
            return None
        message = text("{table} references no table {name}.", table=self.table.name, name=shown(name))
        fix = suggestion(name, dict.fromkeys(reference.table for reference in self.table.references))
        if name in (MEASURES, PREVIOUS):
            fix = text("Measures are read by an indicator of the table measures: divide there.")
        if name == self.table.name:
            fix = text("This is the table itself: write {name}.", name=shown(node.name))
        elif count:
            message, fix = text("There is no table {name}.", name=name), suggestion(name, self.tables)
        self.problems.add("unknown_table", node.at, message, fix, shown(name))
        return None

    def _meant(self, node: Column, table: TableLike) -> Text:
        """The column that goes by this title or a similar name; a text that was put in double quotes."""
        for column in table.columns.values():
            if node.name in (column.title.zh, column.title.en, *column.aliases):
                return text("A formula takes the name of the column: {name}.", name=column.name)
        spellings = {
            spelling: column.name
            for column in table.columns.values()
            for spelling in (column.title.zh, *column.aliases, column.name)
        }
        if close := near(node.name, spellings):
            return text("Near: {names}.", names=", ".join(dict.fromkeys(spellings[one] for one in close)))
        if node.quoted:
            return text("A text stands in single quotes: '{written}'.", written=shown(node.name))
        return suggestion(node.name, table.columns)

    def _title(self, column: ColumnLike, table: TableLike) -> Words:
        """The title of the column, with its table where two tables in reach have such a column."""
        title = Bilingual(column.title.zh or column.name, column.title.en or column.name)
        others = [self.table, *(self.tables[r.table] for r in self.table.references if r.table in self.tables)]
        alike = [one for other in others for one in other.columns.values() if one.title.zh == column.title.zh]
        if table.name == self.table.name or len(alike) == 1:
            return title
        return text("{column} of {table}", column=title, table=table.title)


def literal(at: int, value: Decimal | int | str | date | None, problems: Problems) -> Meaning:
    """A value that stands in the formula or comes as a param."""
    match value:
        case None:
            return Meaning(at, "null", pl.lit(None), text("missing"))
        case bool():
            return Meaning(at, "boolean", pl.lit(value), text("true") if value else text("false"), constant=value)
        case str():
            words = Joined((value,)) if value.isalpha() else Joined(("“", value, "”"))
            return Meaning(at, "text", pl.lit(value), words, constant=value)
        case date():
            return Meaning(at, "date", pl.lit(value), Joined((value.isoformat(),)), constant=value)
    return _number(at, Decimal(value), problems)


def _number(at: int, value: Decimal, problems: Problems) -> Meaning:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent < -_MOST_DIGITS or len(digits) + max(0, exponent) > _MOST_DIGITS:
        facts = {"written": shown(str(value)), "most": _MOST_DIGITS}
        message = text("{written} is not a number of at most {most} digits.", **facts)
        problems.add("number", at, message, value=shown(str(value)))
        return unknown(at)
    # By digits, not by Decimal arithmetic, which rounds to the precision of a context that anyone may have changed.
    integer, scale = int("".join(map(str, digits))), max(0, -exponent)
    integer *= (-1 if sign else 1) * 10 ** max(0, exponent)
    while scale and integer % 10 == 0:
        integer, scale = integer // 10, scale - 1
    plain = numbers.constant(integer)
    words = Joined((numbers.decimal_text(value, scale),))
    return Meaning(at, "number", numbers.Exact(plain.expr, plain.low, plain.high, scale), words, constant=value)


def _is_plain(name: str) -> bool:
    # Polars reads "*" and "^...$" as several columns, and the point marks a referenced column.
    return not (name == "*" or name.startswith("^") or "." in name)
