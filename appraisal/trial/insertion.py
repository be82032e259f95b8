"""A leaf put into the rules of a year: its weight, its curve, and its siblings rescaled by one exact ratio."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place, Refused
from appraisal.model.rules import ROOT
from appraisal.numbers.digits import plain
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.model.indicator import Indicator

#: Marks in rules have at most these decimals.
_MARK_DECIMALS = 6
_KINDS = ("linear", "bands", "steps")


@dataclass(frozen=True)
class Insertion:
    """The rules with the leaf, and the ratio by which everything beside it was rescaled."""

    rules: dict[str, Any]
    place: str
    weight: Decimal
    ratio: Fraction
    #: The points of the straight line: value and mark.
    points: tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]
    #: The same change as a scenario states it under ``patch`` (RFC 7396).
    patch: dict[str, Any]


def insert(
    rules: Mapping[str, Any], indicator: Indicator, weight: Decimal, place: str, ends: tuple[Fraction, Fraction]
) -> Insertion:
    """Put a leaf of ``weight`` marks into the group ``place``; its other nodes share what is left as before.

    The line runs from no marks at the worse of ``ends``, which differ, to the full mark at the better one.
    Raises Refused where the rules cannot be rescaled exactly.
    """
    changed: dict[str, Any] = deepcopy(dict(rules))
    group = _group(changed, place)
    _refuse_taken(rules, indicator.id)
    full_mark = Decimal(group["full_mark"])
    if not 0 < weight < full_mark:
        message = (
            text("{weight} is no weight.", weight=weight)
            if weight <= 0
            else text("The weight {weight} does not fit into {full} marks.", weight=weight, full=plain(full_mark))
        )
        fix = text("Give a weight above 0 and below {full}.", full=plain(full_mark))
        raise Refused([Finding("trial|weight", message, fix)])
    ratio = 1 - Fraction(weight) / Fraction(full_mark)
    for node in group["nodes"].values():
        _rescale(node, ratio)
    points = _points(ends, weight, rising=indicator.direction == "higher_is_better")
    group["nodes"][indicator.id] = {
        "title": indicator.title.zh,
        "x-en": indicator.title.en,
        "from": [indicator.id],
        "full_mark": weight,
        "curve": {"kind": "linear", "at": [list(point) for point in points]},
    }
    changed["index"]["missing"] = "zero"
    return Insertion(changed, place, weight, ratio, points, _patch(rules, changed))


def _patch(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is different or new; an insertion takes nothing away."""
    different = {key: value for key, value in after.items() if key not in before or before[key] != value}
    return {
        key: _patch(before[key], value) if isinstance(value, dict) and isinstance(before.get(key), dict) else value
        for key, value in different.items()
    }


def _group(rules: dict[str, Any], place: str) -> dict[str, Any]:
    groups = dict(_groups(ROOT, rules["index"]))
    if place not in groups:
        message = text("The rules have no group {place}.", place=place)
        titles = {name: group.get("title") for name, group in groups.items()}
        known = tuple(f"{name}（{title}）" if title else name for name, title in titles.items())
        fix = text("Groups: {known}.", known=Joined(known, ", "))
        raise Refused([Finding("trial|place", message, fix)])
    return groups[place]


def _refuse_taken(rules: Mapping[str, Any], name: str) -> None:
    if name in set(_nodes(ROOT, rules["index"])):
        message = text("The index of these rules already has a node {name}.", name=name)
        fix = text("Give the plugin another id, in indicator.json and as the name of its folder.")
        raise Refused([Finding("trial|node_taken", message, fix, value=name)])


def _nodes(name: str, node: Mapping[str, Any]) -> Iterator[str]:
    yield name
    for key, inner in node.get("nodes", {}).items():
        yield from _nodes(key, inner)


def _groups(name: str, node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if "nodes" in node:
        yield name, node
        for key, inner in node["nodes"].items():
            yield from _groups(key, inner)


def _rescale(node: dict[str, Any], ratio: Fraction) -> None:
    for key in ("full_mark", "cap"):
        if key in node:
            node[key] = _times(node[key], ratio)
    for inner in node.get("nodes", {}).values():
        _rescale(inner, ratio)
    curve = node.get("curve")
    if curve is None:
        return
    if curve["kind"] not in _KINDS:
        message = text("A curve of the kind {kind} cannot be rescaled here.", kind=curve["kind"])
        raise Refused([Finding("trial|curve", message, text("Write the weight into a copy of the rules instead."))])
    for key in ("below", "above", "base", "add", "cap"):
        if key in curve:
            curve[key] = _times(curve[key], ratio)
    for band in curve.get("bands", ()):
        band["mark"] = _times(band["mark"], ratio)
    if "at" in curve:
        curve["at"] = [[value, _times(mark, ratio)] for value, mark in curve["at"]]


def _times(mark: Decimal | int, ratio: Fraction) -> Decimal:
    exact = Fraction(mark) * ratio * 10**_MARK_DECIMALS
    if exact.denominator != 1:
        message = text("{mark} marks times {ratio} is no decimal number.", mark=mark, ratio=ratio)
        fix = text("Choose a weight that leaves a plain share of the full mark, such as a tenth or a fifth of it.")
        raise Refused([Finding("trial|ratio", message, fix, place=Place(file="rules.json"))])
    return _plain(Decimal(exact.numerator).scaleb(-_MARK_DECIMALS))


def _points(
    ends: tuple[Fraction, Fraction], weight: Decimal, *, rising: bool
) -> tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]:
    low, high = ends
    marks = (Decimal(0), weight) if rising else (weight, Decimal(0))
    return (_decimal(low), marks[0]), (_decimal(high), marks[1])


def _decimal(value: Fraction) -> Decimal:
    return _plain(Decimal(int(value * 10**_MARK_DECIMALS)).scaleb(-_MARK_DECIMALS))


def _plain(value: Decimal) -> Decimal:
    """Without zeros that say nothing: people read these numbers."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
