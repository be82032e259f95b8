"""Random conditions on indicators, on facts of the register and on marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.random_scenarios.numbers import EDGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

Json = dict[str, Any]

INDICATORS = tuple(EDGES)
FACTS = ("premises", "equipment", "management_rules", "fee_standard", "sme_discount")
#: A requirement on a text of the register; the last two columns may be missing.
TEXTS: tuple[tuple[str, Json], ...] = (
    ("home", {"enum": ["专业镇"]}),
    ("type", {"enum": ["技术创新", "工业设计"]}),
    ("city", {"not": {"const": "东莞市"}}),
    ("founder_kind", {"const": "民营机构"}),
    ("county", {"minLength": 4}),
)


@dataclass
class Vocabulary:
    """What a condition may speak of."""

    classes: Sequence[str] = field(default_factory=tuple)
    #: Nodes whose marks it may ask for, and the highest of them.
    marks: Sequence[str] = field(default_factory=tuple)
    highest: int = 100


def random_condition(rng: Random, words: Vocabulary, depth: int = 2) -> Json:
    """A condition at most so deep."""
    kind = rng.choice(["all", "any", "at_least", "not"]) if depth and rng.random() < 0.4 else "atom"
    if kind == "atom":
        return random_atom(rng, words)
    if kind == "not":
        return {"not": random_condition(rng, words, depth - 1)}
    inner = [random_condition(rng, words, depth - 1) for _ in range(rng.randint(1, 3))]
    if kind == "at_least":
        return {"at_least": rng.randint(1, len(inner)), "among": inner}
    return {kind: inner}


def random_atom(rng: Random, words: Vocabulary) -> Json:
    """A condition on one source, or on a class."""
    if words.classes and rng.random() < 0.2:
        return {"class": rng.choice(list(words.classes))}
    if words.marks and rng.random() < 0.5:
        atom = {"of": f"marks.{rng.choice(list(words.marks))}", "require": {"minimum": rng.randint(0, words.highest)}}
    elif rng.random() < 0.5:
        indicator = rng.choice(INDICATORS)
        atom = {"of": indicator, "require": random_bounds(rng, indicator)}
    else:
        atom = random_fact(rng)
    if rng.random() < 0.5:
        atom["missing"] = rng.choice(["fail", "undecided"])
    return atom


def random_fact(rng: Random) -> Json:
    """A condition on a fact of the register."""
    if rng.random() < 0.5:
        return {"of": f"platforms.{rng.choice(FACTS)}", "require": {"const": rng.random() < 0.8}}
    column, require = rng.choice(TEXTS)
    return {"of": f"platforms.{column}", "require": require}


def settled_fact(rng: Random) -> Json:
    """A condition on a fact that is never undecided, so that it or its opposite holds."""
    return {**random_fact(rng), "missing": "fail"}


def random_bounds(rng: Random, indicator: str) -> Json:
    """Mostly a low minimum; sometimes a maximum, or both ends."""
    low, high = sorted(rng.sample(EDGES[indicator], 2))
    if rng.random() < 0.75:
        return {rng.choice(["minimum", "minimum", "exclusiveMinimum"]): EDGES[indicator][rng.randint(0, 3)]}
    upper = {rng.choice(["maximum", "exclusiveMaximum"]): high}
    return upper if rng.random() < 0.4 else {rng.choice(["minimum", "exclusiveMinimum"]): low, **upper}
