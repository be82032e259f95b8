"""Ranks: competition ranks (1, 2, 2, 4) by the composite, then by the tie chain, then by recorded decisions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.gates import not_open
from appraisal.measure import PLATFORM
from appraisal.model.condition import FACTS
from appraisal.model.rules import ROOT
from appraisal.numbers import OutOfRangeError
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraisal.measure import Measures
    from appraisal.model.decision import Decision
    from appraisal.model.rules import Class, Rules
    from appraisal.numbers import Ratio
    from appraisal.score import Scores

#: What columns of marking begin with.
_OF_MARKING = frozenset(
    ("mark", "uncut", "missing", "stands_in", "applies", "chosen", "rescales", "treated", "lead", "rivals")
)


@dataclass(frozen=True)
class Ranked:
    """Ranked and undecided platforms in order: ``place`` is equal for those that nothing tells apart."""

    frame: pl.DataFrame
    #: The same platforms by the composites as they are behind the published digits.
    unrounded: pl.DataFrame
    findings: tuple[Finding, ...]


def rank(
    frame: pl.DataFrame, scores: Scores, measures: Measures, rules: Rules, decisions: Sequence[Decision]
) -> Ranked:
    """Order the platforms that may win; ``frame`` has a row per platform with status, marks and measures."""
    contenders = frame.filter(pl.col("status").is_in(["ranked", "undecided"]))
    chain = {
        f"key.{position}.{part}": key
        for position, tie in enumerate(rules.ties)
        for part, key in enumerate(_tie_keys(tie, frame, scores, measures))
    }
    composites = {"key.published": scores.composite.expr, "key.unrounded": scores.marks[ROOT].expr}
    contenders = contenders.with_columns(key.alias(name) for name, key in {**composites, **chain}.items())
    order, findings = _decided_order(contenders, ["key.published", *chain], decisions)
    decided = pl.col(PLATFORM).replace_strict(order, default=0, return_dtype=pl.Int64).alias("key.decided")
    contenders = contenders.with_columns(decided) if order else contenders
    rest = [*chain, *(["key.decided"] if order else [])]
    # To put a column in order takes longer than to mark it: those that only marked are left behind.
    kept = contenders.select(name for name in contenders.columns if not _is_of_marking(name, measures))
    published = _in_order(kept, contenders, ["key.published", *rest])
    same = contenders["key.published"].equals(contenders["key.unrounded"])
    unrounded = published if same else _in_order(kept, contenders, ["key.unrounded", *rest])
    return Ranked(published, unrounded, tuple(findings))


def _in_order(kept: pl.DataFrame, contenders: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The rows in order with their places; the keys alone are sorted. The rows came in order of their ids."""
    ordered = with_places(contenders.lazy().select(*keys).with_row_index("row"), keys, None).collect()
    return kept[ordered["row"]].with_columns(ordered["place"])


def _is_of_marking(name: str, measures: Measures) -> bool:
    """A column that measures and marks are computed from, and nothing else."""
    first, _, rest = name.partition(".")
    return bool(rest) and (first in _OF_MARKING or name.rpartition(".")[0] in measures.by_id)


def with_places(frame: pl.LazyFrame, keys: Sequence[str], last: str | None = PLATFORM) -> pl.LazyFrame:
    """Rows by the keys, highest first and nothing last, with ``place`` counting from 1; equal keys share a place.

    Those that share one stand in order of ``last``; None leaves them as they came.
    """
    by, falls = list(keys), [True for _ in keys]
    if last is None:
        ordered = frame.sort(by, descending=falls, nulls_last=True, maintain_order=True)
    else:
        ordered = frame.sort([*by, last], descending=[*falls, False], nulls_last=True)
    changed = pl.any_horizontal(pl.lit(value=False), *(pl.col(key).ne_missing(pl.col(key).shift(1)) for key in keys))
    position = pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    first = changed | (position == 1)
    return ordered.with_columns(pl.when(first).then(position).forward_fill().alias("place"))


