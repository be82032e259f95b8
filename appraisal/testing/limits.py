"""Time and memory: so many rows are measured within the limits that the author states, or the usual ones."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import polars as pl
import psutil

from appraisal.errors import Finding, Place, Refused
from appraisal.measure import PLATFORM
from appraisal.testing.cells import pool
from appraisal.testing.evidence import Evidence
from appraisal.testing.subject import OTHER, YEAR
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.schema import TableSchema
    from appraisal.testing.subject import Subject

_PLATFORMS = 1000
#: So many rows of the ledger point at one row of a register.
_PER_TARGET = 5
_MEGABYTE = 1024 * 1024
_LOOK_EVERY = 0.005


def excess(subject: Subject) -> list[Finding]:
    """What takes more than the promise allows."""
    promise = subject.promise
    seconds, megabytes = _spent(subject, promise.rows)
    if seconds > promise.seconds:
        # Once more: a busy machine is not the plugin's fault.
        seconds = min(seconds, _spent(subject, promise.rows)[0])
    findings = []
    if seconds > promise.seconds:
        message = text(
            "{indicator}: {rows} rows take {seconds} seconds; the limit is {limit}.",
            indicator=subject.indicator.title,
            rows=promise.rows,
            seconds=f"{seconds:.1f}",
            limit=promise.seconds,
        )
        findings.append(Finding("law|slow", message, _mend(), place=Place(subject.file)))
    if megabytes > promise.megabytes:
        message = text(
            "{indicator}: {rows} rows take {megabytes} MB of memory; the limit is {limit}.",
            indicator=subject.indicator.title,
            rows=promise.rows,
            megabytes=megabytes,
            limit=promise.megabytes,
        )
        findings.append(Finding("law|memory", message, _mend(), place=Place(subject.file)))
    return findings


def _mend() -> Any:
    return text('Write a shorter formula, or state other limits ("rows", "seconds", "megabytes") in promises.json.')


def _spent(subject: Subject, rows: int) -> tuple[float, int]:
    """Seconds, and megabytes more than before."""
    evidence = _bulk(subject, rows)
    process, done = psutil.Process(), threading.Event()
    before = highest = process.memory_info().rss

    def look() -> None:
        nonlocal highest
        while not done.wait(_LOOK_EVERY):
            highest = max(highest, process.memory_info().rss)

    watcher = threading.Thread(target=look)
    watcher.start()
    started = time.perf_counter()
    try:
        subject.measures(evidence)
    except Refused:
        # Made at random, such numbers may be refused; the search says so with an example.
        return 0.0, 0
    finally:
        seconds = time.perf_counter() - started
        done.set()
        watcher.join()
    return seconds, (highest - before) // _MEGABYTE


def _bulk(subject: Subject, rows: int) -> Evidence:
    """So many rows of each table that is read; not each of them sound, but of the right kinds and sizes."""
    reads = subject.reads
    frames: dict[str, pl.DataFrame] = {}

    def add(name: str, height: int) -> None:
        if name in frames:
            return
        schema = subject.schemas[name]
        frames[name] = pl.DataFrame()
        for link in schema.references:
            add(link.table, _PLATFORMS if link.table == "platforms" else max(1, rows // _PER_TARGET))
        frames[name] = _filled(subject, schema, height, frames)

    add("platforms", _PLATFORMS)
    for name in reads:
        add(name, _PLATFORMS if subject.schemas[name].key == (PLATFORM,) else rows)
    register = frames["platforms"].select(PLATFORM)
    before = pl.DataFrame(
        schema={
            PLATFORM: pl.String,
            "indicator": pl.String,
            **dict.fromkeys(("numerator", "denominator"), pl.Decimal(38, 6)),
        }
    )
    return Evidence(subject.schemas, {**frames, OTHER: register}, before)


def _filled(subject: Subject, schema: TableSchema, height: int, frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    sources = [formula.text for formula in subject.formulas]
    wanted = subject.reads.get(schema.name, set()) | set(schema.key)
    cells: dict[str, pl.Series] = {}
    for seed, (name, column) in enumerate(schema.columns.items()):
        if name in schema.key and column.kind != "date":
            cells[name] = _numbered(height, column.dtype)
        elif name in wanted:
            chosen = pool(schema, column, YEAR, sources).cells or (None,)
            cells[name] = pl.Series(chosen, dtype=column.dtype).sample(height, with_replacement=True, seed=seed)
        else:
            cells[name] = pl.Series([None], dtype=column.dtype).new_from_index(0, height)
    for seed, link in enumerate(schema.references):
        target = frames[link.table]
        places = (
            pl.int_range(target.height, eager=True).sample(height, with_replacement=True, seed=seed)
            if target.height
            else None
        )
        if len(schema.key) == 1 and schema.key == link.columns:
            places = pl.int_range(height, eager=True) % max(1, target.height)
        for own, other in zip(link.columns, link.key, strict=True):
            if places is not None:
                cells[own] = target[other].gather(places)
    return pl.DataFrame({name: series.alias(name) for name, series in cells.items()})


def _numbered(height: int, dtype: Any) -> pl.Series:
    numbers = pl.int_range(height, eager=True)
    return numbers % 2 == 0 if dtype == pl.Boolean else numbers.cast(dtype)
