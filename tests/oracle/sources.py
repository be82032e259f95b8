"""The sources that the rules read: indicators, facts of the register, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.scenario import Json

#: The parts of the rules in which leaves and conditions stand.
PARTS = ("panels", "gates", "classes", "index", "adjustments", "payments", "grades")


def used_indicators(rules: Json) -> set[str]:
    """The indicators of all leaves and conditions; every other source has a dot."""
    return {source for part in PARTS for source in sources(rules.get(part, {})) if "." not in source}


def used_panels(rules: Json) -> set[str]:
    """The means of panels that leaves and conditions read."""
    return {one for part in PARTS for one in sources(rules.get(part, {})) if one.startswith("panels.")}


def marked_facts(rules: Json) -> set[str]:
    """The columns of the register that leaves mark."""
    return {one for nodes in (rules["index"]["nodes"], rules.get("adjustments", {})) for one in _of_leaves(nodes)}


def _of_leaves(nodes: Json) -> Iterator[str]:
    for node in nodes.values():
        if "nodes" in node:
            yield from _of_leaves(node["nodes"])
        else:
            yield from (source for source in node["from"] if source.startswith("platforms."))


def sources(part: Any) -> Iterator[str]:
    """Every source below: ``of`` a condition, ``from`` a leaf. What a condition requires is a schema and names none."""
    if isinstance(part, list):
        for one in part:
            yield from sources(one)
    elif isinstance(part, dict):
        if isinstance(part.get("of"), str):
            yield part["of"]
            return
        if isinstance(part.get("from"), list):
            yield from part["from"]
        for inner in part.values():
            yield from sources(inner)