def by_scope(frame: pl.LazyFrame, classes: Sequence[Class] = (), columns: Sequence[str] = ()) -> pl.LazyFrame:
    """The ranks of the ranked platforms in the province, in each city, for each service type and in each class.

    Also among those of the same cell of each of ``columns`` of the register, as ``platforms.COLUMN:CELL``.
    """
    ranked = frame.filter(pl.col("status") == "ranked")
    types = pl.concat_list("type", pl.col("other_types").str.split("；").fill_null([])).list.unique()
    scopes = [
        ranked.with_columns(pl.lit("province").alias("scope")),
        ranked.with_columns(("city:" + pl.col("city")).alias("scope")),
        ranked.with_columns(types.alias("scope"))
        .explode("scope")
        .filter(pl.col("scope").is_not_null())
        .with_columns(("type:" + pl.col("scope")).alias("scope")),
        *(
            ranked.filter(pl.col(f"class.{one.id}")).with_columns(pl.lit(f"class:{one.id}").alias("scope"))
            for one in classes
        ),
        *(
            ranked.filter(pl.col(name).is_not_null()).with_columns(
                (f"{FACTS}.{name}:" + pl.col(name).cast(pl.String)).alias("scope")
            )
            for name in columns
        ),
    ]
    lines = pl.concat([scope.select(PLATFORM, "scope", "place") for scope in scopes])
    return lines.select(
        PLATFORM,
        "scope",
        pl.col("place").rank("min").over("scope").cast(pl.Int64).alias("rank"),
        pl.len().over("scope").cast(pl.Int64).alias("of"),
    ).sort(PLATFORM, "scope")


def _tie_keys(tie: str, frame: pl.DataFrame, scores: Scores, measures: Measures) -> Iterator[pl.Expr]:
    if tie not in measures.by_id:
        yield scores.marks[tie].expr
        return
    # A rank by value never uses a rounded quotient: two integer keys order the exact ratio.
    value = scores.scored[tie]
    sign = 1 if measures.by_id[tie].indicator.direction == "higher_is_better" else -1
    most = frame.select(value.bottom.expr.max()).item() or 1
    try:
        keys = value.order_keys(int(most))
    except OutOfRangeError:
        yield sign * _order_of_fractions(frame, value)
    else:
        yield from (sign * key for key in keys)


def _order_of_fractions(frame: pl.DataFrame, value: Ratio) -> pl.Expr:
    """The place of each platform's ratio among all ratios, for numbers beyond what 128 bits can order."""
    rows = frame.select(PLATFORM, top=value.top.expr, bottom=value.bottom.expr).drop_nulls().rows()
    ratios = {platform: Fraction(top, bottom) for platform, top, bottom in rows}
    places = {ratio: place for place, ratio in enumerate(sorted(set(ratios.values())))}
    order = {platform: places[ratio] for platform, ratio in ratios.items()}
    return pl.col(PLATFORM).replace_strict(order, default=None, return_dtype=pl.Int64)


def _decided_order(
    contenders: pl.DataFrame, keys: Sequence[str], decisions: Sequence[Decision]
) -> tuple[dict[str, int], list[Finding]]:
    """Minus the position in the decided order, so that the first comes first."""
    order: dict[str, int] = {}
    findings = []
    ties = [decision for decision in decisions if decision.kind == "tie"]
    placed = with_places(contenders.lazy().select(PLATFORM, *keys), keys).select(PLATFORM, "place")
    places = dict(placed.collect().iter_rows()) if ties else {}
    for decision in ties:
        named = set(decision.platforms)
        together = {places.get(platform) for platform in named}
        tied = {platform for platform, place in places.items() if {place} == together}
        if len(together) > 1 or None in together:
            findings.append(not_open(decision, decision.platforms[0]))
        elif tied != named or set(decision.choice) != named:
            findings.append(_members(decision, sorted(tied)))
        else:
            order |= {platform: -position for position, platform in enumerate(decision.choice)}
    return order, findings


def _members(decision: Decision, tied: list[str]) -> Finding:
    return Finding(
        "decision|tie_members",
        text(
            "The decision orders {named}, but the tied platforms are {tied}.",
            named=Joined(decision.choice, ", "),
            tied=Joined(tuple(tied), ", "),
        ),
        text("Decide the order of all tied platforms, each once."),
        place=Place(file="decisions.json", pointer=decision.pointer),
    )
