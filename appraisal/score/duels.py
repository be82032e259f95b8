"""Copeland: each platform against each of the cohort, node by node with their weights; wins less losses."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl

from appraisal.numbers import MAX_ROWS, Exact, column, whole_numbers

if TYPE_CHECKING:
    from appraisal.model.node import Group
    from appraisal.score.leaves import NodeMark

#: So many pairs are looked at together: their number alone would fill the memory.
_PAIRS = 500_000


def with_duels(frame: pl.DataFrame, group: Group, parts: list[NodeMark], members: pl.Expr) -> pl.DataFrame:
    """The frame with the lead of each platform, wins less losses, and with how many others it was compared."""
    lead, others = _names(group)
    marks = {f"own{at}": part.mark.expr for at, part in enumerate(parts)}
    rows = frame.select(pl.int_range(pl.len()).alias("at"), is_in=members.fill_null(value=False), **marks)
    rows = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in marks))
    rivals = rows.filter("is_in").drop("is_in").rename(lambda name: f"rival.{name}")
    weights = whole_numbers(node.weight for node in group.nodes)
    duel = reduce(
        add,
        (
            (
                (pl.col(own) > pl.col(f"rival.{own}")).cast(pl.Int64)
                - (pl.col(own) < pl.col(f"rival.{own}")).cast(pl.Int64)
            )
            .fill_null(0)
            .cast(pl.Int128)
            * pl.lit(weight, dtype=pl.Int128)
            for own, weight in zip(marks, weights, strict=True)
        ),
    )
    outcome = (duel > 0).cast(pl.Int64) - (duel < 0).cast(pl.Int64)
    size = max(1, _PAIRS // max(1, rivals.height))
    empty = pl.DataFrame(schema={"at": pl.Int64, lead: pl.Int64, others: pl.Int64})
    counted = [
        rows.slice(start, size)
        .lazy()
        .join(rivals.lazy(), how="cross")
        .filter(pl.col("at") != pl.col("rival.at"))
        .group_by("at")
        .agg(outcome.sum().alias(lead), pl.len().cast(pl.Int64).alias(others))
        .collect()
        for start in range(0, rows.height, size)
    ]
    # Whoever has nobody to be compared with is not in the counts.
    found = rows.select("at").join(pl.concat([empty, *counted]), on="at", how="left").fill_null(0)
    return (
        frame.with_row_index("at")
        .with_columns(pl.col("at").cast(pl.Int64))
        .join(found, on="at", how="left", maintain_order="left")
        .drop("at")
    )


def lead_of(group: Group) -> tuple[Exact, Exact]:
    """Half of one more than the lead per rival: all won is 1, all lost 0; alone it is one half."""
    lead, others = (column(name, -MAX_ROWS, MAX_ROWS) for name in _names(group))
    alone = pl.col(_names(group)[1]) == 0
    top = pl.when(alone).then(pl.lit(1)).otherwise(lead.expr + others.expr)
    bottom = pl.when(alone).then(pl.lit(2)).otherwise(others.expr * 2)
    return Exact(top, 0, 2 * MAX_ROWS), Exact(bottom, 1, 2 * MAX_ROWS)


def outcome_of(group: Group) -> pl.Expr:
    """Wins less losses and the number of rivals, such as ``lead=3; rivals=7``."""
    lead, others = (pl.col(name).cast(pl.String) for name in _names(group))
    return pl.lit("lead=") + lead + "; rivals=" + others


def _names(group: Group) -> tuple[str, str]:
    return f"lead.{group.id}", f"rivals.{group.id}"
