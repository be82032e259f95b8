"""What an appraisal owes to one of its parts: the same without one indicator, and without one platform.

Every line is a replay by the engine, with its own rounding and the official rule of the awards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from appraisal import procedure, rounds
from appraisal.errors import Refused
from appraisal.evidence.origin import Gathered
from appraisal.measure import PLATFORM
from appraisal.model.node import Leaf
from appraisal.replays import Change, standings
from appraisal.sensitivity.rank_shift import TOP, average_shift, kendall, overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraisal.evidence import Table
    from appraisal.replays import Replayer
    from appraisal.result import Result

_SCHEMA = {
    "average_rank_shift": pl.Float64,
    "kendall_tau": pl.Float64,
    f"top_{TOP}_overlap": pl.Float64,
    "won": pl.String,
    "lost": pl.String,
    "refused": pl.String,
}


def without_indicators(replayer: Replayer) -> pl.DataFrame:
    """A row per leaf of the index: the appraisal with the weight 0 for it, its siblings scaled to the same whole."""
    leaves = [node.id for node, _ in replayer.scenario.rules.index.walk() if isinstance(node, Leaf)]

    nodes = standings(replayer.scenario.documents.rules)

    def alone(leaf: str) -> Result:
        # A leaf that is all of its group is left out with the group.
        while nodes[leaf].is_all_of_its_group and nodes[leaf].path[-3] in nodes:
            leaf = nodes[leaf].path[-3]
        return replayer.replay([Change(leaf, 0)]).result

    return _table("leaf", leaves, replayer.parent, alone, ())


def without_platforms(replayer: Replayer, platforms: Sequence[str]) -> pl.DataFrame:
    """A row per platform: the others without it. Their ranks are held against their old order without it.

    Where no curve looks at the cohort nothing but places moves; where one does, others may change their order.
    """

    def alone(platform: str) -> Result:
        scenario = replayer.scenario
        tables = {name: _without(table, platform) for name, table in scenario.tables.items()}
        decisions = tuple(one for one in scenario.decisions if platform not in one.platforms)
        return procedure.appraise(replace(scenario, tables=tables, decisions=decisions))

    return _table(PLATFORM, platforms, replayer.parent, alone, platforms)


def _table(
    name: str, parts: Sequence[str], official: Result, alone: Callable[[str], Result], left: Sequence[str]
) -> pl.DataFrame:
    rows = []
    for part in parts:
        try:
            rows.append({name: part, **_differs(official, alone(part), part if part in left else None)})
        except Refused as refused:
            first = next(iter(refused.findings))
            rows.append({name: part, **dict.fromkeys(_SCHEMA), "refused": first.line("en")})
    return pl.DataFrame(rows, schema={name: pl.String, **_SCHEMA}, orient="row")


def _differs(official: Result, other: Result, left: str | None) -> dict[str, object]:
    both = _ranked(official).join(_ranked(other), on=PLATFORM, suffix="_now").filter(pl.col(PLATFORM) != (left or ""))
    # Among themselves: a place that the one left out took is no shift of anybody else.
    was, now = (both[column].rank("min").to_numpy() for column in ("rank", "rank_now"))
    changes = rounds.changes(official, other)
    return {
        "average_rank_shift": float(average_shift(now, was)) if both.height else 0.0,
        "kendall_tau": kendall(now, was) if both.height > 1 else 1.0,
        f"top_{TOP}_overlap": overlap(np.asarray(now), np.asarray(was)),
        "won": " ".join(row[PLATFORM] for row in changes.won),
        "lost": " ".join(row[PLATFORM] for row in changes.lost if row[PLATFORM] != left),
        "refused": None,
    }


def _ranked(result: Result) -> pl.DataFrame:
    return result.tables["ranking"].filter(pl.col("rank").is_not_null()).select(PLATFORM, "rank")


def _without(table: Table, platform: str) -> Table:
    if PLATFORM not in table.schema.columns:
        return table
    keep = (pl.col(PLATFORM) != platform).fill_null(value=True)
    left = table.frame.select(pl.arg_where(keep)).to_series().to_list()
    return replace(table, frame=table.frame[left], origin=Gathered((table.origin,), [0] * len(left), left))
