"""The mark of a group: the marks of its nodes added up, averaged, or the lowest or highest of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from math import lcm
from operator import add
from typing import TYPE_CHECKING

import polars as pl

from appraisal.model.node import INEXACT
from appraisal.numbers import Exact, choose, constant, divide_half_up
from appraisal.score.leaves import NodeMark, at_least, at_most, handled
from appraisal.score.means import mean_of_shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.conditions import Ground
    from appraisal.model.node import Group

_NOBODY = pl.lit(value=False)


@dataclass(frozen=True)
class GroupMark:
    """The mark of a group, and what it was before cap and floor."""

    node: NodeMark
    uncut: Exact


def combine(group: Group, marks: Mapping[str, NodeMark], ground: Ground, *, by_marks: bool) -> GroupMark:
    """The mark of a group from those of its nodes; ``by_marks`` compares marks themselves, not shares of full marks."""
    parts = [marks[node.id] for node in group.nodes]
    if group.combine == "sum":
        mark = _sum(group, parts)
    elif group.combine in ("minimum", "maximum"):
        mark = _extreme(group, parts, by_marks=by_marks)
    elif group.combine in INEXACT:
        mark = mean_of_shares(group, [part.mark for part in parts])
    else:
        mark = _mean(group, parts)
    mark = _times_factor(group, mark, ground)
    rescales = pl.all_horizontal(mark.expr.is_null(), pl.any_horizontal(_NOBODY, *(part.rescales for part in parts)))
    rescales = _NOBODY if group.combine != "sum" or not any(not part.is_total for part in parts) else rescales
    if not all(part.is_total for part in parts) or group.applies is not None:
        empty = mark.expr.is_null()
        elsewhere = empty if group.applies is None else empty | ~ground.settled(group.applies)
        mark, rescales = handled(group, mark, rescales, elsewhere)
    cut = mark if group.floor is None else at_least(mark, group.floor)
    cut = cut if group.cap is None else at_most(cut, group.cap)
    return GroupMark(NodeMark(cut, rescales, not group.may_be_absent), mark)


def _sum(group: Group, parts: list[NodeMark]) -> Exact:
    if all(part.is_total for part in parts):
        total = reduce(add, (part.mark for part in parts))
        return total if group.decimals is None else _rounded(total, group.decimals)
    total = reduce(add, (_or_zero(part.mark) for part in parts))
    there = [part.mark.expr.is_not_null() for part in parts]
    nowhere = ~pl.any_horizontal(there)
    if group.decimals is not None:
        # Those that spread their weight lift the others: by the full marks of both over those of the others.
        full = [constant(node.full_mark) for node in group.nodes]
        present = reduce(add, (_where(here, mark) for here, mark in zip(there, full, strict=True)))
        spread = reduce(add, (_where(part.rescales, mark) for part, mark in zip(parts, full, strict=True)))
        bottom = Exact(pl.when(~nowhere).then(present.expr), present.low, present.high, present.scale)
        total = divide_half_up(total * (present + spread), bottom, group.decimals)
    return Exact(pl.when(~nowhere).then(total.expr), total.low, total.high, total.scale)


def _mean(group: Group, parts: list[NodeMark]) -> Exact:
    """Full mark x sum of weight x mark / full mark, over the sum of the weights of the nodes with a mark."""
    assert group.decimals is not None
    weights = [constant(node.weight) for node in group.nodes]
    # One denominator for all: weight / full mark as whole numbers over it.
    fractions = [(node.weight.as_integer_ratio(), node.full_mark.as_integer_ratio()) for node in group.nodes]
    tops = [w[0] * f[1] for w, f in fractions]
    bottoms = [w[1] * f[0] for w, f in fractions]
    common = lcm(*bottoms)
    top = reduce(
        add,
        (
            _or_zero(part.mark) * constant(one * (common // bottom))
            for part, one, bottom in zip(parts, tops, bottoms, strict=True)
        ),
    )
    there = [part.mark.expr.is_not_null() for part in parts]
    whole = all(part.is_total for part in parts)
    weight = reduce(add, weights) if whole else reduce(add, map(_where, there, weights))
    bottom = weight * constant(common)
    full = constant(group.full_mark)
    if whole:
        return divide_half_up(top * full, bottom, group.decimals)
    somewhere = pl.any_horizontal(there)
    bottom = Exact(pl.when(somewhere).then(bottom.expr), bottom.low, bottom.high, bottom.scale)
    return divide_half_up(top * full, bottom, group.decimals)


def _extreme(group: Group, parts: list[NodeMark], *, by_marks: bool) -> Exact:
    """The lowest or highest share of a full mark, times the full mark of the group."""
    assert group.decimals is not None
    numerators = [1 if by_marks else node.full_mark.as_integer_ratio()[0] for node in group.nodes]
    denominators = [1 if by_marks else node.full_mark.as_integer_ratio()[1] for node in group.nodes]
    common = lcm(*numerators)
    shares = [
        part.mark * constant(common // top * bottom)
        for part, top, bottom in zip(parts, numerators, denominators, strict=True)
    ]
    scale = max(share.scale for share in shares)
    shares = [share.rescaled(scale) for share in shares]
    low, high = min(share.low for share in shares), max(share.high for share in shares)
    wide = [share.as_wide(max(-low, high)) for share in shares]
    chosen = pl.min_horizontal(wide) if group.combine == "minimum" else pl.max_horizontal(wide)
    share = Exact(chosen, low, high, scale)
    if by_marks:
        return _rounded(share, group.decimals)
    return divide_half_up(share * constant(group.full_mark), constant(common), group.decimals)


def _times_factor(group: Group, mark: Exact, ground: Ground) -> Exact:
    if not group.factor.cases and group.factor.otherwise == 1:
        return mark
    assert group.decimals is not None
    cases = [
        (ground.settled(when), _rounded(mark * constant(factor), group.decimals)) for when, factor in group.factor.cases
    ]
    last = _rounded(mark * constant(group.factor.otherwise), group.decimals)
    return choose(cases, last) if cases else last


def _rounded(mark: Exact, decimals: int) -> Exact:
    return divide_half_up(mark, constant(1), decimals)


def _or_zero(mark: Exact) -> Exact:
    return Exact(mark.expr.fill_null(0), min(0, mark.low), max(0, mark.high), mark.scale)


def _where(condition: pl.Expr, number: Exact) -> Exact:
    return choose([(condition, number)], constant(0))
