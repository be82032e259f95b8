"""A crowd: some hundred platforms with few rows and with many, to break promises that few rows cannot break."""

from __future__ import annotations

import re
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.errors import Refused
from appraisal.measure import PLATFORM
from appraisal.testing.broken import Broken
from appraisal.testing.cells import ids
from appraisal.testing.evidence import Evidence
from appraisal.testing.generate import BEFORE, plans, sound
from appraisal.testing.laws.bounds import within_promise
from appraisal.testing.laws.direction import compare
from appraisal.testing.promises import ROWS
from appraisal.testing.subject import OTHER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.errors import Finding
    from appraisal.testing.generate import Plan
    from appraisal.testing.subject import Subject

_PLATFORMS = 240
#: How many rows a platform has; besides, those numbers that the formulas and the promise name.
_SIZES = (1, 1, 1, 2, 1, 3, 1, 2, 4, 1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 20, 21, 30, 50, 51, 100, 101, 0)
_MOST_ROWS = 400
#: Rows of a table that is only pointed at.
_TARGETS = 60
#: So often other cells are raised, to other numbers.
_ROUNDS = 3


def broken_promises(subject: Subject, part: str) -> list[Finding]:
    """The bounds or the directions that an indicator does not keep on a crowd."""
    promise = subject.promise
    asked = (promise.at_least, promise.at_most) if part == "bounds" else (*promise.better_with, *promise.worse_with)
    if all(one is None for one in asked):
        return []
    try:
        evidence = crowd(subject)
        if part == "bounds":
            within_promise(subject, evidence)
        else:
            _directions(subject, evidence)
    except Broken as broken:
        return [broken.finding(subject)]
    except Refused:
        # So many rows may be refused; the search says so with an example.
        pass
    return []


def crowd(subject: Subject) -> Evidence:
    """Sound rows for every table that is read, the same each time."""
    frames: dict[str, pl.DataFrame] = {}
    sizes = [*_SIZES, *_named(subject)]
    for plan in plans(subject):
        frames[plan.schema.name] = sound(plan, _filled(plan, frames, sizes), frames)
    register = frames["platforms"].select(PLATFORM)
    numbers = pl.int_range(register.height, eager=True).cast(pl.Decimal(38, 6))
    cells = [pl.col(name).cast(kind) for name, kind in BEFORE.items()]
    rows = [
        register.with_columns(indicator=pl.lit(name), numerator=numbers % 7, denominator=numbers % 3 + 1)
        for name in subject.last_year
    ]
    before = pl.concat([pl.DataFrame(schema=BEFORE), *(each.select(cells) for each in rows)])
    return Evidence(subject.schemas, {**frames, OTHER: register}, before)


def _named(subject: Subject) -> list[int]:
    """Whole numbers that the formulas or the promise name, and their neighbours, where rows may be so many."""
    promise = subject.promise
    written = [*(formula.text for formula in subject.formulas), f"{promise.at_least} {promise.at_most}"]
    numbers = {int(digits) for each in written for digits in re.findall(r"(?<![\w.])\d{1,3}(?![\w.])", each)}
    return sorted({near for number in numbers for near in (number, number + 1) if near <= _MOST_ROWS})


def _filled(plan: Plan, frames: Mapping[str, pl.DataFrame], sizes: Sequence[int]) -> pl.DataFrame:
    schema = plan.schema
    is_register = schema.name == "platforms"
    of_platforms = next((link for link in reversed(plan.links) if PLATFORM in link.columns), None)
    height, places = _PLATFORMS if is_register else _TARGETS, None
    if of_platforms is not None:
        targets = frames[of_platforms.table].height
        each = [1] * targets if plan.is_of_platforms else list(islice(cycle(sizes), targets))
        places = pl.Series([place for place, size in enumerate(each) for _ in range(size)], dtype=pl.UInt32)
        height = len(places)
    cells: dict[str, pl.Series] = {
        name: _drawn(column.dtype, _choices(plan, name, height), height, seed)
        for seed, (name, column) in enumerate(schema.columns.items())
    }
    for seed, link in enumerate(plan.links):
        target = frames[link.table]
        if target.height:
            random = pl.int_range(target.height, eager=True).sample(height, with_replacement=True, seed=seed)
            chosen = places if link is of_platforms and places is not None else random
            cells |= {own: target[key].gather(chosen) for own, key in zip(link.columns, link.key, strict=True)}
    return pl.DataFrame({name: series.alias(name) for name, series in cells.items()})


def _choices(plan: Plan, name: str, height: int) -> Sequence[Any]:
    """Of a key as many as there are rows; the first of what no formula reads."""
    column = plan.schema.columns[name]
    if name in plan.keys:
        letter = "P" if name == PLATFORM else name[0].upper()
        return ids(plan.schema, column, letter, height) or plan.keys[name]
    if name in plan.filled:
        return plan.filled[name].cells[:1]
    if name in plan.drawn:
        pool = plan.drawn[name]
        # Rows that are chosen, as often as all others together.
        likely = pool.cells[: pool.likely] * max(1, len(pool.cells) // max(1, pool.likely))
        return (*likely, *pool.cells)
    return ()


def _drawn(dtype: Any, choices: Sequence[Any], height: int, seed: int) -> pl.Series:
    series = pl.Series(choices or (None,), dtype=dtype)
    if len(series) >= height and series.n_unique() == len(series):
        return series.head(height)
    return series.sample(height, with_replacement=True, seed=seed)


def _directions(subject: Subject, evidence: Evidence) -> None:
    promise = subject.promise
    for names, sign in ((promise.better_with, 1), (promise.worse_with, -1)):
        for name in names:
            for less, more in _steps(subject, evidence, name):
                compare(subject, less, more, evidence.platforms, sign, name)


def _steps(subject: Subject, evidence: Evidence, name: str) -> list[tuple[Evidence, Evidence]]:
    """The crowd with a row less of each platform, or with a cell raised in each platform's first row."""
    table = subject.indicator.table
    frame = evidence.frames[table]
    place, size = pl.int_range(pl.len()).over(PLATFORM), pl.len().over(PLATFORM)
    if name == ROWS:
        fewer = frame.filter(place < size - 1)
        alone = evidence.of(fewer[PLATFORM].unique().to_list()) if subject.indicator.otherwise else evidence
        return [(alone.with_frame(table, fewer), alone)]
    numbers = frame[name].drop_nulls().unique().sort()
    steps = []
    for seed in range(_ROUNDS if len(numbers) else 0):
        other = numbers.sample(frame.height, with_replacement=True, seed=seed).alias("other")
        raised = frame.with_columns(other).with_columns(
            pl.when((place == 0) & (pl.col("other") > pl.col(name))).then("other").otherwise(name).alias(name)
        )
        steps.append((evidence, evidence.with_frame(table, raised.drop("other"))))
    return steps
