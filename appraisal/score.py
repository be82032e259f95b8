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
from appraisal.numbers import Exact, Ratio, choose, column, constant, divide_half_up
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from appraisal.measure import Measure, Measures
    from appraisal.model.rules import Gate, Rules
    from appraisal.numbers import Interval

#: Digits of every mark in the long table of scores.
DIGITS = 6


@dataclass(frozen=True)
class Scores:
    """A row per platform, sorted by id: a mark per node, the composite, and the value of each indicator that scored."""

    frame: pl.DataFrame
    marks: Mapping[str, Exact]
    composite: Exact
    #: Per indicator the value that was marked: the measure, or one end of its interval.
    scored: Mapping[str, Ratio]
    findings: tuple[Finding, ...]


def score(gated: pl.DataFrame, measures: Measures, rules: Rules) -> Scores:
    """The mark of every node for every platform that handed in anything, and the composite.

    ``gated`` has a row per platform with its measures and the outcome of each gate.
    """
    scored = {name: _Ends(measure, rules.gates) for name, measure in measures.by_id.items()}
    leaves = {leaf.id: _leaf_mark(leaf, scored[leaf.indicator], rules.leaf_decimals) for leaf in rules.leaves}
    frame = gated.with_columns(
        *(pl.when("submitted").then(mark.as_small()).alias(f"mark.{key}") for key, mark in leaves.items()),
        *(column for ends in scored.values() for column in ends.columns(rules)),
    )
    marks = {key: column(f"mark.{key}", mark.low, mark.high, mark.scale) for key, mark in leaves.items()}
    groups = _group_marks(rules.index, marks)
    frame = frame.with_columns(mark.as_small().alias(f"mark.{key}") for key, mark in groups.items())
    marks |= {key: column(f"mark.{key}", mark.low, mark.high, mark.scale) for key, mark in groups.items()}
    composite = divide_half_up(marks[ROOT], constant(1), rules.total_decimals)
    frame = frame.with_columns(composite.as_small().alias("composite"))
    named = column("composite", composite.low, composite.high, composite.scale)
    values = {name: ends.value for name, ends in scored.items()}
    return Scores(frame, marks, named, values, tuple(_missing(frame, rules, measures)))


class _Ends:
    """The two ends of a measure, narrowed by the gates that the platform does not fail.

    Who passes "at least 60 %" has at least 60 %; what is not proved beyond that does not score.
    """

    def __init__(self, measure: Measure, gates: Sequence[Gate]) -> None:
        self.measure = measure
        self.low, self.high = measure.at_low, measure.at_high
        for gate in gates if measure.may_be_interval else ():
            if gate.indicator == measure.indicator.id and gate.allowed is not None:
                self._narrow(gate.allowed, (pl.col(f"gate.{gate.id}") != "fail") & ~pl.col(f"waived.{gate.id}"))

    def _narrow(self, allowed: Interval, holds: pl.Expr) -> None:
        low, high = self.low, self.high
        if allowed.low is not None:
            across = holds & low.compare("<", allowed.low) & high.compare(">=", allowed.low)
            self.low = low.replaced(across, allowed.low)
        if allowed.high is not None:
            across = holds & low.compare("<=", allowed.high) & high.compare(">", allowed.high)
            self.high = high.replaced(across, allowed.high)

    def marks(self, leaf: Leaf, decimals: int) -> tuple[Exact, Exact | None]:
        """The mark at the low end, and at the high end where they may differ."""
        low = curves.mark(self.low, leaf.curve, decimals)
        return low, curves.mark(self.high, leaf.curve, decimals) if self.measure.may_be_interval else None

    def columns(self, rules: Rules) -> list[pl.Expr]:
        """The value that scored, as two columns, where an interval made it depend on the curve."""
        if not self.measure.may_be_interval:
            return []
        leaf = next((leaf for leaf in rules.leaves if leaf.indicator == self.measure.indicator.id), None)
        ended: Ratio = self.low
        if leaf is not None:
            low, high = self.marks(leaf, rules.leaf_decimals)
            assert high is not None
            ended = self.low.otherwise(self.high, high.compare("<", low))
        return [
            ended.top.as_small().alias(f"{self.measure.indicator.id}.scored.top"),
            ended.bottom.as_small().alias(f"{self.measure.indicator.id}.scored.bottom"),
        ]

    @property
    def value(self) -> Ratio:
        """The value that scored, once :meth:`columns` are in the frame."""
        if not self.measure.may_be_interval:
            return self.low
        reach = self.low.otherwise(self.high, pl.lit(value=True))
        name = self.measure.indicator.id
        return Ratio(
            column(f"{name}.scored.top", reach.top.low, reach.top.high, reach.top.scale),
            column(f"{name}.scored.bottom", reach.bottom.low, reach.bottom.high, reach.bottom.scale),
        )


def _leaf_mark(leaf: Leaf, ends: _Ends, decimals: int) -> Exact:
    """The mark, the lower one of an interval; 0 where the measure is missing."""
    low, high = ends.marks(leaf, decimals)
    lower = [] if high is None else [(high.compare("<", low), high)]
    return choose([*lower, (low.expr.is_not_null(), low)], constant(0).rescaled(decimals))


def _group_marks(group: Group, leaves: Mapping[str, Exact]) -> dict[str, Exact]:
    """The marks of a group and of every group in it: the sum of its nodes, at most its cap."""
    groups: dict[str, Exact] = {}
    for node in group.nodes:
        if isinstance(node, Group):
            groups |= _group_marks(node, leaves)
    total = _sum(group, {**leaves, **groups})
    return {**groups, group.id: total if group.cap is None else _capped(total, group.cap)}


def _sum(group: Group, marks: Mapping[str, Exact]) -> Exact:
    return reduce(add, (marks[node.id] for node in group.nodes))


def _capped(total: Exact, cap: Decimal) -> Exact:
    most = constant(cap)
    lower = choose([(total.compare("<=", most), total)], most)
    # The mark of a platform that handed in nothing is missing, and no cap.
    expr = pl.when(total.expr.is_not_null()).then(lower.expr)
    reach = int(cap.scaleb(lower.scale))
    return Exact(expr, min(lower.low, reach), min(lower.high, reach), lower.scale)


def long_table(scores: Scores, rules: Rules) -> pl.LazyFrame:
    """A line per platform and node, root first; contributions of leaves, caps and rounding make the composite."""
    scored = scores.frame.lazy().filter(pl.col("submitted"))
    lines = []
    for node, parent in rules.index.walk():
        kind = "leaf" if isinstance(node, Leaf) else "group"
        full_mark = constant(node.full_mark)
        lines.append(_line(scored, node.id, parent, kind, scores.marks[node.id], full_mark, contributes=kind == "leaf"))
        if isinstance(node, Group) and node.cap is not None:
            taken = scores.marks[node.id] - _sum(node, scores.marks)
            lines.append(_line(scored, node.cap_line, node.id, "cap", taken, None, contributes=True))
    rounding = scores.composite - scores.marks[ROOT]
    lines.append(_line(scored, ROUNDING, ROOT, "rounding", rounding, None, contributes=True))
    order = pl.concat([line.with_columns(pl.lit(number).alias("order")) for number, line in enumerate(lines)])
    return order.sort(PLATFORM, "order").drop("order")


def _line(
    scored: pl.LazyFrame,
    node: str,
    parent: str | None,
    kind: str,
    mark: Exact,
    full_mark: Exact | None,
    *,
    contributes: bool,
) -> pl.LazyFrame:
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
