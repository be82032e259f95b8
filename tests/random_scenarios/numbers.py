"""Numbers of random rules, exact in JSON: integers where they are whole, else a float that prints as written."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

Number = int | float

#: Where gates and curves of an indicator have their edges.
EDGES: dict[str, list[Number]] = {
    "service_count": [1, 2, 3, 4, 5, 6, 8],
    "staff_ratio": [20, 25, 30, 37.5, 40, 50, 60, 62.5, 75, 80, 90],
    "satisfaction": [50, 60, 62.5, 70, 75, 80, 85, 90, 95],
    "revenue": [0, 1000, 2500.5, 10000, 99999.99, 1000000, 3000000],
    "innovation_output": [0, 0.5, 1, 2, 3.2, 5, 8, 10],
}


def exact(number: Number) -> Fraction:
    """The number that its JSON text says."""
    return Fraction(str(number))


def as_json(number: Fraction) -> Number:
    """A terminating decimal for a JSON file."""
    return int(number) if number.denominator == 1 else float(number)


def decimal_up_to(rng: Random, high: Fraction, digits: int) -> Fraction:
    """A number from 0 to ``high`` with at most so many decimals; quarters and eighths more often than others."""
    part = high * rng.choice([Fraction(rng.randint(0, 8), 8), Fraction(rng.randint(0, 1000), 1000)])
    return Fraction(int(part * 10**digits), 10**digits)


def edges_of(rng: Random, indicator: str, count: int) -> list[Number]:
    """So many different edges of an indicator, rising."""
    return sorted(rng.sample(EDGES[indicator], min(count, len(EDGES[indicator]))))
