"""How the mark of a group came from those of its nodes, in words and figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from appraisal.curves import shown
from appraisal.model.node import UNCHANGED, Group
from appraisal.numbers.digits import plain, ratio_text
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from appraisal.model.node import Node
    from appraisal.model.rules import Rules
    from appraisal.rules_words import Words

#: How the place of a chosen factor begins in ``how``.
_CASE = "factor.cases["
_COMBINED = {
    "sum": text("the sum of its parts"),
    "mean": text("the weighted mean of the shares of its parts"),
    "geometric": text("the weighted geometric mean of the shares of its parts"),
    "harmonic": text("the weighted harmonic mean of the shares of its parts"),
    "power": text("the weighted power mean of the shares of its parts"),
    "minimum": text("the lowest share among its parts"),
    "maximum": text("the highest share among its parts"),
    "copeland": text("its parts against those of every other platform, each duel by their weights"),
}
#: Among adjustments, where marks themselves are compared.
_COMPARED = {
    "minimum": text("the lowest mark among its parts"),
    "maximum": text("the highest mark among its parts"),
}
#: What a node has where it does not apply.
ELSEWHERE = {
    "absent": text("not applicable: it does not count"),
    "rescale": text("not applicable: its weight is spread over the other items"),
    "full": text("not applicable: its full mark by the rules"),
    "zero": text("not applicable: 0 by the rules"),
}
#: What stands in ``how`` of the scores where a node does not apply, and where a group hands its weight on.
NOT_APPLICABLE, SPREAD = "not_applicable", "spread"


def of_parts(group: Group, *, by_marks: bool = False) -> object:
    """The rule of a group on one line; ``by_marks`` among adjustments, which compare marks and not their shares."""
    words: object = (_COMPARED if by_marks else _COMBINED).get(group.combine, _COMBINED[group.combine])
    if group.weights_from is not None:
        by = "CRITIC" if group.weights_from == "critic" else text("entropy")
        words = text("{words}, weights by {method}", words=words, method=by)
    if group.power is not None:
        words = text("{words}, power {power}", words=words, power=plain(group.power))
    if group.floor is not None:
        words = text("{words}, at least {floor}", words=words, floor=plain(group.floor))
    if group.cap is not None:
        if group.combine == "sum" and group.floor is None:
            return text("the sum of its parts, at most {cap}", cap=plain(group.cap))
        words = text("{words}, at most {cap}", words=words, cap=plain(group.cap))
    return words


def combined(group: Group, scores: Mapping[str, Mapping[str, Any]], rules: Rules) -> object:
    """The arithmetic of one platform's group."""
    mark, how = scores[group.id]["mark"], scores[group.id]["how"]
    if how == NOT_APPLICABLE and (group.applies or mark is not None):
        # Where a group above does not apply, what this one would be given does not count either.
        is_inside = mark is not None or group.not_applicable not in ("full", "zero")
        return ELSEWHERE[group.not_applicable if is_inside else "absent"]
    if how == SPREAD:
        return text("nothing below it counts: its weight is spread over the other items")
    if mark is None:
        return text("nothing below it counts")
    parts = [node for node in group.nodes if scores[node.id]["mark"] is not None]
    taken = scores[group.cap_line]["mark"] if group.is_bounded else 0
    uncut = shown_mark(mark - taken, group, rules)
    whole = (
        _sum(parts, scores, uncut, rules, group)
        if group.combine == "sum"
        else _of_marks(group, parts, scores, uncut, rules)
        if group.combine in _COMPARED and compares_marks(group, rules)
        else _of_shares(group, parts, scores, uncut, rules)
    )
    if not taken:
        return whole
    return (
        text("{sum}, cut to {cap}", sum=whole, cap=shown_mark(mark, group, rules))
        if taken < 0
        else text("{sum}, raised to {floor}", sum=whole, floor=shown_mark(mark, group, rules))
    )


def _sum(
    parts: Sequence[Node], scores: Mapping[str, Mapping[str, Any]], uncut: str, rules: Rules, group: Group
) -> object:
    marks = _added([_of(node, scores, rules) for node in parts])
    factor = factor_of(group, scores[group.id]["how"])
    spread = [node for node in group.nodes if node not in parts and _spreads(node, scores)]
    if not spread:
        exact = sum((Fraction(scores[node.id]["mark"]) for node in parts), Fraction(0)) * Fraction(factor)
        said = f"({marks}) × {plain(factor)}" if factor != 1 else marks
        return text("{sum} = {mark}", sum=said, mark=unrounded(exact, uncut)) if parts else uncut
    there = sum((node.exact_full_mark for node in parts), Fraction(0))
    return text(
        "({marks}) × {all} ÷ {there} = {mark}",
        marks=marks,
        all=ratio_text(there + sum(node.exact_full_mark for node in spread)),
        there=_divisor(there) if factor == 1 else f"{_divisor(there)} × {plain(factor)}",
        mark=uncut,
    )


def _spreads(node: Node, scores: Mapping[str, Mapping[str, Any]]) -> bool:
    """A node without a mark hands its weight on."""
    how = scores[node.id]["how"]
    return node.not_applicable == "rescale" if how == NOT_APPLICABLE else how in ("missing", SPREAD)


def factor_of(node: Node, how: str | None) -> Decimal:
    """What the mark of a node was multiplied by, of several that the scores say was chosen."""
    for word in (how or "").split("; "):
        if word.startswith(_CASE):
            return node.factor.cases[int(word[len(_CASE) : -1])][1]
    return node.factor.otherwise


