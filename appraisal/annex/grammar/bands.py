"""Bands: one line each, ``≥60且<80：9分``. Lines that follow each other like steps are points with one closed side."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar.conditions import bounds_text, read_bounds
from appraisal.annex.grammar.numbers_of_all import read_value, value_text
from appraisal.annex.grammar.values import number_text
from appraisal.schema import canonical
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.annex.grammar.scanner import Scanner

Json = dict[str, Any]
Line = tuple[Json, Any]

#: The lower and the upper bound of a band that holds its lower end, or its upper one.
_SIDES = {"low": ("minimum", "exclusiveMaximum"), "high": ("exclusiveMinimum", "maximum")}
_EACH = "逐档"


def write_bands(curve: Mapping[str, Any]) -> str:
    """Both ways in which the rules state bands."""
    if "at" in curve:
        return _text(_ladder_lines(curve))
    lines = [(band["when"], band["mark"]) for band in curve["bands"]]
    # What follows like steps would be read as points.
    return _text(lines) if _ladder(lines) is None else f"{_EACH}：\n{_text(lines)}"


def _ladder_lines(curve: Mapping[str, Any]) -> list[Line]:
    lower, upper = _SIDES[curve["closed"]]
    points = curve["at"]
    below = [({upper: points[0][0]}, curve["below"])] if "below" in curve else []
    between = [({lower: value, upper: end}, mark) for (value, mark), (end, _) in pairwise(points)]
    return [*below, *between, ({lower: points[-1][0]}, points[-1][1])]


def _text(lines: list[Line]) -> str:
    return "\n".join(f"{bounds_text(when, value_text)}：{number_text(mark)}分" for when, mark in lines)


def read_bands(scanner: Scanner) -> Json:
    """The bands that come next."""
    each = bool(scanner.take(_EACH))
    if each:
        scanner.take(":")
        scanner.items()
    lines: list[Line] = []
    while not scanner.is_done and not scanner.sees("}"):
        when = read_bounds(scanner, lambda: read_value(scanner))
        scanner.need(":")
        lines.append((when, scanner.mark()))
        if not scanner.items():
            break
    ladder = None if each else _ladder(lines)
    if ladder is not None:
        return ladder
    if any(isinstance(value, dict) for when, _ in lines for value in when.values()):
        raise scanner.fault(
            text("Bands with a number of all platforms follow each other without a gap, from the lowest on.")
        )
    return {"kind": "bands", "bands": [{"when": when, "mark": mark} for when, mark in lines]}


def _ladder(lines: list[Line]) -> Json | None:
    """Points with one closed side, where the lines are such; None where they are bands of their own."""
    for closed, (lower, upper) in _SIDES.items():
        found = _steps(lines, lower, upper)
        if found is not None:
            return {"kind": "bands", "closed": closed, **found}
    return None


def _steps(lines: list[Line], lower: str, upper: str) -> Json | None:
    below = [mark for when, mark in lines[:1] if when.keys() == {upper}]
    rest = lines[len(below) :]
    if not rest or rest[-1][0].keys() != {lower} or any(when.keys() != {lower, upper} for when, _ in rest[:-1]):
        return None
    edges = [when[upper] for when, _ in (*lines[: len(below)], *rest[:-1])]
    starts = [when[lower] for when, _ in rest]
    follows = starts if below else starts[1:]
    if any(canonical(end) != canonical(start) for end, start in zip(edges, follows, strict=True)):
        return None
    found: Json = {"at": [[when[lower], mark] for when, mark in rest]}
    return {**found, "below": below[0]} if below else found
