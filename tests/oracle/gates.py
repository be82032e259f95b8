"""The gates: pass, fail or undecided, and what a gate that is not failed proves about an interval."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.conditions import truth
from tests.oracle.requirements import LOWER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.oracle.conditions import Subject
    from tests.oracle.requirements import Ends
    from tests.oracle.scenario import Json

OUTCOMES = {True: "pass", False: "fail", None: "undecided"}


def outcome(gate: Json, subject: Subject) -> str:
    """The outcome of a gate before any decision."""
    return OUTCOMES[truth(gate, subject)]


def narrows(gate: Json, indicator: str) -> bool:
    """Whether a gate is one requirement on this indicator: only such a gate narrows an interval."""
    return gate.get("of") == indicator


def narrowed(ends: Ends, requirements: Iterable[Mapping[str, Any]]) -> Ends:
    """The ends of an interval, each moved to the bound of a gate that lies across it and that is not failed."""
    low, high = ends
    for require in requirements:
        for name, number in require.items():
            bound = Fraction(number)
            if name in LOWER and low < bound <= high:
                low = bound
            elif name not in LOWER and low <= bound < high:
                high = bound
    return low, high
