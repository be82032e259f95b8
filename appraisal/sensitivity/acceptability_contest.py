"""A scenario as a contest: its marks before rounding, its weights and tree, its award rule; or why it is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from appraisal import procedure
from appraisal.errors import Finding, Place, Refused
from appraisal.measure import PLATFORM
from appraisal.model.node import Group, is_plain_sum
from appraisal.model.rules import ADJUSTMENTS
from appraisal.sensitivity.acceptability import Contest
from appraisal.sensitivity.acceptability_awards import AwardLine
from appraisal.sensitivity.composites import Additive
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraisal.model.node import Leaf, Node
    from appraisal.model.rules import Rules
    from appraisal.result import Result
    from appraisal.scenario import Scenario
    from appraisal.texts import Text

#: Decimals that stand for no rounding at a leaf: far below what a published digit could show.
_DECIMALS = 12


@dataclass(frozen=True)
class Weighed:
    """A contest, and of each leaf what it weighs in the rules and the groups above it, outermost first."""

    contest: Contest
    weights: tuple[float, ...]
    paths: tuple[tuple[str, ...], ...]


def contest_of(scenario: Scenario, result: Result) -> Weighed:
    """The ranked platforms of a result as a contest of weights.

    Marks are those of the scenario with leaves rounded to 12 decimals, divided by the leaf's full mark. Platforms
    with an undecided gate and recorded decisions about ties are left out: they belong to the outcome that they
    decided. Raises Refused where the composite is no plain sum, or the award hangs on more than composite, entity and
    places, and says why.
    """
    rules = scenario.rules
    faults = [*_faults_of_tree(scenario), *_faults_of_award(rules)]
    if faults:
        raise Refused([_finding(one) for one in faults])
    marks = precise_marks(scenario)
    ranked = result.tables["ranking"].filter(pl.col("status") == "ranked").select(PLATFORM).sort(PLATFORM)
    leaves = list(leaves_of(rules.index))
    wide = ranked
    for leaf, _ in leaves:
        own = marks.filter(pl.col("node") == leaf.id).select(PLATFORM, pl.col("mark").alias(leaf.id))
        wide = wide.join(own, on=PLATFORM, how="left", maintain_order="left")
    full = [float(leaf.exact_full_mark) for leaf, _ in leaves]
    unit = np.column_stack(
        [
            wide[leaf.id].cast(pl.Float64).fill_null(0).to_numpy() / most if most else np.zeros(wide.height)
            for (leaf, _), most in zip(leaves, full, strict=True)
        ]
    )
    added = marks.filter(pl.col("node") == ADJUSTMENTS).select(PLATFORM, "mark")
    offset = ranked.join(added, on=PLATFORM, how="left", maintain_order="left")["mark"].cast(pl.Float64).fill_null(0)
    names = tuple(leaf.id for leaf, _ in leaves)
    line = _line(scenario, result, wide[PLATFORM], leaves) if scenario.year in rules.valid else None
    case = Additive(unit, offset.to_numpy())
    contest = Contest(tuple(wide[PLATFORM]), names, case, line)
    return Weighed(contest, tuple(full), tuple(path for _, path in leaves))


def precise_marks(scenario: Scenario) -> pl.DataFrame:
    """The marks of every platform and node with leaves rounded to 12 decimals."""
    rules = scenario.rules
    precise = replace(rules, index=_precise(rules.index), leaf_decimals=_DECIMALS)
    return procedure.appraise(replace(scenario, rules=precise)).tables["scores"].select(PLATFORM, "node", "mark")


def _precise(node: Node) -> Group:
    """The same index with leaves rounded so late that nothing is lost."""
    assert isinstance(node, Group)
    nodes = tuple(_precise(one) if isinstance(one, Group) else replace(one, decimals=_DECIMALS) for one in node.nodes)
    return replace(node, nodes=nodes, precision=_DECIMALS)


def leaves_of(group: Group, path: tuple[str, ...] = ()) -> Iterator[tuple[Leaf, tuple[str, ...]]]:
    """Every leaf beneath a group with the groups between, outermost first, in the order of the rules."""
    for node in group.nodes:
        if isinstance(node, Group):
            yield from leaves_of(node, (*path, node.id))
        else:
            yield node, path


def _faults_of_tree(scenario: Scenario) -> Iterator[Text]:
    rules = scenario.rules
    if scenario.scope:
        yield text("A local scenario is ranked beside the province's.")
    for node, _ in rules.index.walk():
        if isinstance(node, Group) and not is_plain_sum(node):
            yield text("The group {node} is not the sum of the marks of its nodes.", node=node.id)
        elif isinstance(node, Group) and node.is_bounded:
            yield text("The group {node} has a cap or a floor.", node=node.id)
        elif isinstance(node, Group) and node.weights_from is not None:
            yield text("The weights of the group {node} come from the data.", node=node.id)
    if rules.total_cap is not None or rules.total_floor is not None:
        yield text("The total has a cap or a floor.")


def _faults_of_award(rules: Rules) -> Iterator[Text]:
    if rules.awards is None:
        return
    if rules.awards.places.by is not None or rules.awards.at_most is not None:
        yield text("The places of the award are divided by class or city.")
    for grade in rules.grades:
        if grade.id in rules.awards.grades and (grade.when or grade.direct or grade.quota):
            yield text("The grade {grade} asks for more than a lowest composite.", grade=grade.id)


def _finding(why: Text) -> Finding:
    return Finding(
        "robustness|not_additive",
        text("Acceptability under other weights is not computed: {why}", why=why),
        text(
            "Where there are awards, some draws are asked instead. Else replay single weights (appraisal replay --set)."
        ),
        place=Place(file="rules.json"),
    )


def _line(
    scenario: Scenario, result: Result, ids: pl.Series, leaves: Sequence[tuple[Leaf, tuple[str, ...]]]
) -> AwardLine | None:
    rules, rule = scenario.rules, scenario.rules.awards
    if rule is None:
        return None
    grades = [grade.minimum for grade in rules.grades if grade.id in rule.grades]
    lowest = None if None in grades else min((one for one in grades if one is not None), default=None)
    register = scenario.tables["platforms"].frame.select(PLATFORM, "entity_code")
    own = ids.to_frame(PLATFORM).join(register, on=PLATFORM, how="left", maintain_order="left")
    # A platform without a code is an entity of its own: no two are taken for one.
    codes = own.select(pl.coalesce("entity_code", "platform " + pl.col(PLATFORM)))
    entities = codes.to_series().rank("dense").to_numpy().astype(np.int64)
    return AwardLine(
        eligible=np.ones(len(ids), dtype=bool),
        entities=entities,
        places=rule.places.room(None, len(ids)),
        minimum=None if lowest is None else float(lowest),
        is_per_entity=rule.per == "legal_entity",
        lapses=rule.freed_place == "lapse",
        leaf_decimals=rules.leaf_decimals,
        total_decimals=rules.total_decimals,
        ties=tuple(_tie(one, scenario, result, ids, leaves) for one in rules.ties),
    )


def _tie(
    tie: str,
    scenario: Scenario,
    result: Result,
    ids: pl.Series,
    leaves: Sequence[tuple[Leaf, tuple[str, ...]]],
) -> tuple[int, ...] | np.ndarray:
    """The leaves of a node, or the exact order by a measure: the names of measures come first, as in ranking."""
    rows = result.tables["measures"].filter((pl.col("indicator") == tie) & pl.col(PLATFORM).is_in(ids.to_list()))
    if not rows.height:
        return tuple(at for at, (leaf, path) in enumerate(leaves) if tie in (leaf.id, *path))
    direction = {one.indicator.id: one.indicator.direction for one in scenario.compiled}.get(tie)
    sign = -1 if direction == "lower_is_better" else 1
    values = {
        platform: sign * Fraction(low) / Fraction(bottom)
        for platform, low, bottom in rows.select(PLATFORM, "low", "denominator").iter_rows()
        if low is not None and bottom
    }
    places = {value: place for place, value in enumerate(sorted(set(values.values())))}
    # NOTE: without the measure a platform stands behind all that have it.
    return np.array([places[values[one]] if one in values else -1 for one in ids], dtype=np.int64)
