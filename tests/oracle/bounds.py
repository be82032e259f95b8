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
    return Settlement(always, sometimes, most_awards(game))


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
    return len(counted) < game.places


def most_awards(game: Contest) -> int:
    """The greatest number of awards of any outcome.

    Where second platforms use up no place, all that may pass pass. Where they do, an outcome fills the places down
    to some tied group: the ranked platforms before that group stand in any case, and what is left of the places goes
    to as many further entities as undecided platforms before the group, and the group itself, can bring.
    """
    if not game.lapses:
        return min(game.places, len({game.entity[one] for one in game.candidates}))
    most = 0
    standing: list[str] = []
    waiting: list[str] = []
    for block in _blocks_after_decisions(game):
        if len(standing) > game.places:
            break
        entities = {game.entity[one] for one in standing}
        further = {game.entity[one] for one in [*waiting, *block]} - entities
        most = max(most, len(entities) + min(game.places - len(standing), len(further)))
        standing += [one for one in block if one not in game.undecided]
        waiting += [one for one in block if one in game.undecided]
    return most


def _blocks_after_decisions(game: Contest) -> list[list[str]]:
    """The tied groups in order, those that a decision puts in order taken apart."""
    found: list[list[str]] = []
    for block in game.order.blocks(game.candidates):
        ahead = {one: len(game.order.ahead_of(one, block)) for one in block}
        if sorted(ahead.values()) == list(range(len(block))):
            found += [[one] for one in sorted(block, key=lambda one: ahead[one])]
        elif not any(ahead.values()):
            found.append(block)
        else:
            message = "a decision puts only some of a tied group in order"
            raise ValueError(message)
    return found
