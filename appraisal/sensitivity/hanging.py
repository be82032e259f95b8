"""The single rows of evidence on which an award hangs: were one of them not accepted, the award would turn.

Every row of a platform's evidence is left out once (the jackknife of Quenouille 1956, with the award as the
statistic). To leave out thousands of rows in one go, each gets a twin of its platform that has all the platform's rows
but this one; the twins are measured, put to the gates and marked by the engine together. Which composite would win is
known of a tree of sums (:mod:`award_line`). Whoever turns is confirmed by an appraisal of the whole evidence without
the row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import procedure, rounds
from appraisal.errors import Finding, Place, Refused, Severity
from appraisal.evidence.origin import Gathered
from appraisal.measure import PLATFORM
from appraisal.model.curve import Relative, ends
from appraisal.model.node import Leaf
from appraisal.sensitivity.award_line import AwardLine
from appraisal.sensitivity.witness import exact_case
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from appraisal.evidence import Table
    from appraisal.replays import Replayer
    from appraisal.scenario import Scenario

#: A platform with more rows than this in a table is not asked about that table: its twins would not fit.
MOST_ROWS = 1_000
#: Tables in which a row is no evidence of what a platform did.
_NO_EVIDENCE = {"platforms", "vetoes"}
_REPLAY = text("Replay the year without a row to see what hangs on it (appraisal replay --evidence).")
_SCHEMA = {
    PLATFORM: pl.String,
    "award": pl.String,
    "table": pl.String,
    "place": pl.String,
    "turns": pl.String,
    "becomes": pl.String,
    "status": pl.String,
    "composite": pl.String,
    "won": pl.String,
    "lost": pl.String,
}


@dataclass(frozen=True)
class _Row:
    """One row of evidence and the twin of its platform that does without it."""

    twin: str
    platform: str
    table: str
    row: int


def hanging_rows(
    replayer: Replayer, platforms: Sequence[str], most: int = MOST_ROWS
) -> tuple[pl.DataFrame, list[Finding]]:
    """A row for each row of evidence of these platforms without which the award of its platform would turn.

    ``place`` is its file, sheet and row. The findings name the tables in which a platform has more than ``most`` rows,
    which are not asked about. Raises Refused as :func:`witness.certificate` does, and where a curve or a measure looks
    at other platforms or at the year before: a twin is no stranger to them.
    """
    scenario, result = replayer.scenario, replayer.parent
    line = AwardLine.of(result, exact_case(replayer))
    if _looks_elsewhere(scenario):
        message = text("Single rows of evidence are not left out: a curve or a measure looks at other platforms.")
        raise Refused([Finding("robustness|looks_elsewhere", message, _REPLAY, place=Place(file="rules.json"))])
    found: list[dict[str, Any]] = []
    passed_over: list[Finding] = []
    for platform in platforms:
        rows, too_many = _rows(scenario, platform, most)
        passed_over += too_many
        found += _turning(replayer, line, platform, rows)
    return pl.DataFrame(found, schema=_SCHEMA, orient="row"), passed_over


def _turning(replayer: Replayer, line: AwardLine, platform: str, rows: Sequence[_Row]) -> Iterator[dict[str, Any]]:
    """Those of a platform's rows without which its award turns; rows with one outcome are confirmed once."""
    scenario = replayer.scenario
    award = replayer.parent.tables["ranking"].filter(platform_id=platform)["award_state"].item()
    outcomes = _without_each(scenario, platform, rows)
    confirmed: dict[tuple[str, Decimal | None], dict[str, str] | None] = {}
    for one in rows:
        outcome = outcomes[one.twin]
        status, composite = outcome
        ranked_with = composite if status == "ranked" else None
        if ranked_with is not None and ranked_with == line.composites[platform]:
            continue
        if (ranked_with is not None and line.wins(platform, ranked_with)) is (award == "given"):
            continue
        if outcome not in confirmed:
            confirmed[outcome] = _confirmed(replayer, one, award)
        turned = confirmed[outcome]
        if turned is not None:
            yield {
                PLATFORM: platform,
                "award": award,
                "table": one.table,
                "place": str(scenario.tables[one.table].place(one.row)),
                "turns": "lost" if award != "none" else "won",
                "status": status,
                "composite": None if composite is None else str(composite),
                **turned,
            }


