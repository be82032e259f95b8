"""Resolving: the first source that a platform has gives its measure, under the bounds that the numbers keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from appraisal.measure.bind import PLATFORM
from appraisal.measure.measures import Measure
from appraisal.numbers import Exact, choose, column, constant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.model.indicator import Indicator

#: Where it is there, both ends of the numerator, and the denominator.
Source = tuple[pl.Expr, tuple[Exact, Exact], Exact]


class Asked(NamedTuple):
    """An indicator and where its value may come from, the first that a platform has; without any it is empty."""

    indicator: Indicator
    sources: Sequence[Source]
    #: How many rows were selected.
    selected: pl.Expr
    #: The stage at which the value was verified; null where it was not.
    stage: pl.Expr


def resolve(joined: pl.LazyFrame, asked: Sequence[Asked]) -> tuple[pl.LazyFrame, dict[str, Measure]]:
    """A row per platform with the value of every indicator."""
    parts, kept, by_id = [], [], {}
    for one in asked:
        name = one.indicator.id
        empty = constant(0) if one.indicator.empty == "zero" else None
        low = choose([(present, bounds[0]) for present, bounds, _ in one.sources], empty)
        high = choose([(present, bounds[1]) for present, bounds, _ in one.sources], empty)
        denominator = choose([(present, bottom) for present, _, bottom in one.sources], constant(1))
        values = {f"{name}.low": low, f"{name}.high": high, f"{name}.denominator": denominator}
        parts += [
            _state(low, high, denominator).alias(f"{name}.state"),
            pl.when("submitted").then(one.stage).alias(f"{name}.stage"),
            denominator.compare("<=", constant(0)).alias(f"{name}.zero"),
            one.selected.alias(f"{name}.selected"),
            *(number.as_small().alias(key) for key, number in values.items()),
        ]
        is_measured = pl.col(f"{name}.state") == "measured"
        kept += [
            *(f"{name}.{part}" for part in ("state", "stage", "zero", "selected")),
            *(pl.when(is_measured).then(pl.col(key)).alias(key) for key in values),
        ]
        columns = [column(key, number.low, number.high, number.scale) for key, number in values.items()]
        by_id[name] = Measure(one.indicator, columns[0], columns[1], replace(columns[2], low=1))
    return joined.select(PLATFORM, "submitted", *parts).select(PLATFORM, "submitted", *kept), by_id


def _state(low: Exact, high: Exact, denominator: Exact) -> pl.Expr:
    usable = low.expr.is_not_null() & low.compare("<=", high) & denominator.compare(">", constant(0))
    return (
        pl.when(~pl.col("submitted"))
        .then(pl.lit("not_submitted"))
        .when(usable)
        .then(pl.lit("measured"))
        .otherwise(pl.lit("missing"))
    )


def tightened(wide: pl.DataFrame, by_id: Mapping[str, Measure]) -> tuple[pl.DataFrame, dict[str, Measure]]:
    """The same measures under the bounds that this year's numbers keep.

    A formula proves what any evidence could give, often more than 64 bits; the platforms that are here prove less.
    """
    names = [f"{name}.{part}" for name in by_id for part in ("low", "high", "denominator")]
    lows, highs = (
        wide.select(bound(pl.col(name)) for name in names).row(0) if names else ()
        for bound in (pl.Expr.min, pl.Expr.max)
    )
    bounds = {name: (low or 0, high or 0) for name, low, high in zip(names, lows, highs, strict=True)}
    tight = {}
    for name, one in by_id.items():
        low, high, bottom = (
            column(f"{name}.{part}", *bounds[f"{name}.{part}"], number.scale)
            for part, number in (("low", one.low), ("high", one.high), ("denominator", one.denominator))
        )
        # NOTE: a denominator that is not null is above zero.
        tight[name] = Measure(one.indicator, low, high, replace(bottom, low=1, high=max(1, bottom.high)))
    narrow = [number for one in tight.values() for number in (one.low, one.high, one.denominator)]
    return wide.with_columns(number.as_small() for number in narrow), tight
