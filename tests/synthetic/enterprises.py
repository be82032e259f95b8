"""The enterprises: a pool for each town, of all sizes, and whom of them a platform serves year after year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .chance import chance, share
from .names import enterprise_name
from .towns import firms_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from .standing import Standing
    from .towns import Town

_SIZES = (("微型", 0.40), ("小型", 0.83), ("中型", 0.97), ("大型", 1.0))


@dataclass(frozen=True)
class Pool:
    """The enterprises of a town: their numbers in the province, by whether they are large."""

    town: Town
    first: int
    smes: tuple[int, ...]
    larges: tuple[int, ...]


@dataclass(frozen=True)
class Clients:
    """Whom a platform served in a year, and who waits for the years to come."""

    smes: list[int]
    larges: list[int]
    others: list[int]


def pools(all_towns: Iterable[Town]) -> dict[Town, Pool]:
    """Return the pool of every town, the numbers running on from town to town."""
    found = {}
    first = 1
    for town in all_towns:
        numbers = range(first, first + firms_of(town))
        larges = tuple(n for n in numbers if size(n) == "大型")
        found[town] = Pool(town, first, tuple(n for n in numbers if size(n) != "大型"), larges)
        first = numbers.stop
    return found


def size(number: int) -> str:
    """Return the size of an enterprise by the 2011 standard; it keeps it through the years."""
    place = share("size", number)
    return next(name for name, upto in _SIZES if place < upto)


def clients(state: Standing, all_pools: dict[Town, Pool]) -> Clients:
    """Return whom the platform served: mostly those of former years, first of its own town, then of its city."""
    platform = state.platform
    near = [pool for town, pool in all_pools.items() if town.city == platform.town.city and town != platform.town]
    dice = chance("acquaintance", platform.platform_id)
    dice.shuffle(near)
    own = all_pools[platform.town]
    smes = _acquaintance(own.smes, [pool.smes for pool in near], state.smes, dice)
    larges = list(own.larges) + [n for pool in near for n in pool.larges]
    choosing = chance("clients", platform.platform_id, state.year)
    served = choosing.sample(smes[: state.smes * 4 // 3 + 1], state.smes)
    among = set(served)
    return Clients(served, larges[: state.larges], [n for n in smes if n not in among])


def enterprise_rows(numbers: set[int], all_pools: dict[Town, Pool]) -> list[dict[str, object]]:
    """Return the register of those enterprises that the year's other tables name."""
    return [
        {
            "enterprise_id": enterprise_id(number),
            "name": enterprise_name(pool.town, number - pool.first + 1),
            "city": pool.town.city,
            "size": size(number),
        }
        for pool in all_pools.values()
        for number in range(pool.first, pool.first + len(pool.smes) + len(pool.larges))
        if number in numbers
    ]


def enterprise_id(number: int) -> str:
    """Return the id of an enterprise, the same through the years."""
    return f"E{number:06d}"


def _acquaintance(own: tuple[int, ...], near: list[tuple[int, ...]], wanted: int, dice: Random) -> list[int]:
    """Return all it may come to serve in a standing order, so that next year's clients are mostly this year's."""
    known = dice.sample(own, len(own))
    for numbers in near:
        if len(known) > 2 * wanted + 60:
            break
        known += dice.sample(numbers, len(numbers))
    return known
