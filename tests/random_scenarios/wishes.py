"""Wishes: the measure that a platform shall have, before there are rows that give it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

#: The greatest value an indicator can have, where it has one.
CEILINGS = {"staff_ratio": Fraction(100), "satisfaction": Fraction(100)}
#: The step that rows can make; None for a ratio.
STEPS = {"service_count": Fraction(1), "revenue": Fraction(1, 100), "innovation_output": Fraction(1, 10)}


@dataclass(frozen=True)
class Wish:
    """What one indicator shall say about a platform."""

    #: value: rows that give the value; other: rows that are not selected; none: no rows; few: too few answers;
    #: bounds: no roster, but headline figures at or around a ratio; open: figures that surely leave it open
    kind: str
    value: Fraction = Fraction(0)


def random_wish(rng: Random, indicator: str, edges: Sequence[Fraction]) -> Wish:
    """Half of the time a value at an edge of the rules, often just beside one."""
    shape = rng.random()
    if shape < 0.06:
        return Wish("none")
    if shape < 0.12:
        return Wish("other")
    if indicator == "satisfaction" and shape < 0.18:
        return Wish("few", Fraction(80))
    if indicator == "staff_ratio" and shape < 0.4:
        return Wish("bounds", rng.choice(edges) if edges else Fraction(50))
    return Wish("value", _random_value(rng, indicator, edges))


def _random_value(rng: Random, indicator: str, edges: Sequence[Fraction]) -> Fraction:
    shape = rng.random()
    if edges and shape < 0.5:
        return rng.choice(edges)
    if edges and shape < 0.8:
        return beside(rng, indicator, rng.choice(edges))
    ceiling = CEILINGS.get(indicator)
    if ceiling is not None:
        return ceiling * Fraction(rng.randint(0, 12), 12)
    return STEPS[indicator] * rng.randint(0, 60 if indicator == "innovation_output" else 9)


def beside(rng: Random, indicator: str, edge: Fraction) -> Fraction:
    """A value a step above or below an edge."""
    step = STEPS.get(indicator)
    if step is not None:
        return max(Fraction(0), edge + rng.choice([-1, 1]) * step)
    return min(CEILINGS[indicator], max(Fraction(0), edge + rng.choice([-1, 1]) * Fraction(100, 12)))


def beyond(indicator: str, edges: Sequence[Fraction], step: int) -> Fraction:
    """A value above every edge; a greater one for a greater step."""
    last = edges[-1] if edges else Fraction(1)
    ceiling = CEILINGS.get(indicator)
    if ceiling is not None:
        return last + (ceiling - last) * Fraction(step + 1, step + 2)
    return last + step + 1


def at_or_below(indicator: str, edges: Sequence[Fraction]) -> Fraction:
    """A value with the marks of the first edge or less."""
    return max(Fraction(0), edges[0] - STEPS.get(indicator, Fraction(25, 2))) if edges else Fraction(0)
