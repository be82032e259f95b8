"""Another weight for one node: its siblings are scaled so that the whole stays, by exact ratios."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal.errors import Finding, Place, Refused
from appraisal.numbers.digits import ratio_text
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.replays.index_tree import Standing

#: Ways to combine in which no node weighs anything.
_CHOOSING = frozenset({"minimum", "maximum"})
#: A ratio with more digits than this is not stated in rules.
_DIGITS = 12


def reweighed(one: Standing, weight: Fraction) -> tuple[dict[str, Any], Text]:
    """The patch of the rules (RFC 7396) that gives a node a weight, and what it does in a sentence.

    Every sibling keeps its share of what is left, so that the sum of the weights stays. Raises Refused where the
    weight is no part of that sum, or where nothing is weighed.
    """
    before = one.weights
    whole, old = sum(before.values(), Fraction(0)), before[one.name]
    if one.group.get("combine") in _CHOOSING or isinstance(one.group.get("weights"), dict):
        message = text(
            "{node} has no weight: its group takes the lowest or highest mark, or weighs by the data.", node=one.name
        )
        raise _refused(one, weight, message, text("Change how the group combines, or its weights, instead."))
    if not 0 <= weight <= whole or not whole or (old == whole and weight != whole):
        message = text(
            "{node} cannot weigh {weight}: all of its group weighs {whole}.",
            node=one.name,
            weight=ratio_text(weight),
            whole=ratio_text(whole),
        )
        fix = text("Give a weight from 0 to {whole}; a node without siblings keeps its own.", whole=ratio_text(whole))
        raise _refused(one, weight, message, fix)
    after = {
        name: weight if name == one.name else (whole - weight) * now / (whole - old) if whole != old else now
        for name, now in before.items()
    }
    ratios = {name: after[name] / (one.stated(name) * one.above) for name in before if one.stated(name)}
    if any(max(len(str(ratio.numerator)), len(str(ratio.denominator))) > _DIGITS for ratio in ratios.values()):
        message = text(
            "The weight {weight} of {node} needs ratios of more than {digits} digits.",
            weight=ratio_text(weight),
            node=one.name,
            digits=_DIGITS,
        )
        raise _refused(one, weight, message, text("Give a weight with fewer digits."))
    nodes: dict[str, Any] = {
        name: {"scaled_by": _stated(ratio)} for name, ratio in ratios.items() if ratio != one.ratio(name)
    }
    patch: dict[str, Any] = {"nodes": nodes}
    for key in reversed(one.path[:-2]):
        patch = {key: patch}
    return patch, _said(one, before, after)


def weighed_anew(rules: Mapping[str, Any], weights: Mapping[str, Fraction]) -> dict[str, Any]:
    """The patch of the rules (RFC 7396) that gives every leaf of a tree of sums a weight of its own.

    Raises KeyError where a leaf has none.
    """

    def walked(group: Mapping[str, Any], above: Fraction) -> tuple[dict[str, Any], Fraction]:
        nodes: dict[str, Any] = {}
        whole = Fraction(0)
        for name, node in group["nodes"].items():
            if "nodes" in node:
                inner = _sum_of(node, weights)
                ratio = inner / (Fraction(node["full_mark"]) * above)
                below, _ = walked(node, above * ratio)
                nodes[name] = {"scaled_by": _stated(ratio), **below}
            else:
                inner = weights[name]
                ratio = inner / (Fraction(node["full_mark"]) * above) if above else Fraction(0)
                nodes[name] = {"scaled_by": _stated(ratio)}
            whole += inner
        return {"nodes": nodes}, whole

    return {"index": walked(rules["index"], Fraction(1))[0]}


def _sum_of(group: Mapping[str, Any], weights: Mapping[str, Fraction]) -> Fraction:
    parts = (_sum_of(node, weights) if "nodes" in node else weights[name] for name, node in group["nodes"].items())
    return sum(parts, Fraction(0))


def _stated(ratio: Fraction) -> str | None:
    """As the rules state it; a ratio of 1 is left out, which a patch says by null."""
    return None if ratio == 1 else f"{ratio.numerator}/{ratio.denominator}"


def _said(one: Standing, before: dict[str, Fraction], after: dict[str, Fraction]) -> Text:
    changes = [
        text("{node} {before} → {after}", node=name, before=ratio_text(before[name]), after=ratio_text(now))
        for name, now in sorted(after.items(), key=lambda item: item[0] != one.name)
        if now != before[name]
    ]
    return (
        text("Weights: {changes}.", changes=Joined(tuple(changes), text(", ")))
        if changes
        else text("No weight changes.")
    )


def _refused(one: Standing, weight: Fraction, message: Text, fix: Text) -> Refused:
    place = Place(file="--set", pointer=one.name)
    return Refused([Finding("replay|weight", message, fix, place=place, value=ratio_text(weight))])
