"""Amounts in the wrong unit: ten thousand times what the others of their column are, or a ten thousandth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.plausibility.doubt import Doubt, by_key
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appraisal.errors import Severity
    from appraisal.evidence import Table

#: Yuan and 万元 differ by this factor.
_UNIT_FACTOR = 10_000
_MONEY = "元"


def outliers(table: Table, severity: Severity) -> Iterator[Doubt]:
    """Amounts ten thousand times their column's median, or a ten thousandth of it: 万元 for 元, or the reverse."""
    for column in table.schema.columns.values():
        if column.unit != _MONEY:
            continue
        amounts = table.frame.get_column(column.name)
        # The lower median is one of the values: an integer, never the float mean of two.
        positive = amounts.filter(amounts > 0).sort()
        if positive.is_empty():
            continue
        middle = int(positive[(positive.len() - 1) // 2])
        # NOTE: divided, not multiplied: a product could pass 64 bits in silence.
        wrong = (amounts // _UNIT_FACTOR >= middle) | ((amounts > 0) & (amounts <= middle // _UNIT_FACTOR))
        if rows := wrong.arg_true().to_list():
            yield Doubt(
                "unit_outlier", severity, table, by_key(table, rows), column.name, _words(table, column.name, middle)
            )


def _words(table: Table, name: str, middle: int) -> Callable[[int], tuple[Text, Text]]:
    column = table.schema.columns[name]

    def words(row: int) -> tuple[Text, Text]:
        shown, usual = table.shown(row, name), column.shown(middle)
        return (
            text("{column}: {value} is far from the median {median}.", column=column.label, value=shown, median=usual),
            text("Check whether the unit is yuan, as the column says, or ten thousand yuan."),
        )

    return words
