"""Facts of the register that are numbers, as measures of the platforms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure.bind import PLATFORM
from appraisal.measure.measures import Measure
from appraisal.model.indicator import Indicator
from appraisal.numbers import column, constant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.measure.measures import Measures
    from appraisal.schema import Column, TableSchema

_PREFIX = "platforms."


def with_facts(measures: Measures, sources: Iterable[str], platforms: pl.DataFrame, register: TableSchema) -> Measures:
    """The measures, and beside them each numeric column of the register among ``sources``."""
    columns = [register.columns[one.removeprefix(_PREFIX)] for one in sources if one.startswith(_PREFIX)]
    numbers = [one for one in columns if one.is_number]
    if not numbers:
        return measures
    facts = platforms.select(PLATFORM, *(pl.col(one.name).alias(f"{_PREFIX}{one.name}.low") for one in numbers))
    frame = measures.frame.join(facts, on=PLATFORM, how="left", maintain_order="left")
    frame = frame.with_columns(part for one in numbers for part in _columns(f"{_PREFIX}{one.name}"))
    found = {f"{_PREFIX}{one.name}": _measure(one) for one in numbers}
    return replace(measures, frame=frame, by_id={**measures.by_id, **found})


def _columns(name: str) -> list[pl.Expr]:
    known = pl.col(f"{name}.low").is_not_null()
    submitted = pl.col("submitted")
    state = pl.when(~submitted).then(pl.lit("not_submitted")).when(known).then(pl.lit("measured"))
    return [
        state.otherwise(pl.lit("missing")).alias(f"{name}.state"),
        pl.lit(None, dtype=pl.String).alias(f"{name}.stage"),
        pl.when(submitted).then(pl.col(f"{name}.low")).alias(f"{name}.low"),
    ]


def _measure(one: Column) -> Measure:
    name = f"{_PREFIX}{one.name}"
    number = column(f"{name}.low", one.low, one.high, one.scale)
    fact = Indicator(
        id=name, version="", title=one.title, table="platforms", numerator=one.name, unit=one.unit, decimals=one.scale
    )
    return Measure(fact, number, number, constant(1))
