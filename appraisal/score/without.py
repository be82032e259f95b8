"""What scoring must say: a missing measure is never silently a zero, and full marks must add up for everybody."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import lcm
from operator import add
from typing import TYPE_CHECKING

import polars as pl

from appraisal.cohort import Found
from appraisal.errors import Finding, Place, Severity
from appraisal.measure import PLATFORM
from appraisal.model.node import INEXACT, Group
from appraisal.numbers import choose, constant
from appraisal.numbers.digits import plain, ratio_text
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.measure import Measures
    from appraisal.model.node import Leaf
    from appraisal.model.rules import Rules
    from appraisal.numbers import Exact
    from appraisal.score.leaves import LeafMark


def without_measure(
    frame: pl.DataFrame, rules: Rules, measures: Measures, leaves: Mapping[str, LeafMark]
) -> Iterator[Finding]:
    """Each leaf and platform whose value is missing, and what the rules put in its place."""
    extra = {node.id for node, _ in rules.adjustments.walk()} if rules.adjustments else set()
    for leaf in (one for one in _with_gaps(frame, rules) if one.id in leaves):
        one = measures.by_id.get(leaf.source)
        table = one.indicator.table if one else "platforms"
        title = one.indicator.title if one else leaf.title
        missing = frame.filter(pl.col("submitted") & pl.col(f"missing.{leaf.id}"))
        for platform, stands_in in missing.select(PLATFORM, f"stands_in.{leaf.id}").iter_rows():
            severity, fix = _done(leaf, table, stands_in=stands_in)
            yield Finding(
                f"{leaf.source}|missing",
                text("{title}: there is no usable value.", title=title),
                fix,
                Severity.NOTICE if leaf.id in extra and severity is not Severity.ERROR else severity,
                Place(column=table),
                platform,
            )


#: How the place of such a count ends.
COUNT = ".missing.count"


def missing_counts(frame: pl.DataFrame, rules: Rules) -> Iterator[Found]:
    """How many platforms have no value of a leaf, where there are any."""
    for leaf in _with_gaps(frame, rules):
        count = frame.filter(pl.col("submitted") & pl.col(f"missing.{leaf.id}")).height
        if count:
            yield Found(leaf.id, f"{leaf.id}{COUNT}", None, None, count)


def _with_gaps(frame: pl.DataFrame, rules: Rules) -> list[Leaf]:
    """The leaves that some platform has no value of: one look at all, as there are mostly none."""
    gaps = frame.select(pl.col(f"missing.{leaf.id}").any() for leaf in rules.leaves)
    return [leaf for leaf in rules.leaves if gaps[f"missing.{leaf.id}"].item()] if gaps.width else []


def _done(leaf: Leaf, table: str, *, stands_in: bool) -> tuple[Severity, Text]:
    kind = leaf.missing.kind
    if kind == "refuse":
        refused = text("Hand in the evidence in the table {table}; the rules refuse to mark without it.", table=table)
        return Severity.ERROR, refused
    if kind == "rescale":
        spread = text(
            "Its weight is spread over the other items until the evidence in {table} is handed in.", table=table
        )
        return Severity.WARNING, spread
    if stands_in and kind == "carry":
        carried = text(
            "The value of the year before stands in until the evidence in {table} is handed in.", table=table
        )
        return Severity.WARNING, carried
    if stands_in and leaf.missing.by:
        median = text(
            "The median of those with the same {column} stands in until the evidence in {table} is handed in.",
            column=f"platforms.{leaf.missing.by}",
            table=table,
        )
        return Severity.WARNING, median
    if stands_in:
        median = text("The median of the others stands in until the evidence in {table} is handed in.", table=table)
        return Severity.WARNING, median
    return Severity.WARNING, text(
        "Marked 0 by the rules until the evidence in the table {table} is handed in.", table=table
    )


def faults(frame: pl.DataFrame, rules: Rules, marks: Mapping[str, Exact]) -> Iterator[Finding]:
    """Platforms for which full marks do not add up, and shares below zero under a mean that has none for them."""
    submitted = frame.filter("submitted")
    for group, pointer in _groups(rules.index, "$.index"):
        if group.combine == "sum" and any(node.may_be_absent for node in group.nodes):
            yield from _unequal(submitted, group, pointer)
        if group.combine in INEXACT or group.weights_from == "entropy":
            below = [marks[node.id].compare("<", constant(0)).fill_null(value=False) for node in group.nodes]
            for platform in submitted.filter(pl.any_horizontal(below))[PLATFORM]:
                yield Finding(
                    "score|negative_share",
                    text("{title}: a mark below it is negative, and has no such mean.", title=group.title)
                    if group.combine in INEXACT
                    else text("{title}: a mark below it is negative, and has no entropy.", title=group.title),
                    text("Choose combine: mean, or curves without negative marks."),
                    place=Place(file="rules.json", pointer=pointer),
                    platform_id=platform,
                )


def _groups(group: Group, pointer: str) -> Iterator[tuple[Group, str]]:
    yield group, pointer
    for node in group.nodes:
        if isinstance(node, Group):
            yield from _groups(node, f"{pointer}.nodes.{node.id}")


def _unequal(submitted: pl.DataFrame, group: Group, pointer: str) -> Iterator[Finding]:
    """Platforms whose applicable nodes have more or fewer full marks than the group."""
    unit = Fraction(1, lcm(*(node.exact_full_mark.denominator for node in (group, *group.nodes))))
    *parts, whole = (constant(int(node.exact_full_mark / unit)) for node in (*group.nodes, group))
    held = [
        choose([(_counts(node.id, submitted), one)], constant(0)) for node, one in zip(group.nodes, parts, strict=True)
    ]
    total, full = reduce(add, held), whole
    # A group without any mark below it is not applicable, whatever it is given then.
    here = pl.any_horizontal(pl.col(f"mark.{node.id}").is_not_null() for node in group.nodes)
    wrong = total.compare("<", full) if group.cap is not None else total.compare("<>", full)
    found = submitted.filter(here & wrong).select(PLATFORM, total=total.as_small())
    for platform, units in found.iter_rows():
        yield Finding(
            "rules|marks_sum_platform",
            text(
                "The full marks of what applies to this platform below {title} add up to {total}, not {full_mark}.",
                title=group.title,
                total=ratio_text(units * unit),
                full_mark=plain(group.full_mark),
            ),
            text("Let exactly so many items apply to each platform, or write not_applicable: rescale, full or zero."),
            place=Place(file="rules.json", pointer=pointer),
            platform_id=platform,
        )


def _counts(name: str, frame: pl.DataFrame) -> pl.Expr:
    """The node has a mark, or spreads its weight."""
    there = pl.col(f"mark.{name}").is_not_null()
    return there | pl.col(f"rescales.{name}") if f"rescales.{name}" in frame.columns else there
