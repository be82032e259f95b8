"""The random scenarios are valid, the same for the same seed, and as hard as they are meant to be."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from jsonschema import Draft202012Validator, FormatChecker

from tests.amounts import examples
from tests.oracle import Refused, judge
from tests.oracle.scenario import read_scenario
from tests.random_scenarios import KINDS, build, plan, strategy
from tests.random_scenarios.devices import ALL

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = [ROOT / "plugins"]


@cache
def schema(name):
    return read(ROOT / "schemas" / f"{name}.schema.json")


@cache
def validator(name):
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def check(name, document):
    errors = [error.message for error in validator(name).iter_errors(document)]
    assert errors == []


def read(path):
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def as_json(row):
    return {
        name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in row.items() if cell is not None
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_are_valid(tmp_path, kind):
    for seed in range(8):
        folder = build(seed, tmp_path, kind)
        check("scenario", read(folder / "scenario.json"))
        check("rules", read_scenario(folder).rules)
        if (folder / "decisions.json").exists():
            check("decisions", read(folder / "decisions.json"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_are_valid_and_have_unique_keys(kind):
    for seed in range(5):
        for name, rows in plan(seed, kind).tables.items():
            for row in rows:
                check(f"evidence/{name}", as_json(row))
            key = schema(f"evidence/{name}")["x-key"]
            assert len({tuple(row.get(column) for column in key) for row in rows}) == len(rows), (seed, name)


def test_every_reference_leads_somewhere():
    for seed in range(25):
        tables = plan(seed).tables
        for name, rows in tables.items():
            for reference in schema(f"evidence/{name}")["x-references"]:
                keys = {tuple(row.get(one) for one in reference["key"]) for row in tables.get(reference["table"], [])}
                for row in rows:
                    key = tuple(row.get(one) for one in reference["columns"])
                    assert key in keys or None in key or reference["table"] not in tables


@pytest.mark.parametrize("kind", KINDS)
def test_full_marks_add_up_or_pass_a_cap(kind):
    def check_sum(node):
        if "nodes" in node and node.get("combine", "sum") == "sum":
            total = sum((Fraction(str(inner["full_mark"])) for inner in node["nodes"].values()), Fraction(0))
            full_mark = Fraction(str(node["full_mark"]))
            assert full_mark <= total if node.get("cap") == node["full_mark"] else full_mark == total
        for inner in node.get("nodes", {}).values():
            check_sum(inner)

    for seed in range(8):
        # With "applies" a node may have an alternative, and full marks add up for each platform only.
        devices = [one for one in ALL if one != "applies"]
        check_sum(plan(seed, kind, devices=devices).rules["index"])


@pytest.mark.parametrize("device", ALL)
def test_each_device_alone_changes_rules_that_stay_valid_and_can_be_judged(tmp_path, device):
    changed = 0
    for seed in range(8):
        made = plan(seed, "any", devices=[device])
        check("rules", json.loads(json.dumps(made.rules), parse_float=Decimal))
        changed += made.rules != plan(seed, "any", devices=[]).rules
        if seed < 2:
            with suppress(Refused):
                judge(made.write(tmp_path), PLUGINS)
    assert changed >= 2


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for kind in KINDS:
        first, second = build(5, tmp_path / "a", kind), build(5, tmp_path / "b", kind)
        for path in sorted(first.rglob("*.*")):
            assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()


def test_fewer_platforms_leave_the_others_as_they_are():
    for kind in KINDS:
        few, many = plan(3, kind, 2), plan(3, kind, 9)
        assert few.tables["platforms"] == many.tables["platforms"][:2]
        assert few.rules == many.rules


@examples(60, suppress_health_check=[HealthCheck.too_slow])
@given(strategy())
def test_the_strategy_gives_plans_of_every_size(made):
    assert 1 <= len(made.tables["platforms"]) <= 14
    assert made.id.split("-")[0] in KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_the_engineered_kinds_leave_awards_open_and_settle_some(tmp_path, kind):
    seen = Counter()
    for seed in range(16):
        folder = build(seed, tmp_path, kind)
        try:
            verdict = judge(folder, PLUGINS)
        except Refused:
            seen["refused"] += 1
            continue
        seen.update(set(verdict.awards.values()))
        tied = len({rank for (_, scope), (rank, _) in verdict.ranks.items() if scope == "province"})
        seen["tied"] += tied < len(verdict.ranking)
        seen["extended"] += "extends" in read(folder / "scenario.json")
        seen["decided"] += (folder / "decisions.json").exists()
    if kind == "any":
        assert 1 <= seen["refused"] <= 12
        assert seen["extended"] >= 1
    else:
        assert seen["refused"] == 0
        assert seen["open"] >= 8
        assert seen["given"] >= 6
        assert seen["decided"] >= 5
    if kind == "tie":
        assert seen["tied"] >= 10
