"""The ledger of a fund: opening balance, other outlays, awards, reserve; it can never go below zero."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    rules: Rules, year: int, opening: Mapping[str, int], outlays: pl.DataFrame | None, awarded: Awarded
) -> tuple[pl.DataFrame, list[Finding]]:
    """Every line of each fund with its balance; a balance below zero is an error."""
    rows, findings = [], []
    for fund in rules.funds.values():
        balance = opening.get(fund.id, fund.total_yuan)
        rows.append((fund.id, 1, "opening", None, None, balance, balance, fund.clause))
        lines = [
            *_outlays(outlays, fund.id, year),
            *(_awards(rules, awarded) if rules.awards and rules.awards.fund == fund.id else []),
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
    given = awarded.frame.filter(pl.col("state") == "given")["platform_id"].to_list()
    lines: list[_Line] = [("award", platform, None, rule.amount_yuan, rule.clause) for platform in given]
    reserve: _Line = ("reserve", None, None, awarded.reserved * rule.amount_yuan, rule.clause)
    return [*lines, reserve] if awarded.reserved else lines
