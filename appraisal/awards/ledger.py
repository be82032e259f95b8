"""The ledger of a fund: opening balance, other outlays, awards, reserve; it can never go below zero."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.awards.awarded import Awarded
    from appraisal.model.rules import Rules

LEDGER = {
    "fund": pl.String,
    "line": pl.Int64,
    "kind": pl.String,
    "reference": pl.String,
    "date": pl.Date,
    "amount_yuan": pl.Int64,
    "balance_yuan": pl.Int64,
    "clause": pl.String,
}
_Line = tuple[str, str | None, date | None, int, str | None]


def ledger(
    rules: Rules,
    year: int,
    opening: Mapping[str, int],
    outlays: pl.DataFrame | None,
    awarded: Awarded,
    payments: pl.DataFrame,
) -> tuple[pl.DataFrame, list[Finding]]:
    """Every line of each fund with its balance; a balance below zero is an error. ``payments`` are the money sheets."""
    rows, findings = [], []
    for fund in rules.funds.values():
        balance = opening.get(fund.id, fund.total_yuan)
        rows.append((fund.id, 1, "opening", None, None, balance, balance, fund.clause))
        lines = [
            *_outlays(outlays, fund.id, year),
            *(_awards(rules, awarded) if rules.awards and rules.awards.fund == fund.id else []),
            *_payments(rules, fund.id, payments),
        ]
        for number, (kind, reference, day, amount, clause) in enumerate(lines, start=2):
            balance -= amount
            rows.append((fund.id, number, kind, reference, day, -amount, balance, clause))
        if balance < 0:
            findings.append(
                Finding(
                    "ledger|below_zero",
                    text(
                        "The fund {title} would be overdrawn by {short} yuan.", title=fund.title, short=f"{-balance:,}"
                    ),
                    text("Reduce the outlays or the places, or correct the opening balance; no result is written."),
                    place=Place(file="ledger"),
                    value=str(balance),
                )
            )
    return pl.DataFrame(rows, schema=LEDGER, orient="row"), findings


def _outlays(outlays: pl.DataFrame | None, fund: str, year: int) -> list[_Line]:
    if outlays is None:
        return []
    mine = outlays.filter((pl.col("fund") == fund) & (pl.col("date").dt.year() == year)).sort("date", "line_id")
    return [
        ("outlay", line, day, amount, None)
        for line, day, amount in mine.select("line_id", "date", "amount_yuan").iter_rows()
    ]


def _awards(rules: Rules, awarded: Awarded) -> list[_Line]:
    rule = rules.awards
    assert rule is not None
    given = awarded.frame.filter(pl.col("state") == "given").select("platform_id", "amount_yuan").iter_rows()
    lines: list[_Line] = [("award", platform, None, amount, rule.clause) for platform, amount in given]
    reserve: _Line = ("reserve", None, None, awarded.reserved_yuan, rule.clause)
    return [*lines, reserve] if awarded.reserved else lines


def _payments(rules: Rules, fund: str, payments: pl.DataFrame) -> Iterator[_Line]:
    """What each money sheet pays from a fund, then what its undecided platforms may cost."""
    for sheet in rules.payments:
        if sheet.fund != fund:
            continue
        mine = payments.filter(pl.col("sheet") == sheet.id)
        for platform, amount in (
            mine.filter(pl.col("state") == "given").select("platform_id", "amount_yuan").iter_rows()
        ):
            yield "payment", f"{sheet.id} {platform}", None, amount, sheet.clause
        waiting = mine.filter(pl.col("state") == "open")
        if waiting.height:
            yield "reserve", sheet.id, None, int(waiting["amount_yuan"].sum()), sheet.clause
