"""The value of a formula: of one row, or of all the selected rows of a platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.oracle import logic
from tests.oracle.parser import Tree, parse
from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.oracle.evidence import Cells, Value


@dataclass
class Row:
    """One row of a table and the rows that it references."""

    table: str
    cells: Cells
    references: Mapping[str, Cells] = field(default_factory=dict)

    def column(self, table: str | None, name: str) -> Value:
        """The cell of this row, or of the row it references; missing where that one is not there."""
        if table is not None and table != self.table:
            return self.references.get(table, {}).get(name)
        if name not in self.cells:
            message = f"table {self.table} has no column {name}"
            raise Refused(message)
        return self.cells[name]


def of_row(formula: str, row: Row, params: Mapping[str, Value]) -> Value:
    """The value of a formula without aggregates in one row."""
    return _value(parse(formula), row, [], params)


def of_rows(formula: str, rows: Sequence[Row], params: Mapping[str, Value]) -> Value:
    """The value of a formula over many rows, whose columns stand inside aggregates."""
    return _value(parse(formula), None, rows, params)


def _value(tree: Tree, row: Row | None, rows: Sequence[Row], params: Mapping[str, Value]) -> Value:
    def value(part: Tree) -> Value:
        return _value(part, row, rows, params)

    match tree:
        case ("literal", constant):
            return constant
        case ("param", name):
            return params[name]
        case ("column", table, name):
            return _cell(row, table, name)
        case ("and", a, b):
            return logic.conjunction(_truth(value(a)), _truth(value(b)))
        case ("or", a, b):
            return logic.disjunction(_truth(value(a)), _truth(value(b)))
        case ("not", a):
            return logic.negation(_truth(value(a)))
        case ("aggregate", name, distinct, argument, condition):
            return _aggregate(name, _aggregated(argument, condition, rows, params), distinct=distinct)
        case _:
            return _of_values(tree, value)


def _of_values(tree: Tree, value: Callable[[Tree], Value]) -> Value:
    """The expressions that hang on the values of their parts alone."""
    match tree:
        case ("compare", operator, a, b):
            return logic.compared(operator, value(a), value(b))
        case ("calculate", operator, a, b):
            return logic.calculated(operator, value(a), value(b))
        case ("is_null", a):
            return value(a) is None
        case ("in", a, choices):
            return logic.among(value(a), [value(choice) for choice in choices])
        case ("between", a, low, high):
            return logic.between(value(a), value(low), value(high))
        case ("like", a, pattern):
            return logic.like(value(a), value(pattern))
        case ("case", branches, other):
            taken = [result for condition, result in branches if _truth(value(condition)) is True]
            return value(taken[0] if taken else other)
        case ("function", name, arguments):
            return _function(name, [value(argument) for argument in arguments])
    message = f"{tree[0]} is not known"
    raise Refused(message)


def _function(name: str, values: list[Value]) -> Value:
    """A function that takes values; GREATEST and LEAST pass missing ones over."""
    if name in {"GREATEST", "LEAST"}:
        return logic.greatest(values) if name == "GREATEST" else logic.least(values)
    if name == "COALESCE":
        return next((value for value in values if value is not None), None)
    if name == "NULLIF":
        first, second = values
        return None if logic.compared("=", first, second) is True else first
    (only,) = values
    if only is None:
        return None
    if name == "ABS":
        return abs(only)
    return only.year if name == "YEAR" else only.month


def _aggregated(
    argument: Tree | None, condition: Tree | None, rows: Sequence[Row], params: Mapping[str, Value]
) -> list[Value]:
    """What an aggregate runs over: the values that are there, in the rows that FILTER selects."""
    selected = [row for row in rows if condition is None or _value(condition, row, [], params) is True]
    if argument is None:
        return [True] * len(selected)
    values = [_value(argument, row, [], params) for row in selected]
    return [value for value in values if value is not None]


def _aggregate(name: str, values: list[Value], *, distinct: bool) -> Value:
    """COUNT of nothing is 0; SUM, MIN and MAX of nothing are missing."""
    if distinct:
        values = list(dict.fromkeys(values))
    if name == "COUNT":
        return len(values)
    if not values:
        return None
    if name == "SUM":
        return sum(values)
    return min(values) if name == "MIN" else max(values)


def _cell(row: Row | None, table: str | None, name: str) -> Value:
    if row is None:
        message = f"column {name} stands outside an aggregate"
        raise Refused(message)
    return row.column(table, name)


def _truth(value: Value) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    message = f"{value!r} is neither true nor false"
    raise Refused(message)
