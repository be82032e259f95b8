"""Whole random scenarios: rules, then a profile for each platform, then the rows that give it."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.oracle import Refused, judge
from tests.random_scenarios.before import year_before
from tests.random_scenarios.decisions import random_decisions, tie_decisions
from tests.random_scenarios.devices import DEVICES
from tests.random_scenarios.engineered import engineered_profile, gate_decisions, set_up
from tests.random_scenarios.evidence import evidence
from tests.random_scenarios.plan import Plan
from tests.random_scenarios.profile import random_profile
from tests.random_scenarios.register import platform, towns
from tests.random_scenarios.rules import random_patch, random_rules
from tests.random_scenarios.walk import used_indicators

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
KINDS = ("any", "tie", "undecided")
#: The most platforms of a scenario.
MOST = 14


def build(seed: int, folder: Path, kind: str = "any", devices: Sequence[str] = DEVICES) -> Path:
    """Write the scenario of a seed into a new folder below ``folder``, and return that."""
    return plan(seed, kind, devices=devices).write(folder)


def strategy(kinds: Sequence[str] = KINDS) -> st.SearchStrategy[Plan]:
    """Plans of these kinds; fewer platforms are simpler, and the others stay as they were."""
    return st.builds(plan, st.integers(0, 2**32), st.sampled_from(list(kinds)), st.integers(1, MOST))


def plan(seed: int, kind: str = "any", platforms: int | None = None, devices: Sequence[str] = DEVICES) -> Plan:
    """The scenario of a seed, with so many platforms where a number is given, by these devices of the rules."""
    name = f"{kind}-{seed}"
    rng = Random(f"{name}|rules")
    year = rng.choice([2012, 2013, 2014, 2015])
    rules = random_rules(rng, name, year, kind, devices)
    data_year = year - 1 if rules.get("data_year") == "previous" else year
    places = towns(rng, year)
    setting = None if kind == "any" else set_up(rng, kind, rules)
    count = platforms or (rng.randint(1, MOST) if setting is None else len(setting.roles) + rng.randint(0, 2))
    profiles = []
    for number in range(count):
        own = Random(f"{name}|{number}")
        register = platform(own, number, own.choice(places), year, data_year)
        if setting is None:
            profiles.append(random_profile(own, register, rules, used_indicators(rules)))
        else:
            profiles.append(engineered_profile(own, setting, number, register, rules))
    if setting is None:
        decisions = random_decisions(Random(f"{name}|decisions"), rules, profiles, data_year)
    else:
        ids = [profile.id for profile in profiles]
        decisions = gate_decisions(Random(f"{name}|decisions"), setting, ids, rules)
    tables = evidence(name, rules, places, profiles, (year, data_year))
    if rng.random() < 0.05:
        del tables["towns"], rules["coverage"]
        rules["checks"]["town_unknown"] = "off"
    before = year_before(name, rules, places, [profile.register for profile in profiles], year)
    patch = random_patch(rng, rules) if setting is None and rng.random() < 0.08 else None
    made = Plan(name, year, rules, used_indicators(rules), tables, decisions, patch, before)
    # With last year's measures, which are not there yet, other platforms may tie.
    if rng.random() < 0.5 and before is None:
        _decide_ties(made, Random(f"{name}|ties"), 0.3 if kind == "any" else 0.6)
    return made


def _decide_ties(made: Plan, rng: Random, chance: float) -> None:
    """Record an order for some of the ties, which are found by judging the scenario as it is so far."""
    with TemporaryDirectory() as folder:
        try:
            ties = judge(made.write(Path(folder)), [PLUGINS]).ties
        except Refused:
            return
    made.decisions += tie_decisions(rng, ties, chance)
