"""Every trap of evidence as cities send it: read as it was meant with a notice, or sent back in exactly these words."""

from __future__ import annotations

import re
from copy import deepcopy
from decimal import Decimal

import polars as pl
import pytest

from appraisal import texts
from appraisal.errors import Finding
from appraisal.evidence.csv_sheet import read_csv_sheet
from appraisal.evidence.sheet import EMPTY, TEXT, Merged, Sheet, letters
from appraisal.evidence.sheet_tables import read_sheets
from appraisal.schema.table import TableSchema, table_schema
from tests.traps import TABLE, TRAPS, Trap


@pytest.fixture(scope="module")
def schemas() -> dict[str, TableSchema]:
    document = deepcopy(TABLE)
    for column in document["properties"].values():
        if "multipleOf" in column:
            column["multipleOf"] = Decimal(str(column["multipleOf"]))
    return {"traps": table_schema(document, "traps.json")}


def address(cell: str) -> tuple[int, int]:
    found = re.fullmatch("([A-Z])([0-9]+)", cell)
    assert found
    return int(found[2]) - 1, ord(found[1]) - ord("A")


def grid_of(trap: Trap) -> list[list[str]]:
    rows = [[cell.replace("⏎", "\n") for cell in line.split("|")] for line in trap.sheet.split("\n")]
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def sheet_of(trap: Trap) -> Sheet:
    rows = grid_of(trap)
    columns = {letters(place): [row[place] or None for row in rows] for place in range(len(rows[0]))}
    kinds = [bytearray(TEXT if cell else EMPTY for cell in column) for column in columns.values()]
    for cell, kind in trap.kinds.items():
        row, column = address(cell)
        kinds[column][row] = kind
    return Sheet(
        trap.name,
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
        tuple(bytes(column) for column in kinds),
        tuple(Merged(*address(area.split(":")[0]), *address(area.split(":")[1])) for area in trap.merged),
        frozenset(trap.hidden_rows),
        trap.is_hidden,
        trap.from_1904,
    )


def told(finding: Finding) -> tuple[str, str, str]:
    place = finding.place
    return finding.code, place.cell or (f"row {place.row}" if place.row else ""), finding.sentence("en")


def chinese(findings: list[Finding]) -> list[str | None]:
    """The Chinese sentences, None where the catalogue has none yet."""
    known = texts._catalogue("zh")._catalog  # type: ignore[attr-defined] - gettext tells nobody
    return [
        finding.sentence("zh") if {finding.message.msgid, finding.fix.msgid} <= {*known, ""} else None
        for finding in findings
    ]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.sheet.replace("\n", " "))
def test_a_trap_is_repaired_by_its_rule_or_sent_back_in_these_words(schemas, trap):
    if trap.encoding:
        source = "\n".join(",".join(row) for row in grid_of(trap))
        sheet, found = read_csv_sheet(source.encode(trap.encoding), "f.csv", len)
        assert sheet
    else:
        sheet, found = sheet_of(trap), []
    tables, more = read_sheets([sheet], "f.xlsx", schemas, None)
    found = [finding for finding in [*found, *more] if finding.code != "file|no_table"]
    expected = [each for each in trap.told if each[0] != "file|no_table"]
    assert [told(finding) for finding in found] == [each[:3] for each in expected]
    assert [said or each[3] for said, each in zip(chinese(found), expected, strict=True)] == [e[3] for e in expected]
    rows = [
        "|".join(table.shown(row, column) for column in table.schema.columns if column in table.origin.letters)
        for table in tables
        for row in range(table.frame.height)
    ]
    assert rows == [*(trap.rows or ())]
    assert bool(tables) == (trap.rows is not None)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.sheet.replace("\n", " "))
def test_a_cell_is_unread_where_it_was_sent_back_and_nowhere_else(schemas, trap):
    tables, found = read_sheets([sheet_of(trap)], "f.xlsx", schemas, None)
    for table in tables:
        refused = {finding.place.cell for finding in found if finding.code.startswith("cell|")}
        # Of a column whose unit is in doubt no number is read, and its header says why.
        doubtful = {"income", "staff"} if any(each[0].startswith("header|unit") for each in trap.told) else set()
        assert {table.place(*cell).cell for cell in table.unread if cell[1] not in doubtful} == refused
        assert all(table.frame[column][row] is None for row, column in table.unread)
