"""The mark of a leaf: its value or what stands in for it, its curve and factor, one rounding, its cap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal.curves import Marked
from appraisal.measure import PLATFORM
from appraisal.model.curve import Choice, Curve, Levels, ends
from appraisal.numbers import Exact, Ratio, choose, column, constant
from appraisal.treatments import value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from appraisal.cohort import Frozen
    from appraisal.conditions import Ground
    from appraisal.model.condition import Condition
    from appraisal.model.curve import Shape
    from appraisal.model.node import Factor, Leaf, Node
    from appraisal.score.ends import Ends

_NOBODY = pl.lit(value=False)


@dataclass(frozen=True)
class NodeMark:
    """A column of marks, missing where the node gives none; there ``rescales`` says that its weight is spread."""

    mark: Exact
    rescales: pl.Expr
    #: No platform that handed in anything is without a mark.
    is_total: bool


@dataclass(frozen=True)
class LeafMark:
    """The mark of a leaf and what it came from."""

    node: NodeMark
    #: At both ends of an interval, before anything stands in; None where there is none.
    low: Exact | None
    high: Exact | None
    #: The leaf applies to the platform; None where it applies to all.
    applies: pl.Expr | None
    #: The leaf applies and its value is missing.
    is_missing: pl.Expr
    #: Something of the cohort or of the year before stands in for it.
    stands_in: pl.Expr
    #: Which of several curves and factors marked it, such as ``curve.cases[1]``; None where there is one of each.
    #: Where the year before stands in, its value.
    chosen: pl.Expr | None


class Leaves:
    """Marks leaves on one frame of platforms."""

    def __init__(
        self,
        ground: Ground,
        ends: Mapping[str, Ends],
        treated: Mapping[str, tuple[Ratio, Ratio]],
        frozen: Frozen,
        before: Mapping[str, Mapping[str, Fraction]],
    ) -> None:
        """``treated`` holds both ends of leaves with treatments, ``before`` the year before by source and platform."""
        self._ground, self._ends, self._frozen, self._before = ground, ends, frozen, before
        self._treated = treated

    def mark(self, leaf: Leaf, inside: pl.Expr | None = None) -> LeafMark:
        """The mark, the lower one of an interval; none outside of where the groups above apply."""
        found = self._marked(leaf, self._applies(leaf))
        return found if inside is None else _only(found, inside)

    def _marked(self, leaf: Leaf, applies: pl.Expr | None) -> LeafMark:
        if is_of_words(leaf):
            word = pl.col(leaf.source.partition(".")[2])
            low = self._through_curve(leaf, word)
            return self._handled(leaf, low, None, low, None, applies)
        ended = self._ends[leaf.source]
        at_low, at_high = self._treated.get(leaf.id, (ended.low, ended.high))
        low = self._through_curve(leaf, at_low)
        high = self._through_curve(leaf, at_high) if ended.measure.may_be_interval else None
        own = low if high is None else choose([(high.compare("<", low), high), (low.expr.is_not_null(), low)])
        instead = self._instead(leaf)
        return self._handled(leaf, own, instead and self._through_curve(leaf, instead), low, high, applies)

    def _applies(self, leaf: Leaf) -> pl.Expr | None:
        """Where the leaf applies; None where it always does."""
        parts = [self._ground.settled(leaf.applies)] if leaf.applies else []
        if isinstance(leaf.curve, Choice) and leaf.curve.may_find_none:
            parts.append(self._finds(leaf.curve))
        return pl.all_horizontal(parts) if parts else None

    def _finds(self, shape: Shape | None) -> pl.Expr:
        """Whether a curve is chosen, also where a choice lies inside another."""
        if not isinstance(shape, Choice):
            return pl.lit(shape is not None)
        found = self._finds(shape.otherwise)
        for when, one in reversed(shape.cases):
            found = pl.when(self._ground.settled(when)).then(self._finds(one)).otherwise(found)
        return found

    def _through_curve(self, leaf: Leaf, value: Ratio | pl.Expr) -> Exact:
        assert leaf.decimals is not None
        settled = self._ground.settled

        def times(factor: Decimal) -> Exact:
            assert leaf.decimals is not None
            return Marked(leaf.decimals, settled, Fraction(factor) * leaf.scale).mark(value, leaf.curve)

        cases = [(settled(when), times(factor)) for when, factor in leaf.factor.cases]
        last = times(leaf.factor.otherwise)
        mark = choose(cases, last) if cases else last
        return mark if leaf.cap is None else at_most(mark, leaf.cap)

    def _instead(self, leaf: Leaf) -> Ratio | None:
        """The value that stands in for a missing one, missing where there is none either."""
        if leaf.missing.kind == "carry":
            return _lookup(pl.col(PLATFORM), self._before.get(leaf.source, {}))
        if leaf.missing.kind == "median":
            medians = {group: Fraction(value) for group, value in self._frozen.medians(leaf).items()}
            if leaf.missing.by:
                return _lookup(pl.col(leaf.missing.by).cast(pl.String), medians)
            return Ratio(constant(self._frozen.medians(leaf)[None]), constant(1)) if medians else None
        return None

    def _handled(
        self, leaf: Leaf, own: Exact, instead: Exact | None, low: Exact, high: Exact | None, applies: pl.Expr | None
    ) -> LeafMark:
        missing = self._is_missing(leaf, own)
        stands_in = _NOBODY if instead is None else missing & instead.expr.is_not_null()
        marks = [(~missing, own), *([(stands_in, instead)] if instead is not None else [])]
        zero = constant(0).rescaled(own.scale)
        spreads = leaf.missing.kind == "rescale"
        mark, rescales = choose(marks, None if spreads else zero), missing if spreads else _NOBODY
        if instead is None and not spreads:
            mark = Exact(own.expr.fill_null(0), min(0, own.low), max(0, own.high), own.scale)
        if applies is not None:
            mark, rescales = handled(leaf, mark, rescales, ~applies)
            missing = missing & applies
            stands_in = stands_in & applies
        chosen = self._chosen(leaf)
        if leaf.treat:
            value = pl.col(value_text(leaf.id, "low"))
            if high is not None:
                value = pl.when(high.compare("<", low)).then(pl.col(value_text(leaf.id, "high"))).otherwise(value)
            chosen = value if chosen is None else chosen + "; " + value
        if instead is not None and leaf.missing.kind == "carry":
            chosen = pl.when(stands_in).then(self._carried(leaf)).otherwise(chosen)
        return LeafMark(
            NodeMark(mark, rescales, not leaf.may_be_absent), low, high, applies, missing, stands_in, chosen
        )

    def _carried(self, leaf: Leaf) -> pl.Expr:
        """What is said of the value of the year before where it stands in: no other table of the result holds it."""
        said = {platform: f"stands_in; value={value}" for platform, value in self._before[leaf.source].items()}
        return pl.col(PLATFORM).replace_strict(said, default=None, return_dtype=pl.String)

    def _is_missing(self, leaf: Leaf, own: Exact) -> pl.Expr:
        """Where the leaf has no mark of its own; asked of the value where its curve marks every number: cheaper."""
        shape = leaf.curve
        if leaf.id in self._treated or not isinstance(shape, Curve) or not shape.pieces:
            return own.expr.is_null()
        if shape.pieces[0].over.low is not None or shape.pieces[-1].over.high is not None:
            return own.expr.is_null()
        value = self._ends[leaf.source].low
        gone = value.top.expr.is_null()
        return gone if value.bottom.is_constant else gone | value.bottom.expr.is_null()

    def _chosen(self, leaf: Leaf) -> pl.Expr | None:
        """The place of the curve and of the factor that a platform's mark came from, below the leaf."""
        curve = self._place_of(leaf.curve, "curve")
        if not leaf.factor.cases:
            return curve
        factor = place_of_factor(leaf.factor, self._ground.settled)
        return factor if curve is None else curve + "; " + factor

    def _place_of(self, shape: Shape, place: str) -> pl.Expr | None:
        if not isinstance(shape, Choice):
            return None
        chosen = pl.lit(None, dtype=pl.String)
        if shape.otherwise is not None:
            chosen = self._or_here(shape.otherwise, f"{place}.otherwise")
        for at, (when, one) in reversed(list(enumerate(shape.cases))):
            here = self._or_here(one, f"{place}.cases[{at}]")
            chosen = pl.when(self._ground.settled(when)).then(here).otherwise(chosen)
        return chosen

    def _or_here(self, shape: Shape, place: str) -> pl.Expr:
        inner = self._place_of(shape, place)
        return pl.lit(place) if inner is None else inner


