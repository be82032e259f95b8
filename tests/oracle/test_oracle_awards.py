"""The oracle's awards: contests settled by hand, and every outcome against the worst and best case."""

from __future__ import annotations

from random import Random

import pytest

from tests.oracle.awards import Contest, number_of_outcomes, outcomes, reserved_places, settle, walk
from tests.oracle.bounds import settle_by_bounds
from tests.oracle.decisions import Decisions
from tests.oracle.hand_made import decision
from tests.oracle.order import Order
from tests.oracle.places import ALL


def _of_all(
    names: list[str], undecided: set[str], order: Order, entity: dict[str, str], places: int, *, lapses: bool
) -> Contest:
    """A contest in which all compete for the same places."""
    nowhere: dict[str, str | None] = dict.fromkeys(names)
    return Contest(names, undecided, order, entity, {ALL: places}, dict.fromkeys(names, ALL), {}, nowhere, lapses)


def contest(line: str, places: int, *, lapses: bool = False, ties: tuple[str, ...] = ()) -> Contest:
    """``"A1 B1? (C1 C2)"``: in order, a letter for the entity, ``?`` undecided, tied ones in brackets."""
    keys, undecided, position, inside = {}, set(), 0, False
    for word in line.split():
        name = word.strip("()?")
        position += not inside
        inside = (inside or word.startswith("(")) and not word.endswith(")")
        keys[name] = ((0, position),)
        undecided |= {name} if "?" in word else set()
    lines = [decision("tie", tie.split(), platforms=tie.split()) for tie in ties]
    order = Order(keys, Decisions(lines))
    return _of_all(list(keys), undecided, order, {name: name[0] for name in keys}, places, lapses=lapses)


def settlement(game: Contest) -> tuple[str, str, int]:
    found = settle(game)
    return " ".join(sorted(found.always)), " ".join(sorted(found.sometimes)), reserved_places(game, found)


@pytest.mark.parametrize(
    ("line", "places", "lapses", "expected"),
    [
        ("A1 B1 C1", 2, False, ("A1 B1", "A1 B1", 0)),
        ("A1 A2 B1 C1", 2, False, ("A1 B1", "A1 B1", 0)),
        ("A1 A2 B1 C1", 2, True, ("A1", "A1", 0)),
        ("A1 (B1 C1)", 2, False, ("A1", "A1 B1 C1", 1)),
        ("A1 (B1 C1)", 3, False, ("A1 B1 C1", "A1 B1 C1", 0)),
        ("A1? B1 C1", 2, False, ("B1", "A1 B1 C1", 1)),
        ("A1? B1 C1", 1, False, ("", "A1 B1", 1)),
        ("A1? A2 B1", 1, False, ("", "A1 A2", 1)),
        ("A1? A2 B1", 2, True, ("", "A1 A2 B1", 2)),
        ("A1? A2 B1", 3, True, ("B1", "A1 A2 B1", 1)),
        ("(A1 A2) B1", 2, False, ("B1", "A1 A2 B1", 1)),
        ("A1 (A2? B1)", 2, True, ("A1", "A1 B1", 1)),
        ("A1 A2 (B1 C1)", 3, True, ("A1", "A1 B1 C1", 2)),
        ("A1 B1 C1 D1?", 3, False, ("A1 B1 C1", "A1 B1 C1", 0)),
    ],
)
def test_a_contest_settled_by_hand(line, places, lapses, expected):
    assert settlement(contest(line, places, lapses=lapses)) == expected


def test_a_decision_settles_a_tie():
    assert settlement(contest("A1 (B1 C1)", 2, ties=("C1 B1",))) == ("A1 C1", "A1 C1", 0)


def test_a_decision_on_part_of_a_tie_leaves_the_rest_open():
    game = contest("(A1 B1 C1)", 2, ties=("B1 A1",))
    assert [" ".join(line) for line in outcomes(game)] == ["B1 A1 C1", "B1 C1 A1", "C1 B1 A1"]
    assert settlement(game) == ("B1", "A1 B1 C1", 1)


def random_contest(rng: Random) -> Contest:
    names = [f"{rng.choice('ABCDEFG')}{number}" for number in range(rng.randint(1, 7))]
    keys = {name: ((0, rng.randint(1, 5)),) for name in names}
    undecided = {name for name in names if rng.random() < 0.3}
    groups = [block for block in Order(keys, Decisions([])).blocks(names) if rng.random() < 0.4 and len(block) > 1]
    lines = [decision("tie", rng.sample(block, len(block)), platforms=block) for block in groups]
    per_entity = rng.random() < 0.7
    entity = {name: name[0] if per_entity else name for name in names}
    order = Order(keys, Decisions(lines))
    return _of_all(names, undecided, order, entity, rng.randint(1, 5), lapses=per_entity and rng.random() < 0.5)


def test_every_outcome_agrees_with_the_worst_and_the_best_case():
    rng = Random(20120823)  # noqa: S311 - seeded cases, no secrets
    played = 0
    for _ in range(1500):
        game = random_contest(rng)
        if number_of_outcomes(game) <= 2000:
            found = settle(game)
            assert settle_by_bounds(game) == found, game
            most = max(len(walk(game, line)) for line in outcomes(game))
            assert most <= len(found.always) + reserved_places(game, found), game
            played += 1
    assert played > 1300
