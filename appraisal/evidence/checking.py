"""A table held against the rules of its schema: every cell and row that breaks one, and every repeated key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding
from appraisal.evidence.capped import capped
from appraisal.evidence.cells import shortened
from appraisal.evidence.keys import key_findings
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.schema.check import Check, violations

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from appraisal.evidence.table import Table

_CODES = {
    "required": "missing",
    "dependentRequired": "missing",
    "type": "type",
    "enum": "not_one_of",
    "const": "not_one_of",
    "minimum": "too_small",
    "exclusiveMinimum": "too_small",
    "maximum": "too_large",
    "exclusiveMaximum": "too_large",
    "multipleOf": "not_a_multiple",
    "minLength": "too_short",
    "maxLength": "too_long",
    "pattern": "pattern",
    "format": "format",
    "false": "not_empty",
}


def check_table(table: Table) -> list[Finding]:
    """Everything in which the table breaks its schema, by row."""
    return [*_broken_rules(table, table.schema.checks), *key_findings(table)]


def cell_findings(table: Table, unread: Container[str | None]) -> list[Finding]:
    """The same for single cells only, where cells of the columns ``unread`` could not be read and are null."""
    rules = [
        check
        for check in table.schema.checks
        if check.alone and not (check.keyword == "required" and check.column in unread)
    ]
    return _broken_rules(table, rules)


def _broken_rules(table: Table, checks: Sequence[Check]) -> list[Finding]:
    broken = violations(table.frame, checks)
    if broken.is_empty():
        return []
    found: list[Finding] = []
    for place, broken_rows in broken.group_by("check", maintain_order=True).agg("row").iter_rows():
        check = checks[place]
        rows = _decided(table, check, broken_rows)
        if not rows:
            continue
        found += capped(rows, MAX_CELL_FINDINGS, lambda row, check=check: _finding(table, check, row))
    return found


def _decided(table: Table, check: Check, rows: list[int]) -> list[int]:
    """The rows in which the rule reads no cell that could not be read."""
    if not table.unread:
        return rows
    names = check.fails.meta.root_names()
    return [row for row in rows if not any((row, name) in table.unread for name in names)]


def _finding(table: Table, check: Check, row: int) -> Finding:
    if check.column is None:
        return Finding("row|rule", check.message, check.fix, place=table.place(row), platform_id=table.platform_id(row))
    value = shortened(table.shown(row, check.column))
    code = _CODES.get(check.keyword, "rule")
    place = table.place(row, check.column)
    return Finding(
        f"cell|{code}",
        check.message_for(value),
        check.fix,
        place=place,
        platform_id=table.platform_id(row),
        value=value or None,
    )
