"""The interval of a measure as the marks take it: narrowed by the gates that its platform does not fail."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraisal.explanation.words import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.rules import Rules
    from appraisal.numbers import Interval
    from appraisal.result import Result

Ends = tuple[Fraction, Fraction]


def narrowed(ends: Ends, source: str, result: Result, rules: Rules, platform_id: str) -> Ends:
    """What "at least 60 %" leaves of an interval for a platform that does not fail it; see docs/semantics.md, Marks."""
    low, high = ends
    if low == high:
        return ends
    for allowed in _held(source, result, rules, platform_id):
        across = (low, high)
        if allowed.low is not None and across[0] < allowed.low <= across[1]:
            low = Fraction(allowed.low)
        if allowed.high is not None and across[0] <= allowed.high < across[1]:
            high = Fraction(allowed.high)
    return low, high


def _held(source: str, result: Result, rules: Rules, platform_id: str) -> Iterator[Interval]:
    """The bounds of gates on nothing but this measure that the platform does not fail, waivers aside."""
    outcomes = rows_of(result, "gates", platform_id, "gate")
    subjects = [decision["subject"] for decision in result.documents["scenario"].get("decisions", [])]
    waived = {one["gate"] for one in subjects if one["kind"] == "waiver" and one["platform_id"] == platform_id}
    for gate in rules.gates:
        one = gate.measured
        holds = gate.id not in waived and outcomes.get(gate.id, {}).get("outcome", "fail") != "fail"
        if one is not None and one.allowed is not None and str(one.of) == source and holds:
            yield one.allowed
