"""The mark of a group: the marks of its nodes added up, averaged, or the lowest or highest of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from math import lcm
from operator import add
from typing import TYPE_CHECKING

import polars as pl

from appraisal.model.node import INEXACT, UNCHANGED, is_plain_sum
from appraisal.numbers import Exact, choose, constant, divide_half_up, whole_numbers
from appraisal.score.duels import lead_of, outcome_of
from appraisal.score.leaves import NodeMark, at_least, at_most, handled, place_of_factor
from appraisal.score.means import mean_of_shares

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from appraisal.conditions import Ground
    from appraisal.model.node import Group

    _Way = Callable[[Group, list[NodeMark]], tuple[Exact, Exact]]

_NOBODY = pl.lit(value=False)


@dataclass(frozen=True)
class GroupMark:
    """The mark of a group, and what it was before cap and floor."""

    node: NodeMark
    uncut: Exact
    #: How it came about where the rules leave a choice; None where they leave none. See docs/semantics.md.
    how: pl.Expr | None


def combine(
    group: Group, marks: Mapping[str, NodeMark], ground: Ground, inside: pl.Expr | None, *, by_marks: bool
) -> GroupMark:
    """The mark of a group from those of its nodes; none outside of where the groups above apply.

    ``by_marks`` compares marks themselves, not shares of full marks.
    """
    parts = [marks[node.id] for node in group.nodes]
    if group.combine in INEXACT:
        mark = _times(group, mean_of_shares(group, [part.mark for part in parts]), constant(1), parts, ground)
    else:
        ways: dict[str, _Way] = {"sum": _sum, "mean": _mean, "copeland": _copeland}
        top, bottom = ways.get(group.combine, partial(_extreme, by_marks=by_marks))(group, parts)
        mark = _times(group, top, bottom, parts, ground)
    cut = mark if group.floor is None else at_least(mark, group.floor)
    cut = cut if group.cap is None else at_most(cut, group.cap)
    how = _chosen(group, ground)
    rescales = _NOBODY
    if not all(part.is_total for part in parts) or group.applies is not None:
        empty = mark.expr.is_null()
        # Without a mark because its nodes spread their weight, a group spreads its own.
        rescales = empty & pl.any_horizontal(_NOBODY, *(part.rescales for part in parts))
        elsewhere = empty & ~rescales
        elsewhere = elsewhere if group.applies is None else elsewhere | ~ground.settled(group.applies)
        here = pl.lit("") if how is None else how
        how = pl.when(elsewhere).then(pl.lit("not_applicable")).when(rescales).then(pl.lit("spread")).otherwise(here)
        mark, _ = handled(group, mark, rescales, elsewhere)
        cut, rescales = handled(group, cut, rescales, elsewhere)
    if inside is not None:
        cut, mark = (Exact(pl.when(inside).then(one.expr), one.low, one.high, one.scale) for one in (cut, mark))
        rescales = rescales & inside
        how = pl.when(inside).then(how).otherwise(pl.lit("not_applicable"))
    return GroupMark(NodeMark(cut, rescales, not group.may_be_absent), mark, how)


def _chosen(group: Group, ground: Ground) -> pl.Expr | None:
    """Which factor it was multiplied by, and how its duels ended; None where there is neither."""
    parts = [place_of_factor(group.factor, ground.settled)] if group.factor.cases else []
    if group.combine == "copeland":
        parts.append(outcome_of(group))
    return reduce(lambda left, right: left + "; " + right, parts) if parts else None


def _sum(group: Group, parts: list[NodeMark]) -> tuple[Exact, Exact]:
    """The sum, over 1; where nodes spread their weight, times all full marks over those of the nodes with a mark."""
    if all(part.is_total for part in parts):
        return reduce(add, (part.mark for part in parts)), constant(1)
    total = reduce(add, (_or_zero(part.mark) for part in parts))
    there = [part.mark.expr.is_not_null() for part in parts]
    somewhere = pl.any_horizontal(there)
    bottom = constant(1)
    if group.spreads:
        full = [constant(one) for one in whole_numbers(node.exact_full_mark for node in group.nodes)]
        present = reduce(add, (_where(here, mark) for here, mark in zip(there, full, strict=True)))
        spread = reduce(add, (_where(part.rescales, mark) for part, mark in zip(parts, full, strict=True)))
        lifted = somewhere & pl.any_horizontal(part.rescales for part in parts)
        total = choose([(lifted, total * (present + spread))], total)
        bottom = choose([(lifted, present)], bottom)
    return Exact(pl.when(somewhere).then(total.expr), total.low, total.high, total.scale), bottom


def _mean(group: Group, parts: list[NodeMark]) -> tuple[Exact, Exact]:
    """Full mark x sum of weight x mark / full mark, over the sum of the weights of the nodes with a mark."""
    numbers = whole_numbers(node.weight for node in group.nodes)
    top, weight = _weighed(group, parts, numbers)
    whole = all(part.is_total for part in parts)
    if not whole and 0 in numbers:
        # Weights from data may be 0: where nothing else has a mark, such nodes count alike.
        alike, count = _weighed(group, parts, [1] * len(parts))
        weighs = weight.compare(">", constant(0))
        top, weight = choose([(weighs, top)], alike), choose([(weighs, weight)], count)
    top, bottom = _of_full_mark(group, top, weight)
    if whole:
        return top, bottom
    somewhere = pl.any_horizontal(part.mark.expr.is_not_null() for part in parts)
    return top, Exact(pl.when(somewhere).then(bottom.expr), bottom.low, bottom.high, bottom.scale)


def _weighed(group: Group, parts: list[NodeMark], numbers: Sequence[int]) -> tuple[Exact, Exact]:
    """The sum of number x mark / full mark, and that of the numbers, over the nodes with a mark, as whole numbers."""
    # One denominator for all: weight / full mark as whole numbers over it.
    full_marks = [node.exact_full_mark.as_integer_ratio() for node in group.nodes]
    tops = [number * full[1] for number, full in zip(numbers, full_marks, strict=True)]
    bottoms = [full[0] for full in full_marks]
    common = lcm(*bottoms)
    top = reduce(
        add,
        (
            _or_zero(part.mark) * constant(one * (common // bottom))
            for part, one, bottom in zip(parts, tops, bottoms, strict=True)
        ),
    )
    weights = [constant(number) for number in numbers]
    there = [part.mark.expr.is_not_null() for part in parts]
    whole = all(part.is_total for part in parts)
    weight = reduce(add, weights) if whole else reduce(add, map(_where, there, weights))
    return top, weight * constant(common)


def _copeland(group: Group, _parts: list[NodeMark]) -> tuple[Exact, Exact]:
    """The duels that were fought before, from all lost to all won."""
    return _of_full_mark(group, *lead_of(group))


def _extreme(group: Group, parts: list[NodeMark], *, by_marks: bool) -> tuple[Exact, Exact]:
    """The lowest or highest share of a full mark, times the full mark of the group."""
    numerators = [1 if by_marks else node.exact_full_mark.numerator for node in group.nodes]
    denominators = [1 if by_marks else node.exact_full_mark.denominator for node in group.nodes]
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
    return (share, constant(1)) if by_marks else _of_full_mark(group, share, constant(common))


def _of_full_mark(group: Group, top: Exact, bottom: Exact) -> tuple[Exact, Exact]:
    """The full mark times top / bottom."""
    full = group.exact_full_mark
    return top * constant(full.numerator), bottom * constant(full.denominator)


def _times(group: Group, top: Exact, bottom: Exact, parts: list[NodeMark], ground: Ground) -> Exact:
    """The quotient times the factor, rounded once; a plain sum stays as it is."""
    if is_plain_sum(group):
        return top

    def rounded(factor: Decimal) -> Exact:
        return divide_half_up(top * constant(factor), bottom, group.precision)

    cases = [(ground.settled(when), rounded(factor)) for when, factor in group.factor.cases]
    last = rounded(group.factor.otherwise)
    mark = choose(cases, last) if cases else last
    if group.combine != "sum" or not group.spreads or group.decimals is not None or group.factor != UNCHANGED:
        return mark
    # Where no weight was spread the sum is one of rounded marks, and is not rounded again.
    spread = pl.any_horizontal(part.rescales for part in parts)
    return choose([(~spread, top)], mark)


def _or_zero(mark: Exact) -> Exact:
    return Exact(mark.expr.fill_null(0), min(0, mark.low), max(0, mark.high), mark.scale)


def _where(condition: pl.Expr, number: Exact) -> Exact:
    return choose([(condition, number)], constant(0))
