"""Walks through random rules: their nodes, their curves, and the conditions on an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

#: The parts of the rules that read sources.
PARTS = ("gates", "classes", "index", "adjustments", "grades")


def nodes_below(nodes: Json) -> Iterator[tuple[str, Json]]:
    """Every node beneath, a group before what is in it."""
    for name, node in nodes.items():
        yield name, node
        yield from nodes_below(node.get("nodes", {}))


def leaves_below(nodes: Json) -> list[tuple[str, Json]]:
    """Every leaf beneath."""
    return [(name, node) for name, node in nodes_below(nodes) if "nodes" not in node]


def groups_below(nodes: Json) -> list[tuple[str, Json]]:
    """Every group beneath."""
    return [(name, node) for name, node in nodes_below(nodes) if "nodes" in node]


def curves_of(curve: Json) -> Iterator[Json]:
    """A curve, or those that it chooses among."""
    if curve["kind"] != "choose":
        yield curve
        return
    for one in [case["curve"] for case in curve["cases"]] + [curve[key] for key in ("otherwise",) if key in curve]:
        yield from curves_of(one)


def atoms(part: Any) -> Iterator[Json]:
    """Every condition on one source."""
    if isinstance(part, list):
        for one in part:
            yield from atoms(one)
    elif isinstance(part, dict):
        if isinstance(part.get("of"), str):
            yield part
            return
        for inner in part.values():
            yield from atoms(inner)


def used_indicators(rules: Json) -> list[str]:
    """The indicators of the leaves and the conditions, by name."""
    found = {atom["of"] for part in PARTS for atom in atoms(rules.get(part, {}))}
    for nodes in (rules["index"]["nodes"], rules.get("adjustments", {})):
        found |= {source for _, leaf in leaves_below(nodes) for source in leaf["from"]}
    return sorted(source for source in found if "." not in source)
