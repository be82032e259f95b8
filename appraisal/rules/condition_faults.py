"""What a JSON Schema cannot say of conditions: classes and nodes that exist, bounds that some number keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.model.condition import COMPOSITE, AtLeast, InClass, Not, Require, Source
from appraisal.rules.fault import Fault, fault, unknown
from appraisal.schema import is_number
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.condition import Condition
    from appraisal.model.rules import Rules

_BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
#: What a result counts of the years before.
_HISTORY = ("years", "failed_in_a_row", "not_submitted_in_a_row", "awards", "years_since_award", "received_yuan")


def condition_faults(rules: Rules) -> Iterator[Fault]:
    """Everything in the conditions that contradicts the rules or itself."""
    nodes = {node.id for node, _ in rules.walk()} | {COMPOSITE}
    # A condition of a class is said once, at the class, however many name it.
    combined = [one for condition in rules.conditions for one in _combined(condition, rules)]
    yield from (one for at, one in enumerate(combined) if one not in combined[:at])
    for source in rules.sources:
        kind, _, name = source.partition(".")
        if kind == "history" and name not in _HISTORY:
            yield unknown("history_unknown", "$", source, [f"history.{one}" for one in _HISTORY])
    readers = [(leaf.title, leaf.source, "$.index") for leaf in rules.leaves]
    readers += [(sheet.title, sheet.source, f"$.payments.{sheet.id}.from") for sheet in rules.payments]
    for title, source, pointer in readers:
        if Source.parse(source).is_mark:
            yield fault(
                "marks_early",
                pointer,
                text("{title} cannot read {source}, which is known only after marking.", title=title, source=source),
                text("Read an indicator, a column of the register, a panel or the history; marks add up in groups."),
            )
    for one in rules.requirements:
        if one.of.is_mark:
            yield from _of_mark(one, nodes)
        if one.allowed is not None:
            yield from _of_number(one)


def _combined(condition: Condition, rules: Rules) -> Iterator[Fault]:
    if isinstance(condition, AtLeast):
        if condition.count > len(condition.of) > 0:
            yield fault(
                "at_least",
                "$",
                text(
                    "At least {count} of {parts} conditions can never hold.",
                    count=condition.count,
                    parts=len(condition.of),
                ),
                text("Lower at_least, or add conditions."),
            )
        for one in condition.of:
            yield from _combined(one, rules)
    elif isinstance(condition, Not):
        yield from _combined(condition.of, rules)
    elif isinstance(condition, InClass):
        known = {one.id for one in rules.classes}
        if condition.id not in known:
            yield unknown("class_unknown", "$.classes", condition.id, known)
        elif condition.when == AtLeast(1, ()):
            yield fault(
                "class_circle",
                f"$.classes.{condition.id}",
                text("The class {id} is defined by itself.", id=condition.id),
                text("Let its condition name only classes that do not name it."),
            )
        else:
            yield from _combined(condition.when, rules)


def _of_mark(one: Require, nodes: set[str]) -> Iterator[Fault]:
    if not one.pointer.startswith("$.grades."):
        yield fault(
            "marks_early",
            f"{one.pointer}.of",
            text("{source} is known only after marking; a condition on it stands in the grades alone.", source=one.of),
            text("Move the condition to when or direct of a grade."),
        )
    elif one.of.name not in nodes:
        yield unknown("mark_unknown", f"{one.pointer}.of", one.of.name, nodes)


def _of_number(one: Require) -> Iterator[Fault]:
    foreign = [key for key in one.require if key not in _BOUNDS]
    pointer = f"{one.pointer}.require"
    worded = [key for key, bound in one.require.items() if key in _BOUNDS and not is_number(bound)]
    if worded:
        yield fault(
            "gate_bound",
            pointer,
            text("Of a number {keys} must be a number.", keys=Joined(tuple(worded), ", ")),
            text("Write a number, without quotation marks."),
        )
    if foreign:
        yield fault(
            "gate_keyword",
            pointer,
            text("A gate on a measure cannot require {keys}.", keys=Joined(tuple(foreign), ", ")),
            text("Use {known}.", known=Joined(_BOUNDS, ", ")),
        )
    elif one.allowed is not None and one.allowed.is_empty:
        yield fault(
            "gate_empty",
            pointer,
            text("No number satisfies {require}.", require=one.allowed),
            text("Correct the bounds."),
        )
