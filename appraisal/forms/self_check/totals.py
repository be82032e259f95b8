"""Formulas on one platform: aggregates over its selected rows, as cells of the calculation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.forms.layout import FIRST_ROW
from appraisal.forms.self_check.translate import Translator
from appraisal.forms.self_check.value import UntranslatableError, Value, settled
from appraisal.formula import tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from appraisal.forms.self_check.rows import Rows


class Totals(Translator):
    """The formulas of one indicator over the rows that its condition selects."""

    def __init__(self, rows: Rows, where: tree.Node | None, params: Mapping[str, int | Decimal | str | date]) -> None:
        """A column says which rows are selected."""
        super().__init__(params)
        self._rows = rows
        chosen = rows.calculation.mine(rows.table)
        if where is not None:
            chosen = self._column(f"IF({chosen}=0,0,IF({rows.true(where)},1,0))")
        self._kept = chosen

    @property
    def selected(self) -> str:
        """The cell with the number of selected rows."""
        return self._sum(self._kept)

    def leaf(self, node: tree.Column | tree.Aggregate) -> Value:
        """An aggregate."""
        if not isinstance(node, tree.Aggregate):
            raise UntranslatableError
        taken = f"{self._kept}=1"
        if node.where is not None:
            taken = f"AND({taken},{self._rows.true(node.where)})"
        if node.argument is None:
            column = self._kept if node.where is None else self._column(f"IF({taken},1,0)")
            return Value(self._sum(column), "number")
        argument = self._rows.value(node.argument)
        if node.name == "COUNT":
            return Value(self._counted(taken, node, argument), "number")
        column = self._column(f'IF({taken},{argument.text},"")')
        span = self._span(column)
        found = f'IF(COUNT({span})=0,"",{node.name}({span}))'
        return Value(self._cell(found), argument.kind, argument.scale, may_miss=True)

    def keep(self, value: Value) -> Value:
        """The value in a cell of its own."""
        return settled(value, self._cell(value.text))

    def _counted(self, taken: str, node: tree.Aggregate, argument: Value) -> str:
        one = argument if argument.is_simple else self._rows.keep(argument)
        if not node.distinct:
            return self._sum(self._column(f'IF(AND({taken},{one.text}<>""),1,0)'))
        own = self._column(f'IF(AND({taken},{one.text}<>""),{self._key(node.argument, one)},"")')
        place = f"ROW()-{FIRST_ROW - 1}"
        first = f'IF({own}="",0,IF(MATCH({own},{self._span(own)},0)={place},1,0))'
        return self._sum(self._column(first))

    def _key(self, node: tree.Node | None, value: Value) -> str:
        if value.kind in ("number", "date"):
            return f'({value.text}&"")'
        if not isinstance(node, tree.Column):
            raise UntranslatableError
        calculation = self._rows.calculation
        table = node.table or self._rows.table
        return calculation.key(value, calculation.places[table].schema.columns[node.name], table)

    def _column(self, formula: str) -> str:
        return self._rows.calculation.column(self._rows.table, self._rows.title, formula)

    def _span(self, column: str) -> str:
        return self._rows.calculation.span(self._rows.table, column)

    def _sum(self, column: str) -> str:
        return self._cell(f"SUM({self._span(column)})")

    def _cell(self, formula: str) -> str:
        return self._rows.calculation.cell(self._rows.title, formula)
