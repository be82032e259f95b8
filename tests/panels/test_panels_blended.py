"""Data and experts in one total: 40 parts of data, 60 of what the panel gave, rounded once."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import appraisal
from tests.check_characters import organisation_check
from tests.oracle import judge
from tests.oracle.compare import difference, said_marks
from tests.small_rules import composites, leaf, rules, written

if TYPE_CHECKING:
    from pathlib import Path

INSTITUTION = "45591234" + organisation_check("45591234")
PANEL = {
    "title": "专家评审",
    "criteria": {"plan": {"title": "方案", "full_mark": 100}},
    "trim": {"highest": 1, "lowest": 1},
    "minimum": 3,
    "recusal": "refuse",
}
DATA = {"A": 80, "B": 70}
GIVEN = {"A": (60, 71, 72, 74, 100), "B": (10, 81, 82, 85, 90)}


def test_forty_parts_of_data_and_sixty_of_experts_with_the_extremes_left_out(tmp_path: Path) -> None:
    nodes = {"data": leaf("x", 100, weight=40), "experts": leaf("panels.main", 100, weight=60)}
    document = rules(nodes, panels={"main": PANEL})
    document["index"] |= {"combine": "mean", "full_mark": 100}
    folder = written(tmp_path, document, {name: {"x": mark} for name, mark in DATA.items()})
    experts = [f"E{number},专{number},{INSTITUTION},某院" for number in range(5)]
    marks = [f"main,{name},E{at},plan,{mark}" for name, row in GIVEN.items() for at, mark in enumerate(row)]
    for table, header, lines in (
        ("experts", "expert_id,name,institution_code,institution", experts),
        ("panel_marks", "panel,platform_id,expert_id,criterion,mark", marks),
    ):
        path = folder / "evidence" / f"{table}.csv"
        path.write_text("\n".join([header, *lines, ""]), encoding="utf-8", newline="")
    stated = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    stated["evidence"] |= {name: {"path": f"evidence/{name}.csv"} for name in ("experts", "panel_marks")}
    (folder / "scenario.json").write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")

    result = appraisal.appraise(appraisal.load_scenario(str(folder)))
    # 0.4 × 80 + 0.6 × (71 + 72 + 74) ÷ 3, the leaf of the experts rounded to the fourth decimal.
    assert composites(result) == {name: _blended(name) for name in DATA}
    assert composites(result)["A"] == Decimal("75.4000")
    out = tmp_path / "result"
    appraisal.write_result(result, out)
    assert difference(judge(folder, [folder / "plugins"], said=said_marks(out)), out) == []


def _blended(platform: str) -> Decimal:
    kept = sorted(GIVEN[platform])[1:-1]
    mean = _rounded(Fraction(sum(kept), len(kept)))
    return _rounded((40 * Fraction(DATA[platform]) + 60 * Fraction(mean)) / 100)


def _rounded(number: Fraction) -> Decimal:
    return (Decimal(number.numerator) / number.denominator).quantize(Decimal("0.0001"), ROUND_HALF_UP)
