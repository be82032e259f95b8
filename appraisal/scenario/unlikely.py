"""What rules say that evidence or indicators make unlikely: groups of nobody, fractions of %, no year before."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Severity
from appraisal.model.curve import Curve, ends
from appraisal.numbers.digits import plain
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from appraisal.evidence import Table
    from appraisal.measure import Compiled
    from appraisal.model.curve import Shape
    from appraisal.model.indicator import Indicator
    from appraisal.model.rules import Rules

_PERCENT = frozenset({"%", "％"})
#: So many names are listed where none is near.
_LISTED = 25


def unlikely(
    rules: Rules, compiled: Sequence[Compiled], tables: Mapping[str, Table], file: str, *, is_first: bool
) -> Iterator[Finding]:
    """What is worth a second look, each at its place of the rules ``file``; nothing here refuses the run.

    ``tables`` is the evidence as far as it was read; ``is_first`` says that the scenario names no previous result.
    """
    percents = {one.indicator.id: one.indicator for one in compiled if one.indicator.unit in _PERCENT}
    yield from _fractions(rules, percents, file)
    if register := tables.get("platforms"):
        yield from _nobody(rules, register, file)
    if experts := tables.get("experts"):
        yield from _no_spare(rules, experts.frame.height, file)
    if is_first:
        yield from _nothing_carried(rules, file)


def _nobody(rules: Rules, register: Table, file: str) -> Iterator[Finding]:
    """Places for a group that no platform of the register is in."""
    for places, pointer in rules.places:
        column = None if places.by in (None, "class") else register.schema.columns.get(places.by)
        # A word that no cell can hold is an error already.
        if column is None or column.enum is not None:
            continue
        cells = (str(cell) for cell in register.frame[column.name].drop_nulls().unique())
        known = sorted("true" if cell == "True" else "false" if cell == "False" else cell for cell in cells)
        for group in places.of:
            if group in known:
                continue
            yield Finding(
                "rules|group_empty",
                text(
                    "Places are set for {group}, and no platform of the register has that in {column}.",
                    group=group,
                    column=column.label,
                ),
                text(
                    "Near or known: {names}.",
                    names=Joined(tuple(get_close_matches(group, known) or known[:_LISTED]), text(", ")),
                ),
                Severity.WARNING,
                Place(file=file, pointer=f"{pointer}.of.{group}"),
                value=group,
            )


def _fractions(rules: Rules, percents: Mapping[str, Indicator], file: str) -> Iterator[Finding]:
    """Bounds and curves of a percentage that lie between 0 and 1."""
    for one in rules.requirements:
        bounds = [bound for bound in (one.allowed.low, one.allowed.high) if bound is not None] if one.allowed else []
        if str(one.of) in percents and _is_fraction(bounds):
            yield _fraction(percents[str(one.of)], max(bounds), Place(file=file, pointer=f"{one.pointer}.require"))
    for leaf in rules.leaves:
        if leaf.source in percents and not leaf.treat:
            values = [value for shape in ends(leaf.curve) for value in _values(shape)]
            if _is_fraction(values):
                yield _fraction(percents[leaf.source], max(values), Place(file=file, pointer=f"$.index, {leaf.id}"))


def _values(shape: Shape) -> Iterator[Decimal]:
    """The numbers at which a curve turns."""
    if isinstance(shape, Curve):
        for piece in shape.pieces:
            yield from (end for end in (piece.over.low, piece.over.high) if end is not None)


def _is_fraction(values: Sequence[Decimal]) -> bool:
    return bool(values) and 0 < max(map(abs, values)) < 1


def _fraction(indicator: Indicator, value: Decimal, place: Place) -> Finding:
    return Finding(
        "rules|percent_as_fraction",
        text(
            "{title} is measured in %, from 0 to 100: {value} means {value} %.",
            title=indicator.title,
            value=plain(value),
        ),
        text("Write {percent} if {percent} % is meant.", percent=plain(value * 100)),
        Severity.WARNING,
        place,
        value=plain(value),
    )


def _nothing_carried(rules: Rules, file: str) -> Iterator[Finding]:
    """Values of the year before that are to stand in, where there is none."""
    for leaf in rules.leaves:
        if leaf.missing.kind == "carry":
            yield Finding(
                "rules|carry_first_year",
                text(
                    "{title}: the value of the year before is to stand in, and the scenario names no previous result.",
                    title=leaf.title,
                ),
                text("Name it under previous; without it whoever has no value is marked 0."),
                Severity.NOTICE,
                Place(file=file, pointer=f"$.index, {leaf.id}"),
            )


def _no_spare(rules: Rules, experts: int, file: str) -> Iterator[Finding]:
    """Panels that leave a platform without a value as soon as one expert may not mark it, or falls ill."""
    for panel in rules.panels.values():
        # Where an own institution refuses the run, nobody is set aside.
        if panel.minimum > experts or (panel.minimum == experts and panel.recusal == "set_aside"):
            yield Finding(
                "panel|no_spare",
                text(
                    "{panel}: it takes the marks of {minimum} experts, and the register of experts holds {experts}.",
                    panel=panel.title,
                    minimum=panel.minimum,
                    experts=experts,
                ),
                text("Whoever may not mark a platform leaves it without a value: name more experts, or lower minimum."),
                Severity.WARNING,
                Place(file=file, pointer=f"$.panels.{panel.id}.minimum"),
            )
