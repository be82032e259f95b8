"""The published index of 51 countries, rebuilt from its raw numbers: what COINr computed, we compute."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import appraisal
from appraisal.matrix import Marking, begin
from tests.matrices import written

ASEM = Path(__file__).resolve().parents[2] / "shared" / "reference" / "asem"
METHODS = {"minmax0_100_arith": Marking(), "minmax1_100_geom": Marking(Decimal(1), "geometric")}
NEAR = Decimal("1e-9")

pytestmark = pytest.mark.skipif(not ASEM.is_dir(), reason="the reference data of ASEM are not beside the project")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _meta(weights: str, to: Path) -> Path:
    rows = _rows(ASEM / "complete_meta.csv")
    if weights == "uneven":
        uneven = {row["iCode"]: row["Weight"] for row in _rows(ASEM / "complete_weights_uneven.csv")}
        rows = [{**row, "Weight": uneven[row["iCode"]]} for row in rows]
    return written(to, [list(rows[0]), *(list(row.values()) for row in rows)])


@pytest.mark.parametrize("weights", ["equal", "uneven"])
@pytest.mark.parametrize("method", METHODS)
def test_scores_and_ranks_are_those_of_coinr_at_every_level_of_the_tree(
    method: str, weights: str, tmp_path: Path
) -> None:
    meta = _meta(weights, tmp_path / "meta.csv")
    made = begin(ASEM / "complete_raw.csv", meta, tmp_path / "asem", year=2018, marking=METHODS[method])
    result = appraisal.appraise(appraisal.load_scenario(str(made.folder)))
    scores = result.tables["scores"].select("platform_id", "node", "mark").iter_rows()
    marks = {(unit, node): mark for unit, node, mark in scores}
    for table in ("normalised.csv", f"scores_{weights}.csv"):
        for row in _rows(ASEM / method / table):
            for node, said in list(row.items())[1:]:
                assert abs(Decimal(said) - marks[row["uCode"], node.lower()]) <= NEAR, (row["uCode"], node)
    ranks = _rows(ASEM / method / f"ranks_{weights}.csv")
    assert len(ranks) == 51
    for node in list(ranks[0])[1:]:
        column = [marks[row["uCode"], node.lower()] for row in ranks]
        for row in ranks:
            assert int(row[node]) == 1 + sum(other > marks[row["uCode"], node.lower()] for other in column), node
    ours = dict(result.tables["ranking"].select("platform_id", "rank").iter_rows())
    assert ours == {row["uCode"]: int(row["Index"]) for row in ranks}
