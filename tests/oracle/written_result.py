"""A result folder written from a verdict, so that the comparison itself can be tested."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.oracle.compare import fact_state
from tests.oracle.marks import ADJUSTMENTS, ROOT, TOTAL_CAP
from tests.oracle.result_files import fixed, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.oracle.verdict import Verdict

DIGITS = 12
NUMBER = pa.decimal128(38, DIGITS)
#: What the composite is rounded from.
PARTS = (ROOT, ADJUSTMENTS, TOTAL_CAP)


def write_result(verdict: Verdict, folder: Path) -> None:
    """Every table that the comparison reads."""
    folder.mkdir(parents=True)
    _parquet(folder / "measures.parquet", _measures(verdict), ("numerator", "denominator", "low", "high"))
    _parquet(folder / "scores.parquet", _scores(verdict), ("mark", "full_mark", "weight", "contribution"))
    _csv(folder / "gates.csv", "platform_id,gate,clause,numerator,denominator,required,outcome", [
        (*key, "", "", "", "", outcome) for key, outcome in verdict.gates.items()
    ])  # fmt: skip
    _csv(folder / "cohort.csv", "node,place,group,value,platforms", [
        (node, f"$.index.nodes.{node}.{place}", "", plain(value), "")
        for (node, place), value in verdict.cohort_numbers.items()
    ])  # fmt: skip
    _csv(folder / "ranks.csv", "platform_id,scope,rank,of", [(*key, *rank) for key, rank in verdict.ranks.items()])
    _ledger(verdict, folder)
    _csv(folder / "payments.csv", "sheet,part,platform_id,due_yuan,received_yuan,amount_yuan,state", [
        (*key, *line) for key, line in verdict.payments.items()
    ])  # fmt: skip
    _csv(folder / "received.csv", "platform_id,entity_code,sheet,year,amount_yuan", verdict.received)
    _csv(folder / "coverage.csv", "city,county,town,registered,platforms,passing,target,met", [
        tuple(plain(cell) for cell in row) for row in verdict.coverage
    ])  # fmt: skip
    _ranking(verdict, folder)
    _awards(verdict, folder)


def _measures(verdict: Verdict) -> list[dict[str, object]]:
    numbers: list[dict[str, object]] = [
        {
            "platform_id": platform,
            "indicator": indicator,
            **{name: _decimal(getattr(one, name)) for name in ("numerator", "denominator", "low", "high")},
            "text": "",
            "state": one.state,
            "stage": one.stage,
        }
        for (platform, indicator), one in verdict.measures.items()
    ]
    texts: list[dict[str, object]] = [
        {
            "platform_id": platform,
            "indicator": source,
            "text": plain(cell),
            "state": fact_state(verdict, platform, cell),
        }
        for (platform, source), cell in verdict.facts.items()
    ]
    return [*numbers, *texts]


def _scores(verdict: Verdict) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for (platform, name), mark in verdict.marks.items():
        node = verdict.nodes[name]
        row = {"platform_id": platform, "node": name, "parent": node.parent, "kind": node.kind, "weight": None}
        bounds = verdict.marks.get((platform, f"{name}.cap"), Fraction(0))
        shown = _decimal(mark) if name == f"{ROOT}.cap" else None
        numbers = {"mark": _decimal(mark), "full_mark": None if node.full_mark is None else _decimal(node.full_mark)}
        rows.append({**row, **numbers, "contribution": _decimal(mark - bounds) if name in PARTS else shown})
    for platform, composite in verdict.composites.items():
        rest = _decimal(composite - sum(verdict.marks.get((platform, one), 0) for one in PARTS))
        row = {"platform_id": platform, "node": "rounding", "parent": "index", "kind": "rounding"}
        rows.append({**row, "weight": None, "mark": rest, "full_mark": None, "contribution": rest})
    return rows


def _ranking(verdict: Verdict, folder: Path) -> None:
    last = sorted(set(verdict.status) - set(verdict.ranking))
    rows = []
    for one in [*verdict.ranking, *last]:
        row, composite, state = verdict.register[one], verdict.composites.get(one), verdict.awards[one]
        rows.append((
            verdict.ranks.get((one, "province"), ("",))[0], one, row.name, row.city, row.town,
            "" if composite is None else fixed(composite, verdict.total_digits), verdict.grade[one],
            verdict.award_yuan(one), state, verdict.status[one],
        ))  # fmt: skip
    header = "rank,platform_id,name,city,town,composite,grade,award_yuan,award_state,status"
    _csv(folder / "ranking.csv", header, rows)


def _awards(verdict: Verdict, folder: Path) -> None:
    rows, place = [], 0
    for one in verdict.award_order:
        is_given = verdict.awards[one] == "given"
        place += is_given
        row, rank = verdict.register[one], verdict.ranks.get((one, "province"), ("",))[0]
        composite = fixed(verdict.composites[one], verdict.total_digits)
        names = (one, row.name, row.city, row.town, row.entity_code)
        amount = verdict.award_yuan(one)
        rows.append((place if is_given else "", rank, *names, composite, amount, verdict.awards[one]))
    header = "place,rank,platform_id,name,city,town,entity_code,composite,amount_yuan,state"
    _csv(folder / "awards.csv", header, rows)


def _ledger(verdict: Verdict, folder: Path) -> None:
    rows: list[list[Any]] = []
    for one in verdict.ledger:
        amount = one.amount if one.kind == "opening" else -one.amount
        number = sum(row[0] == one.fund for row in rows) + 1
        rows.append([one.fund, number, one.kind, one.reference, "", amount, one.balance, ""])
    _csv(folder / "ledger.csv", "fund,line,kind,reference,date,amount_yuan,balance_yuan,clause", rows)


def _csv(path: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _parquet(path: Path, rows: list[dict[str, object]], numbers: tuple[str, ...]) -> None:
    names = rows[0] if rows else {"platform_id": None}
    schema = pa.schema([(name, NUMBER if name in numbers else pa.string()) for name in names])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def _decimal(number: Fraction | None) -> Decimal | None:
    return None if number is None else Decimal(fixed(number, DIGITS))
