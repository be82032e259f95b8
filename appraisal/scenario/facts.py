"""The columns of the register that rules read: they exist, words are not read as numbers, and can occur."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.model.curve import Levels, ends
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appraisal.model.curve import Shape
    from appraisal.model.rules import Rules
    from appraisal.schema import Column, TableSchema
    from appraisal.texts import Bilingual

_PREFIX = "platforms."


def fact_faults(rules: Rules, register: TableSchema, file: str) -> Iterator[Finding]:
    """What is wrong with the columns of the register that rules read outside of conditions, and with words of it."""
    for title, source, shapes, pointer in _readers(rules):
        if not source.startswith(_PREFIX):
            continue
        name, place = source.removeprefix(_PREFIX), Place(file=file, pointer=pointer)
        column = register.columns.get(name)
        if column is None:
            yield _unknown(name, register, place)
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
        levels = [one for shape in shapes for one in ends(shape) if isinstance(one, Levels)]
        yield from _values((word for one in levels for word in one.by_word), column, place)
    for name, groups, pointer in _grouping(rules):
        column, place = register.columns.get(name), Place(file=file, pointer=pointer)
        if column is None:
            yield _unknown(name, register, place)
        else:
            yield from _values(groups, column, place)
    for one in rules.requirements:
        column = register.columns.get(one.of.name) if one.of.is_fact else None
        asked = [one.require["const"]] if "const" in one.require else one.require.get("enum", [])
        if column is not None and isinstance(asked, list):
            yield from _values(asked, column, Place(file=file, pointer=f"{one.pointer}.require"))


def _unknown(name: str, register: TableSchema, place: Place) -> Finding:
    return Finding(
        "rules|fact_unknown",
        text("The register of platforms has no column {column}.", column=name),
        text("Known columns: {columns}.", columns=Joined(tuple(register.columns), ", ")),
        place=place,
    )


def _values(words: Iterable[object], column: Column, place: Place) -> Iterator[Finding]:
    """Words that no cell of a column with fixed words can hold: what goes by them would never hold of anybody."""
    if column.enum is None:
        return
    for word in dict.fromkeys(one for one in words if isinstance(one, str) and one not in column.enum):
        yield Finding(
            "rules|fact_value",
            text("{column} is never {word}.", column=column.label, word=word),
            text("Write one of: {words}.", words=Joined(column.enum, "、")),
            place=place,
            value=word,
        )


def _grouping(rules: Rules) -> Iterator[tuple[str, Iterable[str], str]]:
    """The columns by whose words places are shared out or medians taken, and the words that rules name."""
    for places, pointer in rules.places:
        if places.by not in (None, "class"):
            yield places.by, places.of, f"{pointer}.by"
    for column in dict.fromkeys(leaf.missing.by for leaf in rules.leaves if leaf.missing.by):
        yield column, (), "$.index"


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
