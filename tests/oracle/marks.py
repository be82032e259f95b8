"""The marks: leaves rounded once, groups and root as sums, the composite rounded once more."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from tests.oracle import curves
from tests.oracle.verdict import Node, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.gates import Ends
    from tests.oracle.scenario import Json

ROOT = "index"
HALF = Fraction(1, 2)


def rounded(number: Fraction, digits: int) -> Fraction:
    """Rounded to some decimals, a half away from zero."""
    shifted = abs(number) * 10**digits
    nearest = Fraction(floor(shifted + HALF), 10**digits)
    return nearest if number >= 0 else -nearest


def marks_of_platform(rules: Json, ends: Mapping[str, Ends | None]) -> dict[str, Fraction]:
    """The marks of one platform's nodes, the root's unrounded; ``ends`` by indicator, None where it is missing."""
    marks: dict[str, Fraction] = {}

    def sum_of(nodes: Mapping[str, Json]) -> Fraction:
        for name, node in nodes.items():
            if "nodes" in node:
                capped(name, node, sum_of(node["nodes"]))
            else:
                (source,) = node["from"]
                marks[name] = rounded(_exact_mark(rules, node, ends[source]), rules["rounding"]["leaf"])
        return sum((marks[name] for name in nodes), Fraction(0))

    def capped(name: str, group: Json, total: Fraction) -> None:
        marks[name] = total
        if "cap" in group:
            marks[name] = min(total, Fraction(group["cap"]))
            marks[f"{name}.cap"] = marks[name] - total

    capped(ROOT, rules["index"], sum_of(rules["index"]["nodes"]))
    return marks


def _exact_mark(rules: Json, leaf: Json, ends: Ends | None) -> Fraction:
    if ends is None:
        if rules["index"].get("missing", "zero") == "refuse":
            message = f"indicator {leaf['from'][0]} is missing, which the rules refuse"
            raise Refused(message)
        return Fraction(0)
    return curves.mark(leaf["curve"], scored_value(ends, leaf["curve"]))


def scored_value(ends: Ends, curve: Json | None) -> Fraction:
    """The value that scores: the end with the lower mark, the low end where both give the same or nothing marks it."""
    low, high = ends
    if curve is None:
        return low
    return low if curves.mark(curve, low) <= curves.mark(curve, high) else high


def leaves(nodes: Mapping[str, Json]) -> dict[str, Json]:
    """Every leaf beneath, in the order of the rules."""
    found: dict[str, Json] = {}
    for name, node in nodes.items():
        found |= leaves(node["nodes"]) if "nodes" in node else {name: node}
    return found


def tree(rules: Json) -> dict[str, Node]:
    """Every node with its parent, kind and full mark; the root first. A cap is a line below its group."""
    found: dict[str, Node] = {}

    def walk(name: str, node: Json, parent: str | None) -> None:
        found[name] = Node(parent, "group" if "nodes" in node else "leaf", Fraction(node["full_mark"]))
        if "cap" in node:
            found[f"{name}.cap"] = Node(name, "cap", None)
        for inner, one in node.get("nodes", {}).items():
            walk(inner, one, name)

    walk(ROOT, rules["index"], None)
    return found


def grade(rules: Json, composite: Fraction) -> str:
    """The grade with the highest minimum that the composite reaches, else the one without a minimum."""
    reached = [name for name in grades_from_below(rules) if _minimum(rules, name, composite) <= composite]
    return reached[-1]


def grades_from_below(rules: Json) -> list[str]:
    """The grades, lowest first; the one without a minimum is the lowest."""
    with_minimum = [name for name in rules["grades"] if "minimum" in rules["grades"][name]]
    without = [name for name in rules["grades"] if name not in with_minimum]
    return without + sorted(with_minimum, key=lambda name: rules["grades"][name]["minimum"])


def _minimum(rules: Json, name: str, composite: Fraction) -> Fraction:
    return Fraction(rules["grades"][name].get("minimum", composite))
