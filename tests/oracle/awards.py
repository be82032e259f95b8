"""The awards: given, open or none, found by going through every outcome that is still possible."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations, permutations, product
from math import factorial, prod
from typing import TYPE_CHECKING

from tests.oracle.grades import from_the_best
from tests.oracle.places import group_of, rooms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.oracle.judgement import Case
    from tests.oracle.order import Order

#: More outcomes than this are not written out; the worst and best case of tests.oracle.bounds stand for them.
FEW = 20_000


@dataclass
class Contest:
    """Those who may win, and what decides."""

    #: Ranked and undecided platforms whose grade is good enough.
    candidates: list[str]
    #: Those of them whose gates are not settled.
    undecided: set[str]
    order: Order
    #: The legal entity of each platform, or the platform itself where awards are per platform.
    entity: Mapping[str, str]
    #: By group; without groups all are in one. Whoever is in a group without a room wins nothing.
    room: Mapping[str | None, int]
    group: Mapping[str, str | None]
    #: How many of one part may win, and the part of each platform; where nothing limits them there are no limits.
    limit: Mapping[str | None, int]
    part: Mapping[str, str | None]
    #: Whether a second platform of an entity uses up a place (freed_place "lapse").
    lapses: bool


@dataclass
class Settlement:
    """What the outcomes have in common."""

    #: Platforms that win in every outcome; then in one at least.
    always: set[str]
    sometimes: set[str]


def contest(case: Case) -> Contest:
    """The contest that the rules set up among those whose grade is good enough."""
    rules, verdict = case.scenario.rules, case.verdict
    awards, grades = rules["awards"], from_the_best(rules["grades"])
    good = grades[: grades.index(awards["grade"]) + 1]
    ranked, undecided = case.with_status("ranked"), set(case.with_status("undecided"))
    groups = {one: group_of(awards["places"], rules, case.subjects[one]) for one in (*ranked, *undecided)}
    room = rooms(awards["places"], groups, ranked)
    most = awards.get("at_most")
    parts = {one: group_of(most, rules, case.subjects[one]) if most else None for one in groups}
    candidates = [one for one in groups if verdict.grade[one] in good and room.get(groups[one], 0)]
    per_entity = awards["per"] == "legal_entity"
    return Contest(
        candidates,
        undecided & set(candidates),
        case.order,
        {one: (case.platforms[one]["entity_code"] if per_entity else None) or f"platform {one}" for one in candidates},
        room,
        groups,
        rooms(most, parts, ranked) if most else {},
        parts,
        per_entity and awards["freed_place"] == "lapse",
    )


def number_of_outcomes(game: Contest) -> int:
    """At most so many: each undecided platform passes or not, times the orders of each tied group."""
    orders = prod(factorial(len(block)) for block in game.order.blocks(game.candidates))
    return 2 ** len(game.undecided) * orders


def settle(game: Contest) -> Settlement:
    """Play every outcome and see who wins always, and who sometimes."""
    winners = [walk(game, order) for order in outcomes(game)]
    always = set(game.candidates).intersection(*winners)
    return Settlement(always, set().union(*winners))


def reserved_places(game: Contest, settlement: Settlement) -> int:
    """The places not given, but no more than there are entities with an open award."""
    found = 0
    for group, places in game.room.items():
        given = sum(game.group[one] == group for one in settlement.always)
        waiting = {game.entity[one] for one in settlement.sometimes - settlement.always if game.group[one] == group}
        found += min(places - given, len(waiting))
    return found


def outcomes(game: Contest) -> Iterator[list[str]]:
    """Each outcome: those who pass, in one of the orders that keys and decisions allow."""
    waiting = sorted(game.undecided)
    for passing in chain.from_iterable(combinations(waiting, size) for size in range(len(waiting) + 1)):
        present = [one for one in game.candidates if one not in game.undecided or one in passing]
        choices = [_orders(block, game.order) for block in game.order.blocks(present)]
        for parts in product(*choices):
            yield [platform for part in parts for platform in part]


def _orders(block: list[str], order: Order) -> list[tuple[str, ...]]:
    """The orders of a tied group that no decision forbids."""
    return [line for line in permutations(block) if not _breaks_a_decision(line, order)]


def _breaks_a_decision(line: tuple[str, ...], order: Order) -> bool:
    return any(order.before(later, earlier) for earlier, later in combinations(line, 2))


def walk(game: Contest, line: list[str]) -> set[str]:
    """Hand out the places down a line of platforms, one to an entity."""
    winners: set[str] = set()
    served: set[str] = set()
    left, within = dict(game.room), dict(game.limit)
    for platform in line:
        group, part = game.group[platform], game.part[platform]
        if left[group] == 0 or within.get(part) == 0:
            continue
        is_second = game.entity[platform] in served
        if is_second and not game.lapses:
            continue
        if not is_second:
            winners.add(platform)
            served.add(game.entity[platform])
        left[group] -= 1
        within[part] = within.get(part, len(line) + 1) - 1
    return winners
