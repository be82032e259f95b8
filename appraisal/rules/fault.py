"""One fault of a rules file, before it is a finding with its file."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from appraisal.errors import Severity
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Code, place, what is wrong, what to do, how much it weighs.
Fault = tuple[str, str, Text, Text, Severity]


def fault(code: str, pointer: str, message: Text, fix: Text, severity: Severity = Severity.ERROR) -> Fault:
    """A fault at a place of the rules."""
    return f"rules|{code}", pointer, message, fix, severity


def unknown(code: str, pointer: str, name: object, known: Iterable[str]) -> Fault:
    """A name that stands for nothing in these rules."""
    names = sorted(known)
    near = get_close_matches(str(name), names, n=3) or names[:8]
    return fault(
        code,
        pointer,
        text("There is no {name} in these rules.", name=name),
        text("Near or known: {names}.", names=Joined(tuple(near), ", ")),
    )
