"""Devices of the rules as a whole: classes, gates by conditions, adjustments, the total's bounds, grades."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.conditions import INDICATORS, Vocabulary, random_condition
from tests.random_scenarios.curve_devices import words_of
from tests.random_scenarios.curves import random_curve
from tests.random_scenarios.numbers import as_json, exact
from tests.random_scenarios.walk import nodes_below

if TYPE_CHECKING:
    from random import Random

Json = dict[str, Any]


def classes(rng: Random, rules: Json) -> None:
    """One to three classes, a later one perhaps by way of an earlier one."""
    rules["classes"] = {}
    for number in range(rng.randint(1, 3)):
        condition = random_condition(rng, words_of(rules))
        rules["classes"][f"class_{number}"] = {"title": f"第{number}类", "when": condition}


def gates(rng: Random, rules: Json) -> None:
    """One or two gates of several conditions."""
    for number in range(rng.randint(1, 2)):
        rules["gates"][f"either_{number}"] = {"title": "条件", **random_condition(rng, words_of(rules), 3)}


def adjustments(rng: Random, rules: Json) -> None:
    """Marks added and taken off, alone and in a group."""
    rules["adjustments"] = {"bonus": _adjustment(rng), "penalty": _adjustment(rng, sign=-1)}
    if rng.random() < 0.5:
        inner = {f"extra_{number}": _adjustment(rng, sign=rng.choice([1, -1])) for number in range(rng.randint(1, 3))}
        group: Json = {"title": "加减分", "nodes": inner}
        if rng.random() < 0.6:
            group["combine"] = rng.choice(["sum", "minimum", "maximum"])
        if rng.random() < 0.4:
            group |= {"floor": -3, "cap": rng.choice([0, 2.5])}
        rules["adjustments"]["extras"] = group
    for _, node in nodes_below(rules["adjustments"]):
        if rng.random() < 0.3:
            node["applies"] = random_condition(rng, words_of(rules), 1)


def _adjustment(rng: Random, sign: int = 1) -> Json:
    """A leaf whose marks are all on one side of nothing."""
    indicator = rng.choice(INDICATORS)
    edges = sorted(rng.sample(range(10), 2))
    if rng.random() < 0.4:
        marks = [0, sign * rng.choice([1, 2.5])]
        curve: Json = {"kind": "bands", "at": [[edge, mark] for edge, mark in zip(edges, marks, strict=True)]}
        return {"title": "加减", "from": [indicator], "curve": {**curve, "closed": rng.choice(["low", "high"])}}
    if sign < 0:
        at = [[edges[0], -rng.choice([1, 2, 3.5])], [edges[1], 0]]
        return {"title": "扣分", "from": [indicator], "curve": {"kind": "linear", "at": at}}
    curve = random_curve(rng, indicator, Fraction(rng.randint(1, 5)), rising=True)
    return {"title": "加分", "from": [indicator], "curve": curve}


def total(rng: Random, rules: Json) -> None:
    """The total has a cap, a floor or both."""
    full = exact(rules["index"]["full_mark"])
    bounds = {"cap": as_json(full * rng.choice([Fraction(1, 2), Fraction(9, 10), 1])), "floor": rng.choice([0, 1])}
    if bounds["cap"] < bounds["floor"]:
        bounds["floor"] = 0
    kept = rng.choice([["cap"], ["floor"], ["cap", "floor"]])
    rules["total"] = {name: bounds[name] for name in kept}


def grades(rng: Random, rules: Json) -> None:
    """Grades by condition, by place and directly, besides those by score."""
    names = [name for name, _ in nodes_below(rules["index"]["nodes"])]
    words = Vocabulary(tuple(rules.get("classes", {})), ("composite", *names), int(exact(rules["index"]["full_mark"])))
    for grade in list(rules["grades"].values())[:-1]:
        if rng.random() < 0.4:
            grade["when"] = random_condition(rng, words, 1)
        if rng.random() < 0.3:
            grade["direct"] = random_condition(rng, words, 1)
        if rng.random() < 0.6:
            grade.update(_quota(rng))
        if grade.keys() & {"when", "first", "share"} and rng.random() < 0.3:
            del grade["minimum"]


def _quota(rng: Random) -> Json:
    tied = rng.choice(["in", "out"])
    if rng.random() < 0.5:
        return {"first": rng.randint(1, 4), "tied": tied}
    share = rng.choice([0.1, 0.25, 0.333333, 0.5, 0.125, 1])
    return {"share": share, "round": rng.choice(["floor", "ceil", "half_up"]), "tied": tied}