def _only(found: LeafMark, inside: pl.Expr) -> LeafMark:
    mark = found.node.mark
    node = replace(
        found.node,
        mark=Exact(pl.when(inside).then(mark.expr), mark.low, mark.high, mark.scale),
        rescales=found.node.rescales & inside,
    )
    return replace(
        found,
        node=node,
        applies=inside if found.applies is None else found.applies & inside,
        is_missing=found.is_missing & inside,
        stands_in=found.stands_in & inside,
    )


def place_of_factor(factor: Factor, settled: Callable[[Condition], pl.Expr]) -> pl.Expr:
    """The place of the factor that a mark was multiplied by, below its node."""
    place = pl.lit("factor.otherwise")
    for at, (when, _) in reversed(list(enumerate(factor.cases))):
        place = pl.when(settled(when)).then(pl.lit(f"factor.cases[{at}]")).otherwise(place)
    return place


def handled(node: Node, mark: Exact, rescales: pl.Expr, elsewhere: pl.Expr) -> tuple[Exact, pl.Expr]:
    """The mark where the node is not applicable: none, its full mark, or zero."""
    given = {"full": constant(node.full_mark), "zero": constant(0)}.get(node.not_applicable)
    if given is not None:
        return choose([(elsewhere, given)], mark), rescales & ~elsewhere
    alone = Exact(pl.when(~elsewhere).then(mark.expr), mark.low, mark.high, mark.scale)
    return alone, pl.when(elsewhere).then(pl.lit(node.not_applicable == "rescale")).otherwise(rescales)


