"""Published systems as JSON alone: no code, worked examples at every edge, open points stated in the rules."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import appraisal
from appraisal import paths
from appraisal.errors import Refused
from appraisal.model.curve import Curve, ends
from appraisal.scenario import find_scenario, new_scenario, shipped_scenarios, stated_rules
from tests.conftest import official

GROUP = paths.scenarios() / "published"
NAMES = [name for name in shipped_scenarios() if name.startswith("published/")]
PUBLISHED = {
    "sci-tech-sme-2017",
    "innovative-sme-2022",
    "hnte-2008",
    "taizhou-bay-2023",
    "beijing-erc",
    "guangdong-2012-money",
}


def marks(name: str, platform: str) -> dict[str, Decimal]:
    rows = official(f"published/{name}").tables["scores"].filter(pl.col("platform_id") == platform)
    return dict(rows.select("node", "mark").iter_rows())


def ranked(name: str) -> dict[str, tuple[Decimal, str]]:
    rows = official(f"published/{name}").tables["ranking"].select("platform_id", "composite", "grade")
    return {platform: (composite, grade) for platform, composite, grade in rows.iter_rows()}


def test_the_published_systems_are_a_group_of_their_own() -> None:
    assert {name.partition("/")[2] for name in NAMES} >= PUBLISHED
    # The bare name leads there too, as a result knows its scenario by that.
    assert find_scenario("beijing-erc") == find_scenario("published/beijing-erc") == GROUP / "beijing-erc"
    with pytest.raises(Refused):
        find_scenario("published/2014")


def test_a_scenario_of_ones_own_extends_a_published_one(tmp_path: Path) -> None:
    folder, document = new_scenario("published/beijing-erc", tmp_path / "mine")
    assert document["extends"] == "beijing-erc"
    assert appraisal.load_scenario(str(folder)).rules.id == "beijing-erc"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_json_and_evidence_stands_there(name: str) -> None:
    files = [path for path in (paths.scenarios() / name).rglob("*") if path.is_file() and "expected" not in path.parts]
    assert {path.suffix for path in files} == {".json", ".csv"}


def edges_of(shape: Any) -> set[Decimal]:
    """Where the mark of a curve changes its way."""
    return {
        end
        for one in ends(shape)
        if isinstance(one, Curve)
        for piece in one.pieces
        for end in (piece.over.low, piece.over.high)
        if end is not None
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_edge_of_each_curve_is_met_at_just_below_and_just_above(name: str) -> None:
    scenario, result = appraisal.load_scenario(name), official(name)
    scales = {one.indicator.id: one.indicator.scale for one in scenario.compiled}
    rows = result.tables["measures"].filter(pl.col("state") == "measured")
    values: dict[str, set[Fraction]] = {}
    for source, low, bottom in rows.select("indicator", "low", "denominator").iter_rows():
        values.setdefault(source, set()).add(Fraction(low) * scales.get(source, 1) / Fraction(bottom))
    for leaf in scenario.rules.leaves:
        if leaf.source.startswith("panels."):
            continue  # what experts choose
        have, edges = values[leaf.source], sorted(edges_of(leaf.curve))
        if have == {0, 1}:
            continue  # yes or no
        for at, edge in enumerate(edges):
            below, above = edges[at - 1] if at else None, edges[at + 1] if at + 1 < len(edges) else None
            assert Fraction(edge) in have, (leaf.id, edge)
            # Nobody passes the full mark of an expert.
            assert (
                edge == 100
                or any(value > edge and (above is None or value < above) for value in have)
                or _whole(edge, above)
            ), leaf.id
            # Counts and shares have nothing below zero.
            assert (
                not edge
                or any(value < edge and (below is None or value > below) for value in have)
                or _whole(below, edge)
            ), (leaf.id, edge)


def _whole(low: Decimal | None, high: Decimal | None) -> bool:
    """No count lies between two whole numbers that follow each other; the next edge is the neighbour."""
    return low is not None and high is not None and high - low == 1


def test_a_total_of_sixty_is_not_enough_without_a_mark_for_staff() -> None:
    grades = ranked("sci-tech-sme-2017")
    by_mark = {
        one: (marks("sci-tech-sme-2017", one)["staff_score"], *grades[one]) for one in ("F43", "F44", "F45", "F46")
    }
    assert by_mark == {
        "F43": (0, 80, "fail"),
        "F44": (4, 60, "pass"),
        "F45": (12, 58, "fail"),
        "F46": (12, 62, "pass"),
    }


def test_the_better_of_two_ratios_counts() -> None:
    # 30,000,000 of research in a firm without sales: no ratio to sales, 30 % of its cost.
    found = marks("sci-tech-sme-2017", "F47")
    assert (found["by_sales"], found["by_cost"], found["rd_score"]) == (0, 50, 50)


def test_each_requirement_on_size_is_met_at_its_edge_and_not_beyond() -> None:
    gates = official("published/sci-tech-sme-2017").tables["gates"].filter(pl.col("gate") == "size")
    failed = set(gates.filter(pl.col("outcome") == "fail")["platform_id"])
    assert failed == {"F32", "F35", "F38"}  # 501 people, and one yuan too much of sales and of assets


def test_floors_of_groups_hold_beside_the_total_and_direct_conditions_beside_both() -> None:
    found = ranked("innovative-sme-2022")
    groups = {one: marks("innovative-sme-2022", one) for one in found}
    for one, (composite, grade) in found.items():
        reached = all(
            groups[one][name] >= floor for name, floor in (("innovation", 20), ("growth", 15), ("specialisation", 15))
        )
        direct = one in {"F34", "F35", "F36", "F38", "F39"}
        assert grade == ("pass" if direct or (composite >= 60 and reached) else "fail"), one
    floor_alone = [one for one, (composite, grade) in found.items() if composite >= 60 and grade == "fail"]
    assert len(floor_alone) >= 3
    # New financing of 4,999,999, 5,000,000 and 5,000,001 yuan.
    assert [found[one][1] for one in ("F37", "F38", "F39")] == ["fail", "pass", "pass"]


def test_bonuses_have_caps_inside_a_cap() -> None:
    rows = {one: marks("taizhou-bay-2023", one) for one in ("TZ01", "TZ94", "TZ95", "TZ96", "TZ98")}
    parts = ("bonus_firms", "bonus_talents", "bonus_engineers", "bonus_teams", "bonus.cap", "bonus")
    assert {one: [found[part] for part in parts] for one, found in rows.items()} == {
        "TZ01": [0, 0, 0, 0, 0, 0],
        "TZ94": [12, 12, 12, 12, 0, 48],
        "TZ95": [15, 15, 15, 15, -10, 50],
        "TZ96": [15, 15, 15, 0, 0, 45],
        "TZ98": [15, 15, 15, 6, -1, 50],
    }


def test_thirty_weights_of_three_headings_add_up_to_a_hundred() -> None:
    index = stated_rules("published/beijing-erc")["index"]
    parts = {name: [leaf["full_mark"] for leaf in group["nodes"].values()] for name, group in index["nodes"].items()}
    assert {name: sum(marks) for name, marks in parts.items()} == {"capability": 35, "output": 45, "governance": 20}
    assert sum(map(len, parts.values())) == 30


@pytest.mark.parametrize(
    ("name", "nodes"),
    [
        ("innovative-sme-2022", ["innovation.rd", "growth.sales", "growth.debt", "specialisation.main"]),
        ("sci-tech-sme-2017", ["rd_score"]),
        ("beijing-erc", ["capability", "output", "governance"]),
    ],
)
def test_what_the_document_leaves_open_is_said_in_the_rules(name: str, nodes: list[str]) -> None:
    index = stated_rules(f"published/{name}")["index"]
    for place in nodes:
        node = index
        for part in place.split("."):
            node = node["nodes"][part]
        assert node["note"]
        assert node["x-note-en"]


def test_a_note_is_read_where_the_rules_and_the_marks_are_explained() -> None:
    steps = {
        step.id: str(step.rule)
        for section in appraisal.explain(official("published/innovative-sme-2022"), "F01").sections
        for step in section.steps
    }
    assert "does not say to which band an edge belongs" in steps["debt"]


def test_an_expert_picks_inside_the_range_that_a_level_fixes() -> None:
    # The example of the guide: weight 20, level B, ratio 0.7.
    assert marks("hnte-2008", "F05")["management_level_score"] == 14
    # Level A begins at 6 items or with 1 invention patent, and leaves 24 to 30 marks.
    assert [marks("hnte-2008", one)["ip_score"] for one in ("F06", "F07", "F09")] == [Decimal("20.85"), 27, 27]


def test_each_level_of_a_range_is_met_at_just_below_and_just_above() -> None:
    measures = official("published/hnte-2008").tables["measures"].filter(pl.col("state") == "measured")
    values: dict[str, set[Fraction]] = {}
    for source, low, bottom in measures.select("indicator", "low", "denominator").iter_rows():
        values.setdefault(source, set()).add(Fraction(low) / Fraction(bottom))
    for criterion in stated_rules("published/hnte-2008")["panels"]["review"]["criteria"].values():
        have, bands = values[criterion["range"]["of"]], criterion["range"]["bands"]
        edges = sorted({Fraction(edge) for band in bands for edge in band["when"].values()})
        for below, edge, above in zip([None, *edges], edges, [*edges[1:], None], strict=False):
            assert edge in have
            assert edge == 0 or any(value < edge and (below is None or value >= below) for value in have)
            assert edge == 5 or any(value > edge and (above is None or value <= above) for value in have)


def test_growth_is_the_mean_of_two_rates_or_of_the_years_there_are() -> None:
    measures = official("published/hnte-2008").tables["measures"].filter(pl.col("indicator") == "asset_growth")
    growth = {
        platform: None if low is None else Fraction(low) / Fraction(bottom)
        for platform, low, bottom in measures.select("platform_id", "low", "denominator").iter_rows()
    }
    # 1/2 (1.2 + 1.3) - 1; of two years 1.35 - 1; one year has no growth.
    assert (growth["F16"], growth["F17"], growth["F19"]) == (Fraction(1, 4), Fraction(7, 20), None)


def test_the_money_of_articles_13_and_20_stands_beside_the_marks() -> None:
    rows = official("published/guangdong-2012-money").tables["payments"]
    due = {
        (sheet, part, one): amount for sheet, part, one, amount in rows.select(*rows.columns[:3], "amount_yuan").rows()
    }
    # 10,000 yuan each since 2014, at most 200,000: for 12, 20 and 21 start-ups.
    assert [due["incubation", "amount", one] for one in ("M01", "M02", "M03")] == [120_000, 200_000, 200_000]
    assert [due.get(("demonstration", "amount", one)) for one in ("M01", "M02", "M05")] == [500_000, 300_000, None]
    # An income of 5,000,000 is exempt, of the 3,000,001 beyond it half is taxed; half a yuan is rounded up.
    assert [due["transfer", "taxable", one] for one in ("M01", "M02")] == [0, 1_500_001]
    assert set(rows.filter(sheet="transfer")["state"]) == {"stated"}
