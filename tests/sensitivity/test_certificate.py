"""The stability certificate: inside of it no weights change an award, and the witness beyond it does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor
from random import Random
from typing import TYPE_CHECKING

import pytest

import appraisal
from appraisal.replays import Replayer, changed_rules
from appraisal.sensitivity.certificate import Additive, bound, events, least_largest, least_move
from appraisal.sensitivity.witness import beyond, certificate
from tests.amounts import sample
from tests.conftest import official

if TYPE_CHECKING:
    from collections.abc import Iterator

F = Fraction


def _rounded(number: Fraction, decimals: int) -> Fraction:
    return Fraction(floor(number * 10**decimals + F(1, 2)), 10**decimals)


def winners(case: Additive, weights) -> frozenset[str]:
    """The official rule by hand: each leaf rounded, the total rounded, the line, the entities, the places.

    Equal composites stand in order of their names, which no weight changes.
    """
    published = [
        _rounded(
            sum(_rounded(w * u, case.leaf_decimals) for w, u in zip(weights, units, strict=True)) + offset,
            case.total_decimals,
        )
        for units, offset in zip(case.units, case.offsets, strict=True)
    ]
    order = sorted(range(len(published)), key=lambda at: (-published[at], case.platforms[at]))
    won: set[str] = set()
    entities: set[str] = set()
    taken = 0
    for at in order:
        if taken == case.places or (case.minimum is not None and published[at] < case.minimum):
            break
        if case.is_per_entity and case.entities[at] in entities:
            taken += case.lapses
            continue
        won.add(case.platforms[at])
        entities.add(case.entities[at])
        taken += 1
    return frozenset(won)


def random_case(seed: int) -> Additive:
    rng = Random(seed)
    platforms, leaves = rng.randint(3, 9), rng.randint(2, 5)
    weights = tuple(F(rng.randint(1, 40)) for _ in range(leaves))
    case = Additive(
        platforms=tuple(f"P{at}" for at in range(platforms)),
        leaves=tuple(f"n{at}" for at in range(leaves)),
        units=tuple(tuple(F(rng.randint(0, 20), 20) for _ in range(leaves)) for _ in range(platforms)),
        weights=weights,
        offsets=tuple(F(rng.choice([0, 0, 0, 1, -2])) for _ in range(platforms)),
        entities=tuple(rng.choice("ABCDEFGH") for _ in range(platforms)),
        winners=frozenset(),
        places=rng.randint(1, 4),
        minimum=rng.choice([None, sum(weights) * F(rng.randint(30, 70), 100)]),
        is_per_entity=rng.random() < 0.7,
        lapses=rng.random() < 0.3,
        leaf_decimals=rng.choice([1, 2, 4]),
        total_decimals=rng.choice([0, 1, 2]),
    )
    return replace(case, winners=winners(case, weights))


def _drawn(case: Additive, rng: Random, total, largest):
    """Weights within both distances: mass moved between random leaves."""
    weights = list(case.weights)
    rest = total
    for _ in range(3):
        source, target = rng.sample(range(len(weights)), 2)
        mass = min(weights[source], rest / 2 * F(rng.randint(0, 1000), 1000), largest / 3)
        weights[source] -= mass
        weights[target] += mass
        rest -= 2 * mass
    return weights


def _holds(seed: int, draws: int) -> tuple[bool, bool]:
    """Whether anything was certified, and whether a witness was there; asserts what both promise."""
    case, rng = random_case(seed), Random(-seed)
    found = bound(case)
    assert case.winners == winners(case, case.weights)
    whole = sum(case.weights) * 2
    by_total = whole if found.total is None else found.total
    by_largest = sum(case.weights) if found.largest is None else found.largest
    for _ in range(draws):
        for total, largest in ((by_total, sum(case.weights)), (whole, by_largest)):
            # Strictly inside: on the border rounding may already decide.
            weights = _drawn(case, rng, total * F(999, 1000), largest * F(999, 1000))
            assert winners(case, weights) == case.winners, (seed, weights)
    witnessed = any(winners(case, weights) != case.winners for _, weights in beyond(case, found))
    if not witnessed:
        # Either nothing can change an award, or only weights in a corner that few draws hit.
        hit = sum(winners(case, weights) != case.winners for weights in _anywhere(case, rng, draws))
        assert hit * 20 <= draws, seed
    return bool(found.total), witnessed


def _anywhere(case: Additive, rng: Random, draws: int) -> Iterator[list[Fraction]]:
    """Weights of the same sum, any of them."""
    for _ in range(draws):
        shares = [rng.randint(1, 1000) for _ in case.weights]
        yield [sum(case.weights) * F(one, sum(shares)) for one in shares]


@pytest.mark.parametrize("block", sample(range(50), 1))
def test_no_weights_within_the_certified_distance_change_an_award_and_a_witness_does(block: int) -> None:
    certified = witnessed = 0
    for seed in range(20 * block, 20 * block + 20):
        one, other = _holds(seed, 40)
        certified += one
        witnessed += other
    # Some are level to begin with, and in some no weights change anything.
    assert certified >= 3
    assert witnessed >= 8


def test_the_least_move_is_the_least_of_all_moves() -> None:
    for seed in range(60):
        rng = Random(seed)
        weights = [F(rng.randint(0, 6)) for _ in range(3)]
        slopes, gap = [F(rng.randint(-4, 4)) for _ in range(3)], F(rng.randint(1, 12))
        found, largest = least_move(weights, slopes, gap), least_largest(weights, slopes, gap)
        reached = {}
        whole, step = sum(weights), 2
        for a in range(int(whole * step) + 1):
            for b in range(int(whole * step) + 1 - a):
                new = [F(a, step), F(b, step), whole - F(a + b, step)]
                changes = [n - w for n, w in zip(new, weights, strict=True)]
                if -sum(s * c for s, c in zip(slopes, changes, strict=True)) >= gap:
                    reached[tuple(new)] = (sum(map(abs, changes)), max(map(abs, changes)))
        if found is None:
            assert not reached
            assert largest is None
            continue
        assert sum(found.weights) == whole
        assert min(found.weights) >= 0
        assert -sum(s * (n - w) for s, n, w in zip(slopes, found.weights, weights, strict=True)) == gap
        assert largest is not None
        if reached:
            # The grid is coarser than the truth: nothing on it is nearer.
            assert found.total <= min(total for total, _ in reached.values())
            assert largest.largest <= min(one for _, one in reached.values()) + F(1, 2**29)


def test_whoever_has_the_same_marks_leaf_by_leaf_is_never_told_apart_by_a_weight() -> None:
    case = random_case(1)
    twins = replace(case, units=(case.units[0],) * len(case.units), offsets=(F(0),) * len(case.units))
    assert [one for one in events(replace(twins, minimum=None)) if one.kind == "overtakes"] == []


def test_the_engine_confirms_the_witness_of_a_shipped_year() -> None:
    found = certificate(Replayer(appraisal.load_scenario("2012"), official("2012")))
    assert found.witness is not None
    assert found.bound.total is not None
    assert found.bound.largest is not None
    assert found.bound.total <= found.witness.total
    assert found.bound.largest <= found.witness.largest
    before = set(official("2012").tables["awards"].filter(state="given")["platform_id"])
    after = set(found.witness.result.tables["awards"].filter(state="given")["platform_id"])
    assert (before - after, after - before) == (set(found.witness.lost), set(found.witness.won))
    assert before != after


def test_rules_whose_composite_is_no_plain_sum_have_no_certificate() -> None:
    replayer = Replayer(appraisal.load_scenario("2012"))
    rules, _, _ = changed_rules(replayer.scenario.documents.rules, ["effect.combine=mean"])
    with pytest.raises(appraisal.Refused, match="effect is not the sum"):
        certificate(Replayer(replayer.under(rules)))
