"""The tree of the rules: its nodes as they are printed, and its curves with the cohort's numbers frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle import curves
from tests.oracle.marks import ADJUSTMENTS, ROOT, TOTAL_CAP, has_bounds
from tests.oracle.scales import printed_full_mark
from tests.oracle.treatments import treatment
from tests.oracle.verdict import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.cohort import Cohort
    from tests.oracle.scenario import Json


def tree(rules: Json) -> dict[str, Node]:
    """Every node with its parent, kind and full mark; the root first. The bounds of a group are a line below it."""
    found: dict[str, Node] = {}

    def walk(name: str, node: Json, parent: str | None) -> None:
        full = printed_full_mark(node, rules["rounding"]["leaf"]) if "full_mark" in node else None
        found[name] = Node(parent, "group" if "nodes" in node else "leaf", full)
        if "nodes" in node and has_bounds(node):
            found[f"{name}.cap"] = Node(name, "cap", None)
        for inner, one in node.get("nodes", {}).items():
            walk(inner, one, name)

    walk(ROOT, rules["index"], None)
    if rules.get("adjustments"):
        walk(ADJUSTMENTS, {"nodes": rules["adjustments"]}, None)
    if "total" in rules:
        found[TOTAL_CAP] = Node(ROOT, "cap", None)
    return found


@dataclass
class Freezer:
    """Puts a value in place of every cohort number, and keeps it."""

    cohort: Cohort
    #: By leaf and place within it.
    numbers: dict[tuple[str, str], Fraction] = field(default_factory=dict)

    def rules(self, rules: Json) -> Json:
        """The rules with every cohort number frozen."""
        index = {**rules["index"], "nodes": self._nodes(rules["index"]["nodes"])}
        return {**rules, "index": index, "adjustments": self._nodes(rules.get("adjustments", {}))}

    def _nodes(self, nodes: Mapping[str, Json]) -> Json:
        return {name: self._node(name, node) for name, node in nodes.items()}

    def _node(self, name: str, node: Json) -> Json:
        if "nodes" in node:
            return {**node, "nodes": self._nodes(node["nodes"])}
        (source,) = node["from"]
        if "treat" in node:
            node = {**node, "treated": treatment(node["treat"], self.cohort.values(source))}

        def number(wanted: Json, place: str) -> Fraction | None:
            value = self.cohort.number(source, wanted, node.get("treated"))
            if value is not None:
                self.numbers[name, place] = value
            return value

        return {**node, "curve": curves.frozen(node["curve"], number)}