def factor_rule(node: Node, words: Words) -> Iterator[object]:
    """What the mark of a node is multiplied by; nothing where it stays as it is."""
    if node.factor.cases:
        cases = tuple(
            text("× {factor} where {condition}", factor=plain(factor), condition=words.condition(when))
            for when, factor in node.factor.cases
        )
        yield Joined((*cases, text("else × {factor}", factor=plain(node.factor.otherwise))), text(", "))
    elif node.factor != UNCHANGED:
        yield text("× {factor}", factor=plain(node.factor.otherwise))


def compares_marks(group: Group, rules: Rules) -> bool:
    """The group stands among the adjustments."""
    return rules.adjustments is not None and any(node.id == group.id for node, _ in rules.adjustments.walk())


def _divisor(number: Fraction) -> str:
    """What something is divided by: a fraction stands in brackets."""
    shown = ratio_text(number)
    return f"({shown})" if "/" in shown else shown


def _added(marks: Sequence[str]) -> str:
    first, *more = marks or ["0"]
    return first + "".join(f" − {mark[1:]}" if mark.startswith("-") else f" + {mark}" for mark in more)


def _of_marks(
    group: Group, parts: Sequence[Node], scores: Mapping[str, Mapping[str, Any]], uncut: str, rules: Rules
) -> Text:
    factor = factor_of(group, scores[group.id]["how"])
    return text(
        "{rule}: {marks}; {factor}{mark}",
        rule=_COMPARED[group.combine],
        marks=Joined(tuple(_of(node, scores, rules) for node in parts), text(", ")),
        factor="" if factor == 1 else f"× {plain(factor)} = ",
        mark=uncut,
    )


def _of_shares(
    group: Group, parts: Sequence[Node], scores: Mapping[str, Mapping[str, Any]], uncut: str, rules: Rules
) -> Text:
    how = scores[group.id]["how"]
    factor, full = factor_of(group, how), ratio_text(group.exact_full_mark)
    full = full if factor == 1 else f"{full} × {plain(factor)}"
    shares = [
        text("{mark} ÷ {full}", mark=_of(node, scores, rules), full=_divisor(node.exact_full_mark)) for node in parts
    ]
    if group.combine == "copeland":
        return _of_duels(how, full, uncut, shares)
    if group.combine in ("minimum", "maximum"):
        listed = Joined(tuple(shares), text(", "))
        return text(
            "{rule} of {shares}, times {full} = {mark}",
            rule=_COMBINED[group.combine],
            shares=listed,
            full=full,
            mark=uncut,
        )
    weights = [node.weight for node in parts]
    if not any(weights):
        # Weights from data may be 0: where nothing else has a mark, such nodes count alike.
        weights = [Fraction(1) for _ in parts]
        full = text("no node with a weight above 0 is left, the others count alike: {full}", full=full)
    counted = [(share, weight) for share, weight in zip(shares, weights, strict=True) if weight]
    total = " + ".join(ratio_text(weight) for _, weight in counted)
    if group.combine == "mean":
        weighed = tuple(
            text("{weight} × ({share})", weight=ratio_text(weight), share=share) for share, weight in counted
        )
        parts_shown = Joined(weighed, " + ")
        return text(
            "{full} × ({parts}) ÷ ({weights}) = {mark}", full=full, parts=parts_shown, weights=total, mark=uncut
        )
    return text(
        "{full} × ({rule}: {parts}; weights {weights}) = {mark}",
        full=full,
        rule=_COMBINED[group.combine],
        parts=Joined(tuple(share for share, _ in counted), text(", ")),
        weights=total,
        mark=uncut,
    )


def _of_duels(how: str | None, full: str, uncut: str, shares: Sequence[Text]) -> Text:
    """How many duels more were won than lost, and what that gives."""
    counts = dict(word.split("=") for word in (how or "").split("; ") if "=" in word)
    parts = Joined(tuple(shares), text(", "))
    if counts["rivals"] == "0":
        return text(
            "nobody to be compared with: {full} ÷ 2 = {mark}; its parts: {parts}", full=full, mark=uncut, parts=parts
        )
    lead, rivals = counts["lead"], counts["rivals"]
    return text(
        "{full} × (1 + {part}) ÷ 2 = {mark}, duels won less lost {lead}, rivals {rivals}; its parts: {parts}",
        full=full,
        part=f"({lead}) ÷ {rivals}" if lead.startswith("-") else f"{lead} ÷ {rivals}",
        lead=lead,
        rivals=rivals,
        mark=uncut,
        parts=parts,
    )


def unrounded(exact: Fraction, mark: str, *, goes_on: bool = False) -> object:
    """A number as it comes out, and the mark that it is rounded to; the mark alone where that says the same.

    A number that ``goes_on`` is not rounded yet.
    """
    if goes_on:
        return shown(exact)
    is_short = "÷" not in (written := shown(exact))
    if not is_short or Fraction(written) == Fraction(mark):
        return mark
    return text("{number}, rounded {mark}", number=written, mark=mark)


def _of(node: Node, scores: Mapping[str, Mapping[str, Any]], rules: Rules) -> str:
    return shown_mark(scores[node.id]["mark"], node, rules)


def shown_mark(mark: Decimal, node: Node, rules: Rules) -> str:
    """A mark with the decimals of its node, and more where a cap or floor has more."""
    decimals = rules.leaf_decimals if node.decimals is None else node.decimals
    return f"{mark:.{max(decimals, len(plain(mark).partition('.')[2]))}f}"
