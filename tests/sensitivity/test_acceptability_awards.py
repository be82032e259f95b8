"""Awards on many weight vectors at once are those of the official rule on each by itself."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import floor

import numpy as np
import polars as pl
import pytest

import appraisal
from appraisal import awards, procedure
from appraisal.model.award import AwardRule, Places, Quota
from appraisal.model.node import Group
from appraisal.sensitivity.acceptability_awards import AwardLine, Awards
from appraisal.sensitivity.acceptability_contest import contest_of
from appraisal.sensitivity.composites import Additive
from appraisal.sensitivity.draws import WeightDraws


def half_up(value: Fraction) -> int:
    return (1 if value >= 0 else -1) * floor(abs(value) + Fraction(1, 2))


def plain(case: Additive, line: AwardLine, weights: np.ndarray, earned: np.ndarray) -> tuple[set[int], set[int]]:
    """The same in fractions and loops, then the award rule of every appraisal."""
    unit = 10**line.leaf_decimals
    rows = []
    for at in np.nonzero(line.eligible)[0]:
        leaves = [half_up(Fraction(float(w * u * unit))) for w, u in zip(weights, earned[at], strict=True)]
        total = sum(leaves) + half_up(Fraction(float(case.offset[at] * unit)))
        composite = half_up(Fraction(total, unit) * 10**line.total_decimals)
        chain = [
            int(tie[at]) if isinstance(tie, np.ndarray) else sum(leaves[leaf] for leaf in tie) for tie in line.ties
        ]
        rows.append(((composite, *chain), int(at)))
    rows.sort(key=lambda row: row[0], reverse=True)
    places: dict[tuple[int, ...], int] = {}
    for place, (key, _) in enumerate(rows, 1):
        places.setdefault(key, place)
    least = None if line.minimum is None else round(line.minimum * 10**line.total_decimals)
    contenders = pl.DataFrame(
        [
            (
                f"{at:05}",
                str(line.entities[at]),
                "ranked",
                "bad" if least is not None and key[0] < least else "good",
                places[key],
            )
            for key, at in rows
        ],
        schema={
            "platform_id": pl.String,
            "entity_code": pl.String,
            "status": pl.String,
            "grade": pl.String,
            "place": pl.Int64,
        },
        orient="row",
    )
    rule = AwardRule(
        grades=frozenset({"good"}),
        places=Places(None, {}, Quota(line.places, None, None, ties_are_in=False)),
        at_most=None,
        amounts={},
        upgrade=None,
        valid_years=None,
        per="legal_entity" if line.is_per_entity else "platform",
        freed_place="lapse" if line.lapses else "next",
        fund="f",
        clause=None,
    )
    states = awards.award(contenders, rule).frame.select("platform_id", "state").rows()
    return tuple({int(platform) for platform, state in states if state == kind} for kind in ("given", "open"))


def by_draw(pairs, draws: int) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in range(draws)]
    for draw, platform in zip(*pairs, strict=True):
        found[draw].add(int(platform))
    return found


@pytest.mark.parametrize("seed", [*range(25), *(pytest.param(at, marks=pytest.mark.full) for at in range(25, 500))])
def test_awards_at_once_are_the_awards_one_by_one(seed) -> None:
    random = np.random.default_rng(seed)
    platforms, leaves = int(random.choice([1, 5, 30, 250])), int(random.choice([1, 2, 4]))
    unit = np.round(random.random((platforms, leaves)), int(random.choice([1, 2, 4])))
    unit[platforms // 2 : platforms // 2 + 3] = unit[:1]
    total_decimals = int(random.integers(0, 3))
    chain = ((), ((0,),), (tuple(range(leaves)), random.integers(0, 3, platforms)))
    line = AwardLine(
        eligible=random.random(platforms) < 0.9,
        entities=random.integers(0, max(2, platforms * 2 // 3), platforms),
        places=int(random.choice([1, 3, 8])),
        minimum=random.choice([None, 50.0, 80.0]),
        is_per_entity=bool(random.random() < 0.7),
        lapses=bool(random.random() < 0.4),
        leaf_decimals=max(total_decimals, int(random.choice([2, 4]))),
        total_decimals=total_decimals,
        ties=chain[int(random.integers(0, 3))],
    )
    case = Additive(unit, np.round(random.normal(0, 1, platforms), 1) * random.integers(0, 2))
    weights = WeightDraws((100 / leaves,) * leaves, ((),) * leaves, count=8, seed=seed).chunk(0)
    units = {0: np.round(random.random((8, platforms)), 1)} if random.random() < 0.4 else {}
    outcomes = Awards(case, line, weights[0]).award(weights, units)
    given, waiting = by_draw(outcomes.given, 8), by_draw(outcomes.open, 8)
    for at, row in enumerate(weights):
        earned = unit.copy()
        if units:
            earned[:, 0] = units[0][at]
        assert (given[at], waiting[at]) == plain(case, line, row, earned), at


def test_a_mark_of_half_a_unit_is_rounded_up_at_the_leaf() -> None:
    # 12.345 becomes 12.35 and reaches the line; 12.3449 becomes 12.34 and does not.
    case = Additive(np.array([[0.12345], [0.123449]]), np.zeros(2))
    line = AwardLine(
        np.ones(2, dtype=bool),
        np.arange(2),
        2,
        12.35,
        is_per_entity=True,
        lapses=False,
        leaf_decimals=2,
        total_decimals=2,
    )
    outcomes = Awards(case, line, np.array([100.0])).award(np.array([[100.0]]))
    assert outcomes.given[1].tolist() == [0]


def test_entities_and_ties_are_read_as_they_stand(year) -> None:
    scenario, result, weighed = year
    ids, line = pl.Series("platform_id", weighed.contest.platforms), weighed.contest.line
    register = scenario.tables["platforms"].frame.select("platform_id", "entity_code")
    own = ids.to_frame().join(register, on="platform_id", how="left", maintain_order="left")
    codes = own.with_columns(pl.coalesce("entity_code", "platform_id"), entity=pl.Series(line.entities))
    assert codes.n_unique("entity_code") == codes.n_unique("entity") == codes.select("entity_code", "entity").n_unique()
    for at, tie in enumerate(scenario.rules.ties):
        rows = result.tables["measures"].filter(indicator=tie, state="measured").filter(pl.col("low") == pl.col("high"))
        if not rows.height:
            assert [weighed.contest.leaves[leaf] for leaf in line.ties[at]] == ["revenue", "innovation_output"]
            continue
        values = {
            platform: Fraction(low) / Fraction(bottom)
            for platform, low, bottom in rows.select("platform_id", "low", "denominator").iter_rows()
        }
        known = [(values[one], place) for one, place in zip(ids, line.ties[at].tolist(), strict=True) if one in values]
        ordered = sorted(known)
        assert all((a == b) == (p == q) and p <= q for (a, p), (b, q) in pairwise(ordered))


def reweighed(group: Group, weights: dict[str, Fraction]) -> Group:
    """The same tree in which each leaf's full mark is another one, by an exact ratio."""
    nodes = (
        reweighed(node, weights)
        if isinstance(node, Group)
        else replace(node, scale=weights[node.id] / Fraction(node.stated))
        for node in group.nodes
    )
    return replace(group, nodes=tuple(nodes))


