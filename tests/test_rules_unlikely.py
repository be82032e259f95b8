"""Rules that this evidence makes unlikely are doubted when they are loaded, before anybody wins or fails by them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import appraisal
from appraisal.errors import Finding
from tests.small_rules import at_least, leaf, rules, written

Json = dict[str, Any]
AWARDS = {"grade": "all", "amount_yuan": 1, "per": "platform", "freed_place": "next", "fund": "f"}


def doubted(root: Path, document: Json, code: str, unit: str = "", **row: Any) -> list[Finding]:
    """The findings of one code; ``unit`` is that of x."""
    folder = written(root, document, {"A": {"x": 50, **row}})
    plugin = folder / "plugins" / "x" / "indicator.json"
    stated = {**json.loads(plugin.read_text(encoding="utf-8")), "unit": unit}
    plugin.write_text(json.dumps(stated), encoding="utf-8")
    found = appraisal.load_scenario(str(folder)).findings
    return [one for one in found if one.code == f"rules|{code}"]


@pytest.mark.parametrize(("city", "expected"), [("佛山市", 0), ("佛山", 1), ("仏山市", 1)])
def test_places_for_a_city_without_platforms_are_doubted_with_a_near_name(tmp_path, city, expected) -> None:
    places = {"by": "platforms.city", "of": {city: 3}, "otherwise": 1}
    document = rules(awards={**AWARDS, "places": places}, funds={"f": {"total_yuan": 100}})
    found = doubted(tmp_path, document, "group_empty")
    assert len(found) == expected
    assert all("佛山市" in str(one.fix) and one.place.pointer == f"$.awards.places.of.{city}" for one in found)


@pytest.mark.parametrize(("unit", "expected"), [("%", ["65"]), ("家", [])])
def test_a_percentage_that_is_required_as_a_fraction_is_doubted(tmp_path, unit, expected) -> None:
    found = doubted(tmp_path, rules(gates={"g": {"title": "占比", **at_least("x", 0.65)}}), "percent_as_fraction", unit)
    assert [one.fix.facts["percent"] for one in found] == expected


@pytest.mark.parametrize(("edges", "expected"), [((0.6, 0.8), 1), ((60, 80), 0), ((0.5, 60), 0)])
def test_bands_of_a_percentage_below_1_are_doubted(tmp_path, edges, expected) -> None:
    curve = {"kind": "bands", "at": [[edges[0], 9], [edges[1], 15]], "closed": "low", "below": 0}
    document = rules({"a": leaf("x", 15, curve)})
    assert len(doubted(tmp_path, document, "percent_as_fraction", "%")) == expected


def test_carrying_a_value_over_needs_a_year_before(tmp_path) -> None:
    document = rules({"a": leaf("x", 100, missing="carry")})
    assert [one.severity for one in doubted(tmp_path, document, "carry_first_year")] == ["notice"]
    assert doubted(tmp_path, rules(), "carry_first_year") == []


@pytest.mark.parametrize(
    ("minimum", "expected"), [(2, []), (3, ["$.panels.main.minimum"]), (4, ["$.panels.main.minimum"])]
)
def test_a_panel_without_a_spare_expert_is_doubted(tmp_path, minimum, expected) -> None:
    panel = {"title": "专家组", "criteria": {"c": {"title": "方案", "full_mark": 100}}, "minimum": minimum}
    panels = {"main": {**panel, "recusal": "set_aside"}}
    source = {"from": ["panels.main"], "full_mark": 100, "curve": {"kind": "linear", "at": [[0, 0], [100, 100]]}}
    folder = written(tmp_path, rules({"a": source}, panels=panels), {"A": {"x": 1}})
    stated = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    stated["evidence"] |= {name: {"path": f"evidence/{name}.csv"} for name in ("experts", "panel_marks")}
    (folder / "scenario.json").write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")
    experts = "expert_id,name,institution_code,institution\ne1,甲,,某院\ne2,乙,,某院\ne3,丙,,某院\n"
    (folder / "evidence" / "experts.csv").write_text(experts, encoding="utf-8")
    (folder / "evidence" / "panel_marks.csv").write_text(
        "panel,platform_id,expert_id,criterion,mark\n", encoding="utf-8"
    )
    found = appraisal.load_scenario(str(folder)).findings
    assert [one.place.pointer for one in found if one.code == "panel|no_spare"] == expected
