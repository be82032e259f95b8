"""Resolving: the first source that a platform has gives its measure, under the bounds that the numbers keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure.bind import PLATFORM
from appraisal.measure.measures import Measure
from appraisal.numbers import Exact, choose, column, constant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.model.indicator import Indicator

#: Where it is there, both ends of the numerator, and the denominator.
Source = tuple[pl.Expr, tuple[Exact, Exact], Exact]


def resolve(joined: pl.LazyFrame, indicator: Indicator, sources: Sequence[Source]) -> tuple[pl.LazyFrame, Measure]:
    """The first source that a platform has gives its value; without any it is empty."""
    empty = constant(0) if indicator.empty == "zero" else None
    low = choose([(present, bounds[0]) for present, bounds, _ in sources], empty)
    high = choose([(present, bounds[1]) for present, bounds, _ in sources], empty)
    denominator = choose([(present, bottom) for present, _, bottom in sources], constant(1))
    usable = low.expr.is_not_null() & low.compare("<=", high) & denominator.compare(">", constant(0))
    state = (
        pl.when(~pl.col("submitted"))
        .then(pl.lit("not_submitted"))
        .when(usable)
        .then(pl.lit("measured"))
        .otherwise(pl.lit("missing"))
    )
    name = indicator.id
    values = {f"{name}.low": low, f"{name}.high": high, f"{name}.denominator": denominator}
    frame = joined.with_columns(
        state.alias(f"{name}.state"),
        pl.when("submitted").then(pl.col("verified_stage")).alias(f"{name}.stage"),
        denominator.compare("<=", constant(0)).alias(f"{name}.zero"),
        pl.col("selected").alias(f"{name}.selected"),
        *(number.as_small().alias(key) for key, number in values.items()),
    ).select(
        PLATFORM,
        "submitted",
        f"{name}.state",
        f"{name}.stage",
        f"{name}.zero",
        f"{name}.selected",
        *(pl.when(pl.col(f"{name}.state") == "measured").then(pl.col(key)).alias(key) for key in values),
    )
    columns = [column(key, number.low, number.high, number.scale) for key, number in values.items()]
    return frame, Measure(indicator, columns[0], columns[1], replace(columns[2], low=1))


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
