"""Rows set aside at intake: those at fault in tables for which the rules name a quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Severity
from appraisal.evidence.delivery import Delivery
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from appraisal.evidence import Table

#: File, sheet and row: where a row stands.
Where = tuple[str | None, str | None, int | None]


def set_aside(read: Mapping[str, Delivery], quarantine: Collection[str]) -> dict[str, Delivery]:
    """The deliveries without the rows of these tables that have an error of their own; each is told as a warning."""
    return {path: _without(delivery, quarantine) for path, delivery in read.items()} if quarantine else dict(read)


def softened(found: Iterable[Finding], read: Mapping[str, Delivery], quarantine: Collection[str]) -> list[Finding]:
    """Findings between tables, where an error in a row of these tables is a warning: the run sets that row aside."""
    if not quarantine:
        return list(found)
    rows = {
        _where(table, row)
        for delivery in read.values()
        for table in delivery.tables
        if table.schema.name in quarantine
        for row in range(table.frame.height)
    }
    return [_warning(finding) if _place(finding) in rows else finding for finding in found]


def _without(delivery: Delivery, quarantine: Collection[str]) -> Delivery:
    at_fault = {_place(finding) for finding in delivery.findings if finding.severity is Severity.ERROR}
    tables: list[Table] = []
    gone: set[Where] = set()
    for table in delivery.tables:
        bad = [row for row in range(table.frame.height) if _where(table, row) in at_fault]
        if table.schema.name not in quarantine or not bad:
            tables.append(table)
            continue
        gone |= {_where(table, row) for row in bad}
        tables.append(table.without(bad))
    findings = tuple(_warning(finding) if _place(finding) in gone else finding for finding in delivery.findings)
    return Delivery(delivery.sheets, tuple(tables), findings)


def _warning(finding: Finding) -> Finding:
    if finding.severity is not Severity.ERROR:
        return finding
    message = text("The row is set aside: {message}", message=finding.message)
    fix = text("It does not count until it is mended.")
    return Finding("quarantine|row", message, fix, Severity.WARNING, finding.place, finding.platform_id, finding.value)


def _place(finding: Finding) -> Where:
    return finding.place.file, finding.place.sheet, finding.place.row


def _where(table: Table, row: int) -> Where:
    place = table.place(row)
    return place.file, place.sheet, place.row
