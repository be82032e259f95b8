"""Gates: who is eligible, in three values, each comparison exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Severity
from appraisal.measure import PLATFORM
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.conditions import Ground
    from appraisal.model.decision import Decision
    from appraisal.model.rules import Gate


@dataclass(frozen=True)
class Gated:
    """A row per platform, sorted by id: ``gate.<id>`` for each gate (null if nothing came), ``status``, ``passes``."""

    frame: pl.DataFrame
    findings: tuple[Finding, ...]


def apply(
    platforms: pl.DataFrame,
    ground: Ground,
    gates: Sequence[Gate],
    vetoed: frozenset[str],
    decisions: Sequence[Decision],
) -> Gated:
    """Each gate's outcome for each platform that handed in anything, then the status by all of them."""
    frame = platforms.sort(PLATFORM).join(ground.measures.frame, on=PLATFORM, how="left", maintain_order="left")
    outcomes = {f"gate.{gate.id}": _outcome(gate, ground) for gate in gates}
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


def _outcome(gate: Gate, ground: Ground) -> pl.Expr:
    holds = ground.holds(gate.condition)
    return pl.when(holds.is_null()).then(pl.lit("undecided")).when(holds).then(pl.lit("pass")).otherwise(pl.lit("fail"))


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
