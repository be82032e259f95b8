"""The cohort: numbers that curves and missing values take from all platforms, found once and frozen into the result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal import curves
from appraisal.errors import Finding, Place, Severity
from appraisal.model.curve import Choice, CohortNumber, Curve, Relative, Shape
from appraisal.model.node import Group, Leaf
from appraisal.numbers import decimal_text
from appraisal.numbers.digits import plain
from appraisal.samples import sample_of
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraisal.conditions import Ground
    from appraisal.model.curve import Point
    from appraisal.model.node import Node
    from appraisal.model.rules import Rules
    from appraisal.numbers import Ratio
    from appraisal.samples import Sample

#: A number that no decimal of so many places holds is rounded to them, half up.
DECIMALS = 12
#: The lowest and the highest are values of the evidence, whose decimals are all kept.
_OF_EVIDENCE = 18


@dataclass(frozen=True)
class Found:
    """A number of the cohort as it is used: where the rules ask for it, and of how many platforms it is taken."""

    node: str
    pointer: str
    #: The group of the register that it is taken of; None for the whole cohort.
    group: str | None
    value: Decimal | None
    platforms: int


@dataclass(frozen=True)
class Frozen:
    """Rules without an open number, and the numbers that were put in."""

    rules: Rules
    found: tuple[Found, ...]
    findings: tuple[Finding, ...]

    def medians(self, leaf: Leaf) -> dict[str | None, Decimal]:
        """The median of each group that a missing value of a leaf takes; under None that of the whole cohort."""
        pointer = f"{leaf.id}.missing"
        return {one.group: one.value for one in self.found if one.pointer == pointer and one.value is not None}


def members_of(rules: Rules) -> pl.Expr:
    """The platforms that ``rules.cohort`` names."""
    return pl.col("submitted") if rules.cohort == "submitted" else pl.col("status").is_in(["ranked", "undecided"])


def freeze(
    frame: pl.DataFrame, values: Mapping[str, Ratio], treated: Mapping[str, Ratio], rules: Rules, ground: Ground
) -> Frozen:
    """Every cohort number of the rules, found among the platforms that ``rules.cohort`` names.

    ``frame`` has a row per platform with measures and status, ``values`` the value of each source, ``treated`` that
    of each leaf with treatments.
    """
    freezer = _Freezer(frame.filter(members_of(rules)), values, treated, ground)
    filler = _Filler(freezer.number)
    frozen = filler.rules(rules)
    for leaf in rules.leaves:
        if leaf.missing.kind == "median":
            freezer.medians(leaf)
    return Frozen(frozen, tuple(freezer.found), tuple(filler.findings))


def put_in(rules: Rules, numbers: Mapping[str, Decimal | None]) -> Rules:
    """The rules with the cohort numbers of a result, by their places."""
    return with_weights(_Filler(lambda _, asked: numbers.get(asked.pointer)).rules(rules), numbers)


def with_weights(rules: Rules, numbers: Mapping[str, Decimal | None]) -> Rules:
    """The rules with the weights that were found from marks, by their places."""
    adjustments = rules.adjustments and _weighted(rules.adjustments, numbers)
    return replace(rules, index=_weighted(rules.index, numbers), adjustments=adjustments)


def _weighted(group: Group, numbers: Mapping[str, Decimal | None]) -> Group:
    nodes = tuple(_weighted(node, numbers) if isinstance(node, Group) else node for node in group.nodes)
    found = (numbers.get(group.weight_place(node)) for node in nodes) if group.weights_from else (None for _ in nodes)
    weighted = (
        node if weight is None else replace(node, weight=Fraction(weight))
        for node, weight in zip(nodes, found, strict=True)
    )
    return replace(group, nodes=tuple(weighted))


class _Freezer:
    """Finds the numbers of the rules among the platforms of the cohort."""

    def __init__(
        self, cohort: pl.DataFrame, values: Mapping[str, Ratio], treated: Mapping[str, Ratio], ground: Ground
    ) -> None:
        self._cohort, self._values, self._treated, self._ground = cohort, values, treated, ground
        self.found: list[Found] = []

    def medians(self, leaf: Leaf) -> None:
        """The median of a leaf's source, or that of each group of the register."""
        groups: list[str | None] = [None]
        if leaf.missing.by:
            groups = sorted(self._cohort[leaf.missing.by].drop_nulls().cast(pl.String).unique())
        for group in groups:
            among = None if group is None else pl.col(leaf.missing.by or "").cast(pl.String) == group
            sample = self._sample(leaf, among)
            value = _as_decimal(sample.quantile(Fraction(1, 2))) if sample.size else None
            self.found.append(Found(leaf.id, f"{leaf.id}.missing", group, value, sample.size))

    def number(self, leaf: Leaf, asked: CohortNumber) -> Decimal | None:
        """One number of a curve; None where nobody in the cohort has a value."""
        among = self._ground.settled(asked.among) if asked.among else None
        sample = self._sample(leaf, among)
        is_value = asked.statistic in ("minimum", "maximum") and asked.times == 1
        value = _as_decimal(sample.statistic(asked), is_value=is_value) if sample.size else None
        self.found.append(Found(leaf.id, asked.pointer, None, value, sample.size))
        return value

    def _sample(self, leaf: Leaf, among: pl.Expr | None) -> Sample:
        value = self._treated.get(leaf.id) or self._values[leaf.source]
        return sample_of(self._cohort if among is None else self._cohort.filter(among), value)


