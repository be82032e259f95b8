"""Groups that need the marks of all platforms: weights from data, and duels of each with each."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.rounding import rounded
from tests.oracle.scales import full_mark
from tests.oracle.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tests.oracle.scenario import Json

Marks = dict[str, dict[str, Fraction]]
WEIGHT_DIGITS = 12
HALF = Fraction(1, 2)


def compared(rules: Json, mark_all: Callable[[Json], Marks], cohort: Collection[str]) -> Json:
    """The rules with every such group settled, the deepest first; what is still open counts as a mean meanwhile."""
    while (found := _deepest(rules["index"])) is not None:
        marks = mark_all(_provisional(rules))
        rules = {**rules, "index": _settled(rules["index"], found, marks, cohort)}
    return rules


def _is_open(node: Json) -> bool:
    return isinstance(node.get("weights"), dict) or (node.get("combine") == "copeland" and "duels" not in node)


def _deepest(node: Json) -> Json | None:
    for one in node.get("nodes", {}).values():
        if (found := _deepest(one)) is not None:
            return found
    return node if _is_open(node) else None


def _each(node: Json, change: Callable[[Json], Json]) -> Json:
    if "nodes" not in node:
        return node
    return change({**node, "nodes": {name: _each(one, change) for name, one in node["nodes"].items()}})


def _provisional(rules: Json) -> Json:
    def mean(node: Json) -> Json:
        return {**node, "combine": "mean", "weights": "equal"} if _is_open(node) else node

    return {**rules, "index": _each(rules["index"], mean)}


def _settled(root: Json, found: Json, marks: Marks, cohort: Collection[str]) -> Json:
    if root is not found:
        nodes = {name: _settled(one, found, marks, cohort) for name, one in root.get("nodes", {}).items()}
        return {**root, "nodes": nodes} if "nodes" in root else root
    node = dict(root)
    if isinstance(node.get("weights"), dict):
        weights = weights_from(node, node["weights"]["from_data"], marks, cohort)
        node["nodes"] = {name: {**one, "weight": weights[name]} for name, one in node["nodes"].items()}
        node["weights"] = "given"
    if node.get("combine") == "copeland":
        node["duels"] = duels(node, marks, cohort)
    return node


def duels(node: Json, marks: Marks, cohort: Collection[str]) -> dict[str, Fraction]:
    """By platform: half of one more than wins less losses per rival."""
    names = list(node["nodes"])

    def weight(name: str) -> Fraction:
        one = node["nodes"][name]
        return (
            Fraction(one.get("ratio", 1))
            if node.get("weights") == "equal"
            else Fraction(one.get("weight", one["full_mark"]))
        )

    def lead(one: Mapping[str, Fraction], other: Mapping[str, Fraction]) -> int:
        both = [name for name in names if name in one and name in other]
        gain = sum(
            (weight(name) * ((one[name] > other[name]) - (one[name] < other[name])) for name in both), Fraction(0)
        )
        return (gain > 0) - (gain < 0)

    found = {}
    for platform, own in marks.items():
        rivals = [
            other
            for name, other in marks.items()
            if name != platform and name in cohort and any(n in other for n in names)
        ]
        score = sum(lead(own, other) for other in rivals)
        found[platform] = (Fraction(score, len(rivals)) + 1) * HALF if rivals else HALF
    return found


def weights_from(node: Json, kind: str, marks: Marks, cohort: Collection[str]) -> dict[str, Fraction]:
    """The weight of each node, from the shares of those of the cohort that have a mark of every node."""
    names = list(node["nodes"])
    if kind == "entropy" and any(own[name] < 0 for own in marks.values() for name in names if name in own):
        message = "a negative share has no entropy"
        raise Refused(message)
    whole = [marks[one] for one in sorted(cohort) if all(name in marks[one] for name in names)]
    columns = [[own[name] / full_mark(node["nodes"][name]) for own in whole] for name in names]
    with localcontext() as context:
        context.prec = 60
        found = [Decimal(0)] * len(names)
        if len(whole) > 1:
            found = [_information(one) for one in columns] if kind == "entropy" else _criticism(columns)
        total = sum(found, Decimal(0))
        parts = [one / total if total else 1 / Decimal(len(names)) for one in found]
    return {name: rounded(Fraction(part), WEIGHT_DIGITS) for name, part in zip(names, parts, strict=True)}


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _information(column: Sequence[Fraction]) -> Decimal:
    if len(set(column)) == 1:
        return Decimal(0)
    parts = [_decimal(one / sum(column)) for one in column if one]
    return 1 + sum((part * part.ln() for part in parts), Decimal(0)) / Decimal(len(column)).ln()


def _criticism(columns: Sequence[Sequence[Fraction]]) -> list[Decimal]:
    def covariance(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
        a, b = (sum(one, Fraction(0)) / len(one) for one in (left, right))
        return sum(((x - a) * (y - b) for x, y in zip(left, right, strict=True)), Fraction(0)) / (len(left) - 1)

    found = []
    for at, own in enumerate(columns):
        conflict = Decimal(0 if len(columns) > 1 else 1)
        for to, other in enumerate(columns):
            if to != at:
                product = covariance(own, own) * covariance(other, other)
                conflict += 1 - (_decimal(covariance(own, other)) / _decimal(product).sqrt() if product else 0)
        found.append(_decimal(covariance(own, own)).sqrt() * conflict)
    return found
