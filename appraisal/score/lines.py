"""The long table of scores: a line per platform and node, whose contributions add up to the composite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM
from appraisal.model.node import Group, is_plain_sum
from appraisal.model.rules import ADJUSTMENTS, ROOT, ROUNDING, TOTAL_CAP
from appraisal.numbers import Exact, constant
from appraisal.numbers.digits import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraisal.model.node import Leaf, Node
    from appraisal.score.score import Scores

#: Digits of every mark in the long table of scores.
DIGITS = 12
_NO_NUMBER = pl.lit(None, dtype=pl.Decimal(38, DIGITS))


@dataclass(frozen=True)
class _Line:
    node: str
    parent: str | None
    kind: str
    mark: Exact
    full_mark: Exact | None = None
    weight: Exact | None = None
    contribution: Exact | None = None
    #: Which curve and factor marked it, and what stood in for a missing value.
    how: pl.Expr | None = None


def long_table(scores: Scores) -> pl.LazyFrame:
    """A line per platform and node, root first; the contributions of a platform make its composite."""
    scored = scores.frame.lazy().filter(pl.col("submitted"))
    lines = [_columns(scored, line) for line in _lines(scores)]
    order = pl.concat([line.with_columns(pl.lit(number).alias("order")) for number, line in enumerate(lines)])
    return order.sort(PLATFORM, "order").drop("order")


def _lines(scores: Scores) -> Iterator[_Line]:
    rules = scores.rules
    for tree in rules.trees:
        yield from _below(tree, None, scores, adds_up=True)
    if rules.total_cap is not None or rules.total_floor is not None:
        taken = scores.total - scores.sum
        yield _Line(TOTAL_CAP, ROOT, "cap", taken, contribution=taken)
    rounding = scores.composite - scores.total
    yield _Line(ROUNDING, ROOT, "rounding", rounding, contribution=rounding)


def _below(node: Node, parent: Group | None, scores: Scores, *, adds_up: bool) -> Iterator[_Line]:
    """A node and all below it; ``adds_up`` where every group above adds the marks of its nodes as they are."""
    mark = scores.marks[node.id]
    full = None if node.id == ADJUSTMENTS else constant(node.full_mark)
    weight = full if parent is None or parent.combine == "sum" else constant(rounded(node.weight, DIGITS))
    above = parent.id if parent else None
    if not isinstance(node, Group):
        yield _Line(node.id, above, "leaf", mark, full, weight, mark if adds_up else None, _how(node, scores))
        return
    uncut = scores.uncut[node.id]
    through = adds_up and is_plain_sum(node)
    yield _Line(
        node.id, above, "group", mark, full, weight, uncut if adds_up and not through else None, _of_group(node, scores)
    )
    for one in node.nodes:
        yield from _below(one, node, scores, adds_up=through)
    if node.is_bounded:
        taken = mark - uncut
        yield _Line(node.cap_line, node.id, "cap", taken, contribution=taken if adds_up else None)


def _of_group(group: Group, scores: Scores) -> pl.Expr | None:
    """``not_applicable``, ``spread``, or the chosen factor and the duels; null where nothing is chosen."""
    chosen = f"chosen.{group.id}"
    if chosen not in scores.frame.columns:
        return None
    return pl.when(pl.col(chosen) != "").then(pl.col(chosen))


def _how(leaf: Leaf, scores: Scores) -> pl.Expr:
    """``not_applicable``, ``missing``, ``stands_in``, or the chosen curve and factor; null where nothing is chosen.

    A value that is carried over stands behind ``stands_in``.
    """
    chosen = f"chosen.{leaf.id}"
    how = pl.col(chosen) if chosen in scores.frame.columns else pl.lit(None, dtype=pl.String)
    missing = pl.col(f"missing.{leaf.id}")
    instead = pl.coalesce(how, pl.lit("stands_in")) if leaf.missing.kind == "carry" else pl.lit("stands_in")
    stood = pl.when(pl.col(f"stands_in.{leaf.id}")).then(instead).otherwise(pl.lit("missing"))
    said = pl.when(missing).then(stood).otherwise(how)
    applies = pl.col(f"applies.{leaf.id}") if f"applies.{leaf.id}" in scores.frame.columns else None
    return said if applies is None else pl.when(applies).then(said).otherwise(pl.lit("not_applicable"))


def _columns(scored: pl.LazyFrame, line: _Line) -> pl.LazyFrame:
    return scored.select(
        PLATFORM,
        pl.lit(line.node).alias("node"),
        pl.lit(line.parent, dtype=pl.String).alias("parent"),
        pl.lit(line.kind).alias("kind"),
        *(
            (_NO_NUMBER if number is None else number.to_decimal(DIGITS)).alias(name)
            for name, number in (
                ("mark", line.mark),
                ("full_mark", line.full_mark),
                ("weight", line.weight),
                ("contribution", line.contribution),
            )
        ),
        (pl.lit(None, dtype=pl.String) if line.how is None else line.how).alias("how"),
    )
