"""The tables of evidence of some profiles."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from tests.random_scenarios import rows
from tests.random_scenarios.numbers import exact
from tests.random_scenarios.rules import FUND, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.random_scenarios.profile import Profile
    from tests.random_scenarios.tables import Rows

Json = dict[str, Any]
Tables = dict[str, "Rows"]

#: The table that an indicator reads first.
MAIN = {
    "service_count": "services",
    "staff_ratio": "staff",
    "satisfaction": "surveys",
    "revenue": "finance",
    "innovation_output": "outputs",
}
#: Tables that a scenario need not list when they are empty.
OPTIONAL = ("reported", "verified", "ledger")


def evidence(seed: str, rules: Json, towns: Rows, profiles: Sequence[Profile], years: tuple[int, int]) -> Tables:
    """Every table that the scenario lists; ``years`` are the scenario's and that of the data."""
    rng = Random(f"{seed}|evidence")
    year, data_year = years
    tables: Tables = {"platforms": [profile.register for profile in profiles], "towns": towns}
    for name in ("vetoes", *OPTIONAL):
        tables[name] = []
    for profile in profiles:
        for name, found in _rows_of_platform(Random(f"{seed}|{profile.id}"), profile, rules, data_year).items():
            tables.setdefault(name, []).extend(found)
        tables["verified"] += profile.verified
        tables["vetoes"] += profile.vetoes
    tables["ledger"] += _outlays(rng, year)
    if "services" in tables or "surveys" in tables:
        tables["enterprises"] = rows.enterprises(rng)
    return {name: found for name, found in tables.items() if found or name not in OPTIONAL or rng.random() < 0.5}


def _rows_of_platform(rng: Random, profile: Profile, rules: Json, year: int) -> Tables:
    """What one platform hands in: a table for every indicator, and headline figures."""
    tables: Tables = {}
    for indicator, table in MAIN.items():
        if indicator in profile.wishes:
            tables[table] = _rows_of_indicator(rng, profile, indicator, rules, year)
    tables["reported"] = rows.reported(rng, profile.id, profile.wishes.get("staff_ratio"))
    if not profile.submits:
        return {table: [] for table in tables}
    if not any(tables.values()):
        tables["reported"] = [{"platform_id": profile.id}]
    return tables


def _rows_of_indicator(rng: Random, profile: Profile, indicator: str, rules: Json, year: int) -> Rows:
    wish, platform = profile.wishes[indicator], profile.id
    if wish.kind in {"none", "bounds", "open"}:
        return []
    params = rules["params"].get(indicator, {})
    if indicator == "satisfaction":
        return rows.surveys(rng, platform, wish, year, params["min_answers"])
    if indicator == "innovation_output":
        weights = {name: exact(weight) for name, weight in (WEIGHTS | params).items()}
        return rows.outputs(rng, platform, wish, year, weights)
    make = {"service_count": rows.services, "staff_ratio": rows.staff, "revenue": rows.finance}
    return make[indicator](rng, platform, wish, year)


def _outlays(rng: Random, year: int) -> Rows:
    """Other payments of the fund, on the first and last days of the year and beside it; some on one day."""
    days = [date(year, 1, 1), date(year, 12, 31), date(year, 6, 1), date(year - 1, 12, 31), date(year + 1, 1, 1)]
    return [
        {
            "line_id": f"{rng.choice('ZA')}{number}",
            "fund": FUND,
            "date": rng.choice(days),
            "purpose": "镇级平台补助",
            "amount_yuan": rng.choice([0, 1, 5000, 20000]),
        }
        for number in range(rng.randint(0, 4))
    ]
