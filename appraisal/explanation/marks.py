"""The marks of one platform: the curve in words and figures, the sums, the one rounding."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal import curves
from appraisal.explanation.words import Section, Step, rows_of
from appraisal.model.rules import ROOT, ROUNDING, Group, Leaf
from appraisal.numbers.digits import plain
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.model.rules import Rules
    from appraisal.result import Result
    from appraisal.texts import Text


def mark_section(result: Result, rules: Rules, platform_id: str) -> Section:
    """Every node of the index with its mark, then the composite."""
    scores, measures = (
        rows_of(result, "scores", platform_id, "node"),
        rows_of(result, "measures", platform_id, "indicator"),
    )
    if not scores:
        return Section("marks", text("Marks"), ())
    scales = {name: document.get("scale", 1) for name, document in result.documents["indicators"]["indicators"].items()}
    steps = []
    for node, _ in rules.index.walk():
        shown = f"{scores[node.id]['mark']:.{rules.leaf_decimals}f}"
        of = text("{mark} of {full_mark}", mark=shown, full_mark=plain(node.full_mark))
        if isinstance(node, Leaf):
            steps.append(
                Step(
                    node.id,
                    node.title,
                    of,
                    curves.describe(node.curve),
                    _leaf_arithmetic(node, measures[node.indicator], scales, shown),
                    node.clause,
                )
            )
        elif node.id != ROOT:
            steps.append(
                Step(
                    node.id,
                    node.title,
                    of,
                    _of_parts(node),
                    _sum(node, scores, rules.leaf_decimals),
                    node.clause,
                )
            )
    total = scores[ROOT]["mark"] + scores[ROUNDING]["mark"]
    rounded = text(
        "{sum}, rounded half up to {decimals} decimals",
        sum=_sum(rules.index, scores, rules.leaf_decimals),
        decimals=rules.total_decimals,
    )
    steps.append(
        Step("composite", text("Composite"), f"{total:.{rules.total_decimals}f}", _of_parts(rules.index), rounded)
    )
    return Section("marks", text("Marks"), tuple(steps))


def _leaf_arithmetic(leaf: Leaf, row: Mapping[str, Any], scales: Mapping[str, int], shown: str) -> object:
    if row["state"] != "measured":
        return text("no usable value: 0 by the rules")
    ends = [Fraction(row[end]) * scales[leaf.indicator] / Fraction(row["denominator"]) for end in ("low", "high")]
    words = [curves.arithmetic(leaf.curve, end, shown) for end in dict.fromkeys(ends)]
    return (
        words[0] if len(words) == 1 else text("the end of the interval with the lower mark counts: {mark}", mark=shown)
    )


def _of_parts(group: Group) -> Text:
    if group.cap is None:
        return text("the sum of its parts")
    return text("the sum of its parts, at most {cap}", cap=plain(group.cap))


def _sum(group: Group, scores: Mapping[str, Mapping[str, Any]], decimals: int) -> Text | str:
    mark = scores[group.id]["mark"]
    taken = scores[group.cap_line]["mark"] if group.cap is not None else 0
    parts = " + ".join(f"{scores[node.id]['mark']:.{decimals}f}" for node in group.nodes)
    whole = f"{parts} = {mark - taken:.{decimals}f}"
    return text("{sum}, cut to {cap}", sum=whole, cap=f"{mark:.{decimals}f}") if taken else whole
