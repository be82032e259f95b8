"""Seeded chance: every draw is named by words, so that adding one platform or one table moves no other draw."""

from __future__ import annotations

from hashlib import blake2b
from math import exp, log
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE = 1 << 64


def chance(*words: object) -> Random:
    """Return the dice named by these words; the hash seed of Python has no part in them."""
    return Random("|".join(map(str, words)))


def share(*words: object) -> float:
    """Return one number in [0, 1) named by these words, cheaper than a pair of dice."""
    digest = blake2b("|".join(map(str, words)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _WHOLE


def pick(weights: Mapping[str, int], *words: object) -> str:
    """Return the key that the number of these words falls on, each key as likely as its weight."""
    rest = int(share(*words) * sum(weights.values()))
    for key, weight in weights.items():
        rest -= weight
        if rest < 0:
            return key
    raise AssertionError(weights)


def drift(platform_id: str, quantity: str, years: int, memory: float = 0.9) -> float:
    """Return where a standard normal walk of a platform's quantity stands after so many years."""
    dice = chance("drift", quantity, platform_id)
    value = dice.gauss(0, 1)
    for _ in range(years):
        value = memory * value + (1 - memory * memory) ** 0.5 * dice.gauss(0, 1)
    return value


def around(median: float, spread: float) -> float:
    """Return the value that lies so far (in logarithms) from a median."""
    return exp(log(median) + spread)