@pytest.fixture(scope="module")
def year():
    scenario = appraisal.load_scenario("2012")
    result = appraisal.appraise(scenario)
    return scenario, result, contest_of(scenario, result)


def test_the_rules_own_weights_give_the_awards_of_the_result(year) -> None:
    _, result, weighed = year
    outcomes = Awards(weighed.contest.case, weighed.contest.line, np.array(weighed.weights)).award(
        np.array([weighed.weights])
    )
    ranking = result.tables["ranking"]
    for pairs, state in ((outcomes.given, "given"), (outcomes.open, "open")):
        stated = set(ranking.filter(pl.col("award_state") == state)["platform_id"])
        assert {weighed.contest.platforms[at] for at in pairs[1]} == stated


@pytest.mark.parametrize("kind", ["uniform", "around", "ordinal"])
def test_the_engine_gives_the_same_awards_under_drawn_weights(year, kind) -> None:
    scenario, _, weighed = year
    count = 2
    # Weights with few binary digits, so that the engine's ratios and the Float64 are the same numbers.
    weights = np.round(WeightDraws(weighed.weights, weighed.paths, kind=kind, count=count).chunk(0) * 64) / 64
    outcomes = Awards(weighed.contest.case, weighed.contest.line, np.array(weighed.weights)).award(weights)
    observed = procedure.observe(scenario)
    for at, row in enumerate(weights):
        exact = {leaf: Fraction(float(weight)) for leaf, weight in zip(weighed.contest.leaves, row, strict=True)}
        rules = replace(scenario.rules, index=reweighed(scenario.rules.index, exact))
        ranking = procedure.appraise(replace(scenario, rules=rules), observed).tables["ranking"]
        for pairs, state in ((outcomes.given, "given"), (outcomes.open, "open")):
            found = {weighed.contest.platforms[one] for one in by_draw(pairs, count)[at]}
            assert found == set(ranking.filter(pl.col("award_state") == state)["platform_id"])
