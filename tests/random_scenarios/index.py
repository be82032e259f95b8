"""A random index: a tree of groups and leaves whose full marks add up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.curves import random_curve
from tests.random_scenarios.numbers import EDGES, as_json, exact
from tests.random_scenarios.walk import PARTS, atoms, curves_of, leaves_below

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


def leaf_marks(nodes: Json) -> list[list[Fraction]]:
    """For every leaf, the marks that its curves name."""
    return [[mark for curve in curves_of(leaf["curve"]) for mark in _marks(curve)] for _, leaf in leaves_below(nodes)]


def _marks(curve: Json) -> list[Fraction]:
    marks = [mark for _, mark in curve.get("at", [])] + [band["mark"] for band in curve.get("bands", [])]
    marks += [curve[key] for key in ("base", "cap") if key in curve]
    return [exact(mark) for mark in [*marks, *curve.get("marks", {}).values()]]


def edges(rules: Json, indicator: str) -> list[Fraction]:
    """Every number of the rules at which a mark or a condition of the indicator turns, rising."""
    on_it = [atom for part in PARTS for atom in atoms(rules.get(part, {})) if atom["of"] == indicator]
    found = {exact(bound) for atom in on_it for bound in atom["require"].values()}
    for nodes in (rules["index"]["nodes"], rules.get("adjustments", {})):
        for _, leaf in leaves_below(nodes):
            if leaf["from"] == [indicator]:
                for curve in curves_of(leaf["curve"]):
                    found |= _edges(curve, indicator)
    return sorted(found)


def _edges(curve: Json, indicator: str) -> set[Fraction]:
    """The edges that the curve says itself; those from the cohort are nobody's wish."""
    edges = {exact(edge) for edge, _ in curve.get("at", []) if not isinstance(edge, dict)}
    edges |= {exact(bound) for band in curve.get("bands", []) for bound in band["when"].values()}
    if "from" in curve:
        steps = {exact(curve["from"]) + count * exact(curve["per"]) for count in (0, 1, 2)}
        edges |= {step for step in steps if step <= exact(max(EDGES[indicator]))}
    return edges
