"""The ledger of the award fund: opening balance, outlays, awards, reserves, and a balance never below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.verdict import LedgerLine, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.oracle.evidence import Evidence
    from tests.oracle.scenario import Scenario


def ledger(
    scenario: Scenario, evidence: Evidence, opening: int | None, given: Iterable[str], reserved: int
) -> list[LedgerLine]:
    """The lines of the fund: ``given`` platforms in rank order, then so many reserved places."""
    awards = scenario.rules["awards"]
    fund, amount = awards["fund"], awards["amount_yuan"]
    balance = scenario.rules["funds"][fund]["total_yuan"] if opening is None else opening
    payments = [("outlay", reference, paid) for reference, paid in _outlays(evidence, fund, scenario.year)]
    payments += [("award", platform, amount) for platform in given]
    payments += [("reserve", "", amount)] * reserved
    lines = [LedgerLine(fund, "opening", "", balance, balance)]
    for kind, reference, paid in payments:
        balance -= paid
        lines.append(LedgerLine(fund, kind, reference, paid, balance))
    if any(line.balance < 0 for line in lines):
        message = f"fund {fund} would fall below zero"
        raise Refused(message)
    return lines


def _outlays(evidence: Evidence, fund: str, year: int) -> list[tuple[str, int]]:
    """The fund's other payments of the scenario's year, by date and line."""
    rows = [row for row in evidence.table("ledger").rows if row["fund"] == fund and row["date"].year == year]
    rows.sort(key=lambda row: (row["date"], row["line_id"]))
    return [(row["line_id"], row["amount_yuan"]) for row in rows]