def at_most(mark: Exact, cap: Decimal) -> Exact:
    """The mark, or the cap where that is lower; a missing mark stays missing."""
    return _bounded(mark, cap, "<=")


def at_least(mark: Exact, floor: Decimal) -> Exact:
    """The mark, or the floor where that is higher; a missing mark stays missing."""
    return _bounded(mark, floor, ">=")


def _bounded(mark: Exact, bound: Decimal, keeps: str) -> Exact:
    limit = constant(bound)
    cut = choose([(mark.compare("<=" if keeps == "<=" else ">=", limit), mark)], limit)
    expr = pl.when(mark.expr.is_not_null()).then(cut.expr)
    reach = limit.rescaled(cut.scale).low
    nearer = min if keeps == "<=" else max
    return Exact(expr, nearer(cut.low, reach), nearer(cut.high, reach), cut.scale)


def is_of_words(leaf: Leaf) -> bool:
    """The leaf marks a word of the register, not a number."""
    return all(isinstance(shape, Levels) for shape in ends(leaf.curve))


def _lookup(key: pl.Expr, values: Mapping[str | None, Fraction] | Mapping[str, Fraction]) -> Ratio | None:
    """The value of each key as a ratio, missing where there is none."""
    known = {name: value for name, value in values.items() if name is not None}
    if not known:
        return None
    tops, bottoms = (
        {name: part(value) for name, value in known.items()}
        for part in (lambda value: value.numerator, lambda value: value.denominator)
    )
    return Ratio(*(_numbers(key, numbers) for numbers in (tops, bottoms)))


def _numbers(key: pl.Expr, numbers: Mapping[str, int]) -> Exact:
    low, high = min(numbers.values()), max(numbers.values())
    reach = column("", low, high)
    return Exact(key.replace_strict(dict(numbers), default=None, return_dtype=reach.dtype), low, high)
