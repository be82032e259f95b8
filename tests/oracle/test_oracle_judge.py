"""Whole verdicts on tiny scenarios worked out by hand."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from tests.oracle import Refused, judge
from tests.oracle.hand_made import ENTERPRISES, PLUGINS, decision, platform, revenue, served, small_rules, write
from tests.oracle.scenario import merge_patch
from tests.oracle.verdict import CoverageRow, LedgerLine

THIRD = Fraction("3.33")


def tables(*platforms, **counts_and_amounts):
    """Each platform's services and revenue: ``A=(3, "200")``."""
    found = {"platforms": list(platforms), "services": [], "finance": [], "enterprises": ENTERPRISES}
    for name, (count, amount) in counts_and_amounts.items():
        found["services"] += served(name, count)
        found["finance"] += revenue(name, amount)
    return found


def case(tmp_path, found, rules=None, decisions=None, opening=None):
    folder = write(tmp_path / "case", small_rules() if rules is None else rules, found, decisions)
    return judge(folder, PLUGINS, opening)


def letters(names, **changes):
    return [platform(name, **changes.get(name, {})) for name in names]


FIVE = {"A": (3, "200"), "B": (2, "200"), "C": (2, "250"), "D": (1, "200"), "E": (2, "99.99")}


def five(**changes):
    return tables(*letters("ABCDE", **changes), **FIVE)


def test_marks_composites_and_grades(tmp_path):
    verdict = case(tmp_path, five())
    assert verdict.marks["A", "service_count"] == verdict.marks["A", "service"] == 10
    assert verdict.marks["B", "service_count"] == Fraction("6.67")
    assert verdict.marks["B", "index"] == Fraction("16.67")
    assert verdict.marks["D", "service_count"] == THIRD
    composites = [str(float(verdict.composites[one])) for one in "ABCDE"]
    assert composites == ["20.0", "16.7", "16.7", "13.3", "6.7"]
    assert [verdict.status[one] for one in "ABCDE"] == ["ranked", "ranked", "ranked", "ineligible", "ranked"]
    assert [verdict.grade[one] for one in "ABCDE"] == ["good", "good", "good", "", "fail"]


def test_ranks_are_competition_ranks_in_every_scope(tmp_path):
    changes = {"B": {"city": "惠州市", "other_types": "工业设计；质量检测"}, "C": {"type": "工业设计"}}
    verdict = case(tmp_path, five(**changes))
    assert {key: rank for key, rank in verdict.ranks.items() if key[1] == "province"} == {
        ("A", "province"): (1, 4),
        ("B", "province"): (2, 4),
        ("C", "province"): (2, 4),
        ("E", "province"): (4, 4),
    }
    assert verdict.ranks["B", "city:惠州市"] == (1, 1)
    assert verdict.ranks["C", "city:广州市"] == (2, 3)
    assert verdict.ranks["B", "type:质量检测"] == (2, 3)
    assert verdict.ranks["B", "type:工业设计"] == verdict.ranks["C", "type:工业设计"] == (1, 2)
    assert verdict.ranking == ["A", "B", "C", "E"]


def test_a_tie_across_the_line_leaves_the_awards_open(tmp_path):
    verdict = case(tmp_path, five())
    assert verdict.awards == {"A": "given", "B": "open", "C": "open", "D": "none", "E": "none"}
    assert verdict.award_order == ["A", "B", "C"]
    assert verdict.ties == [["B", "C"]]
    assert verdict.ledger == [
        LedgerLine("special", "opening", "", 1000, 1000),
        LedgerLine("special", "award", "A", 100, 900),
        LedgerLine("special", "reserve", "", 100, 800),
    ]


def test_the_chain_compares_the_exact_value(tmp_path):
    verdict = case(tmp_path, five(), small_rules(ranking={"ties": ["service", "revenue"]}))
    assert verdict.ranking == ["A", "C", "B", "E"]
    assert verdict.ranks["B", "province"] == (3, 4)
    assert verdict.awards == {"A": "given", "B": "none", "C": "given", "D": "none", "E": "none"}


def test_a_decision_settles_the_tie(tmp_path):
    recorded = [decision("tie", ["B", "C"], platforms=["C", "B"])]
    verdict = case(tmp_path, five(), decisions=recorded)
    assert verdict.ranks["C", "province"] == (3, 4)
    assert verdict.awards["B"] == "given"
    assert verdict.awards["C"] == "none"


def test_an_entity_wins_once_and_the_place_goes_to_the_next_or_lapses(tmp_path):
    found = five(B={"entity_code": "CODE-A"})
    assert case(tmp_path / "next", found).award_order == ["A", "C"]
    awards = {**small_rules()["awards"], "freed_place": "lapse", "places": 3}
    lapsed = case(tmp_path / "lapse", found, small_rules(awards=awards))
    assert lapsed.awards == {"A": "given", "B": "none", "C": "given", "D": "none", "E": "none"}
    awards = {**awards, "places": 2}
    lapsed = case(tmp_path / "two", found, small_rules(awards=awards))
    assert lapsed.awards == {"A": "given", "B": "none", "C": "open", "D": "none", "E": "none"}


