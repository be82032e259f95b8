"""A verdict held against the files of a result folder, cell by cell."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.marks import ROOT
from tests.oracle.result_files import Rows, csv_rows, differing, differing_order, exact, fixed, parquet_rows, plain

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.verdict import Verdict

#: The id of the line in scores.parquet that carries the rounding of the composite.
ROUNDING = "rounding"


def difference(verdict: Verdict, result_folder: Path) -> list[str]:
    """One sentence per differing cell, row or order; none if the result says what the oracle says."""
    return [
        *_measures(verdict, result_folder),
        *_scores(verdict, result_folder),
        *_gates(verdict, result_folder),
        *_ranking(verdict, result_folder),
        *_ranks(verdict, result_folder),
        *_awards(verdict, result_folder),
        *_ledger(verdict, result_folder),
        *_coverage(verdict, result_folder),
    ]


def _measures(verdict: Verdict, folder: Path) -> list[str]:
    numbers = ("numerator", "denominator", "low", "high")
    expected: Rows = {
        key: {
            "state": measure.state,
            **{name: plain(getattr(measure, name)) for name in numbers},
            "stage": measure.stage or "",
        }
        for key, measure in verdict.measures.items()
    }
    return differing(
        "measures.parquet", expected, parquet_rows(folder / "measures.parquet"), ("platform_id", "indicator")
    )


def _scores(verdict: Verdict, folder: Path) -> list[str]:
    expected: Rows = {}
    for (platform, name), mark in verdict.marks.items():
        node = verdict.nodes[name]
        text = fixed(mark, verdict.leaf_digits)
        expected[platform, name] = {
            "parent": node.parent or "",
            "kind": node.kind,
            "mark": text,
            "full_mark": "" if node.full_mark is None else exact(node.full_mark),
            "contribution": "" if node.kind == "group" else text,
        }
    digits = max(verdict.leaf_digits, verdict.total_digits)
    for platform, composite in verdict.composites.items():
        text = fixed(composite - verdict.marks[platform, ROOT], digits)
        line = {"parent": ROOT, "kind": ROUNDING, "mark": text, "contribution": text}
        expected[platform, ROUNDING] = line
    found = [_with_digits(row, verdict) for row in parquet_rows(folder / "scores.parquet")]
    return differing("scores.parquet", expected, found, ("platform_id", "node"))


def _with_digits(row: dict[str, str], verdict: Verdict) -> dict[str, str]:
    """A row of scores with the declared number of decimals; a number that has more keeps them and so differs."""
    digits = verdict.leaf_digits
    if row["kind"] == ROUNDING:
        digits = max(digits, verdict.total_digits)
    declared = {name: fixed(Fraction(row[name]), digits) for name in ("mark", "contribution") if row[name]}
    return row | declared


def _gates(verdict: Verdict, folder: Path) -> list[str]:
    expected: Rows = {key: {"outcome": outcome} for key, outcome in verdict.gates.items()}
    return differing("gates.csv", expected, csv_rows(folder / "gates.csv"), ("platform_id", "gate"))


def _ranking(verdict: Verdict, folder: Path) -> list[str]:
    expected: Rows = {}
    for platform, status in verdict.status.items():
        composite = verdict.composites.get(platform)
        given = verdict.awards[platform] == "given"
        expected[platform,] = {
            "rank": _rank(verdict, platform),
            "name": verdict.register[platform].name,
            "city": verdict.register[platform].city,
            "town": verdict.register[platform].town,
            "composite": "" if composite is None else fixed(composite, verdict.total_digits),
            "grade": verdict.grade[platform],
            "award_yuan": str(verdict.amount_yuan if given else 0),
            "award_state": verdict.awards[platform],
            "status": status,
        }
    found = [row | {"award_yuan": row["award_yuan"] or "0"} for row in csv_rows(folder / "ranking.csv")]
    first = [row["platform_id"] for row in found][: len(verdict.ranking)]
    return [
        *differing("ranking.csv", expected, found, ("platform_id",)),
        *differing_order("ranking.csv", verdict.ranking, first),
    ]


def _rank(verdict: Verdict, platform: str) -> str:
    rank = verdict.ranks.get((platform, verdict.rank_scope))
    return str(rank[0]) if rank else ""


def _ranks(verdict: Verdict, folder: Path) -> list[str]:
    expected: Rows = {key: {"rank": str(rank), "of": str(of)} for key, (rank, of) in verdict.ranks.items()}
    return differing("ranks.csv", expected, csv_rows(folder / "ranks.csv"), ("platform_id", "scope"))


def _awards(verdict: Verdict, folder: Path) -> list[str]:
    expected: Rows = {}
    place = 0
    for platform in verdict.award_order:
        state, row = verdict.awards[platform], verdict.register[platform]
        place += state == "given"
        expected[platform,] = {
            "place": str(place) if state == "given" else "",
            "rank": _rank(verdict, platform),
            "name": row.name,
            "city": row.city,
            "town": row.town,
            "entity_code": row.entity_code,
            "composite": fixed(verdict.composites[platform], verdict.total_digits),
            "amount_yuan": str(verdict.amount_yuan if state == "given" else 0),
            "state": state,
        }
    found = csv_rows(folder / "awards.csv")
    return [
        *differing("awards.csv", expected, found, ("platform_id",)),
        *differing_order("awards.csv", verdict.award_order, [row["platform_id"] for row in found]),
    ]


def _ledger(verdict: Verdict, folder: Path) -> list[str]:
    """The ledger as the file has it: payments with a minus, all reserved places in one line."""
    lines = [line for line in verdict.ledger if line.kind != "reserve"]
    reserves = [line for line in verdict.ledger if line.kind == "reserve"]
    if reserves:
        lines.append(reserves[-1]._replace(amount=sum(line.amount for line in reserves)))
    expected: Rows = {
        (line.fund, str(number)): {
            "kind": line.kind,
            "reference": line.reference,
            "amount_yuan": str(line.amount if line.kind == "opening" else -line.amount),
            "balance_yuan": str(line.balance),
        }
        for number, line in enumerate(lines, start=1)
    }
    return differing("ledger.csv", expected, csv_rows(folder / "ledger.csv"), ("fund", "line"))


def _coverage(verdict: Verdict, folder: Path) -> list[str]:
    counts = ("registered", "platforms", "passing", "target", "met")
    expected: Rows = {
        (row.city, row.county, row.town): {name: plain(getattr(row, name)) for name in counts}
        for row in verdict.coverage
    }
    return differing("coverage.csv", expected, csv_rows(folder / "coverage.csv"), ("city", "county", "town"))
