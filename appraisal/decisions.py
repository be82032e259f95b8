"""Decisions as a whole: each subject once, each platform and gate in this appraisal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from appraisal.model.decision import Decision
    from appraisal.model.rules import Rules

FILE = "decisions.json"


def faults(decisions: Sequence[Decision], rules: Rules, platforms: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the decisions before any of them is applied."""
    gates = {gate.id for gate in rules.gates}
    seen: dict[object, Decision] = {}
    for decision in decisions:
        names = [*decision.platforms, *([decision.gate] if decision.gate is not None else [])]
        known = [name in platforms for name in decision.platforms] + ([decision.gate in gates] if decision.gate else [])
        yield from (_unknown(decision, name) for name, is_known in zip(names, known, strict=True) if not is_known)
        for subject in _subjects(decision):
            if subject in seen:
                yield _twice(decision, seen[subject])
                break
            seen[subject] = decision


def _subjects(decision: Decision) -> list[object]:
    """What nobody may decide twice: a gate of a platform, a veto of a platform, the place of a platform in a tie."""
    if decision.kind == "tie":
        return [("tie", platform) for platform in decision.platforms]
    return [("veto" if decision.kind == "veto" else "gate", decision.platforms[0], decision.gate)]


def _unknown(decision: Decision, name: str) -> Finding:
    return Finding(
        "decision|unknown",
        text("The decision is about {name}, which is not in this appraisal.", name=name),
        text("Correct the id, or remove the decision."),
        place=Place(file=FILE, pointer=decision.pointer),
        value=name,
    )


def _twice(decision: Decision, first: Decision) -> Finding:
    return Finding(
        "decision|twice",
        text(
            "{platforms}: the same is decided in {first} (minutes {minutes}) already.",
            platforms=Joined(decision.platforms, ", "),
            first=first.pointer,
            minutes=first.minutes,
        ),
        text("Keep the decision that holds and remove the other."),
        place=Place(file=FILE, pointer=decision.pointer),
    )
