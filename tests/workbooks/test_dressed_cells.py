"""A cell that was dressed up still says its value: read back here by other means than the program's."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.workbooks import tables
from tests.workbooks.cells import FRACTION, TEN_THOUSAND, Cell, dressed, habit
from tests.workbooks.rows import content, number_text
from tests.workbooks.tables import Column

FACTORS = {TEN_THOUSAND: 10_000, FRACTION: 100}


def undressed(cell: Cell, column: Column, unit: str) -> str:
    said = unicodedata.normalize("NFKC", cell.text).strip()
    if column.is_number:
        number = Decimal(said.rstrip("%").replace(",", ""))
        return number_text(column, number if "%" in said else number * FACTORS.get(unit, 1))
    if column.kind == "boolean":
        return "true" if said.lower() in {"true", "是"} else "false"
    if column.kind == "date":
        return day(said, column.month)
    return unicodedata.normalize("NFKC", said) if column.key != "other_types" else cell.text.strip()


def day(said: str, month: str) -> str:
    if re.fullmatch(r"\d{5}", said):
        return (date(1899, 12, 30) + timedelta(days=int(said))).isoformat()
    parts = [int(part) for part in re.findall(r"\d+", said)]
    if len(parts) == 1:
        parts = [int(said[:4]), int(said[4:6]), int(said[6:])]
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return (
            first if month == "first_day" else (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        ).isoformat()
    return date(*parts).isoformat()


def test_every_form_of_a_cell_says_the_value_it_was_made_from():
    dice = Random("dressed")  # noqa: S311 - seeded evidence, no secrets
    forms = set()
    for _ in range(60):
        for table in tables().values():
            made = content(dice, table, 5, 1)
            for column in made.columns:
                unit = (
                    dice.choice([TEN_THOUSAND, "元"])
                    if column.is_money
                    else dice.choice(["%", FRACTION])
                    if column.unit == "%"
                    else ""
                )
                manner = habit(dice, column, unit, is_csv=False, from_1904=False)
                for row in made.rows:
                    value = row[column.key]
                    if value is not None:
                        cell = dressed(dice, manner, value)
                        assert undressed(cell, column, unit) == as_width(value, column), (cell, column)
                        forms.add((column.kind, type(cell.value).__name__, cell.form))
    assert len(forms) >= 16


def as_width(value: str, column: Column) -> str:
    """Text with full-width signs of its own is compared in half width on both sides."""
    return value if column.key == "other_types" or column.is_number else unicodedata.normalize("NFKC", value)
