"""The generated workbooks say the truth about themselves: their rows are valid, and each error stands where it is said to."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.workbooks import FOLDERS, Workbook, build, tables
from tests.workbooks.plants import DUPLICATE, ERRORS, KINDS

SEEDS = range(40)


def validator(table: str) -> Draft202012Validator:
    path = next(folder / f"{table}.schema.json" for folder in FOLDERS if (folder / f"{table}.schema.json").exists())
    schema = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def as_json(table: str, row: dict[str, str | None]) -> dict[str, Any]:
    kinds = tables()[table].columns
    read = {"integer": int, "decimal": Decimal, "boolean": "true".__eq__}
    return {key: read.get(kinds[key].kind, str)(value) for key, value in row.items() if value is not None}


def plain_name(header: object) -> str:
    name = unicodedata.normalize("NFKC", str(header))
    return re.sub(r"[\s*:]", "", re.sub(r"\((?:元|万元|家|人|分|%|小数)\)", "", name))


@cache
def spoilt_workbooks() -> list[tuple[Workbook, openpyxl.Workbook]]:
    """Those that openpyxl can open."""
    books = [build(seed, errors=10) for seed in SEEDS]
    return [(book, openpyxl.load_workbook(BytesIO(book.data))) for book in books if book.name.endswith(".xlsx")]


def test_the_true_rows_are_valid():
    checks = {name: validator(name) for name in tables()}
    for seed in SEEDS:
        for table, rows in build(seed, errors=0).truth.items():
            for row in rows:
                assert [error.message for error in checks[table].iter_errors(as_json(table, row))] == []


def test_no_two_true_rows_share_a_key():
    for seed in SEEDS:
        for table, rows in build(seed, errors=0).truth.items():
            keys = Counter(tuple(row[name] for name in tables()[table].key) for row in rows)
            assert max(keys.values()) == 1


def test_a_seed_gives_the_same_workbook_again():
    for seed in range(20):
        one, other = build(seed, errors=3), build(seed, errors=3)
        assert (one.name, one.truth, one.planted) == (other.name, other.truth, other.planted)
        # openpyxl writes the time of day into its files.
        assert one.data == other.data or one.name.endswith(".xlsx")


def test_a_workbook_has_as_many_errors_as_asked_for_and_at_most_one_a_row():
    for seed in SEEDS:
        planted = build(seed, errors=seed % 11).planted
        assert len(planted) == seed % 11
        assert len({(error.sheet, error.row) for error in planted}) == len(planted)


def test_every_kind_of_error_and_every_format_comes_up():
    books = [build(seed, errors=10) for seed in range(100)]
    assert {error.kind for book in books for error in book.planted} == {*KINDS, DUPLICATE}
    assert {book.name.rpartition(".")[2] for book in books} == {"xlsx", "xls", "csv"}


def test_each_planted_cell_stands_under_the_header_of_its_column():
    for book, opened in spoilt_workbooks():
        for error in book.planted:
            if error.letter and error.sheet:
                sheet = opened[error.sheet]
                names = {
                    plain_name(name)
                    for table in tables().values()
                    if (column := table.columns.get(error.column))
                    for name in (column.key, column.title, *column.aliases)
                }
                above = [plain_name(sheet[f"{error.letter}{row}"].value) for row in range(1, error.row)]
                # One word over two columns stands above the rest of both titles.
                ends = {name[2:] for name in names}
                assert (names | ends) & set(above), (book.name, error)


@pytest.mark.parametrize(
    ("kind", "looks_so"),
    [
        ("missing", lambda value: value is None),
        ("error value", lambda value: value in ERRORS or value in ERRORS.values()),
        ("uncomputed", lambda value: value == "=1+1"),
        ("about", lambda value: not str(value).isdigit()),
        ("long number", lambda value: float(value) > 10**16),
        ("impossible date", lambda value: not is_date(value)),
        ("long text", lambda value: value.endswith("长")),
    ],
)
def test_what_stands_in_a_planted_cell_is_the_error_that_is_named(kind, looks_so):
    cells = [
        opened[error.sheet][f"{error.letter}{error.row}"].value
        for book, opened in spoilt_workbooks()
        for error in book.planted
        if error.kind == kind and error.sheet
    ]
    assert cells
    assert all(looks_so(value) for value in cells)


def is_date(value: object) -> bool:
    parts = [int(part) for part in re.findall(r"\d+", str(value))]
    parts = parts if len(parts) == 3 else [int(str(value)[:4]), int(str(value)[4:6]), int(str(value)[6:])]
    try:
        return bool(date(*parts))
    except ValueError:
        return False
