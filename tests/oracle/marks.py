"""The marks: leaves rounded once, groups and root as sums, the composite rounded once more."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from tests.oracle import curves
from tests.oracle.verdict import Measure, Node, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.measures import Indicator
    from tests.oracle.scenario import Json

ROOT = "index"
HALF = Fraction(1, 2)


def rounded(number: Fraction, digits: int) -> Fraction:
    """Rounded to some decimals, a half away from zero."""
    shifted = abs(number) * 10**digits
    nearest = Fraction(floor(shifted + HALF), 10**digits)
    return nearest if number >= 0 else -nearest


def marks_of_platform(
    rules: Json, measures: Mapping[str, Measure], indicators: Mapping[str, Indicator]
) -> dict[str, Fraction]:
    """The marks of one platform's nodes, the root's unrounded."""
    marks: dict[str, Fraction] = {}

    def sum_of(nodes: Mapping[str, Json]) -> Fraction:
        for name, node in nodes.items():
            if "nodes" in node:
                marks[name] = sum_of(node["nodes"])
            else:
                (source,) = node["from"]
                exact = _exact_mark(rules, node, measures[source], indicators[source])
                marks[name] = rounded(exact, rules["rounding"]["leaf"])
        return sum((marks[name] for name in nodes), Fraction(0))

    marks[ROOT] = sum_of(rules["index"]["nodes"])
    return marks


def _exact_mark(rules: Json, leaf: Json, measure: Measure, indicator: Indicator) -> Fraction:
    if measure.state != "measured":
        if rules["index"].get("missing", "zero") == "refuse":
            message = f"indicator {indicator.id} is missing, which the rules refuse"
            raise Refused(message)
        return Fraction(0)
    return curves.mark(leaf["curve"], scored_value(measure, indicator, leaf["curve"]))


def scored_value(measure: Measure, indicator: Indicator, curve: Json | None) -> Fraction:
    """The value that scores: of an interval the end with the lower mark, the worse one where both give the same.

    Without a curve (an indicator that only a gate reads) it is the worse end.
    """
    low, high = indicator.ends(measure)
    if curve is not None:
        low_mark, high_mark = curves.mark(curve, low), curves.mark(curve, high)
        if low_mark != high_mark:
            return low if low_mark < high_mark else high
    return low if indicator.higher_is_better else high


def leaves(nodes: Mapping[str, Json]) -> dict[str, Json]:
    """Every leaf beneath, in the order of the rules."""
    found: dict[str, Json] = {}
    for name, node in nodes.items():
        found |= leaves(node["nodes"]) if "nodes" in node else {name: node}
    return found


def tree(rules: Json) -> dict[str, Node]:
    """Every node with its parent, kind and full mark; the root first."""
    found = {ROOT: Node(None, "group", Fraction(rules["index"]["full_mark"]))}

    def walk(nodes: Mapping[str, Json], parent: str) -> None:
        for name, node in nodes.items():
            found[name] = Node(parent, "group" if "nodes" in node else "leaf", Fraction(node["full_mark"]))
            walk(node.get("nodes", {}), name)

    walk(rules["index"]["nodes"], ROOT)
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
