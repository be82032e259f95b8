"""The panels of experts that a rules document states, and what is wrong with them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal.curves.faults import holes
from appraisal.errors import Place
from appraisal.model.condition import MARKS, Source
from appraisal.model.curve import Piece
from appraisal.model.panel import PANELS, Band, Criterion, Panel, Range
from appraisal.numbers import Interval
from appraisal.numbers.digits import plain
from appraisal.rules.fault import Fault, fault, unknown
from appraisal.texts import Bilingual, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def panels_of(document: Mapping[str, Any]) -> dict[str, Panel]:
    """The panels of a rules document that satisfies its schema, by id."""
    return {key: _panel(key, stated) for key, stated in document.get(PANELS, {}).items()}


def panel_faults(panels: Mapping[str, Panel], sources: Collection[str]) -> Iterator[Fault]:
    """Everything in the panels that contradicts itself; ``sources`` are the measures that the rules read."""
    names = {name for panel in panels.values() for name, _ in panel.names}
    for source in sources:
        if source.startswith(f"{PANELS}.") and source not in names:
            yield unknown("panel_unknown", f"$.{PANELS}", source, names)
    for panel in panels.values():
        yield from _trimmed(panel)
        for one in panel.criteria.values():
            if one.range:
                pointer = f"$.{PANELS}.{panel.id}.criteria.{one.id}.range"
                yield from _range(one, one.range, pointer)


def _panel(key: str, stated: Mapping[str, Any]) -> Panel:
    trim = stated.get("trim", {})
    spread = stated.get("spread_warning")
    return Panel(
        id=key,
        title=_title(stated),
        criteria={name: _criterion(name, one) for name, one in stated["criteria"].items()},
        highest=trim.get("highest", 0),
        lowest=trim.get("lowest", 0),
        minimum=stated["minimum"],
        spread_warning=None if spread is None else Decimal(spread),
        recusal=stated["recusal"],
        clause=stated.get("clause"),
    )


def _criterion(key: str, stated: Mapping[str, Any]) -> Criterion:
    levels = stated.get("range")
    return Criterion(key, _title(stated), Decimal(stated["full_mark"]), _levels(levels) if levels else None)


def _levels(stated: Mapping[str, Any]) -> Range:
    bands = tuple(
        Band(Interval.from_bounds(one["when"]), Decimal(one["between"][0]), Decimal(one["between"][1]))
        for one in stated["bands"]
    )
    # From the lowest level up, in whatever order the rules name them.
    return Range(Source.parse(stated["of"]), tuple(sorted(bands, key=_start)))


def _start(band: Band) -> tuple[Decimal, bool]:
    return (Decimal("-Infinity") if band.when.low is None else band.when.low), not band.when.low_closed


def _title(stated: Mapping[str, Any]) -> Bilingual:
    return Bilingual(stated["title"], stated.get("x-en", stated["title"]))


def _trimmed(panel: Panel) -> Iterator[Fault]:
    gone = panel.highest + panel.lowest
    if panel.minimum <= gone:
        yield fault(
            "panel_minimum",
            f"$.{PANELS}.{panel.id}.minimum",
            text(
                "{title}: {gone} marks are left out, and {minimum} experts are enough: nobody's mark may be left.",
                title=panel.title,
                gone=gone,
                minimum=panel.minimum,
            ),
            text("Let minimum be more than highest and lowest together."),
        )


def _range(one: Criterion, levels: Range, pointer: str) -> Iterator[Fault]:
    if levels.of.kind in (PANELS, MARKS):
        yield fault(
            "panel_range_source",
            f"{pointer}.of",
            text(
                "{title}: its range cannot hang on {source}, which is known only later.",
                title=one.title,
                source=levels.of,
            ),
            text("Read an indicator, or a number of the register (platforms.column)."),
        )
    for band in levels.bands:
        if band.least > band.most:
            yield fault(
                "panel_range_order",
                pointer,
                text(
                    "{title}: the range from {least} to {most} has no mark in it.",
                    title=one.title,
                    least=plain(band.least),
                    most=plain(band.most),
                ),
                text("Write the lower share first."),
            )
        if band.when.is_empty:
            yield fault(
                "gate_empty",
                pointer,
                text("No number satisfies {require}.", require=band.when),
                text("Correct the bounds."),
            )
    for found in holes(tuple(Piece(band.when) for band in levels.bands), Place(pointer=pointer)):
        yield found.code, pointer, found.message, found.fix, found.severity