def test_gates_and_vetoes_after_the_decisions(tmp_path):
    found = five(B={"legal_entity": ""})
    found["vetoes"] = [
        {"platform_id": one, "reason": "弄虚作假", "evidence": "通报", "on": "2014-01-01", "by": "厅"} for one in "AC"
    ]
    gates = {**small_rules()["gates"], "entity": {"of": "platforms.legal_entity", "require": {"const": True}}}
    recorded = [
        decision("veto", "lift", platform_id="C"),
        decision("veto", "veto", platform_id="E"),
        decision("waiver", "pass", platform_id="D", gate="smes"),
        decision("gate", "fail", platform_id="A", gate="smes"),
    ]
    verdict = case(tmp_path, found, small_rules(gates=gates), recorded)
    assert verdict.status == {"A": "vetoed", "B": "undecided", "C": "ranked", "D": "ranked", "E": "vetoed"}
    assert verdict.gates["A", "smes"] == "pass"
    assert verdict.gates["D", "smes"] == "pass"
    assert verdict.awards == {"A": "none", "B": "open", "C": "given", "D": "open", "E": "none"}
    assert verdict.award_order == ["C", "D", "B"]
    settled = case(
        tmp_path / "settled", found, small_rules(gates=gates),
        [*recorded, decision("gate", "pass", platform_id="B", gate="entity")],
    )  # fmt: skip
    assert settled.status["B"] == "ranked"


def test_platforms_closed_before_or_founded_after_the_year_are_not_there(tmp_path):
    changes = {
        "A": {"closed": "2013-12-31"},
        "B": {"closed": "2014-01-01"},
        "C": {"established": "2014-12-31"},
        "D": {"established": "2015-01-01"},
    }
    verdict = case(tmp_path, five(**changes))
    assert sorted(verdict.status) == ["B", "C", "E"]


def test_other_years_have_no_awards(tmp_path):
    verdict = case(tmp_path, five(), small_rules(valid={"from": 2015, "to": 2016}))
    assert set(verdict.awards.values()) == {"none"}
    assert [line.kind for line in verdict.ledger] == ["opening"]


def outlay(line, day, amount, fund="special"):
    return {"line_id": line, "fund": fund, "date": day, "purpose": "补助", "amount_yuan": amount}


def test_the_ledger_takes_outlays_of_the_year_by_date_and_line(tmp_path):
    found = five()
    found["ledger"] = [
        outlay("b", "2014-12-31", 5),
        outlay("c", "2014-01-01", 3),
        outlay("a", "2014-12-31", 4),
        outlay("d", "2013-12-31", 9),
        outlay("e", "2014-06-01", 9, fund="other"),
    ]
    verdict = case(tmp_path, found, opening={"special": 300})
    lines = [(line.kind, line.reference, line.amount, line.balance) for line in verdict.ledger]
    assert lines == [
        ("opening", "", 300, 300),
        ("outlay", "c", 3, 297),
        ("outlay", "a", 4, 293),
        ("outlay", "b", 5, 288),
        ("award", "A", 100, 188),
        ("reserve", "", 100, 88),
    ]


def test_a_fund_below_zero_refuses_the_run(tmp_path):
    assert case(tmp_path, five(), opening={"special": 200}).ledger[-1].balance == 0
    with pytest.raises(Refused):
        case(tmp_path / "b", five(), opening={"special": 199})


def test_missing_measures_can_be_refused(tmp_path):
    found = five()
    found["finance"] = found["finance"][1:]
    assert case(tmp_path, found).marks["A", "revenue"] == 0
    rules = small_rules()
    rules["index"]["missing"] = "refuse"
    with pytest.raises(Refused):
        case(tmp_path / "b", found, rules)


def test_coverage_counts_the_towns_of_the_day(tmp_path):
    county = {"county": "", "city": "东莞市", "town": "横沥镇"}
    changes = {"A": county, "B": {**county, "legal_entity": "false"}, "D": {"closed": "2014-12-30"}}
    found = five(**changes)
    place = {"city_code": "440100", "city": "广州市", "county": "番禺区", "town": "沙湾镇", "recognised": "2014-12-31"}
    found["towns"] = [
        place,
        place | {"city": "东莞市", "county": "", "town": "横沥镇", "recognised": "2005-01-01"},
        place | {"town": "新镇", "recognised": "2015-01-01"},
        place | {"town": "旧镇", "recognised": ""},
    ]
    require = {"2013": {"minimum": 2}, "2015": {"minimum": 5}}
    rules = small_rules(coverage={"by": "towns", "count": "platforms", "require": require})
    assert case(tmp_path, found, rules).coverage == [
        CoverageRow("东莞市", "", "横沥镇", 2, 1, 2, 2, met=False),
        CoverageRow("广州市", "番禺区", "沙湾镇", 2, 2, 2, 2, met=True),
    ]
    early = small_rules(coverage={"by": "towns", "count": "platforms", "require": {"2015": {"minimum": 5}}})
    assert {row[-2:] for row in case(tmp_path / "b", found, early).coverage} == {(None, None)}


def test_a_scenario_can_extend_and_patch_another(tmp_path):
    write(tmp_path / "parent", small_rules(), five())
    child = tmp_path / "child"
    child.mkdir()
    patch = {"gates": {"smes": None}, "awards": {"places": 3}}
    header = {"format": 1, "id": "child", "title": "子方案", "year": 2014, "extends": "parent", "patch": patch}
    (child / "scenario.json").write_text(json.dumps(header), encoding="utf-8")
    verdict = judge(child, PLUGINS)
    assert verdict.status["D"] == "ranked"
    assert [verdict.awards[one] for one in "ABCDE"] == ["given", "given", "given", "none", "none"]


def test_a_changed_file_is_refused(tmp_path):
    folder = write(tmp_path / "case", small_rules(), five())
    header = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    header["evidence"]["finance"]["sha256"] = "0" * 64
    (folder / "scenario.json").write_text(json.dumps(header), encoding="utf-8")
    with pytest.raises(Refused):
        judge(folder, PLUGINS)


@pytest.mark.parametrize(
    ("target", "patch", "merged"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ],
)
def test_merge_patch_does_what_rfc_7396_shows(target, patch, merged):
    assert merge_patch(target, patch) == merged
