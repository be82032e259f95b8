"""The numbers of a matrix, digit by digit as they are written, in columns that 64 bits hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, refuse_on_error
from appraisal.numbers import decimal_text
from appraisal.numbers.digits import plain
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.matrix.meta import Item

_MOST_DECIMALS = 18
_INT64 = 2**63 - 1
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Cells:
    """One column: a number or nothing for each unit, with so many decimals."""

    item: Item
    numbers: Sequence[Decimal | None]
    decimals: int
    #: The largest change where 64 bits hold fewer digits than were written.
    change: Decimal

    @property
    def gaps(self) -> int:
        """The units without a number."""
        return sum(1 for number in self.numbers if number is None)

    def written(self, at: int) -> str:
        """The cell of a unit in a CSV file."""
        number = self.numbers[at]
        return "" if number is None else plain(Decimal(decimal_text(number, self.decimals)))

    def schema(self) -> dict[str, object]:
        """The column as a JSON Schema: as many decimals as its numbers have."""
        kind: dict[str, object] = {"type": "integer"}
        if self.decimals:
            kind = {"type": "number", "multipleOf": Decimal(1).scaleb(-self.decimals)}
        title = {"title": self.item.name, "x-en": self.item.name}
        return {**kind, **title, **({"x-unit": self.item.unit} if self.item.unit else {})}


def read_cells(items: Sequence[Item], rows: Sequence[Mapping[str, str]], file: str) -> list[Cells]:
    """The columns of these items; raises Refused with every cell that is no number, and every column not there."""
    findings: list[Finding] = []
    found = []
    for item in items:
        if item.code not in rows[0]:
            message = text("The matrix has no column {code}.", code=item.code)
            findings.append(Finding("matrix|column", message, place=Place(file, column=item.code)))
            continue
        numbers: list[Decimal | None] = []
        for number, row in enumerate(rows, start=2):
            value = _number(row[item.code])
            if value is None and row[item.code]:
                message = text("{value} is no number.", value=row[item.code])
                fix = text("Write digits with a point, such as 12.5; leave the cell empty, or NA, where there is none.")
                findings.append(Finding("matrix|number", message, fix, place=Place(file, row=number, column=item.code)))
            numbers.append(value)
        found.append(_fitted(item, numbers))
    refuse_on_error(findings)
    return found


def _number(written: str) -> Decimal | None:
    try:
        value = Decimal(written, _WIDE) if written else None
    except InvalidOperation:
        return None
    return value if value is None or (value.is_finite() and abs(value) <= _INT64) else None


def _fitted(item: Item, numbers: list[Decimal | None]) -> Cells:
    """As many decimals as are written; fewer only where the column would pass 18 decimals or 64 bits."""
    there = [number for number in numbers if number is not None]
    decimals = max((_decimals(number) for number in there), default=0)
    decimals = min(decimals, _MOST_DECIMALS)
    largest = max((abs(number) for number in there), default=Decimal(0))
    while _WIDE.scaleb(largest, decimals) > _INT64:
        decimals -= 1
    kept = [None if number is None else Decimal(decimal_text(number, decimals)) for number in numbers]
    changes = (abs(_WIDE.subtract(a, b)) for a, b in zip(kept, numbers, strict=True) if a is not None and b is not None)
    return Cells(item, kept, decimals, max(changes, default=Decimal(0)))


def _decimals(number: Decimal) -> int:
    exponent = _WIDE.normalize(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
