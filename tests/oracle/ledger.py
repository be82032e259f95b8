"""The ledger of the funds: opening balance, outlays, awards, payments, reserves, and a balance never below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.money import reserve_of
from tests.oracle.verdict import LedgerLine, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.oracle.evidence import Evidence
    from tests.oracle.judgement import Case

#: Kind, reference and yuan.
Spent = tuple[str, str, int]


def ledger(case: Case, opening: Mapping[str, int], reserved: int) -> list[LedgerLine]:
    """The lines of every fund; ``reserved`` places of the awards are still open."""
    lines = []
    for fund, stated in case.scenario.rules.get("funds", {}).items():
        balance = opening.get(fund, stated["total_yuan"])
        lines.append(LedgerLine(fund, "opening", "", balance, balance))
        for kind, reference, paid in _spent(case, fund, reserved):
            balance -= paid
            lines.append(LedgerLine(fund, kind, reference, paid, balance))
        if balance < 0:
            message = f"fund {fund} would fall below zero"
            raise Refused(message)
    return lines


def _spent(case: Case, fund: str, reserved: int) -> Iterator[Spent]:
    rules, payments = case.scenario.rules, case.verdict.payments
    for reference, paid in _outlays(case.evidence, fund, case.scenario.year):
        yield "outlay", reference, paid
    if "awards" in rules and rules["awards"]["fund"] == fund:
        lines = {key: line for key, line in payments.items() if key[0] == "awards"}
        for (_, _, platform), line in lines.items():
            if line.state == "given":
                yield "award", platform, line.amount
        if reserved:
            yield "reserve", "", reserve_of(case, lines, reserved)
    for name, sheet in rules.get("payments", {}).items():
        if sheet.get("fund") != fund:
            continue
        mine = {key[2]: line for key, line in payments.items() if key[0] == name}
        for platform, line in sorted(mine.items()):
            if line.state == "given":
                yield "payment", f"{name} {platform}", line.amount
        waiting = [line.amount for line in mine.values() if line.state == "open"]
        if waiting:
            yield "reserve", name, sum(waiting)


def _outlays(evidence: Evidence, fund: str, year: int) -> list[tuple[str, int]]:
    """The fund's other payments of the scenario's year, by date and line."""
    rows = [row for row in evidence.table("ledger").rows if row["fund"] == fund and row["date"].year == year]
    rows.sort(key=lambda row: (row["date"], row["line_id"]))
    return [(row["line_id"], row["amount_yuan"]) for row in rows]
