"""Devices of curves: levels of a text, edges taken from the cohort, lines that go on, curves by choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.random_scenarios.conditions import Vocabulary, random_condition
from tests.random_scenarios.curves import random_curve
from tests.random_scenarios.numbers import as_json, decimal_up_to, exact
from tests.random_scenarios.register import TYPES
from tests.random_scenarios.walk import curves_of, leaves_below

if TYPE_CHECKING:
    from random import Random

Json = dict[str, Any]

#: The levels of a column of the register, some of which a rules file may leave out.
LEVELS = {
    "home": ("专业镇", "产业集聚镇"),
    "type": TYPES[:3],
    "founder_kind": ("民营机构", "龙头企业", "高校院所"),
    "city": ("广州市", "惠州市", "东莞市"),
}
#: Rising cohort numbers, whatever the values are.
RISING: tuple[tuple[Json, ...], ...] = (
    ({"cohort": "minimum"}, {"cohort": "maximum"}),
    ({"cohort": "minimum"}, {"cohort": "median"}, {"cohort": "maximum"}),
    ({"cohort": "quantile", "q": 0.1}, {"cohort": "quantile", "q": 0.375}, {"cohort": "quantile", "q": 0.9}),
    ({"cohort": "mean", "deviations": -1.5}, {"cohort": "mean"}, {"cohort": "mean", "deviations": 2}),
    ({"cohort": "maximum", "times": 0.25}, {"cohort": "maximum", "times": 0.9}),
    ({"cohort": "minimum", "times": 0.5}, {"cohort": "median"}, {"cohort": "maximum", "times": 1.1}),
)


def words_of(rules: Json) -> Vocabulary:
    """What a condition of these rules may speak of."""
    return Vocabulary(classes=tuple(rules.get("classes", {})))


def levels(rng: Random, rules: Json) -> None:
    """A leaf becomes one of a text of the register, where another leaf is left."""
    found = leaves_below(rules["index"]["nodes"])
    if len(found) > 1:
        _, leaf = rng.choice(found)
        column = rng.choice(sorted(LEVELS))
        leaf["from"] = [f"platforms.{column}"]
        leaf["curve"] = _levels(rng, column, leaf["full_mark"])


def _levels(rng: Random, column: str, full_mark: float) -> Json:
    full = exact(full_mark)
    names = rng.sample(LEVELS[column], rng.randint(1, len(LEVELS[column])))
    marks = {name: as_json(decimal_up_to(rng, full, 2)) for name in names} | {names[0]: full_mark}
    rest = {} if rng.random() < 0.4 else {"otherwise": as_json(decimal_up_to(rng, full, 2))}
    return {"kind": "levels", "marks": marks, **rest}


def cohort(rng: Random, rules: Json) -> None:
    """Some curves have their edges from the cohort; now and then one of them only, which may then cross another."""
    for _, leaf in leaves_below(rules["index"]["nodes"]):
        curve = leaf["curve"]
        if "at" not in curve or rng.random() < 0.4:
            continue
        count = len(curve["at"])
        fitting = [numbers for numbers in RISING if len(numbers) == count]
        if fitting:
            among = {"among": random_condition(rng, words_of(rules), 1)} if rng.random() < 0.3 else {}
            numbers = [{**number, **among} for number in rng.choice(fitting)]
        else:
            numbers = [edge for edge, _ in curve["at"]]
            numbers[-1] = {"cohort": "maximum", "times": 4}
        curve["at"] = [[number, mark] for number, (_, mark) in zip(numbers, curve["at"], strict=True)]
        choose_cohort(rng, rules)


def choose_cohort(rng: Random, rules: Json) -> None:
    """Say who the cohort is, where the rules do not yet."""
    rules.setdefault("cohort", rng.choice(["eligible", "submitted"]))


def extend(rng: Random, rules: Json) -> None:
    """Some lines go on beyond their ends."""
    for _, leaf in leaves_below(rules["index"]["nodes"]):
        for curve in curves_of(leaf["curve"]):
            if curve["kind"] == "linear" and rng.random() < 0.5:
                curve.pop("below", None)
                curve.pop("above", None)
                curve["extend"] = True


def choose(rng: Random, rules: Json) -> None:
    """Some leaves choose among curves by conditions; one may find none, and then says what of it."""
    for _, leaf in leaves_below(rules["index"]["nodes"]):
        if rng.random() < 0.5:
            continue
        cases = [
            {"when": random_condition(rng, words_of(rules)), "curve": _another(rng, leaf)}
            for _ in range(rng.randint(1, 2))
        ]
        chosen: Json = {"kind": "choose", "cases": cases}
        if rng.random() < 0.7:
            chosen["otherwise"] = leaf["curve"]
        else:
            leaf["not_applicable"] = rng.choice(["full", "zero", "rescale"])
        leaf["curve"] = chosen


def _another(rng: Random, leaf: Json) -> Json:
    (source,) = leaf["from"]
    if "." in source:
        return _levels(rng, source.removeprefix("platforms."), leaf["full_mark"])
    return random_curve(rng, source, exact(leaf["full_mark"]), rising=False)
