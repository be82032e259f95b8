"""A ballot checked: whose marks may not count, which marks are none, and what an expert left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.evidence.capped import capped
from appraisal.evidence.limits import MAX_CELL_FINDINGS
from appraisal.measure import PLATFORM
from appraisal.numbers import column, constant
from appraisal.numbers.digits import plain
from appraisal.panels.ballot import CRITERION, EXPERT, EXPERTS, MARK, ROW
from appraisal.panels.ranges import out_of_range
from appraisal.schema.pointer import listed
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraisal.evidence import Table
    from appraisal.measure import Measures
    from appraisal.panels.ballot import Ballot


def recused(ballot: Ballot) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows of experts for a platform of their own institution, and what is said of them."""
    panel, table = ballot.panel, ballot.table
    rows = ballot.frame.filter(pl.col("own").fill_null(value=False))
    refuses = panel.recusal == "refuse"
    # What an expert says of a platform is told once, not for each criterion.
    first = rows.group_by(PLATFORM, EXPERT, maintain_order=True).agg(pl.col(ROW, "expert").first())
    names = dict(first.select(ROW, "expert").iter_rows())

    def finding(row: int) -> Finding:
        message = text(
            "{panel}: {expert} belongs to the institution of this platform.", panel=panel.title, expert=names[row]
        )
        fix = (
            text("Take the marks of this expert for this platform out.") if refuses else text("The marks do not count.")
        )
        severity = Severity.ERROR if refuses else Severity.NOTICE
        place, platform = table.place(row, EXPERT), table.platform_id(row)
        return Finding("panel|own_institution", message, fix, severity, place, platform, table.shown(row, EXPERT))

    return rows, capped(first[ROW].to_list(), MAX_CELL_FINDINGS, finding)


def faulty(ballot: Ballot, measures: Measures) -> tuple[pl.DataFrame, list[Finding]]:
    """The platforms (each once) of which a mark is none, or an expert left one out, and what is said of each row."""
    panel, table = ballot.panel, ballot.table
    found: list[Finding] = []
    bad: list[pl.DataFrame] = []
    for one in panel.criteria.values():
        rows = ballot.of(one.id)
        wide = column(MARK, *_written(table), table.schema.columns[MARK].scale)
        high = rows.filter(wide.compare(">", constant(one.full_mark)) | wide.compare("<", constant(0)))
        found += _told(table, high, "panel|mark", lambda _, one=one: _too_high(table, one.title, plain(one.full_mark)))
        outside, more = out_of_range(ballot, rows.join(high, on=ROW, how="anti"), one, measures)
        found += more
        bad += [high.select(PLATFORM), outside.select(PLATFORM)]
    left_out, more = _left_out(ballot)
    return pl.concat([*bad, left_out]).unique(), [*found, *more]


def unknown_codes(ballot: Ballot, tables: Mapping[str, Table]) -> list[Finding]:
    """The experts and platforms without a code: whether an expert marks the own institution cannot be seen."""
    unseen = ballot.frame.filter(pl.col("own").is_null())
    found: list[Finding] = []
    for name, key, code in ((EXPERTS, EXPERT, "institution_code"), ("platforms", PLATFORM, "entity_code")):
        if name not in tables:
            continue
        table = tables[name]
        rows = table.frame.with_row_index(ROW).filter(pl.col(code).is_null())
        lacking = rows.join(unseen.select(key), on=key, how="semi").sort(key)
        found += capped(
            lacking[ROW].to_list(),
            MAX_CELL_FINDINGS,
            lambda row, table=table, code=code: _unseen(ballot, table, row, code),
        )
    return found


def _written(table: Table) -> tuple[int, int]:
    stated = table.schema.columns[MARK]
    return stated.low, stated.high


def _told(table: Table, rows: pl.DataFrame, code: str, words: Callable[[int], tuple[Text, Text]]) -> list[Finding]:
    def finding(row: int) -> Finding:
        message, fix = words(row)
        place, platform = table.place(row, MARK), table.platform_id(row)
        return Finding(code, message, fix, place=place, platform_id=platform, value=table.shown(row, MARK))

    return capped(rows[ROW].to_list(), MAX_CELL_FINDINGS, finding)


def _too_high(table: Table, title: object, full: str) -> tuple[Text, Text]:
    message = text(
        "{column}: {title} is marked from 0 to {full}.", column=table.schema.columns[MARK].label, title=title, full=full
    )
    return message, text("Ask the expert, and correct the mark.")


def _left_out(ballot: Ballot) -> tuple[pl.DataFrame, list[Finding]]:
    """The platforms of which an expert marked some criteria and not others."""
    panel, table = ballot.panel, ballot.table
    each = ballot.frame.group_by(PLATFORM, EXPERT, maintain_order=True).agg(pl.col(ROW, "expert").first(), CRITERION)
    partial = each.filter(pl.col(CRITERION).list.n_unique() < len(panel.criteria))
    given = {
        row: (expert, set(criteria)) for row, expert, criteria in partial.select(ROW, "expert", CRITERION).iter_rows()
    }

    def finding(row: int) -> Finding:
        expert, criteria = given[row]
        absent = listed(one.title for one in panel.criteria.values() if one.id not in criteria)
        message = text("{panel}: {expert} did not mark {criteria}.", panel=panel.title, expert=expert, criteria=absent)
        fix = text(
            "Ask the expert for the mark; where there is none, take the others of this expert for the platform out."
        )
        place, platform = table.place(row, CRITERION), table.platform_id(row)
        return Finding(
            "panel|incomplete", message, fix, place=place, platform_id=platform, value=table.shown(row, EXPERT)
        )

    return partial.select(PLATFORM), capped(partial[ROW].to_list(), MAX_CELL_FINDINGS, finding)


def _unseen(ballot: Ballot, table: Table, row: int, code: str) -> Finding:
    message = text(
        "{panel}: {column} is empty, so that an expert of the platform's own institution cannot be told.",
        panel=ballot.panel.title,
        column=table.schema.columns[code].label,
    )
    fix = text("Fill in the code, or see to it that nobody marks the own institution.")
    return Finding(
        "panel|recusal_unknown", message, fix, Severity.WARNING, table.place(row, code), table.platform_id(row)
    )