def _looks_elsewhere(scenario: Scenario) -> bool:
    leaves = [node for node, _ in scenario.rules.index.walk() if isinstance(node, Leaf)]
    relative = any(isinstance(curve, Relative) for leaf in leaves for curve in ends(leaf.curve))
    treated = any(leaf.treat or leaf.missing.kind == "median" for leaf in leaves)
    return relative or treated or any(one.before is not None for one in scenario.compiled)


def _rows(scenario: Scenario, platform: str, most: int) -> tuple[list[_Row], list[Finding]]:
    """The rows of a platform's evidence, and where they are too many to be asked about."""
    found: list[_Row] = []
    passed_over: list[Finding] = []
    for name in sorted(scenario.tables.keys() - _NO_EVIDENCE):
        table = scenario.tables[name]
        if PLATFORM not in table.schema.columns:
            continue
        rows = _of(table, platform)
        if len(rows) <= most:
            found += [_Row(f"{name} {row}", platform, name, row) for row in rows]
            continue
        message = text(
            "{platform} has {count} rows in {table}; on which of them its award hangs is not asked beyond {most}.",
            platform=platform,
            count=len(rows),
            table=name,
            most=most,
        )
        passed_over.append(Finding("robustness|many_rows", message, _REPLAY, severity=Severity.WARNING))
    return found, passed_over


def _of(table: Table, platform: str) -> list[int]:
    return table.frame.select(pl.arg_where(pl.col(PLATFORM) == platform)).to_series().to_list()


def _without_each(scenario: Scenario, platform: str, rows: Sequence[_Row]) -> dict[str, tuple[str, Decimal | None]]:
    """Status and composite of every twin, from one appraisal of the twins alone, in which nobody wins anything."""
    if not rows:
        return {}
    twins = pl.DataFrame({"twin": [one.twin for one in rows]})
    left_out = {name: {one.row: one.twin for one in rows if one.table == name} for name in scenario.tables}
    tables = {
        name: _twins(table, platform, twins, left_out[name]) if PLATFORM in table.schema.columns else table
        for name, table in scenario.tables.items()
    }
    alone = replace(
        scenario,
        tables=tables,
        decisions=(),
        rules=replace(scenario.rules, awards=None, payments=(), coverage=None),
        **{name: _doubled(getattr(scenario, name), platform, twins) for name in ("previous", "history", "received")},
    )
    ranking = procedure.appraise(alone).tables["ranking"]
    return {name: (status, mark) for name, status, mark in ranking.select(PLATFORM, "status", "composite").iter_rows()}


def _twins(table: Table, platform: str, twins: pl.DataFrame, left_out: dict[int, str]) -> Table:
    """The rows of a platform once for each twin, less the one that the twin does without."""
    own = table.frame.with_row_index("row").filter(pl.col(PLATFORM) == platform)
    gone = pl.DataFrame(
        {"row": list(left_out), "twin": list(left_out.values())}, schema={"row": own.schema["row"], "twin": pl.String}
    )
    kept = own.join(twins, how="cross").join(gone, on=["row", "twin"], how="anti", maintain_order="left")
    frame = kept.with_columns(pl.col("twin").alias(PLATFORM)).select(table.frame.columns)
    rows = kept["row"].to_list()
    return replace(table, frame=frame, origin=Gathered((table.origin,), [0] * len(rows), rows))


def _doubled(frame: pl.DataFrame | None, platform: str, twins: pl.DataFrame) -> pl.DataFrame | None:
    if frame is None or PLATFORM not in frame.columns:
        return frame
    both = frame.filter(pl.col(PLATFORM) == platform).join(twins, how="cross")
    return both.with_columns(pl.col("twin").alias(PLATFORM)).select(frame.columns)


def _confirmed(replayer: Replayer, one: _Row, award: str) -> dict[str, str] | None:
    """Who wins and who loses by the engine when the row is not there; None where the award stays."""
    scenario = replayer.scenario
    tables = {**scenario.tables, one.table: scenario.tables[one.table].without([one.row])}
    try:
        result = procedure.appraise(replace(scenario, tables=tables))
    except Refused:
        return None
    state = result.tables["ranking"].filter(pl.col(PLATFORM) == one.platform)["award_state"].item()
    if state == award or (award == "none" and state != "given"):
        return None
    changes = rounds.changes(replayer.parent, result)
    return {
        "becomes": state,
        "won": " ".join(row[PLATFORM] for row in changes.won),
        "lost": " ".join(row[PLATFORM] for row in changes.lost),
    }
