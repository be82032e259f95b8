"""Gates: who is eligible, in three values, each comparison exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.measure import PLATFORM
from appraisal.schema import cell_check
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.measure import Measures
    from appraisal.model.decision import Decision
    from appraisal.model.rules import Gate
    from appraisal.numbers import Interval, Ratio
    from appraisal.schema import TableSchema


@dataclass(frozen=True)
class Gated:
    """A row per platform, sorted by id: ``gate.<id>`` for each gate (null if nothing came), ``status``, ``passes``."""

    frame: pl.DataFrame
    findings: tuple[Finding, ...]


def fact_checks(gates: Sequence[Gate], register: TableSchema, file: str) -> tuple[dict[str, pl.Expr], list[Finding]]:
    """The compiled requirement of each gate on a fact of the register, and what is wrong with them."""
    checks, findings = {}, []
    for gate in gates:
        if gate.fact is None:
            continue
        if gate.fact not in register.columns:
            findings.append(
                Finding(
                    "rules|gate_fact",
                    text("The register of platforms has no column {column}.", column=gate.fact),
                    text("Known columns: {columns}.", columns=Joined(tuple(register.columns), ", ")),
                    place=Place(file=file, pointer=f"$.gates.{gate.id}.of"),
                )
            )
            continue
        try:
            checks[gate.id] = cell_check(register.columns[gate.fact], gate.require, f"$.gates.{gate.id}.require", file)
        except Refused as refused:
            findings += refused.findings
    return checks, findings


def apply(
    platforms: pl.DataFrame,
    measures: Measures,
    gates: Sequence[Gate],
    facts: Mapping[str, pl.Expr],
    vetoed: frozenset[str],
    decisions: Sequence[Decision],
) -> Gated:
    """Each gate's outcome for each platform that handed in anything, then the status by all of them."""
    frame = platforms.sort(PLATFORM).join(measures.frame, on=PLATFORM, how="left", maintain_order="left")
    outcomes = {f"gate.{gate.id}": _outcome(gate, measures, facts) for gate in gates}
    frame = frame.with_columns(
        pl.when(pl.col("submitted")).then(outcome).alias(name) for name, outcome in outcomes.items()
    )
    frame = frame.with_columns(pl.lit(value=False).alias(f"waived.{gate.id}") for gate in gates)
    frame, findings = _decide(frame, decisions)
    vetoes, more = _vetoes(vetoed, decisions)
    names = list(outcomes)
    status = (
        pl.when(~pl.col("submitted"))
        .then(pl.lit("not_submitted"))
        .when(vetoes)
        .then(pl.lit("vetoed"))
        .when(pl.any_horizontal(pl.lit(value=False), *(pl.col(name) == "fail" for name in names)))
        .then(pl.lit("ineligible"))
        .when(pl.any_horizontal(pl.lit(value=False), *(pl.col(name) == "undecided" for name in names)))
        .then(pl.lit("undecided"))
        .otherwise(pl.lit("ranked"))
    )
    passes = pl.all_horizontal(pl.col("submitted"), *(pl.col(name) == "pass" for name in names))
    frame = frame.with_columns(status.alias("status"), passes.fill_null(value=False).alias("passes"))
    return Gated(frame, (*findings, *more))


def _outcome(gate: Gate, measures: Measures, facts: Mapping[str, pl.Expr]) -> pl.Expr:
    missing = pl.lit(gate.missing)
    if gate.fact is not None:
        # NOTE: an absent fact is null under every requirement.
        satisfied = facts[gate.id]
        return (
            pl.when(pl.col(gate.fact).is_null())
            .then(missing)
            .when(satisfied)
            .then(pl.lit("pass"))
            .otherwise(pl.lit("fail"))
        )
    assert gate.indicator is not None
    assert gate.allowed is not None
    measure = measures.by_id[gate.indicator]
    low, high = measure.at_low, measure.at_high
    unknown = measure.state != "measured"
    if not measure.may_be_interval:
        return (
            pl.when(unknown).then(missing).when(low.within(gate.allowed)).then(pl.lit("pass")).otherwise(pl.lit("fail"))
        )
    # An interval passes when both its ends do, and fails when it lies wholly on one side of what is allowed.
    return (
        pl.when(unknown)
        .then(missing)
        .when(low.within(gate.allowed) & high.within(gate.allowed))
        .then(pl.lit("pass"))
        .when(_beyond(low, high, gate.allowed))
        .then(pl.lit("fail"))
        .otherwise(pl.lit("undecided"))
    )


def _beyond(low: Ratio, high: Ratio, allowed: Interval) -> pl.Expr:
    sides = []
    if allowed.low is not None:
        sides.append(high.compare("<" if allowed.low_closed else "<=", allowed.low))
    if allowed.high is not None:
        sides.append(low.compare(">" if allowed.high_closed else ">=", allowed.high))
    return pl.any_horizontal(pl.lit(value=False), *sides)


def _decide(frame: pl.DataFrame, decisions: Sequence[Decision]) -> tuple[pl.DataFrame, list[Finding]]:
    findings: list[Finding] = []
    for decision in decisions:
        if decision.kind not in ("gate", "waiver"):
            continue
        name, (platform,) = f"gate.{decision.gate}", decision.platforms
        here = pl.col(PLATFORM) == platform
        if decision.kind == "gate" and frame.filter(here)[name].to_list() != ["undecided"]:
            findings.append(not_open(decision, platform))
            continue
        if decision.kind == "waiver":
            frame = frame.with_columns((pl.col(f"waived.{decision.gate}") | here).alias(f"waived.{decision.gate}"))
        decided = pl.when(here & pl.col("submitted")).then(pl.lit(decision.choice[0])).otherwise(pl.col(name))
        frame = frame.with_columns(decided.alias(name))
    return frame, findings


def _vetoes(vetoed: frozenset[str], decisions: Sequence[Decision]) -> tuple[pl.Expr, list[Finding]]:
    findings, settled = [], set(vetoed)
    for decision in decisions:
        if decision.kind != "veto":
            continue
        (platform,) = decision.platforms
        if decision.choice == ("veto",):
            settled.add(platform)
        elif platform in settled:
            settled.discard(platform)
        else:
            findings.append(not_open(decision, platform))
    return pl.col(PLATFORM).is_in(sorted(settled)), findings


def not_open(decision: Decision, platform: str) -> Finding:
    """A decision about something that the evidence settles by itself."""
    return Finding(
        "decision|not_open",
        text("The decision is not needed: what it settles is not open."),
        text(
            "It has no effect. Check whether the evidence has changed since; a gate that fails takes the kind waiver."
        ),
        Severity.WARNING,
        Place(file="decisions.json", pointer=decision.pointer),
        platform,
    )
