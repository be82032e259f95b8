"""The tables of a result folder, read as texts by key."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

#: More decimals than any decimal type holds.
MOST_DIGITS = 40

#: Rows by key, each a text by column.
Rows = dict[tuple[str, ...], dict[str, str]]


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with BOM."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def parquet_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a Parquet file; a decimal as the text of its exact value, null as an empty text."""
    return [{name: plain(cell) for name, cell in row.items()} for row in pq.read_table(path).to_pylist()]


def plain(cell: object) -> str:
    """A cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, Decimal, Fraction)):
        return exact(Fraction(cell))
    return str(cell)


def exact(number: Fraction) -> str:
    """A number with all its digits and no closing zeros: 12.5; 1/3 where they do not end."""
    digits = 0
    while digits < MOST_DIGITS and (number * 10**digits).denominator != 1:
        digits += 1
    return fixed(number, digits)


def fixed(number: Fraction, digits: int) -> str:
    """A number with so many decimals: 12.50. One that has more decimals is written as the ratio it is."""
    shifted = number * 10**digits
    if shifted.denominator != 1:
        return str(number)
    return f"{Decimal(shifted.numerator).scaleb(-digits):f}"


def keyed(rows: Iterable[dict[str, str]], columns: Sequence[str]) -> Rows:
    """Rows by the values of their key columns."""
    return {tuple(row[column] for column in columns): row for row in rows}


def differing(file: str, expected: Rows, found: Iterable[dict[str, str]], key: Sequence[str]) -> list[str]:
    """A sentence for every row or cell that is not as expected."""
    lines = list(found)
    rows = keyed(lines, key)
    sentences = [] if len(rows) == len(lines) else [f"{file}: {len(lines) - len(rows)} rows have the key of another."]
    for name in sorted(expected.keys() | rows.keys()):
        place = f"{file}, {' '.join(name)}"
        if name not in rows:
            sentences.append(f"{place}: the result has no such row.")
        elif name not in expected:
            sentences.append(f"{place}: the oracle has no such row.")
        else:
            sentences += _differing_cells(place, expected[name], rows[name])
    return sentences


def _differing_cells(place: str, expected: dict[str, str], found: dict[str, str]) -> list[str]:
    return [
        f"{place}, {column}: the oracle has {text!r}, the result {found.get(column)!r}."
        for column, text in expected.items()
        if found.get(column) != text
    ]


def differing_order(file: str, expected: Sequence[str], found: Sequence[str]) -> list[str]:
    """A sentence where the same things do not stand in the same order."""
    if list(expected) == list(found):
        return []
    return [f"{file}: the oracle has the order {' '.join(expected)}, the result {' '.join(found)}."]
