"""Factors: a number, or ``若 …：1.2；否则：1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar.conditions import read_condition, write_condition
from appraisal.annex.grammar.values import number_text
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.annex.grammar.scanner import Scanner


def write_factor(factor: Any) -> str:
    """A factor of the rules."""
    if not isinstance(factor, dict):
        return number_text(factor)
    cases = [f"若 {write_condition(case['when'])}：{number_text(case['factor'])}" for case in factor["cases"]]
    return "\n".join([*cases, f"否则：{number_text(factor['otherwise'])}"])


def read_factor(scanner: Scanner) -> Any:
    """The factor that comes next."""
    if not scanner.sees("若", "如果"):
        return scanner.number()
    cases = []
    while scanner.take("若", "如果"):
        when = read_condition(scanner)
        scanner.need(":")
        cases.append({"when": when, "factor": scanner.number()})
        scanner.items()
    if not scanner.take("否则", "其余"):
        raise scanner.fault(text("Expected {words}.", words="否则：1"))
    scanner.need(":")
    return {"cases": cases, "otherwise": scanner.number()}
