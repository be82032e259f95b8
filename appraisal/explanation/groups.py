"""How the mark of a group came from those of its nodes, in words and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.model.node import Group
from appraisal.numbers.digits import plain, ratio_text
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from appraisal.model.node import Node
    from appraisal.model.rules import Rules

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


def of_parts(group: Group) -> object:
    """The rule of a group on one line."""
    words: object = _COMBINED[group.combine]
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
    mark = scores[group.id]["mark"]
    if mark is None:
        return text("nothing below it counts")
    parts = [node for node in group.nodes if scores[node.id]["mark"] is not None]
    taken = scores[group.cap_line]["mark"] if group.is_bounded else 0
    uncut = shown_mark(mark - taken, group, rules)
    whole = (
        _sum(parts, scores, uncut, rules, group)
        if group.combine == "sum"
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
    marks = " + ".join(_of(node, scores, rules) for node in parts)
    spread = [node for node in group.nodes if node not in parts and _spreads(node, scores)]
    if not spread:
        return f"{marks} = {uncut}" if parts else uncut
    there = sum(node.full_mark for node in parts)
    return text(
        "({marks}) × {all} ÷ {there} = {mark}",
        marks=marks,
        all=plain(there + sum(node.full_mark for node in spread)),
        there=plain(there),
        mark=uncut,
    )


def _spreads(node: Node, scores: Mapping[str, Mapping[str, Any]]) -> bool:
    how = scores[node.id].get("how")
    if how == "missing":
        return True
    return node.not_applicable == "rescale" or isinstance(node, Group)


def _of_shares(
    group: Group, parts: Sequence[Node], scores: Mapping[str, Mapping[str, Any]], uncut: str, rules: Rules
) -> Text:
    shares = [text("{mark} ÷ {full}", mark=_of(node, scores, rules), full=plain(node.full_mark)) for node in parts]
    if group.combine == "copeland":
        return text(
            "{full} × (1 + (won − lost) ÷ rivals) ÷ 2 = {mark}; its parts: {parts}",
            full=plain(group.full_mark),
            mark=uncut,
            parts=Joined(tuple(shares), ", "),
        )
    if group.combine in ("minimum", "maximum"):
        listed = Joined(tuple(shares), ", ")
        return text(
            "{rule} of {shares}, times {full} = {mark}",
            rule=_COMBINED[group.combine],
            shares=listed,
            full=plain(group.full_mark),
            mark=uncut,
        )
    weighed = [
        text("{weight} × ({share})", weight=ratio_text(node.weight), share=share)
        for node, share in zip(parts, shares, strict=True)
    ]
    total = " + ".join(ratio_text(node.weight) for node in parts)
    if group.combine == "mean":
        return text(
            "{full} × ({parts}) ÷ ({weights}) = {mark}",
            full=plain(group.full_mark),
            parts=Joined(tuple(weighed), " + "),
            weights=total,
            mark=uncut,
        )
    return text(
        "{full} × ({rule}: {parts}; weights {weights}) = {mark}",
        full=plain(group.full_mark),
        rule=_COMBINED[group.combine],
        parts=Joined(tuple(shares), ", "),
        weights=total,
        mark=uncut,
    )


def _of(node: Node, scores: Mapping[str, Mapping[str, Any]], rules: Rules) -> str:
    return shown_mark(scores[node.id]["mark"], node, rules)


def shown_mark(mark: Decimal, node: Node, rules: Rules) -> str:
    """A mark with the decimals of its node."""
    decimals = node.decimals
    if decimals is None:
        _, _, part = plain(mark).partition(".")
        decimals = max(rules.leaf_decimals, len(part))
    return f"{mark:.{decimals}f}"
