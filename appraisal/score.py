"""Scores: the index tree at work, from measures to marks, from marks to the composite."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl

from appraisal import curves
from appraisal.errors import Finding, Place, Severity
from appraisal.measure import PLATFORM
from appraisal.model.rules import ROOT, ROUNDING, Group, Leaf
from appraisal.numbers import Exact, choose, column, constant, divide_half_up
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.measure import Measure, Measures
    from appraisal.model.rules import Rules

#: Digits of every mark in the long table of scores.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Scores:
    """A row per platform, sorted by id: a mark per node, the composite, and the end of each interval that scored."""

    frame: pl.DataFrame
    marks: Mapping[str, Exact]
    composite: Exact
    findings: tuple[Finding, ...]


def end_column(indicator_id: str) -> str:
    """The boolean column that says an interval was marked at its high end."""
    return f"{indicator_id}.high_end"


def score(measures: Measures, rules: Rules) -> Scores:
    """The mark of every node for every platform that handed in anything, and the composite."""
    leaves = {leaf.id: _leaf_mark(leaf, measures.by_id[leaf.indicator], rules.leaf_decimals) for leaf in rules.leaves}
    present = pl.col("submitted")
    # NOTE: where two leaves mark one indicator, the first says which end of an interval scored.
    ends = {leaf.indicator: high for leaf in reversed(rules.leaves) if (high := leaves[leaf.id][1]) is not None}
    frame = measures.frame.with_columns(
        *(pl.when(present).then(mark.as_small()).alias(f"mark.{key}") for key, (mark, _) in leaves.items()),
        *(high.alias(end_column(indicator)) for indicator, high in ends.items()),
    )
    marks = {key: column(f"mark.{key}", mark.low, mark.high, mark.scale) for key, (mark, _) in leaves.items()}
    groups = {node.id: _group_mark(node, marks) for node, _ in rules.index.walk() if isinstance(node, Group)}
    frame = frame.with_columns(mark.as_small().alias(f"mark.{key}") for key, mark in groups.items())
    marks |= {key: column(f"mark.{key}", mark.low, mark.high, mark.scale) for key, mark in groups.items()}
    composite = divide_half_up(marks[ROOT], constant(1), rules.total_decimals)
    frame = frame.with_columns(composite.as_small().alias("composite"))
    named = column("composite", composite.low, composite.high, composite.scale)
    return Scores(frame, marks, named, tuple(_missing(frame, rules, measures)))


def _leaf_mark(leaf: Leaf, measure: Measure, decimals: int) -> tuple[Exact, pl.Expr | None]:
    """The mark, 0 where the measure is missing; and whether the high end of an interval gave it."""
    low = curves.mark(measure.at_low, leaf.curve, decimals)
    zero = constant(0).rescaled(decimals)
    if not measure.may_be_interval:
        return choose([(low.expr.is_not_null(), low)], zero), None
    high = curves.mark(measure.at_high, leaf.curve, decimals)
    # What is not proved does not score: the end with the lower mark counts.
    high_is_lower = high.compare("<", low)
    return choose([(high_is_lower, high), (low.expr.is_not_null(), low)], zero), high_is_lower.fill_null(value=False)


def _group_mark(group: Group, marks: Mapping[str, Exact]) -> Exact:
    return reduce(add, (marks[leaf.id] for leaf, _ in group.walk() if isinstance(leaf, Leaf)))


def long_table(scores: Scores, rules: Rules) -> pl.DataFrame:
    """A line per platform and node, root first; contributions of leaves and rounding add up to the composite."""
    scored = scores.frame.filter(pl.col("submitted"))
    lines = []
    for node, parent in rules.index.walk():
        kind = "leaf" if isinstance(node, Leaf) else "group"
        full_mark = constant(node.full_mark)
        lines.append(
            _line(scored, node.id, parent, kind, scores.marks[node.id], full_mark, contributes=kind == "leaf")
        )
    rounding = scores.composite - scores.marks[ROOT]
    lines.append(_line(scored, ROUNDING, ROOT, "rounding", rounding, None, contributes=True))
    order = pl.concat([line.with_columns(pl.lit(number).alias("order")) for number, line in enumerate(lines)])
    return order.sort(PLATFORM, "order").drop("order")


def _line(
    scored: pl.DataFrame,
    node: str,
    parent: str | None,
    kind: str,
    mark: Exact,
    full_mark: Exact | None,
    *,
    contributes: bool,
) -> pl.DataFrame:
    full = full_mark.to_decimal(DIGITS) if full_mark else pl.lit(None, dtype=pl.Decimal(38, DIGITS))
    digits = mark.to_decimal(DIGITS)
    return scored.select(
        PLATFORM,
        pl.lit(node).alias("node"),
        pl.lit(parent, dtype=pl.String).alias("parent"),
        pl.lit(kind).alias("kind"),
        digits.alias("mark"),
        full.alias("full_mark"),
        full.alias("weight"),
        (digits if contributes else pl.lit(None, dtype=pl.Decimal(38, DIGITS))).alias("contribution"),
    )


def _missing(frame: pl.DataFrame, rules: Rules, measures: Measures) -> list[Finding]:
    """A missing measure is never silently a zero."""
    refused = rules.missing == "refuse"
    findings = []
    for leaf in rules.leaves:
        measure = measures.by_id[leaf.indicator]
        missing = frame.filter(measure.state == "missing")[PLATFORM].to_list()
        fix = (
            text(
                "Hand in the evidence in the table {table}; the rules refuse to mark without it.",
                table=measure.indicator.table,
            )
            if refused
            else text(
                "Marked 0 by the rules until the evidence in the table {table} is handed in.",
                table=measure.indicator.table,
            )
        )
        findings += [
            Finding(
                f"{leaf.indicator}|missing",
                text("{title}: there is no usable value.", title=measure.indicator.title),
                fix,
                Severity.ERROR if refused else Severity.WARNING,
                Place(column=measure.indicator.table),
                platform,
            )
            for platform in missing
        ]
    return findings
