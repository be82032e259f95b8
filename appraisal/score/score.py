"""The composite of every platform: leaves first, then the groups from below, then the total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import starmap
from operator import and_
from typing import TYPE_CHECKING

import polars as pl

from appraisal.cohort import Found, freeze, members_of, with_weights
from appraisal.conditions import left_open
from appraisal.model.node import Group, Leaf
from appraisal.model.rules import ADJUSTMENTS, ROOT, conditions_of
from appraisal.numbers import Exact, column, constant, divide_half_up
from appraisal.score.data_weights import data_weights
from appraisal.score.duels import with_duels
from appraisal.score.ends import ends_of
from appraisal.score.groups import GroupMark, combine
from appraisal.score.leaves import LeafMark, Leaves, NodeMark, at_least, at_most
from appraisal.score.without import COUNT, faults, missing_counts, without_measure
from appraisal.treatments import treat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from appraisal.conditions import Ground
    from appraisal.errors import Finding
    from appraisal.model.condition import Condition
    from appraisal.model.rules import Rules
    from appraisal.numbers import Ratio


@dataclass(frozen=True)
class Scores:
    """A row per platform, sorted by id: a mark per node, the composite, and the value of each source that scored."""

    frame: pl.DataFrame
    marks: Mapping[str, Exact]
    #: Marks of groups before their cap and floor.
    uncut: Mapping[str, Exact]
    #: Index and adjustments together, before and within the bounds of the total.
    sum: Exact
    total: Exact
    composite: Exact
    #: Per source the value that was marked: the measure, or one end of its interval.
    scored: Mapping[str, Ratio]
    #: The rules with every cohort number put in, and these numbers.
    rules: Rules
    found: tuple[Found, ...]
    findings: tuple[Finding, ...]


def score(
    gated: pl.DataFrame, ground: Ground, rules: Rules, before: Mapping[str, Mapping[str, Fraction]] | None = None
) -> Scores:
    """The mark of every node for every platform that handed in anything, and the composite.

    ``gated`` has a row per platform with its facts, its measures and the outcome of each gate; ``before`` the values
    of the year before by source and platform.
    """
    ends = ends_of(ground.measures, rules.gates)
    members = members_of(rules)
    treated = treat(gated, rules.leaves, {name: (one.low, one.high) for name, one in ends.items()}, members)
    lows = {name: low for name, (low, _) in treated.values.items()}
    frozen = freeze(gated := treated.frame, {name: one.low for name, one in ends.items()}, lows, rules, ground)
    rules = frozen.rules
    maker = Leaves(ground, ends, treated.values, frozen, before or {})
    inside = {name: reduce(and_, map(ground.settled, found)) for name, found in _applying(rules).items()}
    leaves = {leaf.id: maker.mark(leaf, inside.get(leaf.id)) for leaf in rules.leaves}
    first = {leaf.source: leaf.id for leaf in reversed(rules.leaves)}
    frame = gated.with_columns(
        *(part for name, one in leaves.items() for part in _leaf_columns(name, one)),
        *(
            part
            for name, one in ends.items()
            for part in one.scored(
                *((leaves[first[name]].low, leaves[first[name]].high) if name in first else (None,) * 2)
            )
        ),
    )
    marks = {name: _named(f"mark.{name}", f"rescales.{name}", one.node) for name, one in leaves.items()}
    uncut: dict[str, Exact] = {}
    weights: list[Found] = []
    for tree in rules.trees:
        for stated in _from_below(tree):
            weights += (found := [one for group in stated for one in _weights(frame, group, marks, members)])
            groups = [_weighing(group, found) for group in stated]
            for group in groups:
                if group.combine == "copeland":
                    frame = with_duels(frame, group, [marks[node.id] for node in group.nodes], members)
            made = {
                group.id: combine(group, marks, ground, inside.get(group.id), by_marks=tree.id == ADJUSTMENTS)
                for group in groups
            }
            frame = frame.with_columns(part for name, one in made.items() for part in _group_columns(name, one))
            marks |= {name: _named(f"mark.{name}", f"rescales.{name}", one.node) for name, one in made.items()}
            uncut |= {name: _column(_uncut(name, one), one.uncut) for name, one in made.items()}
    exact = {name: one.mark for name, one in marks.items()}
    whole, total = _total(rules, exact)
    composite = divide_half_up(total, constant(1), rules.total_decimals)
    classes = (ground.settled(one.when).alias(f"class.{one.id}") for one in rules.classes)
    frame = frame.with_columns(composite.as_small().alias("composite"), *classes)
    missing = without_measure(frame, rules, ground.measures, leaves)
    rules = with_weights(rules, {one.pointer: one.value for one in weights})
    found = [*frozen.found, *starmap(_treated, treated.found), *weights, *missing_counts(frame, rules)]
    findings = [
        *treated.findings,
        *frozen.findings,
        *left_open(gated, ground, _unsettled(rules)),
        *missing,
        *faults(frame, rules, exact),
    ]
    return Scores(
        frame,
        exact,
        uncut,
        whole,
        total,
        _column("composite", composite),
        {name: one.value for name, one in ends.items()},
        rules,
        tuple(found),
        tuple(findings),
    )


def _treated(leaf: str, place: str, value: Decimal | None, platforms: int) -> Found:
    return Found(leaf, place, None, value, platforms)


def _weights(frame: pl.DataFrame, group: Group, marks: Mapping[str, NodeMark], members: pl.Expr) -> list[Found]:
    """The weights of a group that the marks of its nodes give."""
    if group.weights_from is None:
        return []
    weights, platforms = data_weights(frame, group, [marks[node.id] for node in group.nodes], members)
    return [
        Found(node.id, group.weight_place(node), None, weight, platforms)
        for node, weight in zip(group.nodes, weights, strict=True)
    ]


def _weighing(group: Group, found: list[Found]) -> Group:
    if group.weights_from is None:
        return group
    # NOTE: a weight may be 0.
    weights = {one.pointer: Fraction(one.value) for one in found if one.value is not None}
    nodes = (replace(node, weight=weights.get(group.weight_place(node), node.weight)) for node in group.nodes)
    return replace(group, nodes=tuple(nodes))


def within(scores: Scores, holds: pl.Expr) -> Scores:
    """The scores of some of the platforms; the numbers of the cohort stay those of all."""
    frame = scores.frame.filter(holds)
    kept = [one for one in scores.found if not one.pointer.endswith(COUNT)]
    return replace(scores, frame=frame, found=(*kept, *missing_counts(frame, scores.rules)))


def _total(rules: Rules, marks: Mapping[str, Exact]) -> tuple[Exact, Exact]:
    """Index and adjustments together, and the same within the bounds of the total."""
    root = marks[ROOT]
    if rules.index.may_be_absent:
        root = Exact(pl.when("submitted").then(root.expr.fill_null(0)), min(0, root.low), max(0, root.high), root.scale)
    whole = root
    if rules.adjustments:
        added = marks[ADJUSTMENTS]
        whole = root + Exact(added.expr.fill_null(0), min(0, added.low), max(0, added.high), added.scale)
    total = whole if rules.total_floor is None else at_least(whole, rules.total_floor)
    return whole, total if rules.total_cap is None else at_most(total, rules.total_cap)


def _applying(rules: Rules) -> dict[str, list[Condition]]:
    """The conditions of the groups above a node, outermost first; where one does not hold, nor does the node."""
    found: dict[str, list[Condition]] = {}
    nodes = {node.id: node for node, _ in rules.walk()}
    for node, parent in rules.walk():
        above = [*found.get(parent or "", []), *([nodes[parent].applies] if parent and nodes[parent].applies else [])]
        if above:
            found[node.id] = [one for one in above if one is not None]
    return found


def _from_below(tree: Group) -> list[list[Group]]:
    """The groups of a tree, the deepest first, those of one depth together."""
    depth = {tree.id: 0}
    levels: list[list[Group]] = []
    for node, parent in tree.walk():
        if isinstance(node, Group):
            depth[node.id] = depth[parent] + 1 if parent else 0
            levels += [[]] if len(levels) <= depth[node.id] else []
            levels[depth[node.id]].append(node)
    return levels[::-1]


def _leaf_columns(name: str, one: LeafMark) -> Iterator[pl.Expr]:
    here = pl.when("submitted")
    yield here.then(one.node.mark.as_small()).alias(f"mark.{name}")
    yield here.then(one.is_missing).otherwise(statement=False).alias(f"missing.{name}")
    yield here.then(one.stands_in).otherwise(statement=False).alias(f"stands_in.{name}")
    if one.applies is not None:
        yield here.then(one.applies).otherwise(statement=False).alias(f"applies.{name}")
    if one.chosen is not None:
        yield here.then(one.chosen).alias(f"chosen.{name}")
    if not one.node.is_total:
        yield here.then(one.node.rescales).otherwise(statement=False).alias(f"rescales.{name}")


def _uncut(name: str, one: GroupMark) -> str:
    """The column of a group's mark before cap and floor; the mark itself where there is neither."""
    return f"mark.{name}" if one.uncut is one.node.mark else f"uncut.{name}"


def _group_columns(name: str, one: GroupMark) -> Iterator[pl.Expr]:
    here = pl.when("submitted")
    yield here.then(one.node.mark.as_small()).alias(f"mark.{name}")
    if one.uncut is not one.node.mark:
        yield here.then(one.uncut.as_small()).alias(f"uncut.{name}")
    if one.how is not None:
        yield here.then(one.how).alias(f"chosen.{name}")
    if not one.node.is_total:
        yield here.then(one.node.rescales).otherwise(statement=False).alias(f"rescales.{name}")


def _named(mark: str, rescales: str, one: NodeMark) -> NodeMark:
    spread = pl.lit(value=False) if one.is_total else pl.col(rescales)
    return NodeMark(_column(mark, one.mark), spread, one.is_total)


def _column(name: str, number: Exact) -> Exact:
    return column(name, number.low, number.high, number.scale)


def _unsettled(rules: Rules) -> Iterator[Condition]:
    """The conditions that nobody decides: all but those of gates and grades."""
    yield from (one.when for one in rules.classes)
    for node, _ in rules.walk():
        if node.applies:
            yield node.applies
        yield from (when for when, _ in node.factor.cases)
        if isinstance(node, Leaf):
            yield from conditions_of(node.curve)