class _Filler:
    """Puts numbers into the curves of the rules."""

    def __init__(self, number: Callable[[Leaf, CohortNumber], Decimal | None]) -> None:
        self._number = number
        self.findings: list[Finding] = []

    def rules(self, rules: Rules) -> Rules:
        adjustments = self._group(rules.adjustments) if rules.adjustments else None
        return replace(rules, index=self._group(rules.index), adjustments=adjustments)

    def _group(self, group: Group) -> Group:
        return replace(group, nodes=tuple(self._node(node) for node in group.nodes))

    def _node(self, node: Node) -> Node:
        if isinstance(node, Group):
            return self._group(node)
        return replace(node, curve=self._shape(node, node.curve))

    def _shape(self, leaf: Leaf, shape: Shape) -> Shape:
        if isinstance(shape, Choice):
            cases = tuple((when, self._shape(leaf, one)) for when, one in shape.cases)
            return Choice(cases, self._shape(leaf, shape.otherwise) if shape.otherwise else None)
        return self._curve(leaf, shape) if isinstance(shape, Relative) else shape

    def _curve(self, leaf: Leaf, shape: Relative) -> Curve:
        points: list[Point] = []
        together: list[Decimal] = []
        for value, mark in shape.points:
            number = self._number(leaf, value) if isinstance(value, CohortNumber) else value
            if number is None:
                # Nobody has a measure, so that no value can be marked by comparing it.
                return Curve(shape.kind, ())
            if points and points[-1][0] == number:
                # Nobody is worse off because the cohort does not tell the platforms apart.
                points.append((number, max(mark, points.pop()[1])))
                together.append(number)
            else:
                points.append((number, mark))
        place = Place(file="rules.json", pointer=shape.pointer)
        curve, faults = curves.pieced(shape.kind, points, shape.rest, place)
        if faults:
            self.findings.append(_crossed(leaf, points, place))
        else:
            self.findings += [_constant(leaf, number, curve, shape) for number in dict.fromkeys(together)]
        return curve


def _as_decimal(value: Fraction, *, is_value: bool = False) -> Decimal:
    """The number itself where a decimal of 12 places holds it (18 for a value of the evidence), else rounded to 12."""
    if is_value and (10**_OF_EVIDENCE * value).denominator == 1:
        return Decimal(plain(Decimal(decimal_text(value, _OF_EVIDENCE))))
    return Decimal(plain(Decimal(decimal_text(value, DECIMALS))))


def _constant(leaf: Leaf, number: Decimal, curve: Curve, shape: Relative) -> Finding:
    return Finding(
        "curve|constant",
        text("{title}: two points of the curve fall on the same value {value}.", title=leaf.title, value=plain(number)),
        text(
            "At this value the mark is {mark}. Does the indicator tell the platforms apart at all?",
            mark=curves.shown(curves.exact_mark(curve, Fraction(number))),
        ),
        Severity.WARNING,
        Place(file="rules.json", pointer=shape.pointer),
    )


def _crossed(leaf: Leaf, points: list[Point], place: Place) -> Finding:
    return Finding(
        "curve|points_cross",
        text(
            "{title}: the values of the curve do not ascend: {values}.",
            title=leaf.title,
            values=Joined(tuple(plain(value) for value, _ in points), ", "),
        ),
        text("The evidence of this year turned the points round. Choose points that no evidence can turn round."),
        place=place,
    )
