"""The year before: the same platforms under the same rules with other evidence, for measures that are carried over."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.evidence import evidence
from tests.random_scenarios.plan import Plan
from tests.random_scenarios.profile import Profile, random_profile
from tests.random_scenarios.walk import leaves_below, used_indicators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.random_scenarios.tables import Cell, Rows

Json = dict[str, Any]


def year_before(name: str, rules: Json, places: Rows, register: Sequence[dict[str, Cell]], year: int) -> Plan | None:
    """The plan of the year before, where some leaf carries a measure over."""
    leaves = [leaf for _, leaf in leaves_below(rules["index"]["nodes"])]
    if not any(leaf.get("missing") == "carry" for leaf in leaves):
        return None
    plain = _plain(rules)
    profiles = [_profile(name, row, plain) for row in register]
    data_year = year - 2 if rules.get("data_year") == "previous" else year - 1
    tables = evidence(f"{name}|before", plain, places, profiles, (year - 1, data_year))
    return Plan(f"{name}-before", year - 1, plain, used_indicators(plain), tables)


def _profile(name: str, row: dict[str, Cell], rules: Json) -> Profile:
    rng = Random(f"{name}|before|{row['platform_id']}")
    return random_profile(rng, dict(row), rules, used_indicators(rules))


def _plain(rules: Json) -> Json:
    """The rules as simple as they may be: an index that adds up the leaves that carry, and nothing to refuse."""
    nodes = {}
    for name, leaf in leaves_below(deepcopy(rules["index"]["nodes"])):
        if leaf.get("missing") == "carry":
            (indicator,) = leaf["from"]
            curve = {"kind": "bands", "at": [[0, 1]], "closed": "low"}
            nodes[name] = {"title": name, "from": [indicator], "full_mark": 1, "curve": curve}
    index = {"combine": "sum", "full_mark": len(nodes), "nodes": nodes}
    kept = ("format", "id", "title", "authority", "valid", "params", "vetoes", "data_year", "rounding", "checks")
    plain = {key: rules[key] for key in kept if key in rules}
    used = used_indicators({"index": index})
    plain["params"] = {key: value for key, value in rules["params"].items() if key in used}
    return {
        **plain,
        "gates": {},
        "index": index,
        "grades": {"all": {"title": "全部"}},
        "ranking": {"ties": []},
    }
