"""The columns of the register that leaves and money sheets read: they exist, and words are not read as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.model.curve import Levels, ends
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.curve import Shape
    from appraisal.model.rules import Rules
    from appraisal.schema import TableSchema
    from appraisal.texts import Bilingual

_PREFIX = "platforms."


def fact_faults(rules: Rules, register: TableSchema, file: str) -> Iterator[Finding]:
    """What is wrong with the sources of leaves and sheets that are facts of the register."""
    for title, source, shapes, pointer in _readers(rules):
        if not source.startswith(_PREFIX):
            continue
        name, place = source.removeprefix(_PREFIX), Place(file=file, pointer=pointer)
        column = register.columns.get(name)
        if column is None:
            yield Finding(
                "rules|fact_unknown",
                text("The register of platforms has no column {column}.", column=name),
                text("Known columns: {columns}.", columns=Joined(tuple(register.columns), ", ")),
                place=place,
            )
            continue
        of_words = any(isinstance(one, Levels) for shape in shapes for one in ends(shape))
        if of_words == column.is_number:
            fix = text("Read numbers by bands or a line, and words by levels.")
            message = (
                text("{title}: levels mark words, and {source} is a number.", title=title, source=source)
                if of_words
                else text("{title}: {source} is a word, which only levels read.", title=title, source=source)
            )
            yield Finding("rules|fact_kind", message, fix, place=place)


def _readers(rules: Rules) -> Iterator[tuple[Bilingual, str, tuple[Shape, ...], str]]:
    for leaf in rules.leaves:
        yield leaf.title, leaf.source, (leaf.curve,), "$.index"
    for sheet in rules.payments:
        shapes = tuple(part.curve for part in sheet.parts)
        yield sheet.title, sheet.source, shapes, f"$.payments.{sheet.id}.from"
    for panel in rules.panels.values():
        for one in panel.criteria.values():
            if one.range:
                yield one.title, str(one.range.of), (), f"$.panels.{panel.id}.criteria.{one.id}.range.of"
