"""Conditions at work: of each platform true, false, or missing where the evidence leaves it open (Kleene's logic)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.measure import PLATFORM
from appraisal.model.condition import Condition, InClass, Not, Require, requirements
from appraisal.numbers import Ratio, constant
from appraisal.schema import cell_check
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from appraisal.measure import Measures
    from appraisal.numbers import Exact, Interval
    from appraisal.schema import TableSchema


def fact_checks(
    stated: Iterable[Require], register: TableSchema, file: str
) -> tuple[dict[str, pl.Expr], list[Finding]]:
    """The compiled requirement on each fact of the register by its place, and what is wrong with them."""
    checks, findings = {}, []
    for one in stated:
        if not one.of.is_fact:
            continue
        if one.of.name not in register.columns:
            findings.append(
                Finding(
                    "rules|gate_fact",
                    text("The register of platforms has no column {column}.", column=one.of.name),
                    text("Known columns: {columns}.", columns=Joined(tuple(register.columns), ", ")),
                    place=Place(file=file, pointer=f"{one.pointer}.of"),
                )
            )
            continue
        try:
            checks[one.pointer] = cell_check(register.columns[one.of.name], one.require, f"{one.pointer}.require", file)
        except Refused as refused:
            findings += refused.findings
    return checks, findings


@dataclass(frozen=True)
class Ground:
    """What conditions are judged by: measures, checked facts, and marks where there are any."""

    measures: Measures
    facts: Mapping[str, pl.Expr]
    marks: Mapping[str, Exact] = field(default_factory=dict)

    def holds(self, condition: Condition) -> pl.Expr:
        """A boolean column on the frame of measures and facts; missing where the evidence leaves it open."""
        if isinstance(condition, Require):
            return self._required(condition)
        if isinstance(condition, Not):
            return ~self.holds(condition.of)
        if isinstance(condition, InClass):
            return self.holds(condition.when)
        parts = [self.holds(one) for one in condition.of]
        if not parts:
            return pl.lit(value=False)
        if condition.count == len(parts):
            return reduce(and_, parts)
        return reduce(or_, parts) if condition.count == 1 else _at_least(condition.count, parts)

    def settled(self, condition: Condition) -> pl.Expr:
        """The same, where what is open does not hold."""
        return self.holds(condition).fill_null(value=False)

    def _required(self, one: Require) -> pl.Expr:
        missing = pl.lit(value=False) if one.missing == "fail" else pl.lit(None, dtype=pl.Boolean)
        if one.of.is_fact:
            # NOTE: an absent fact is null under every requirement.
            return pl.when(pl.col(one.of.name).is_null()).then(missing).otherwise(self.facts[one.pointer])
        assert one.allowed is not None
        if one.of.is_mark:
            mark = Ratio(self.marks[one.of.name], constant(1))
            return pl.when(mark.top.expr.is_null()).then(missing).otherwise(mark.within(one.allowed))
        measure = self.measures.by_id[str(one.of)]
        low, high = measure.at_low, measure.at_high
        unknown = measure.state != "measured"
        if not measure.may_be_interval:
            return pl.when(unknown).then(missing).otherwise(low.within(one.allowed))
        # An interval passes when both its ends do, and fails when it lies wholly on one side of what is allowed.
        both = low.within(one.allowed) & high.within(one.allowed)
        certain = pl.when(both).then(statement=True).when(_beyond(low, high, one.allowed)).then(statement=False)
        return pl.when(unknown).then(missing).otherwise(certain)


def _at_least(count: int, parts: Sequence[pl.Expr]) -> pl.Expr:
    true = pl.sum_horizontal(part.fill_null(value=False).cast(pl.Int64) for part in parts)
    possible = pl.sum_horizontal(part.fill_null(value=True).cast(pl.Int64) for part in parts)
    return pl.when(true >= count).then(statement=True).when(possible < count).then(statement=False)


def _beyond(low: Ratio, high: Ratio, allowed: Interval) -> pl.Expr:
    sides = []
    if allowed.low is not None:
        sides.append(high.compare("<" if allowed.low_closed else "<=", allowed.low))
    if allowed.high is not None:
        sides.append(low.compare(">" if allowed.high_closed else ">=", allowed.high))
    return pl.any_horizontal(pl.lit(value=False), *sides)


def left_open(frame: pl.DataFrame, ground: Ground, conditions: Iterable[Condition]) -> list[Finding]:
    """What the evidence leaves open where nobody can decide it: it counts as not holding, and is said.

    A condition that stands in several places, such as that of a class, is said once of a platform.
    """
    found: dict[tuple[str | None, tuple[str, ...], str], Finding] = {}
    for condition in conditions:
        where = next((one.pointer for one in requirements(condition)), None)
        open_to = frame.filter(pl.col("submitted") & ground.holds(condition).is_null())[PLATFORM].to_list()
        sources = tuple(dict.fromkeys(str(one.of) for one in requirements(condition)))
        for platform in open_to:
            found[where, sources, platform] = Finding(
                "condition|undecided",
                text("Whether a condition holds is open; it counts as not holding."),
                text("Hand in what it reads: {sources}.", sources=Joined(sources, ", ")),
                Severity.WARNING,
                Place(file="rules.json", pointer=where),
                platform,
            )
    return list(found.values())
