"""The awards: given, open or none, found by going through every outcome that is still possible."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations, permutations, product
from math import factorial, prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.oracle.order import Order
    from tests.oracle.scenario import Json

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
    places: int
    #: Whether a second platform of an entity uses up a place (freed_place "lapse").
    lapses: bool


@dataclass
class Settlement:
    """What the outcomes have in common."""

    #: Platforms that win in every outcome; then in one at least.
    always: set[str]
    sometimes: set[str]


def contest(
    rules: Json, candidates: list[str], undecided: set[str], order: Order, entity_codes: Mapping[str, str]
) -> Contest:
    """The contest that the rules set up."""
    awards = rules["awards"]
    per_entity = awards["per"] == "legal_entity"
    entity = {one: entity_codes[one] if per_entity else one for one in candidates}
    lapses = per_entity and awards["freed_place"] == "lapse"
    return Contest(candidates, undecided & set(candidates), order, entity, awards["places"], lapses)


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
    waiting = {game.entity[one] for one in settlement.sometimes - settlement.always}
    return min(game.places - len(settlement.always), len(waiting))


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
    places = game.places
    for platform in line:
        if places == 0:
            break
        if game.entity[platform] not in served:
            winners.add(platform)
            served.add(game.entity[platform])
            places -= 1
        elif game.lapses:
            places -= 1
    return winners
