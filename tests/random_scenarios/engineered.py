"""Profiles set up so that equal composites, or gates that nobody has settled, stand across the award line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.index import edges
from tests.random_scenarios.numbers import exact
from tests.random_scenarios.profile import Profile
from tests.random_scenarios.register import steady
from tests.random_scenarios.rules import WEIGHTS
from tests.random_scenarios.walk import used_indicators
from tests.random_scenarios.wishes import Wish, at_or_below, beyond

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from tests.random_scenarios.tables import Cell

Json = dict[str, Any]


@dataclass
class Setting:
    """The cast of an engineered scenario: a role for each platform, and what sets equal ones apart."""

    #: strong, equal, open or weak, by number of the platform
    roles: list[str]
    #: The indicator in which equal platforms differ beyond the last edge, where their marks are the same.
    breaker: str
    #: By how much, by number of the platform.
    steps: list[int]
    #: The common wishes of the equal ones.
    common: dict[str, Wish]


def set_up(rng: Random, kind: str, rules: Json) -> Setting:
    """The cast; places of the rules are set so that the award line runs through it."""
    strong, equal = rng.randint(0, 2), rng.randint(2, 4)
    undecided = rng.randint(1, 3) if kind == "undecided" else 0
    roles = ["strong"] * strong + ["equal"] * equal + ["open"] * undecided + ["weak"] * rng.randint(0, 3)
    indicators = used_indicators(rules)
    common = {name: Wish("value", _common_value(rng, rules, name)) for name in indicators}
    if kind == "undecided":
        required = exact(rules["gates"]["staff"]["require"]["minimum"])
        common["staff_ratio"] = Wish("value", max(required, common["staff_ratio"].value))
    rules["awards"]["places"] = strong + rng.randint(1, equal + undecided - 1)
    rules["valid"] = {"from": 2012, "to": 2015}
    if "funds" in rules:
        rules["funds"][rules["awards"]["fund"]]["total_yuan"] = 10**9
    if rng.random() < 0.7:
        rules["grades"] = {"good": {"title": "良好", "minimum": 0}, "fail": {"title": "不合格"}}
        rules["awards"]["grade"] = "good"
    steps = [rng.choice([0, 0, 1]) for _ in roles]
    return Setting(roles, rng.choice(indicators), steps, common)


def _common_value(rng: Random, rules: Json, indicator: str) -> Fraction:
    """A value that rows can be given exactly, often at an edge."""
    if indicator == "innovation_output":
        weights = WEIGHTS | rules["params"].get(indicator, {})
        return exact(weights[rng.choice(sorted(weights))]) * rng.randint(0, 2)
    turns = edges(rules, indicator)
    return rng.choice(turns) if turns else Fraction(50)


def engineered_profile(rng: Random, setting: Setting, number: int, register: dict[str, Cell], rules: Json) -> Profile:
    """The platform of a role; one beyond the cast is weak."""
    role = setting.roles[number] if number < len(setting.roles) else "weak"
    register = steady(register)
    indicators = used_indicators(rules)
    turns = {name: edges(rules, name) for name in indicators}
    if role == "weak":
        wishes = {name: Wish("value", at_or_below(name, turns[name])) for name in indicators}
    elif role == "strong" or (role == "open" and rng.random() < 0.5):
        wishes = {name: Wish("value", beyond(name, turns[name], 4)) for name in indicators}
    else:
        last = beyond(setting.breaker, turns[setting.breaker], setting.steps[number])
        wishes = setting.common | {setting.breaker: Wish("value", last)}
    if role == "open":
        register = _leave_open(rng, register, wishes, rules)
    return Profile(register, wishes)


def _leave_open(
    rng: Random, register: dict[str, Cell], wishes: dict[str, Wish], rules: Mapping[str, Any]
) -> dict[str, Cell]:
    """A gate without its fact, or head counts around the required share."""
    if rng.random() < 0.5:
        return register | {"premises": None}
    wishes["staff_ratio"] = Wish("open", exact(rules["gates"]["staff"]["require"]["minimum"]))
    return register


def gate_decisions(rng: Random, setting: Setting, ids: Sequence[str], rules: Json) -> list[Json]:
    """Some of the open gates settled."""
    return [
        {
            "subject": {"kind": "gate", "platform_id": one, "gate": gate},
            "choice": rng.choice(["pass", "fail"]),
            "who": "评审会",
            "when": "2014-05-01",
            "minutes": "纪要2号",
        }
        for number, one in enumerate(ids[: len(setting.roles)])
        for gate in rules["gates"]
        if setting.roles[number] == "open" and gate != "legal_entity" and rng.random() < 0.25
    ]
