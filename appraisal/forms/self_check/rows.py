"""Formulas on the rows of a table, as columns of the calculation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.forms.self_check.translate import Translator
from appraisal.forms.self_check.value import UntranslatableError, Value, settled
from appraisal.formula import tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from appraisal.forms.self_check.calculation import Calculation


class Rows(Translator):
    """The formulas of one table."""

    def __init__(
        self, calculation: Calculation, table: str, params: Mapping[str, int | Decimal | str | date], title: str
    ) -> None:
        """``title`` names the columns that are made."""
        super().__init__(params)
        self.calculation, self.table, self.title = calculation, table, title
        #: The columns of evidence that were read: table and column.
        self.read: dict[tuple[str, str], None] = {}

    def leaf(self, node: tree.Column | tree.Aggregate) -> Value:
        """A column of the table, or of the one table of that name it points at."""
        if isinstance(node, tree.Aggregate):
            raise UntranslatableError
        if node.table is None:
            self.read[self.table, node.name] = None
            return self.calculation.mirror(self.table, node.name)
        links = [link for link in self.schema.references if link.table == node.table]
        if len(links) != 1:
            raise UntranslatableError
        self.read[self.table, links[0].columns[0]] = None
        self.read[node.table, node.name] = None
        return self.calculation.referenced(self.table, links[0], node.name)

    def keep(self, value: Value) -> Value:
        """The value in a column of its own."""
        return settled(value, self.calculation.column(self.table, self.title, value.text))

    @property
    def schema(self):  # noqa: ANN201 - the schema of the table
        """The table."""
        return self.calculation.places[self.table].schema
