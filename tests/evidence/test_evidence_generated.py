"""Generated workbooks: what is right is taken without a word of error, what is wrong is told, each at its cell, in one pass."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from appraisal.errors import Severity
from appraisal.evidence.delivery import Delivery, read_delivery
from appraisal.schema import TableSchema, read, shipped_tables, table_schema
from tests.workbooks import FOLDERS, Planted, Workbook, build

#: The process is tested in test_evidence_workbook_hostile.
pytestmark = pytest.mark.usefixtures("read_here")

SAMPLE = range(15)
ALL = range(1_000)
#: Hidden rows, a column of remarks, bytes that could be two encodings: worth a warning also in a correct file.
FAIR_WARNINGS = {"sheet|hidden_rows", "header|unknown", "file|encoding"}
#: Repairs of which one finding speaks for many cells, or that the header alone decides.
OF_MANY = {"repair|merged", "repair|header_unit", "repair|unit"}
#: A disagreement that is told; the rest is counted.
SHOWN = 12


@cache
def schemas() -> dict[str, TableSchema]:
    rates = FOLDERS[1] / "rates.schema.json"
    return {**shipped_tables(), "rates": table_schema(read(rates, rates.name), rates.name)}


def alarms(delivery: Delivery) -> list[str]:
    """What is told of a correct file as if it were wrong or doubtful."""
    return [
        finding.line("en")
        for finding in delivery.findings
        if finding.severity is Severity.ERROR
        or (finding.severity is Severity.WARNING and finding.code not in FAIR_WARNINGS)
    ]


def wrong_cells(book: Workbook, delivery: Delivery) -> list[str]:
    """Every cell that is not what was written, but those that were spoilt."""
    faults: list[str] = []
    given: dict[str, list[tuple]] = {}
    for table in delivery.tables:
        given.setdefault(table.schema.name, []).extend((table, row) for row in range(table.frame.height))
    for name in sorted(book.truth.keys() | given.keys()):
        rows, true_rows = given.get(name, []), book.truth.get(name, [])
        if len(rows) != len(true_rows):
            faults.append(f"{name}: {len(rows)} rows instead of {len(true_rows)}")
            continue
        spoilt = {(error.sheet, error.row, error.column) for error in book.planted if error.letter}
        for (table, row), true_row in zip(rows, true_rows, strict=True):
            for column in table.schema.columns:
                place = table.place(row, column)
                shown, true = table.shown(row, column), true_row.get(column) or ""
                if (place.sheet, place.row, column) not in spoilt and shown != true:
                    faults.append(f"{name}, {place}: {shown!r} instead of {true!r}")
    return faults


def untold_repairs(book: Workbook, delivery: Delivery) -> list[str]:
    """Every repair without a finding at its cell, and every finding of a repair where nothing was to be repaired."""
    told = {
        (finding.place.sheet, finding.place.row, finding.place.letter): finding.line("en")
        for finding in delivery.findings
        if finding.code.startswith("repair|") and finding.code not in OF_MANY
    }
    return [
        *(f"repaired in silence: {cell}" for cell in sorted(book.repaired - told.keys(), key=str)),
        *(f"needed no repair: {line}" for cell, line in told.items() if cell not in book.repaired),
    ]


def clean_faults(seed: int) -> list[str]:
    book = build(seed, errors=0)
    delivery = read_delivery(book.data, book.name, schemas())
    faults = [*alarms(delivery), *wrong_cells(book, delivery), *untold_repairs(book, delivery)]
    return [f"seed {seed}, {book.name}: {fault}" for fault in faults]


def planted_faults(seed: int) -> list[str]:
    book = build(seed, errors=1 + seed % 10)
    delivery = read_delivery(book.data, book.name, schemas())
    expected: dict[tuple[str | None, int | None, str | None], Planted] = {
        (error.sheet, error.row, error.letter): error for error in book.planted
    }
    rows = {(error.sheet, error.row) for error in book.planted if error.letter is None}
    told = Counter()
    faults: list[str] = []
    for finding in delivery.findings:
        if finding.severity is Severity.ERROR:
            place = finding.place
            key = (place.sheet, place.row, None if (place.sheet, place.row) in rows else place.letter)
            told[key] += 1
            if key not in expected:
                faults.append(f"not planted: {finding.code} {finding.line('en')}")
            elif finding.code not in expected[key].codes:
                faults.append(f"{expected[key]} told as {finding.code}: {finding.line('en')}")
    faults += [f"not told: {error}" for key, error in expected.items() if key not in told]
    faults += [f"told {count} times: {expected[key]}" for key, count in told.items() if count > 1 and key in expected]
    return [f"seed {seed}, {book.name}: {fault}" for fault in [*faults, *wrong_cells(book, delivery)]]


def assert_none(faults: list[str]) -> None:
    assert not faults, "\n".join([f"{len(faults)} disagreements", *faults[:SHOWN]])


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_correct_workbook_is_read_as_it_was_meant(seed):
    assert_none(clean_faults(seed))


@pytest.mark.parametrize("seed", SAMPLE)
def test_every_planted_error_is_told_at_its_cell_and_nothing_else_is(seed):
    assert_none(planted_faults(seed))


@pytest.mark.full
@pytest.mark.parametrize("faults_of", [clean_faults, planted_faults])
def test_a_thousand_workbooks(faults_of):
    # Each file waits for the process that opens it: two at a time keep both busy.
    with ThreadPoolExecutor(2) as pool:
        assert_none([fault for faults in pool.map(faults_of, ALL) for fault in faults])
