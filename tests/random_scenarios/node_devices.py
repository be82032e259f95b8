"""Devices of nodes: ways to combine, what applies, what is missing, factors, bounds, decimals."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.conditions import random_condition, settled_fact
from tests.random_scenarios.curve_devices import choose_cohort, words_of
from tests.random_scenarios.numbers import as_json, decimal_up_to, exact
from tests.random_scenarios.walk import groups_below, leaves_below, nodes_below

if TYPE_CHECKING:
    from random import Random

Json = dict[str, Any]

KINDS = ("mean", "mean", "harmonic", "geometric", "power", "minimum", "maximum")
POWERS = (0.5, 2, 3, -1, -2, 1, 0.333333, -0.25)
COLUMNS = ("type", "city", "founder_kind", "home")


def combine(rng: Random, rules: Json) -> None:
    """Some groups, the root among them now and then, combine their nodes in another way than by adding."""
    for name, group in [("index", rules["index"]), *groups_below(rules["index"]["nodes"])]:
        if rng.random() < (0.75 if name == "index" else 0.4):
            continue
        group["combine"] = rng.choice(KINDS)
        if group["combine"] == "power":
            group["power"] = rng.choice(POWERS)
        if rng.random() < 0.3:
            group["weights"] = rng.choice(["equal", "given"])
        for node in group["nodes"].values():
            if rng.random() < 0.4:
                node["weight"] = rng.choice([1, 2, 0.5, 3.25])


def scaled(rng: Random, rules: Json) -> None:
    """Some groups weigh one of their nodes anew, and scale the others so that the sum stays."""
    for group in [rules["index"], *(group for _, group in groups_below(rules["index"]["nodes"]))]:
        nodes = group["nodes"]
        varies = is_sum(group) and any("applies" in node for node in nodes.values())
        if len(nodes) < 2 or varies or rng.random() < 0.4:
            continue
        weights = {name: _weight(node, group) for name, node in nodes.items()}
        whole, chosen = sum(weights.values()), rng.choice(sorted(nodes))
        new = whole * rng.choice([1, 2, 3, 7, 19]) / rng.choice([20, 23, 60])
        if not 0 < weights[chosen] < whole:
            continue
        for name, node in nodes.items():
            ratio = new / weights[name] if name == chosen else (whole - new) / (whole - weights[chosen])
            node["scaled_by"] = f"{ratio.numerator}/{ratio.denominator}"


def _weight(node: Json, group: Json) -> Fraction:
    full = Fraction(str(node["full_mark"]))
    if is_sum(group):
        return full
    return Fraction(1) if group.get("weights") == "equal" else Fraction(str(node.get("weight", full)))


def is_sum(group: Json) -> bool:
    """Whether a group adds up."""
    return group.get("combine", "sum") == "sum"


def applies(rng: Random, rules: Json) -> None:
    """Some nodes apply to some platforms only; where full marks add up, an alternative or a handling is given."""
    for group in [rules["index"], *(group for _, group in groups_below(rules["index"]["nodes"]))]:
        for name, node in list(group["nodes"].items()):
            if rng.random() < 0.7:
                continue
            if "nodes" not in node and "not_applicable" not in node and is_sum(group) and rng.random() < 0.3:
                condition = settled_fact(rng)
                group["nodes"][f"{name}_else"] = {**deepcopy(node), "applies": {"not": condition}}
                node["applies"] = condition
                continue
            node["applies"] = random_condition(rng, words_of(rules), 1)
            if is_sum(group) or rng.random() < 0.5:
                node["not_applicable"] = rng.choice(["full", "zero", "rescale", "rescale"])
            elif rng.random() < 0.5:
                node["not_applicable"] = "absent"


def missing(rng: Random, rules: Json) -> None:
    """What becomes of missing measures, at the root, at groups and at leaves."""
    choices = ["zero", "rescale", "rescale", "median", "median", {"median_by": f"platforms.{rng.choice(COLUMNS)}"}]
    found = [rules["index"], *(node for _, node in nodes_below(rules["index"]["nodes"]))]
    for node in found:
        if rng.random() < 0.4:
            node["missing"] = rng.choice(choices)
            choose_cohort(rng, rules)
    for _, group in groups_below(rules["index"]["nodes"]):
        # Otherwise a group of missing measures would be absent, and the full marks around it would not add up.
        group.setdefault("not_applicable", rng.choice(["rescale", "rescale", "zero"]))
    _mend_levels(rules["index"])


def _mend_levels(node: Json) -> None:
    """A text has no median, and nothing is measured that could be carried over."""
    for one in node["nodes"].values():
        if "nodes" in one:
            _mend_levels(one)
        elif "." in one["from"][0] and one.get("missing") not in ("zero", "rescale"):  # a list: it may be an object
            one["missing"] = "zero"


def carry(rng: Random, rules: Json) -> None:
    """Some missing measures are those of the previous result."""
    for _, leaf in leaves_below(rules["index"]["nodes"]):
        if rng.random() < 0.5 and "." not in leaf["from"][0]:
            leaf["missing"] = "carry"


def factor(rng: Random, rules: Json) -> None:
    """Some nodes have a factor, or one by conditions."""
    for _, node in nodes_below(rules["index"]["nodes"]):
        if rng.random() < 0.3:
            node["factor"] = rng.choice([0.5, 1.2, 0.333, 1])
        elif rng.random() < 0.3:
            when = random_condition(rng, words_of(rules), 1)
            cases = [{"when": when, "factor": rng.choice([1.25, 0.8])}]
            node["factor"] = {"cases": cases, "otherwise": rng.choice([1, 0.9])}


def bounds(rng: Random, rules: Json) -> None:
    """Some leaves have a cap, some groups a floor."""
    for _, node in nodes_below(rules["index"]["nodes"]):
        if rng.random() < 0.7:
            continue
        part = as_json(decimal_up_to(rng, exact(node["full_mark"]), 2))
        if "nodes" in node:
            node["floor"] = part
        else:
            node["cap"] = rng.choice([part, node["full_mark"]])


def decimals(rng: Random, rules: Json) -> None:
    """Some nodes are rounded otherwise than the rest."""
    for node in [rules["index"], *(node for _, node in nodes_below(rules["index"]["nodes"]))]:
        if rng.random() < 0.4:
            node["decimals"] = rng.choice([0, 1, 2, 3, 6, 8])
