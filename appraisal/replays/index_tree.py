"""The nodes of an index as a document: where each stands, and what it weighs among its siblings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal.model.rules import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Standing:
    """One node below the root."""

    #: The keys from the document of the rules down to the node.
    path: tuple[str, ...]
    #: The document of the group it is in.
    group: Mapping[str, Any]
    #: What the sums above multiply its full mark by; 1 in a mean, which takes shares.
    above: Fraction

    @property
    def name(self) -> str:
        """The id of the node."""
        return self.path[-1]

    @property
    def adds_up(self) -> bool:
        """Its full mark is its weight."""
        return self.group.get("combine", "sum") == "sum"

    @property
    def weights(self) -> dict[str, Fraction]:
        """What it and each of its siblings weighs now, by id."""
        return {name: self.stated(name) * self.ratio(name) * self.above for name in self.group["nodes"]}

    @property
    def is_all_of_its_group(self) -> bool:
        """Nothing beside it weighs anything."""
        weights = self.weights
        return weights[self.name] == sum(weights.values())

    def stated(self, name: str) -> Fraction:
        """The weight of a node of the group before its ratio."""
        node = self.group["nodes"][name]
        if self.adds_up:
            return Fraction(node["full_mark"])
        return Fraction(1) if self.group.get("weights") == "equal" else Fraction(node.get("weight", node["full_mark"]))

    def ratio(self, name: str) -> Fraction:
        """The ratio that a node of the group states."""
        return Fraction(self.group["nodes"][name].get("scaled_by", 1))


def standings(rules: Mapping[str, Any]) -> dict[str, Standing]:
    """Every node of the index below the root, by id."""
    return {one.name: one for one in _below((ROOT,), rules[ROOT], Fraction(1))}


def _below(path: tuple[str, ...], group: Mapping[str, Any], above: Fraction) -> Iterator[Standing]:
    adds_up = group.get("combine", "sum") == "sum"
    for name, node in group["nodes"].items():
        one = Standing((*path, "nodes", name), group, above if adds_up else Fraction(1))
        yield one
        if "nodes" in node:
            yield from _below(one.path, node, one.above * one.ratio(name) if adds_up else Fraction(1))
