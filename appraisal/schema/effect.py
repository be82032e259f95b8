"""What a schema says in vain: JSON Schema passes over it in silence, but an author who wrote it meant something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.schema.atoms import as_cell, typed
from appraisal.schema.keywords import OF_NUMBERS, OF_ROWS, OF_TEXTS
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.schema.column import Column


def without_effect(schema: Mapping[str, Any], target: Column | None) -> Iterator[tuple[str, Text]]:
    """Each keyword that asks nothing of the cells of ``target``, or of a row where there is none, and why."""
    for keyword in sorted(_idle(schema, target) & schema.keys()):
        subject = target.label if target else text("a whole row")
        yield keyword, text("{keyword} says nothing about {column}.", keyword=keyword, column=subject)
    if target and _concerns(schema, target):
        for keyword, values in (("enum", schema.get("enum", [])), ("const", [schema.get("const")])):
            for stray in (value for value in values if value is not None and as_cell(target, value) is None):
                yield keyword, text("{value} can never stand in {column}.", value=stray, column=target.label)


def _idle(schema: Mapping[str, Any], target: Column | None) -> frozenset[str]:
    idle = frozenset({"then", "else"} if "if" not in schema else ())
    if target is None:
        return idle | OF_NUMBERS | OF_TEXTS
    if not _concerns(schema, target):
        return idle
    of_others = OF_TEXTS if target.is_number else OF_NUMBERS
    return idle | OF_ROWS | of_others | (OF_TEXTS if target.kind == "boolean" else frozenset())


def _concerns(schema: Mapping[str, Any], column: Column) -> bool:
    """Whether the keywords beside ``type`` are meant for cells of this kind."""
    return "type" not in schema or typed(column, schema["type"]) is not False
