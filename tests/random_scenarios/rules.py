"""Random rules of a year."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.conditions import FACTS, INDICATORS, random_bounds
from tests.random_scenarios.devices import DEVICES, GENTLE, LAST, lay_on
from tests.random_scenarios.index import leaf_marks, random_index
from tests.random_scenarios.numbers import as_json, exact
from tests.random_scenarios.walk import nodes_below, used_indicators

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

Json = dict[str, Any]

#: The equivalents of the innovation outputs where the rules set none.
WEIGHTS = {
    "invention": 10,
    "utility_model": 3,
    "design": 2,
    "software": 2,
    "standard": 10,
    "new_product": 4,
    "transfer": 6,
}
LEVELS = ("excellent", "good", "pass")
FUND = "special"


def random_rules(rng: Random, name: str, year: int, kind: str, devices: Sequence[str] = DEVICES) -> Json:
    """Rules that the schema allows; for an engineered scenario with curves that never fall.

    The devices are laid on by the name of the scenario.
    """
    engineered = kind != "any"
    indicators = rng.sample(INDICATORS, rng.randint(1, len(INDICATORS)))
    leaf = rng.choice([0, 1, 2, 2, 3, 4, 6])
    index = random_index(rng, indicators, leaf, rising=engineered)
    rules: Json = {
        "format": 1,
        "id": "random",
        "title": "随机办法",
        "authority": {"status": "example"},
        "valid": {"from": 2012, "to": 2015},
        "gates": engineered_gates(rng, kind) if engineered else random_gates(rng),
        "index": index,
        "rounding": {"leaf": leaf, "total": rng.choice([0, 1, 2, 2, 3, 6]), "mode": "half_up"},
        "adjustments": {},
        "vetoes": {"from": "vetoes"},
        "grades": random_grades(rng, index),
        "coverage": random_coverage(rng, year),
        "checks": {"unit_outlier": "off", "reported_differs": "off"},
    }
    before = [one for one in devices if one not in LAST]
    lay_on(name, rules, [one for one in before if one in GENTLE] if engineered else before)
    used = used_indicators(rules)
    rules["params"] = random_params(rng, used)
    rules["ranking"] = {"ties": random_ties(rng, index, used)}
    _add_awards(rng, rules, engineered=engineered)
    lay_on(name, rules, [] if engineered else [one for one in devices if one in LAST])
    if rng.random() < 0.8:
        rules["data_year"] = rng.choice(["same", "same", "previous"])
    return rules


def random_gates(rng: Random) -> Json:
    """Up to five gates on facts of the register and on indicators."""
    gates: Json = {}
    for number in range(rng.randint(0, 3)):
        fact = rng.choice([*FACTS, "legal_entity"])
        gates[f"fact_{number}"] = {"of": f"platforms.{fact}", "require": {"const": True}}
    if rng.random() < 0.15:
        gates["home"] = {"of": "platforms.home", "require": {"enum": ["专业镇"]}}
    if rng.random() < 0.15:
        gates["founder"] = {"of": "platforms.founder_kind", "require": {"const": "民营机构"}}
    for indicator in ("staff_ratio", "staff_ratio", rng.choice(INDICATORS)):
        if rng.random() < 0.3:
            gates[f"gate_{indicator}"] = {"of": indicator, "require": random_bounds(rng, indicator)}
    for gate in gates.values():
        if rng.random() < 0.7:
            gate["missing"] = rng.choice(["fail", "undecided"])
        if rng.random() < 0.5:
            gate["clause"] = "5"
    return gates


def engineered_gates(rng: Random, kind: str) -> Json:
    """Gates that the register settles; for ``undecided`` one that bounds of a ratio leave open as well."""
    gates: Json = {"legal_entity": {"of": "platforms.legal_entity", "require": {"const": True}, "clause": "6"}}
    if kind == "undecided":
        gates["premises"] = {"of": "platforms.premises", "require": {"const": True}, "missing": "undecided"}
        gates["staff"] = {"of": "staff_ratio", "require": {"minimum": rng.choice([40, 50, 60])}}
    return gates


def random_params(rng: Random, used: list[str]) -> Json:
    """Some params of the indicators that have any."""
    params: Json = {}
    if "satisfaction" in used:
        params["satisfaction"] = {"min_answers": rng.randint(1, 3)}
    if "innovation_output" in used:
        chosen = rng.sample(sorted(WEIGHTS), rng.randint(0, len(WEIGHTS)))
        params["innovation_output"] = {name: rng.choice([0, 0.1, 1, 2.5, 3, 4, 10]) for name in chosen}
    return params


def random_grades(rng: Random, index: Json) -> Json:
    """One to four grades; a minimum is often a sum of marks that a platform can have."""
    marks = leaf_marks(index["nodes"])
    minima = set()
    for _ in range(rng.randint(0, 3)):
        total = sum((rng.choice(one) for one in marks), Fraction(0))
        minima.add(total if rng.random() < 0.6 else Fraction(rng.randint(0, int(exact(index["full_mark"])))))
    grades = {
        name: {"title": name, "minimum": as_json(minimum)}
        for name, minimum in zip(LEVELS, sorted(minima, reverse=True), strict=False)
    }
    grades["fail"] = {"title": "不合格"}
    return grades


def random_ties(rng: Random, index: Json, used: list[str]) -> list[str]:
    """A chain of nodes and indicators."""
    choices = sorted({*(name for name, _ in nodes_below(index["nodes"])), *used})
    return rng.sample(choices, min(len(choices), rng.choice([0, 1, 1, 2, 3])))


def random_coverage(rng: Random, year: int) -> Json:
    """Targets from some years on, not always in time for this one."""
    years = rng.sample(range(year - 2, year + 2), rng.randint(1, 3))
    return {"by": "towns", "count": "platforms", "require": {str(one): {"minimum": rng.randint(0, 3)} for one in years}}


def random_patch(rng: Random, rules: Json) -> Json:
    """A merge patch that changes numbers, removes a key, and sets one that was not there."""
    patch: Json = {"rounding": {"total": rng.choice([0, 1, 2, 3])}, "ranking": {"ties": []}, "title": "修改后的办法"}
    if "awards" in rules:
        patch["awards"] = {"places": rng.choice([1, 2, 3]), "clause": None}
    simple = sorted(name for name, gate in rules["gates"].items() if "of" in gate)
    if simple:
        name = rng.choice(simple)
        patch["gates"] = {name: {"missing": rng.choice([None, "fail", "undecided"])}}
    return patch


def _add_awards(rng: Random, rules: Json, *, engineered: bool) -> None:
    """Awards and their fund; now and then none, or a fund that is just enough or too small."""
    if not engineered and rng.random() < 0.08:
        return
    if not engineered and rng.random() < 0.12:
        rules["valid"] = {"from": 2020, "to": 2022}
    places, amount = rng.choice([1, 1, 2, 2, 3, 4, 6]), rng.choice([1000000, 500000, 1, 0])
    rules["awards"] = {
        "grade": rng.choice(sorted(rules["grades"])),
        "places": places,
        "amount_yuan": amount,
        "per": rng.choice(["legal_entity", "platform"]),
        "freed_place": rng.choice(["next", "lapse"]),
        "fund": FUND,
        "clause": "24",
    }
    total = rng.choice([10**9, 10**9, 10**9, places * amount + 10**5, places * amount])
    if rng.random() < 0.04:
        total = places * amount // 2
    rules["funds"] = {FUND: {"total_yuan": total}}
