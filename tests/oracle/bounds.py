"""The awards by the worst and the best case of each platform, for contests with too many outcomes to write out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.awards import Settlement

if TYPE_CHECKING:
    from tests.oracle.awards import Contest


def settle_by_bounds(game: Contest) -> Settlement:
    """Judge each platform with all that is open before it, and with none of it."""
    always = {one for one in game.candidates if one not in game.undecided and wins(game, one, worst(game, one))}
    sometimes = {one for one in game.candidates if wins(game, one, best(game, one))}
    return Settlement(always, sometimes)


def best(game: Contest, platform: str) -> list[str]:
    """Those who are before it whatever happens: ranked, and ahead by keys or decision."""
    return [one for one in game.order.ahead_of(platform, game.candidates) if one not in game.undecided]


def worst(game: Contest, platform: str) -> list[str]:
    """Those who may be before it: everyone that it is not itself before."""
    return [one for one in game.candidates if one != platform and not game.order.before(platform, one)]


def wins(game: Contest, platform: str, before: list[str]) -> bool:
    """Whether a platform wins with these before it."""
    own = game.entity[platform]
    if any(game.entity[one] == own for one in before):
        return False
    counted = before if game.lapses else {game.entity[one] for one in before}
    return len(counted) < sum(game.room.values())
