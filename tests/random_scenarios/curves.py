"""Random curves: linear, bands by one edge each, bands by intervals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.numbers import Number, as_json, decimal_up_to, edges_of

if TYPE_CHECKING:
    from random import Random

Json = dict[str, Any]
Marks = list[Fraction]


def random_curve(rng: Random, indicator: str, full: Fraction, *, rising: bool) -> Json:
    """A curve whose highest mark is the full mark; ``rising`` ones never fall and stay level beyond the last edge."""
    shape = rng.choice(["linear", "linear", "edges", "bands", "steps"])
    edges = edges_of(rng, indicator, rng.randint(2 if shape == "linear" else 1, 4))
    if shape == "linear":
        return _linear(rng, edges, full, rising=rising)
    if shape == "steps":
        return _steps(rng, edges[0], full, rising=rising)
    return _edged(rng, edges, full, rising=rising) if shape == "edges" else _bands(rng, edges, full, rising=rising)


def _linear(rng: Random, edges: list[Number], full: Fraction, *, rising: bool) -> Json:
    marks = _marks(rng, len(edges), full, rising=rising)
    curve: Json = {"kind": "linear", "at": _points(edges, marks)}
    if rng.random() < 0.5:
        curve["below"] = 0 if rising else as_json(rng.choice([Fraction(0), min(marks), full]))
    if not rising and rng.random() < 0.25:
        curve["above"] = as_json(decimal_up_to(rng, full, 3))
    return curve


def _steps(rng: Random, first: Number, full: Fraction, *, rising: bool) -> Json:
    """From a threshold on so much more for every so many units; in proportion only where the cap is a decimal away."""
    count = rng.choice([1, 2, 4, 5, 10])
    curve: Json = {"kind": "steps", "from": first, "add": as_json(full / count), "cap": as_json(full)}
    curve |= {"per": as_json(Fraction(rng.randint(1, 400), rng.choice([1, 2, 4, 10]))), "whole": rng.random() < 0.6}
    if curve["whole"] and rng.random() < 0.6:
        curve["base"] = as_json(decimal_up_to(rng, full, 2))
    if not rising and rng.random() < 0.3:
        curve["below"] = as_json(decimal_up_to(rng, full, 2))
    return curve


def _edged(rng: Random, edges: list[Number], full: Fraction, *, rising: bool) -> Json:
    marks = _marks(rng, len(edges), full, rising=rising)
    curve: Json = {"kind": "bands", "at": _points(edges, marks), "closed": rng.choice(["low", "high"])}
    if not rising and rng.random() < 0.4:
        curve["below"] = as_json(decimal_up_to(rng, full, 3))
    return curve


def _bands(rng: Random, edges: list[Number], full: Fraction, *, rising: bool) -> Json:
    """Bands that cover every number once; each edge belongs to the band below it, above it, or to one of its own."""
    whens: list[Json] = [{}]
    for edge in edges:
        side = rng.choice(["above", "above", "below", "below", "own"])
        whens[-1]["maximum" if side == "below" else "exclusiveMaximum"] = edge
        if side == "own":
            whens.append({"minimum": edge, "maximum": edge})
        whens.append({"minimum" if side == "above" else "exclusiveMinimum": edge})
    marks = _marks(rng, len(whens), full, rising=rising)
    bands = [{"when": when, "mark": as_json(mark)} for when, mark in zip(whens, marks, strict=True)]
    return {"kind": "bands", "bands": bands if rising else rng.sample(bands, len(bands))}


def _marks(rng: Random, count: int, full: Fraction, *, rising: bool) -> Marks:
    """So many marks, one of them the full mark: rising mostly, falling or in no order now and then."""
    marks = sorted([*(decimal_up_to(rng, full, rng.randint(0, 3)) for _ in range(count - 1)), full])
    way = 1.0 if rising else rng.random()
    if way < 0.12:
        marks.reverse()
    elif way < 0.16:
        rng.shuffle(marks)
    return marks


def _points(edges: list[Number], marks: Marks) -> list[list[Number]]:
    return [[edge, as_json(mark)] for edge, mark in zip(edges, marks, strict=True)]
