"""A verdict held against the files of a result folder, cell by cell."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.marks import ADJUSTMENTS, ROOT, TOTAL_CAP
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
        *_cohort(verdict, result_folder),
        *_gates(verdict, result_folder),
        *_ranking(verdict, result_folder),
        *_ranks(verdict, result_folder),
        *_awards(verdict, result_folder),
        *_payments(verdict, result_folder),
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
    for (platform, source), cell in verdict.facts.items():
        expected[platform, source] = {"state": fact_state(verdict, platform, cell)}
    found = parquet_rows(folder / "measures.parquet")
    return differing("measures.parquet", expected, found, ("platform_id", "indicator"))


def fact_state(verdict: Verdict, platform: str, cell: object) -> str:
    """The state of a fact that a leaf marks."""
    if platform not in verdict.composites:
        return "not_submitted"
    return "missing" if cell is None else "measured"


def said_marks(result_folder: Path) -> dict[str, dict[str, Fraction]]:
    """The mark of every node before its bounds, by platform: what a result says of nodes whose value has no end."""
    return _before_bounds([row for row in parquet_rows(result_folder / "scores.parquet") if row["mark"]])


def _before_bounds(rows: list[dict[str, str]]) -> dict[str, dict[str, Fraction]]:
    said: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        said.setdefault(row["platform_id"], {})[row["node"]] = Fraction(row["mark"])
    for row in rows:
        if row["node"] == f"{row['parent']}.cap":
            said[row["platform_id"]][row["parent"]] -= Fraction(row["mark"])
    return said


def _scores(verdict: Verdict, folder: Path) -> list[str]:
    expected: Rows = {}
    for (platform, name), mark in verdict.marks.items():
        node = verdict.nodes[name]
        expected[platform, name] = {
            "parent": node.parent or "",
            "kind": node.kind,
            "mark": exact(mark),
        }
        if node.kind == "cap" or node.full_mark is not None:  # of an adjustment that says none it may be reckoned
            expected[platform, name]["full_mark"] = "" if node.full_mark is None else exact(node.full_mark)
    for platform, composite in verdict.composites.items():
        text = exact(composite - _unrounded(verdict, platform))
        line = {"parent": ROOT, "kind": ROUNDING, "mark": text, "contribution": text}
        expected[platform, ROUNDING] = line
    # A node without a mark has no line, or one that leaves the mark empty.
    found = [row for row in parquet_rows(folder / "scores.parquet") if row["mark"]]
    return [
        *differing("scores.parquet", expected, found, ("platform_id", "node")),
        *_contributions(verdict, found),
    ]


def _contributions(verdict: Verdict, rows: list[dict[str, str]]) -> list[str]:
    """A line contributes its mark before any bounds or nothing, and together they are the platform's composite."""
    sentences, sums, before = [], dict.fromkeys(verdict.composites, Fraction(0)), _before_bounds(rows)
    for row in rows:
        if row["contribution"] not in {"", exact(before[row["platform_id"]][row["node"]])}:
            sentences.append(f"scores.parquet, {row['platform_id']} {row['node']}: contributes not what its mark says.")
        sums[row["platform_id"]] = sums.get(row["platform_id"], Fraction(0)) + Fraction(row["contribution"] or 0)
    return sentences + [
        f"scores.parquet, {platform}: the contributions add up to {exact(total)!r}, not to the composite."
        for platform, total in sums.items()
        if total != verdict.composites.get(platform)
    ]


def _unrounded(verdict: Verdict, platform: str) -> Fraction:
    """What the composite is rounded from."""
    parts = (verdict.marks.get((platform, name), Fraction(0)) for name in (ROOT, ADJUSTMENTS, TOTAL_CAP))
    return sum(parts, Fraction(0))


def _cohort(verdict: Verdict, folder: Path) -> list[str]:
    """The numbers of the cohort that stand in curves; a place is read from the leaf on."""
    expected: Rows = {key: {"value": exact(value)} for key, value in verdict.cohort_numbers.items()}
    found = []
    for row in csv_rows(folder / "cohort.csv"):
        _, is_a_place, place = row["place"].partition(f".{row['node']}.curve")
        if is_a_place and row["value"]:
            found.append({"node": row["node"], "place": f"curve{place}", "value": exact(Fraction(row["value"]))})
    return differing("cohort.csv", expected, found, ("node", "place"))


def _gates(verdict: Verdict, folder: Path) -> list[str]:
    expected: Rows = {key: {"outcome": outcome} for key, outcome in verdict.gates.items()}
    return differing("gates.csv", expected, csv_rows(folder / "gates.csv"), ("platform_id", "gate"))


def _ranking(verdict: Verdict, folder: Path) -> list[str]:
    expected: Rows = {}
    for platform, status in verdict.status.items():
        composite = verdict.composites.get(platform)
        expected[platform,] = {
            "rank": _rank(verdict, platform),
            "name": verdict.register[platform].name,
            "city": verdict.register[platform].city,
            "town": verdict.register[platform].town,
            "composite": "" if composite is None else fixed(composite, verdict.total_digits),
            "grade": verdict.grade[platform],
            "award_yuan": str(verdict.award_yuan(platform)),
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
            "amount_yuan": str(verdict.award_yuan(platform)),
            "state": state,
        }
    found = csv_rows(folder / "awards.csv")
    return [
        *differing("awards.csv", expected, found, ("platform_id",)),
        *differing_order("awards.csv", verdict.award_order, [row["platform_id"] for row in found]),
    ]


def _payments(verdict: Verdict, folder: Path) -> list[str]:
    """The money sheets of the year, and all that was received."""
    expected: Rows = {
        key: {
            "due_yuan": str(line.due),
            "received_yuan": str(line.received),
            "amount_yuan": str(line.amount),
            "state": line.state,
        }
        for key, line in verdict.payments.items()
    }
    received: Rows = {
        (one.platform, one.sheet, str(one.year)): {"entity_code": one.entity, "amount_yuan": str(one.amount)}
        for one in verdict.received
    }
    return [
        *differing("payments.csv", expected, csv_rows(folder / "payments.csv"), ("sheet", "part", "platform_id")),
        *differing("received.csv", received, csv_rows(folder / "received.csv"), ("platform_id", "sheet", "year")),
    ]


def _ledger(verdict: Verdict, folder: Path) -> list[str]:
    """The ledger as the file has it: what is spent with a minus, the lines counted in each fund."""
    expected: Rows = {}
    number: dict[str, int] = {}
    for line in verdict.ledger:
        number[line.fund] = number.get(line.fund, 0) + 1
        expected[line.fund, str(number[line.fund])] = {
            "kind": line.kind,
            "reference": line.reference,
            "amount_yuan": str(line.amount if line.kind == "opening" else -line.amount),
            "balance_yuan": str(line.balance),
        }
    return differing("ledger.csv", expected, csv_rows(folder / "ledger.csv"), ("fund", "line"))


def _coverage(verdict: Verdict, folder: Path) -> list[str]:
    counts = ("registered", "platforms", "passing", "target", "met")
    expected: Rows = {
        (row.city, row.county, row.town): {name: plain(getattr(row, name)) for name in counts}
        for row in verdict.coverage
    }
    return differing("coverage.csv", expected, csv_rows(folder / "coverage.csv"), ("city", "county", "town"))
