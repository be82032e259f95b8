"""Strategies of hypothesis that make evidence from the schemas of the tables that an indicator reads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import strategies as st

from appraisal.measure import PLATFORM
from appraisal.schema.check import violations
from appraisal.testing.cells import Pool, ids, pool
from appraisal.testing.evidence import Evidence
from appraisal.testing.subject import OTHER, YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraisal.schema import TableSchema
    from appraisal.schema.check import Check
    from appraisal.schema.table import Reference
    from appraisal.testing.subject import Subject

    Draw = Callable[[st.SearchStrategy[Any]], Any]

MOST_PLATFORMS = 3
_MOST_ROWS = 8
#: Rows of a table that is only pointed at.
_MOST_TARGETS = 4
#: So far beyond the lowest number a cell is drawn freely; the pools have the edges.
_REACH = 10**6
#: One row is the simplest; none is a case of its own, and seldom drawn.
_HOW_MANY = st.sampled_from((1, 2, 3, 4, 6, 8, 0))
_DECIMALS = pl.Decimal(38, 6)
BEFORE = {PLATFORM: pl.String, "indicator": pl.String, "numerator": _DECIMALS, "denominator": _DECIMALS}


@dataclass(frozen=True)
class Plan:
    """How one table is made."""

    schema: TableSchema
    #: Of the columns that are read, and the others that every row must have.
    drawn: Mapping[str, Pool]
    filled: Mapping[str, Pool]
    links: tuple[Reference, ...]
    keys: Mapping[str, list[Any]]
    #: What cells that are valid by themselves may still break together, or where they come from elsewhere.
    checks: tuple[Check, ...]
    #: A row per platform at most.
    is_of_platforms: bool
    most: int


def evidence(subject: Subject) -> st.SearchStrategy[Evidence]:
    """Evidence for everything that an indicator reads: sound by every schema, simplest first."""
    needed = plans(subject)

    @st.composite
    def made(draw: Draw) -> Evidence:
        frames: dict[str, pl.DataFrame] = {}
        for plan in needed:
            frames[plan.schema.name] = sound(plan, _frame(plan, _rows(draw, plan, frames)), frames)
        register = frames["platforms"][PLATFORM].to_list()
        besides = [name for name in register if draw(st.booleans())]
        frames[OTHER] = pl.DataFrame({PLATFORM: besides}, schema={PLATFORM: pl.String})
        # Half of the evidence meets the params at their low end, where most formulas have a value.
        params = draw(st.sampled_from([*range(len(subject.compiled)), *range(1, len(subject.compiled))][::-1]))
        return Evidence(subject.schemas, frames, _before(draw, subject, register), draw(st.integers(0, 20)), params)

    return made()


def plans(subject: Subject) -> list[Plan]:
    """Every table that is needed, those first at which others point."""
    found: dict[str, Plan] = {}
    reads = subject.reads

    def add(name: str, path: tuple[str, ...]) -> None:
        if name in found or name in path:
            return
        schema = subject.schemas[name]
        links = tuple(link for link in schema.references if link.table not in (*path, name))
        for link in links:
            add(link.table, (*path, name))
        found[name] = _plan(subject, schema, links, reads.get(name, set()), is_read=name in reads)

    add("platforms", ())
    for name in sorted(reads):
        add(name, ())
    return list(found.values())


def _plan(
    subject: Subject, schema: TableSchema, links: tuple[Reference, ...], read: set[str], *, is_read: bool
) -> Plan:
    sources = [formula.text for formula in subject.formulas]
    chosen = frozenset[str]().union(*(formula.columns for formula in subject.formulas if formula.type == "boolean"))
    linked = {name for link in links for name in link.columns}
    drawn, filled, keys = dict[str, Pool](), dict[str, Pool](), dict[str, list[Any]]()
    for name, column in schema.columns.items():
        if name in linked:
            continue
        if name in schema.key and name not in read:
            letter = "P" if name == PLATFORM else name[0].upper()
            keys[name] = ids(schema, column, letter, 2 * _MOST_ROWS) or list(pool(schema, column, YEAR, sources).cells)
        elif name in read:
            drawn[name] = pool(schema, column, YEAR, sources, is_chosen_by=name in chosen)
        elif column.required:
            filled[name] = pool(schema, column, YEAR, sources)
    most = MOST_PLATFORMS if schema.name == "platforms" else _MOST_ROWS if is_read else _MOST_TARGETS
    pools = {name: each.cells for name, each in {**drawn, **filled}.items()} | keys
    # The cells of a pool are valid by themselves, and so is none, where a cell may be missing.
    unsure = linked | {name for name, column in schema.columns.items() if not pools.get(name, not column.required)}
    checks = tuple(check for check in schema.checks if not check.alone or check.column in unsure)
    return Plan(schema, drawn, filled, links, keys, checks, schema.key == (PLATFORM,), most)


def _rows(draw: Draw, plan: Plan, frames: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
    is_register = plan.schema.name == "platforms"
    rows = []
    for number in range(min(plan.most, draw(st.integers(1, plan.most) if is_register else _HOW_MANY))):
        row: dict[str, Any] = {name: cells[number % len(cells)] for name, cells in plan.keys.items() if cells}
        row |= {name: each.cells[0] for name, each in plan.filled.items() if each.cells}
        for link in plan.links:
            targets = frames[link.table].select(link.key).rows()
            if targets:
                # The simplest evidence is about one platform: the first.
                place = number if plan.is_of_platforms and link.table == "platforms" else draw(_below(len(targets)))
                row |= dict(zip(link.columns, targets[place % len(targets)], strict=True))
        row |= {name: draw(_cell(each)) for name, each in plan.drawn.items()}
        rows.append(row)
    return rows


def _below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


def _cell(cells: Pool) -> st.SearchStrategy[Any]:
    column = cells.column
    strategies = [st.sampled_from(part) for part in (cells.cells[: cells.likely], cells.cells) if part]
    if column.is_number:
        least, most = -(-column.low // cells.step), min(column.high, max(column.low, 0) + _REACH) // cells.step
        if least <= most:
            strategies.append(st.integers(least, most).map(lambda number: number * cells.step))
    elif column.kind == "text" and not cells.cells:
        strategies.append(st.from_regex(cells.pattern))
    if not column.required:
        strategies.append(st.none())
    return st.one_of(strategies) if strategies else st.none()


def _frame(plan: Plan, rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = plan.schema.columns
    cells = {name: [row.get(name) for row in rows] for name in columns}
    return pl.DataFrame(cells, schema={name: column.dtype for name, column in columns.items()})


def sound(plan: Plan, frame: pl.DataFrame, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The table without the rows that break its schema, repeat its key or point at nothing."""
    schema = plan.schema
    if frame.height and plan.checks:
        broken = violations(frame, plan.checks)["row"].unique().to_list()
        frame = frame.filter(pl.int_range(pl.len()).is_in(broken).not_())
    for link in plan.links:
        known = frames[link.table].select(link.key)
        present = frame.filter(pl.any_horizontal(pl.col(link.columns).is_not_null()))
        if present.height:
            frame = frame.join(known, left_on=link.columns, right_on=link.key, how="semi", nulls_equal=True)
    return frame.unique(schema.key, keep="first", maintain_order=True) if schema.key else frame


def _before(draw: Draw, subject: Subject, register: list[str]) -> pl.DataFrame:
    """What the platforms had the year before; some of them nothing."""
    rows = []
    for name in subject.last_year:
        for platform in register:
            numerator = draw(st.none() | st.integers(0, 1000))
            if numerator is not None:
                rows.append((platform, name, Decimal(numerator), Decimal(draw(st.integers(1, 20)))))
    return pl.DataFrame(rows, schema=BEFORE, orient="row")
