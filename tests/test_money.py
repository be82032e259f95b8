"""Money beside the marks: awards by grade, differences on upgrade, subsidies, one-off awards, tax relief, the ledger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import appraisal
from appraisal.explanation import explain
from appraisal.result.result import manifest_digest
from appraisal.rules import in_force
from tests.oracle import judge
from tests.oracle.compare import difference, said_marks
from tests.small_rules import appraised, at_least, refused, rules, written

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]

FUNDS: Json = {"special": {"total_yuan": 10_000_000}, "other": {"total_yuan": 1_000_000}}
GRADES: Json = {
    "excellent": {"title": "优秀", "minimum": 90},
    "good": {"title": "良好", "minimum": 60},
    "fail": {"title": "不合格"},
}
AWARDS: Json = {
    "grade": "good",
    "places": 2,
    "amount_yuan": {"excellent": 1_000_000, "good": 500_000},
    "per": "legal_entity",
    "freed_place": "next",
    "fund": "special",
    "clause": "24",
}
#: Article 13: so much for each firm that was incubated successfully. Two articles print no amount: it is assumed.
INCUBATION: Json = {
    "title": "创业孵化补贴",
    "clause": "13",
    "fund": "special",
    "from": ["y"],
    "curve": {"kind": "linear", "at": [[0, 0], [1, 10_000]], "extend": True},
    "assumed": True,
}
#: Article 13: once for each base and level, 1 for a provincial base and 2 for a national one.
DEMONSTRATION: Json = {
    "title": "示范性创业孵化基地奖励",
    "clause": "13",
    "fund": "special",
    "from": ["z"],
    "curve": {"kind": "bands", "at": [[1, 300_000], [2, 500_000]], "closed": "low"},
    "once": True,
    "assumed": True,
}
#: Article 20: up to 5,000,000 yuan of income exempt, the excess halved.
RELIEF: Json = {
    "title": "技术转让所得税优惠",
    "clause": "20",
    "from": ["z"],
    "among": "submitted",
    "parts": {
        "income": {"title": "所得", "curve": {"kind": "linear", "at": [[0, 0], [1, 1]], "extend": True}},
        "exempt": {"title": "免征部分", "curve": {"kind": "linear", "at": [[0, 0], [5_000_000, 5_000_000]]}},
        "halved": {
            "title": "减半部分",
            "curve": {"kind": "linear", "at": [[0, 0], [5_000_000, 0], [5_000_001, 1]], "extend": True},
        },
        "taxable": {
            "title": "应税所得",
            "curve": {"kind": "linear", "at": [[0, 0], [5_000_000, 0], [5_000_002, 1]], "extend": True},
        },
    },
}


def _rules(**more: Any) -> Json:
    return rules(**{"valid": {"from": 2012, "to": 2020}, "funds": FUNDS, "grades": GRADES, **more})


def _sheet(result: appraisal.Result, name: str) -> dict[tuple[str, str], tuple[int, int, int, str]]:
    rows = result.tables["payments"].filter(sheet=name)
    columns = ("platform_id", "part", "due_yuan", "received_yuan", "amount_yuan", "state")
    return {(platform, part): rest for platform, part, *rest in map(list, rows.select(columns).iter_rows())}  # type: ignore[misc]


def _paid(result: appraisal.Result, name: str) -> dict[str, int]:
    return {platform: line[2] for (platform, _), line in _sheet(result, name).items()}


def _ledger(result: appraisal.Result, fund: str = "special") -> list[tuple[str, str | None, int]]:
    return result.tables["ledger"].filter(fund=fund).select("kind", "reference", "amount_yuan").rows()  # type: ignore[return-value]


def _years(root: Path, *years: tuple[Json, Json]) -> list[appraisal.Result]:
    """One result after another, each naming the one before; the oracle finds the same each time."""
    results: list[appraisal.Result] = []
    for number, (document, rows) in enumerate(years):
        folder = written(root / str(2014 + number), document, rows)
        stated = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
        stated["year"] = 2014 + number
        opening: dict[str, int] = {}
        if results:
            appraisal.write_result(results[-1], folder / "before")
            stated["previous"] = {"path": "before", "content_digest": results[-1].content_digest}
            ledger = results[-1].tables["ledger"]
            opening = dict(
                ledger.group_by("fund", maintain_order=True).last().select("fund", "balance_yuan").iter_rows()
            )
        (folder / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
        result = appraisal.appraise(appraisal.load_scenario(str(folder)))
        appraisal.write_result(result, root / f"out{number}")
        out = root / f"out{number}"
        assert difference(judge(folder, [folder / "plugins"], opening, said_marks(out)), out) == []
        results.append(result)
    return results


def test_each_grade_has_its_amount(tmp_path: Path) -> None:
    result = appraised(tmp_path, _rules(awards=AWARDS), {"A": {"x": 95}, "B": {"x": 70}, "C": {"x": 50}})
    assert _paid(result, "awards") == {"A": 1_000_000, "B": 500_000}
    assert _ledger(result)[1:] == [("award", "A", -1_000_000), ("award", "B", -500_000)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(70, 95, 500_000), (95, 95, 0), (95, 70, 0), (50, 95, 1_000_000)],
    ids=["upgraded: the difference", "the same again: nothing", "lower: nothing back", "never before: all of it"],
)
def test_who_is_upgraded_receives_the_difference(tmp_path: Path, first: int, second: int, expected: int) -> None:
    document = _rules(awards={**AWARDS, "upgrade": "difference"})
    _, after = _years(tmp_path, (document, {"A": {"x": first}}), (document, {"A": {"x": second}}))
    assert _paid(after, "awards") == {"A": expected}
    assert after.tables["ranking"]["award_yuan"].to_list() == [expected]


@pytest.mark.parametrize(("valid_years", "expected"), [(2, 1_000_000), (3, 500_000)])
def test_what_is_no_longer_valid_is_not_taken_off(tmp_path: Path, valid_years: int, expected: int) -> None:
    document = _rules(awards={**AWARDS, "upgrade": "difference", "valid_years": valid_years})
    years = [(document, {"A": {"x": mark}}) for mark in (70, 0, 95)]
    assert _paid(_years(tmp_path, *years)[-1], "awards") == {"A": expected}


def test_an_award_that_was_reduced_counts_by_its_worth_while_it_is_valid(tmp_path: Path) -> None:
    document = _rules(awards={**AWARDS, "upgrade": "difference", "valid_years": 2})
    results = _years(tmp_path, *((document, {"A": {"x": mark}}) for mark in (70, 95, 95, 95)))
    assert [_paid(one, "awards")["A"] for one in results] == [500_000, 500_000, 0, 0]
    steps = [step for part in explain(results[2], "A").sections for step in part.steps if step.id == "award"]
    assert str(steps[0].arithmetic) == "1,000,000 yuan, and an award of 1,000,000 yuan is still valid: 0 yuan"


@pytest.mark.parametrize(("per", "expected"), [("legal_entity", 500_000), ("platform", 1_000_000)])
def test_an_entity_is_known_under_another_platform(tmp_path: Path, per: str, expected: int) -> None:
    document = _rules(awards={**AWARDS, "upgrade": "difference", "per": per})
    one = {"A": {"x": 70, "entity_code": "16700381X"}}
    two = {"B": {"x": 95, "entity_code": "16700381X"}}
    assert _paid(_years(tmp_path, (document, one), (document, two))[-1], "awards") == {"B": expected}


def test_open_places_reserve_the_most_that_they_can_cost(tmp_path: Path) -> None:
    gate = {"good": {"title": "有场所", "of": "platforms.premises", "require": {"const": True}}}
    document = _rules(awards={**AWARDS, "places": 1}, gates=gate)
    result = appraised(tmp_path, document, {"A": {"x": 95}, "B": {"x": 70, "premises": "true"}})
    assert _ledger(result)[1:] == [("reserve", None, -1_000_000)]


def test_a_firm_that_was_incubated_is_paid_for(tmp_path: Path) -> None:
    document = _rules(payments={"incubation": INCUBATION})
    rows = {"A": {"x": 1, "y": 3}, "B": {"x": 1, "y": 0}, "C": {"x": 1, "y": 2.5}, "D": {"x": 1, "y": None}}
    result = appraised(tmp_path, document, rows)
    assert _paid(result, "incubation") == {"A": 30_000, "C": 25_000}
    assert _ledger(result)[1:] == [("payment", "incubation A", -30_000), ("payment", "incubation C", -25_000)]
    missing = result.tables["findings"].filter(code="payments|missing")
    assert missing["platform_id"].to_list() == ["D"]


def test_money_moves_no_mark(tmp_path: Path) -> None:
    rows = {"A": {"x": 95, "y": 3}, "B": {"x": 70, "y": 100}}
    with_it = appraised(tmp_path / "with", _rules(payments={"incubation": INCUBATION}), rows)
    without = appraised(tmp_path / "without", _rules(), rows)
    for table in ("ranking", "scores", "ranks", "awards"):
        assert with_it.tables[table].equals(without.tables[table])


def test_half_a_yuan_is_rounded_up_once(tmp_path: Path) -> None:
    sheet = {**INCUBATION, "curve": {"kind": "linear", "at": [[0, 0], [1, 0.5]], "extend": True}}
    result = appraised(tmp_path, _rules(payments={"incubation": sheet}), {"A": {"x": 1, "y": 3}, "B": {"x": 1, "y": 4}})
    assert _paid(result, "incubation") == {"A": 2, "B": 2}


def test_the_cap_holds_for_each_platform(tmp_path: Path) -> None:
    sheet = {**INCUBATION, "cap_yuan": 50_000}
    rows = {"A": {"x": 1, "y": 5}, "B": {"x": 1, "y": 5.1}}
    assert _paid(appraised(tmp_path, _rules(payments={"incubation": sheet}), rows), "incubation") == {
        "A": 50_000,
        "B": 50_000,
    }


def test_a_cut_amount_is_explained_before_and_after(tmp_path: Path) -> None:
    rows = {"A": {"x": 1, "y": 6}, "B": {"x": 1, "y": 5}}
    result = appraised(tmp_path, _rules(payments={"incubation": {**INCUBATION, "cap_yuan": 50_000}}), rows)
    steps = {one: explain(result, one).sections[-1].steps[-1] for one in rows}
    said = {one: str(step.arithmetic) for one, step in steps.items()}
    assert said["A"] == "0 + (6 − 0) × 10000 ÷ 1 = 60000; at most 50,000 yuan"
    assert said["B"] == "0 + (5 − 0) × 10000 ÷ 1 = 50000"


def test_a_sheet_may_be_for_some_and_its_curve_chosen(tmp_path: Path) -> None:
    half = {"kind": "linear", "at": [[0, 0], [1, 5_000]], "extend": True}
    chosen = {"kind": "choose", "cases": [{"when": at_least("x", 50), "curve": INCUBATION["curve"]}], "otherwise": half}
    sheet = {**INCUBATION, "curve": chosen, "applies": at_least("x", 10)}
    rows = {"A": {"x": 50, "y": 1}, "B": {"x": 49, "y": 1}, "C": {"x": 9, "y": 1}}
    assert _paid(appraised(tmp_path, _rules(payments={"incubation": sheet}), rows), "incubation") == {
        "A": 10_000,
        "B": 5_000,
    }


def test_who_fails_a_gate_is_paid_nothing_and_for_the_undecided_it_is_reserved(tmp_path: Path) -> None:
    gate = {"good": {"title": "有场所", "of": "platforms.premises", "require": {"const": True}}}
    document = _rules(payments={"incubation": INCUBATION}, gates=gate)
    rows = {
        "A": {"x": 1, "y": 3},
        "B": {"x": 1, "y": 2, "premises": "true"},
        "C": {"x": 1, "y": 9, "premises": "false"},
    }
    result = appraised(tmp_path, document, rows)
    assert {key[0]: line[3] for key, line in _sheet(result, "incubation").items()} == {"A": "open", "B": "given"}
    assert _ledger(result)[1:] == [("payment", "incubation B", -20_000), ("reserve", "incubation", -30_000)]


def test_the_demonstration_award_is_paid_once_and_on_a_higher_level_the_difference(tmp_path: Path) -> None:
    document = _rules(payments={"demonstration": DEMONSTRATION})
    levels = [(1, 300_000), (1, 0), (2, 200_000), (2, 0), (1, 0)]
    years = [(document, {"A": {"x": 1, "z": level}, "B": {"x": 1, "z": 0}}) for level, _ in levels]
    results = _years(tmp_path, *years)
    assert [_paid(one, "demonstration") for one in results] == [{"A": amount} for _, amount in levels]
    assert sum(results[-1].tables["received"]["amount_yuan"]) == 500_000


def test_a_word_of_the_register_has_its_amount(tmp_path: Path) -> None:
    curve = {"kind": "levels", "marks": {"高校院所": 500_000, "民营机构": 300_000}}
    sheet = {**DEMONSTRATION, "from": ["platforms.founder_kind"], "curve": curve}
    rows = {
        name: {"x": 1, "founder_kind": kind} for name, kind in zip("ABC", ("高校院所", "联合共建", ""), strict=True)
    }
    result = appraised(tmp_path, _rules(payments={"founded": sheet}), rows)
    assert _paid(result, "founded") == {"A": 500_000}
    # A word without an amount is named; no word is nothing to pay.
    assert result.tables["findings"].filter(code="payments|missing")["platform_id"].to_list() == ["B"]


@pytest.mark.parametrize(
    ("income", "exempt", "halved", "taxable"),
    [
        (4_999_999, 4_999_999, 0, 0),
        (5_000_000, 5_000_000, 0, 0),
        (5_000_002, 5_000_000, 2, 1),
        (8_000_000, 5_000_000, 3_000_000, 1_500_000),
    ],
)
def test_five_million_of_transfer_income_are_exempt_and_the_excess_is_halved(
    tmp_path: Path, income: int, exempt: int, halved: int, taxable: int
) -> None:
    document = _rules(payments={"relief": _scaled(RELIEF)})
    result = appraised(tmp_path, document, {"A": {"x": 1, "z": income / 10_000}})
    amounts = {part: line[2] for (_, part), line in _sheet(result, "relief").items()}
    assert amounts == {"income": income, "exempt": exempt, "halved": halved, "taxable": taxable}
    assert {line[3] for line in _sheet(result, "relief").values()} == {"stated"}
    assert [line[0] for line in _ledger(result)] == ["opening"]


def _scaled(sheet: Json) -> Json:
    """The sheet for a value in units of 10,000 yuan."""

    def line(curve: Json) -> Json:
        return {**curve, "at": [[value / 10_000, yuan] for value, yuan in curve["at"]]}

    return {**sheet, "parts": {name: {**one, "curve": line(one["curve"])} for name, one in sheet["parts"].items()}}


@pytest.mark.parametrize(("year", "each"), [(2012, 10_000), (2014, 12_000)])
def test_the_amount_in_force_counts(year: int, each: int) -> None:
    dated = {"since": {"2012-08-23": 10_000, "2014-01-01": 12_000}}
    sheet = {**INCUBATION, "curve": {**INCUBATION["curve"], "at": [[0, 0], [1, dated]]}}
    found, faults = in_force({"payments": {"incubation": sheet}}, year, "rules.json")
    assert not faults
    assert found["payments"]["incubation"]["curve"]["at"][1] == [1, each]


def test_a_dated_amount_is_paid_as_it_is_at_the_end_of_the_year(tmp_path: Path) -> None:
    dated = {"since": {"2012-08-23": 10_000, "2014-12-31": 12_000, "2015-01-01": 99_000}}
    sheet = {**INCUBATION, "curve": {**INCUBATION["curve"], "at": [[0, 0], [1, dated]]}}
    result = appraised(tmp_path, _rules(payments={"incubation": sheet}), {"A": {"x": 1, "y": 2}})
    assert _paid(result, "incubation") == {"A": 24_000}


def test_each_fund_has_its_own_lines_and_none_may_fall_below_zero(tmp_path: Path) -> None:
    sheets = {"incubation": INCUBATION, "rent": {**INCUBATION, "fund": "other"}}
    rows = {"A": {"x": 1, "y": 100}}
    result = appraised(tmp_path, _rules(payments=sheets), rows)
    assert _ledger(result, "other") == [("opening", None, 1_000_000), ("payment", "rent A", -1_000_000)]
    assert refused(tmp_path / "more", _rules(payments=sheets), {"A": {"x": 1, "y": 101}}) == {"ledger|below_zero"}


def test_another_year_than_those_of_the_rules_pays_nothing(tmp_path: Path) -> None:
    document = _rules(payments={"incubation": INCUBATION}, valid={"from": 2015, "to": 2016})
    result = appraised(tmp_path, document, {"A": {"x": 1, "y": 3}})
    assert result.tables["payments"].is_empty()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"payments": {"incubation": {**INCUBATION, "fund": "nowhere"}}}, "rules|payment_fund"),
        ({"payments": {"d": {**INCUBATION, "curve": {"kind": "levels", "marks": {"甲": 1}}}}}, "rules|curve_levels"),
        ({"awards": {**AWARDS, "amount_yuan": {"excellent": 1}}}, "rules|award_amount"),
        ({"awards": {**AWARDS, "amount_yuan": {"excellent": 1, "good": 1, "best": 1}}}, "rules|award_grade"),
        ({"awards": {**AWARDS, "valid_years": 3}}, "document|missing_key"),
        ({"payments": {"awards": INCUBATION}}, "document|not_allowed"),
        ({"payments": {"relief": {**RELIEF, "fund": "special"}}}, "document|missing_key"),
        ({"payments": {"i": {**INCUBATION, "from": ["platforms.nothing"]}}}, "rules|fact_unknown"),
        ({"payments": {"i": {**INCUBATION, "from": ["platforms.type"]}}}, "rules|fact_kind"),
    ],
)
def test_money_that_contradicts_the_rules_is_refused(tmp_path: Path, more: Json, code: str) -> None:
    assert refused(tmp_path, _rules(**more), {"A": {"x": 1}}) == {code}


def test_explain_shows_the_arithmetic_of_each_line(tmp_path: Path) -> None:
    sheets = {"incubation": INCUBATION, "relief": _scaled(RELIEF), "demonstration": {**DEMONSTRATION, "from": ["y"]}}
    document = _rules(payments=sheets, awards={**AWARDS, "upgrade": "difference"})
    rows = {"A": {"x": 70, "y": 1, "z": 800}}
    later = {"A": {"x": 95, "y": 3, "z": 800}}
    said = explain(_years(tmp_path, (document, rows), (document, later))[-1], "A").rendered("en")
    sections = {section["id"]: {step["id"]: step for step in section["steps"]} for section in said["sections"]}
    assert sections["outcome"]["award"]["arithmetic"] == (
        "1,000,000 − 500,000 for the award that is still valid = 500,000 yuan"
    )
    money = sections["money"]
    assert money["incubation.amount"]["value"] == "30,000 yuan"
    assert money["incubation.amount"]["arithmetic"].endswith("= 30000")
    assert "assumption" in money["incubation.amount"]["rule"]
    assert money["incubation.amount"]["clause"] == "13"
    assert "500,000 − 300,000 received before = 200,000 yuan" in money["demonstration.amount"]["arithmetic"]
    assert money["relief.taxable"]["value"] == "1,500,000 yuan, stated only"


def test_a_year_before_that_counts_no_money_is_named(tmp_path: Path) -> None:
    document = _rules(payments={"demonstration": DEMONSTRATION})
    rows = {"A": {"x": 1, "z": 1}}
    folder = written(tmp_path, document, rows)
    before = appraisal.appraise(appraisal.load_scenario(str(folder)))
    appraisal.write_result(before, folder / "before")
    manifest = json.loads((folder / "before" / "manifest.json").read_text(encoding="utf-8"))
    del manifest["outputs"]["received.csv"]
    _sign(manifest, folder / "before" / "manifest.json")
    stated = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    stated |= {"year": 2015, "previous": {"path": "before", "content_digest": before.content_digest}}
    (folder / "scenario.json").write_text(json.dumps(stated), encoding="utf-8")
    with pytest.raises(appraisal.Refused, match=r"received\.csv"):
        appraisal.load_scenario(str(folder))


def _sign(manifest: Json, path: Path) -> None:
    manifest["manifest_digest"] = manifest_digest(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
