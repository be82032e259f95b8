"""The rules as people read them: on a terminal, as a page, and side by side with other rules."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from appraisal.errors import Refused
from appraisal.rules_document import as_html, as_lines, changes, rules_document
from appraisal.scenario import (
    copied_scenario,
    named_plugins,
    prepare,
    shipped_scenarios,
    stated_rules,
    stated_scenario,
    written_rules,
)
from appraisal.schema import canonical, loads
from tests.commands import in_process

if TYPE_CHECKING:
    from pathlib import Path

    from appraisal.texts import Language

FOUND = named_plugins("2014")


def of(rules: Any, year: int = 2014) -> Any:
    return rules_document(rules, FOUND.indicators, FOUND.tables, year)


def lines(rules: Any) -> str:
    return "\n".join(as_lines(of(rules), "en"))


def edited(**values: Any) -> Any:
    """The rules of 2014 with values at dotted places."""
    rules: Any = json.loads(canonical(stated_rules("2014")))
    for place, value in values.items():
        *above, last = place.split("__")
        inner = rules
        for key in above:
            inner = inner[key]
        inner[last] = value
    return loads(json.dumps(rules).encode(), "rules.json")


@pytest.mark.parametrize("scenario", shipped_scenarios())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_shipped_rules_file_can_be_read(scenario: str, language: Language) -> None:
    found = named_plugins(scenario)
    document = rules_document(stated_rules(scenario), found.indicators, found.tables, stated_scenario(scenario)["year"])
    shown = "\n".join(as_lines(document, language))
    assert '{"' not in shown
    assert "[[" not in shown
    page = as_html(document, language)
    assert re.findall(r"(?:src|href|url)\s*[=(]", page) == []


def test_the_document_says_what_each_part_of_the_rules_is() -> None:
    shown = lines(stated_rules("2014"))
    assert (
        "(8) At least 50 SMEs served in the year (Article 5): SMEs served ≥ 50 家; without evidence: not met" in shown
    )
    assert re.search(r"SMEs served +25 +25%  5", shown)
    assert re.search(r"≥ 50 and ≤ 320 +14 to 25, in proportion", shown)
    assert re.search(r"Excellent +composite ≥ 90", shown)
    assert "one award per legal entity; a freed place goes to the next" in shown


def test_a_weight_is_the_share_of_the_whole() -> None:
    mean = edited(
        index__nodes__effect__combine="mean",
        index__nodes__effect__nodes__revenue__weight=3,
        index__nodes__effect__nodes__innovation_output__weight=1,
    )
    shown = lines(mean)
    assert re.search(r"Service revenue +15 +26\.25%", shown)
    assert re.search(r"Innovation output +20 +8\.75%", shown)
    lowest = edited(index__nodes__effect__combine="minimum")
    assert re.search(r"Service revenue +15 +–", lines(lowest))


def test_a_choice_of_curves_is_one_table_for_each_condition() -> None:
    curve = {
        "kind": "choose",
        "cases": [
            {
                "when": {"of": "platforms.home", "require": {"enum": ["专业镇"]}},
                "curve": {"kind": "steps", "from": 50, "base": 15, "per": 10, "add": 1, "cap": 25, "whole": True},
            }
        ],
        "otherwise": {
            "kind": "bands",
            "at": [[{"cohort": "median"}, 10], [{"cohort": "maximum"}, 25]],
            "closed": "low",
        },
    }
    shown = lines(edited(cohort="eligible", index__nodes__service__nodes__service_count__curve=curve))
    assert "Condition: Kind of town is one of 专业镇" in shown
    assert re.search(r"each full 10 more +\+1", shown)
    assert re.search(r"≥ the median of all and < the highest of all +10", shown)


PANEL = {
    "title": "专家评审",
    "x-en": "Experts",
    "criteria": {
        "plan": {
            "title": "方案",
            "x-en": "Plan",
            "full_mark": 40,
            "range": {
                "of": "service_count",
                "bands": [
                    {"when": {"minimum": 50}, "between": [0.8, 1]},
                    {"when": {"exclusiveMaximum": 50}, "between": [0, 0.79]},
                ],
            },
        },
        "team": {"title": "团队", "x-en": "Team", "full_mark": 60},
    },
    "trim": {"highest": 1, "lowest": 1},
    "minimum": 5,
    "spread_warning": 20,
    "recusal": "set_aside",
}


def test_a_panel_is_said_with_its_criteria_and_its_mean() -> None:
    shown = lines(edited(panels={"main": PANEL}))
    assert "Experts: 100 marks" in shown
    assert "without the 1 highest and the 1 lowest; at least 5 experts" in shown
    assert re.search(r"Plan +40 +by SMEs served: < 50: 0–31\.6; ≥ 50: 32–40", shown)
    assert re.search(r"Team +60 +any mark up to the full mark", shown)
    assert re.search(r"Platforms of the own institution +the marks for them do not count and are listed", shown)


def test_what_changed_in_a_panel_is_said_in_words() -> None:
    other = json.loads(json.dumps(PANEL))
    other["minimum"], other["criteria"]["team"]["full_mark"] = 7, 50
    left, right = edited(panels={"main": PANEL}), edited(panels={"main": other})
    found = {
        str(one.what): (str(one.left), str(one.right)) for one in changes(left, right, FOUND.indicators, FOUND.tables)
    }
    assert found["Team"] == ("60 marks", "50 marks")
    assert found["What counts"][1].endswith("at least 7 experts")


def test_an_adjustment_has_a_cap_and_no_full_mark() -> None:
    line = {"kind": "linear", "at": [[0, 0], [1000, 1000]]}
    bonus = {"title": "加分", "x-en": "Bonus", "cap": 5, "nodes": {"t": {"from": ["service_count"], "curve": line}}}
    shown = lines(edited(adjustments={"bonus": bonus}))
    assert re.search(r"Bonus +5 +the sum of its parts, at most 5", shown)
    assert "1,000 marks" not in shown


def test_a_sample_is_a_share_of_what_it_is_drawn_from() -> None:
    sample = {"of": "shortlist", "places": {"share": 0.2, "round": "ceil"}, "seed": "2014"}
    shown = lines(edited(shortlist={"places": 20, "share": 1.1}, sample=sample))
    assert "20% of the shortlist, rounded up, drawn by the seed 2014" in shown


def test_a_share_of_a_group_is_not_said_to_be_one_of_all() -> None:
    share = {"share": 0.1, "round": "ceil"}
    shown = lines(edited(awards__places={"by": "platforms.city", "of": {"广州市": share}, "otherwise": 1}))
    assert "广州市 10% of the ranked of the group, rounded up" in shown
    assert "1 for each City" in lines(edited(awards__at_most={"by": "platforms.city", "otherwise": 1}))


def test_an_item_with_decimals_of_its_own_says_so() -> None:
    own = "Items that state decimals of their own are rounded to those."
    assert own not in lines(edited())
    shown = lines(edited(index__nodes__effect__nodes__revenue__decimals=1))
    assert own in shown
    assert re.search(r"Decimals +1\b", shown)


def test_what_stands_of_an_amount_of_money_speaks_of_no_marks() -> None:
    sheet = {"title": "补贴", "from": ["revenue"], "fund": "special", "cap_yuan": 50000}
    line = {"kind": "linear", "at": [[0, 0], [1, 10000]], "extend": True}
    shown = lines(edited(payments={"grant": {**sheet, "curve": line}}))
    assert re.search(r"Amount at most +50,000 yuan", shown)
    assert "on the straight line through 0: 0 and 1: 10,000" in shown


def test_only_an_item_that_may_not_apply_says_what_then_holds() -> None:
    assert "Where it does not apply" not in lines(edited(index__nodes__effect__nodes__revenue__missing="rescale"))


def test_no_title_becomes_markup_or_another_line() -> None:
    title = "<b>标题</b> & \u202e\x07\n第二行"
    page = as_html(of(edited(title=title)), "zh")
    assert "<b>" not in page
    assert "\x07" not in page
    assert "\u202e" not in page
    assert "&lt;b&gt;标题&lt;/b&gt; &amp;" in page
    opened: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - the signature is the parser's
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Tags().feed(page)
    assert opened == []


def test_show_writes_a_page_where_it_is_asked_to(tmp_path: Path) -> None:
    done = in_process("scenarios", "show", "2014", "--html", "-o", "rules.html", cwd=tmp_path)
    assert done.stdout == "Written: rules.html\n"
    assert (tmp_path / "rules.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert in_process("scenarios", "show", "2014", "--html", cwd=tmp_path).returncode == 2
    (tmp_path / "other.html").write_text("mine", encoding="utf-8")
    assert in_process("scenarios", "show", "2014", "--html", "-o", "other.html", cwd=tmp_path).returncode == 1


def test_what_changed_is_said_in_words() -> None:
    before, after = (
        stated_rules("2014"),
        edited(
            index__nodes__service__nodes__staff_ratio__curve={"kind": "linear", "at": [[60, 9], [80, 15]]},
            gates__smes_50__require={"minimum": 60},
            grades__excellent__minimum=88,
            total={"cap": 100},
        ),
    )
    said = {
        (str(one.of), str(one.what)): (str(one.left), str(one.right))
        for one in changes(before, after, FOUND.indicators, FOUND.tables)
    }
    assert said == {
        ("Index › Good service › Qualified staff share", "Curve"): (
            "< 60: 0; ≥ 60, < 70: 9; ≥ 70, < 80: 12; ≥ 80: 15",
            "< 60: 9; 60 → 9 to 80 → 15 in proportion; > 80: 15",
        ),
        ("Eligibility › At least 50 SMEs served in the year", "Condition"): (
            "SMEs served ≥ 50 家 (not met without evidence)",
            "SMEs served ≥ 60 家 (not met without evidence)",
        ),
        ("Grade › Excellent", "Composite at least"): ("90", "88"),
        ("Total", "At most"): ("None", "100"),
    }


def test_the_order_of_grades_is_part_of_the_rules() -> None:
    one = edited(
        grades={
            "a": {"title": "甲", "first": 3, "tied": "in"},
            "b": {"title": "乙", "first": 9, "tied": "in"},
            "c": {"title": "丙"},
        }
    )
    other = {**one, "grades": {name: one["grades"][name] for name in ("b", "a", "c")}}
    assert [str(change.what) for change in changes(one, other, FOUND.indicators, FOUND.tables)] == ["From the best"]


@pytest.mark.parametrize("pair", [("2012", "2015"), ("2014", "foshan-2014"), ("2015", "2015-open-tie")])
def test_no_line_of_a_comparison_is_json(pair: tuple[str, str]) -> None:
    left, right = map(stated_rules, pair)
    for one in changes(left, right, FOUND.indicators, FOUND.tables):
        assert not re.search(r"[{}]|\[\[", f"{one.left}{one.right}")


def test_a_year_of_ones_own_has_the_same_rules_and_its_own_plugins(tmp_path: Path) -> None:
    folder, rules = copied_scenario("2015", 2016, tmp_path / "mine")
    assert canonical(loads((folder / "rules.json").read_bytes(), "")) == canonical(written_rules("2015"))
    assert rules == written_rules("2015")
    prepared = prepare(str(folder), ())
    assert prepared.documents.evidence == {}
    assert prepared.documents.scenario["year"] == 2016
    assert prepared.documents.scenario["previous"]["path"] == "2015"


def test_a_local_ranking_is_no_year_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="local ranking"):
        copied_scenario("foshan-2014", 2016, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    done = in_process("scenarios", "new", "--from", "2015", "--year", "2016", "-o", "mine", cwd=tmp_path)
    assert "annex ./mine" in done.stdout
    assert "2012 to 2015 only" in done.stdout
    for words in (
        ("--from", "2015"),
        ("--from", "2015", "--extends", "2015"),
        ("--from", "2015", "--year", "2016", "--city", "佛山市"),
    ):
        assert in_process("scenarios", "new", *words, cwd=tmp_path).returncode == 2
    assert in_process("scenarios", "show", "./mine", cwd=tmp_path).returncode == 0


def test_an_annex_goes_out_and_comes_back_by_command(tmp_path: Path) -> None:
    assert in_process("scenarios", "annex", "2014", "-o", "a.xlsx", cwd=tmp_path).returncode == 0
    done = in_process("scenarios", "from-annex", "a.xlsx", "--base", "2014", "-o", "r.json", cwd=tmp_path)
    assert done.stdout == "Written: r.json\nThe rules are the same.\n"
    assert canonical(loads((tmp_path / "r.json").read_bytes(), "")) == canonical(written_rules("2014"))
    again = in_process("scenarios", "from-annex", "a.xlsx", "--base", "2012", "-o", "r.json", cwd=tmp_path)
    assert "Curve" in again.stdout
    missing = in_process("scenarios", "from-annex", "b.xlsx", "--base", "2014", "-o", "r2.json", cwd=tmp_path)
    assert (missing.returncode, (tmp_path / "r2.json").exists()) == (1, False)


def test_a_treatment_is_told_in_words() -> None:
    treated = edited(cohort="eligible", index__nodes__effect__nodes__revenue__treat=[{"rank": "share"}])
    found = changes(stated_rules("2014"), treated, FOUND.indicators, FOUND.tables)
    said = "the share of all that have no more, the platform itself included"
    assert ("Treatment of the value", said) in [(str(one.what), str(one.right)) for one in found]
