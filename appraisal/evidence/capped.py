"""Many findings of one kind: the first ones are told, the rest is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Severity
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def capped(rows: Sequence[int], most: int, finding: Callable[[int], Finding]) -> list[Finding]:
    """A finding for each row, up to ``most`` of them, and then one with the number more."""
    told = [finding(row) for row in rows[:most]]
    more = len(rows) - most
    if more <= 0:
        return told
    last = told[-1]
    place = replace(last.place, row=None)
    is_fault = last.severity is not Severity.NOTICE
    same = text("{count} more rows have the same fault.", count=more)
    message = same if is_fault else text("The same holds for {count} more rows.", count=more)
    return [*told, Finding(last.code, message, Text(""), last.severity, place)]
