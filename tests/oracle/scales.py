"""The ratios by which nodes of the index are scaled, each with those of the groups above it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.rounding import rounded

if TYPE_CHECKING:
    from tests.oracle.scenario import Json


def with_scales(node: Json, above: Fraction = Fraction(1)) -> Json:
    """The node and all below it, each with the product of its own ratio and those above it as ``scale``."""
    scale = above * Fraction(node.get("scaled_by", "1"))
    adds_up = node.get("combine", "sum") == "sum"
    below_it = {
        name: with_scales(one, scale) if adds_up else _weighed(one) for name, one in node.get("nodes", {}).items()
    }
    found = {**node, **({"nodes": below_it} if below_it else {})}
    return found if scale == 1 else {**found, "scale": scale}


def _weighed(node: Json) -> Json:
    """Of a mean the ratio is one of the weight, and nothing below is scaled by what is above it."""
    found = with_scales({key: value for key, value in node.items() if key != "scaled_by"})
    if "scaled_by" not in node:
        return found
    ratio = Fraction(node["scaled_by"])
    return {**found, "weight": Fraction(node.get("weight", node["full_mark"])) * ratio, "ratio": ratio}


def full_mark(node: Json) -> Fraction:
    """What is computed with."""
    return Fraction(node["full_mark"]) * node.get("scale", 1)


def printed_full_mark(node: Json, leaf_digits: int) -> Fraction:
    """What is shown and given: rounded as a mark of the node where it is scaled."""
    return rounded(full_mark(node), node.get("decimals", leaf_digits)) if "scale" in node else full_mark(node)


def scaled_bounds(node: Json, leaf_digits: int) -> Json:
    """Cap and floor, rounded as a mark of the node where it is scaled."""
    bounds = {key: Fraction(node[key]) for key in ("cap", "floor") if key in node}
    if "scale" not in node:
        return bounds
    return {key: rounded(one * node["scale"], node.get("decimals", leaf_digits)) for key, one in bounds.items()}
