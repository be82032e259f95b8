"""What a delivery leaves out without a word: every row, or columns that may stay empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Severity
from appraisal.evidence.origin import SheetRows
from appraisal.forms import NOT_ASKED
from appraisal.schema.pointer import listed
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.evidence.delivery import Delivery
    from appraisal.model.rules import Rules

_REGISTER = "platforms"


def no_rows(path: str, delivery: Delivery) -> Iterator[Finding]:
    """That nothing was filled in. The province's own tables may well be empty: nobody was vetoed."""
    tables = delivery.tables
    if not tables or any(table.frame.height or table.schema.name in NOT_ASKED for table in tables):
        return
    # A table whose rows cannot be read is empty too, and that is told already.
    if any(finding.severity is Severity.ERROR for finding in delivery.findings):
        return
    message = text("Nothing is filled in: no table of this file has a row.")
    fix = text("Fill it in and save it; where there is nothing to report, hand in no file.")
    yield Finding("file|no_rows", message, fix, place=Place(path))


def absent_columns(delivery: Delivery, rules: Rules) -> Iterator[Finding]:
    """The columns that a table may leave out and did: read as not filled in. A gate may ask for one of them."""
    asked = {gate.factual.of.name for gate in rules.gates if gate.factual}
    for table in delivery.tables:
        origin, schema = table.origin, table.schema
        if not isinstance(origin, SheetRows) or not table.frame.height:
            continue
        absent = [column for name, column in schema.columns.items() if name not in origin.letters]
        if not absent:
            continue
        gated = [column for column in absent if schema.name == _REGISTER and column.name in asked]
        message = text(
            "{table}: not in the header, and taken as not filled in: {columns}.",
            table=schema.label,
            columns=listed((column.title for column in absent), len(absent)),
        )
        fix = text("Add the columns of which something is known.")
        if gated:
            fix = text(
                "Add {columns}: a condition of eligibility is read from it.",
                columns=listed(column.title for column in gated),
            )
        severity = Severity.WARNING if gated else Severity.NOTICE
        yield Finding("header|absent", message, fix, severity, Place(origin.file, origin.sheet))
