"""A random index: a tree of groups and leaves whose full marks add up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.curves import random_curve
from tests.random_scenarios.numbers import EDGES, as_json, exact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

Json = dict[str, Any]

GROUPS = ("credit", "service", "effect")


def random_index(rng: Random, indicators: list[str], digits: int, *, rising: bool) -> Json:
    """An index of these indicators, one of them perhaps in two leaves; full marks have at most ``digits`` decimals."""
    leaves = {
        name if rng.random() < 0.7 else f"{name}_mark": _leaf(rng, name, digits, rising=rising) for name in indicators
    }
    if rng.random() < 0.15:
        leaves["again"] = _leaf(rng, rng.choice(indicators), digits, rising=rising)
    nodes = _grouped(rng, leaves)
    index: Json = {"combine": "sum", "full_mark": _total(nodes), "nodes": nodes}
    if rng.random() < 0.1:
        index = _capped(rng, index)
    missing = rng.random()
    if missing < 0.7:
        index["missing"] = "zero"
    elif missing < 0.73:
        index["missing"] = "refuse"
    return index


def _leaf(rng: Random, indicator: str, digits: int, *, rising: bool) -> Json:
    step = Fraction(1, 10 ** min(digits, 2))
    full = rng.choice([Fraction(rng.randint(1, 40)), rng.randint(1, 400) * step, Fraction(10), Fraction(1)])
    return {
        "title": f"{indicator}得分",
        "from": [indicator],
        "full_mark": as_json(full),
        "curve": random_curve(rng, indicator, full, rising=rising),
    }


def _grouped(rng: Random, leaves: Mapping[str, Json]) -> Json:
    """The leaves at the root, in groups, or some of them in a group of a group."""
    if rng.random() < 0.3:
        return dict(leaves)
    groups: dict[str, Json] = {}
    for name, leaf in leaves.items():
        groups.setdefault(rng.choice(GROUPS), {})[name] = leaf
    nodes = {name: _group(rng, inner) for name, inner in groups.items()}
    if rng.random() < 0.3:
        name = rng.choice(sorted(nodes))
        nodes["outer"] = _group(rng, {name: nodes.pop(name)})
    return nodes


def _group(rng: Random, nodes: Json) -> Json:
    group = {"title": "一组指标", "full_mark": _total(nodes), "nodes": nodes}
    return _capped(rng, group) if rng.random() < 0.25 else group


def _capped(rng: Random, group: Json) -> Json:
    """The group with a cap at or below what its nodes add up to, with no more decimals than that."""
    total = exact(group["full_mark"])
    cap = as_json(total * rng.choice([Fraction(1, 2), Fraction(3, 4), Fraction(9, 10), Fraction(1)]))
    return {**group, "full_mark": cap, "cap": cap}


def _total(nodes: Json) -> int | float:
    return as_json(sum((exact(node["full_mark"]) for node in nodes.values()), Fraction(0)))


def node_ids(nodes: Json) -> list[str]:
    """The ids of all nodes beneath."""
    return [one for name, node in nodes.items() for one in [name, *node_ids(node.get("nodes", {}))]]


def leaf_indicators(nodes: Json) -> set[str]:
    """The indicators of the leaves beneath."""
    found: set[str] = set()
    for node in nodes.values():
        found |= leaf_indicators(node["nodes"]) if "nodes" in node else set(node["from"])
    return found


def leaf_marks(nodes: Json) -> list[list[Fraction]]:
    """For every leaf, the marks that its curve names."""
    found = []
    for node in nodes.values():
        if "nodes" in node:
            found += leaf_marks(node["nodes"])
        else:
            curve = node["curve"]
            marks = [mark for _, mark in curve.get("at", [])] + [band["mark"] for band in curve.get("bands", [])]
            marks += [curve[key] for key in ("base", "cap") if key in curve]
            found.append([exact(mark) for mark in marks])
    return found


def edges(rules: Json, indicator: str) -> list[Fraction]:
    """Every number of the rules at which a mark or a gate of the indicator turns, rising."""
    found = {bound for gate in rules["gates"].values() if gate["of"] == indicator for bound in gate["require"].values()}

    def walk(nodes: Json) -> None:
        for node in nodes.values():
            walk(node.get("nodes", {}))
            if node.get("from") == [indicator]:
                curve = node["curve"]
                found.update(edge for edge, _ in curve.get("at", []))
                found.update(bound for band in curve.get("bands", []) for bound in band["when"].values())
                if "from" in curve:
                    steps = [curve["from"] + count * curve["per"] for count in (0, 1, 2)]
                    found.update(step for step in steps if step <= max(EDGES[indicator]))

    walk(rules["index"]["nodes"])
    return sorted(exact(edge) for edge in found)
