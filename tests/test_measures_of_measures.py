"""An indicator may read other indicators of the same platform, this year's and last year's, as exact ratios."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import appraisal
from appraisal import paths
from appraisal.errors import Refused
from appraisal.verification import verify
from tests.conftest import official
from tests.formula.measured import SCHEMAS, before, measured, values

if TYPE_CHECKING:
    from pathlib import Path

FINANCE = "平台编号,年度,服务收入,财政补助\nP1,2014,1200.50,0\nP2,2014,300.00,0\n"
_STAFF = "平台编号,人员编号,截止日期,属专业服务团队,学历,专业技术职称,职业技能等级\n"
STAFF = _STAFF + "".join(
    f"{platform},{person},2014-12-31,true,{education},无,无\n"
    for platform, person, education in [
        ("P1", "a", "本科"),
        ("P1", "b", "博士"),
        ("P1", "c", "中专"),
        ("P2", "d", "本科"),
    ]
)
TABLES = {"finance": FINANCE, "staff": STAFF}
REVENUE = {"id": "revenue", "table": "finance", "where": "year = :year", "numerator": "SUM(service_revenue_yuan)"}
HEADS = {"id": "heads", "table": "staff", "numerator": "COUNT(*)"}
SHARE = {
    "id": "share",
    "table": "staff",
    "numerator": "COUNT(*) FILTER (WHERE education IN ('本科', '博士'))",
    "denominator": "COUNT(*)",
    "scale": 100,
}
GROWTH = {
    "id": "growth",
    "table": "measures",
    "numerator": "revenue - previous.revenue",
    "denominator": "previous.revenue",
    "scale": 100,
}
LAST = {"id": "revenue_last", "table": "previous", "numerator": "revenue"}
MEAN = {
    "id": "mean",
    "table": "measures",
    "numerator": "COALESCE(revenue, 0) + COALESCE(previous.revenue, 0) + COALESCE(previous.revenue_last, 0)",
    "denominator": "CASE WHEN revenue IS NULL THEN 0 ELSE 1 END + CASE WHEN previous.revenue IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN previous.revenue_last IS NULL THEN 0 ELSE 1 END",
}


def reads(formula, **more):
    return {"id": "x", "table": "measures", "numerator": formula, **more}


def of(document, *others, last_year=None, tables=TABLES):
    return values(measured([document, *others], tables, last_year, wanted=[document["id"]]), document["id"])


def refusal(*documents, last_year=None):
    with pytest.raises(Refused) as refused:
        measured(documents, TABLES, last_year)
    return [finding.line("en") for finding in refused.value.findings]


def test_a_measure_is_divided_by_another_of_the_same_platform():
    found = of(reads("revenue", denominator="heads"), REVENUE, HEADS)
    assert found == {"P1": Fraction(2401, 6), "P2": 300, "P3": "not_submitted"}


def test_a_measure_is_read_in_its_unit():
    # 2 of 3 heads are 66.66... %: above 66, not above 66.67; nothing was rounded on the way.
    over = reads("CASE WHEN share > 66 AND share < 66.67 THEN share ELSE 0 END")
    assert of(over, SHARE) == {"P1": Fraction(200, 3), "P2": 0, "P3": "not_submitted"}


def test_growth_is_exact_and_not_known_without_the_year_before():
    last_year = before([("P1", "revenue", "1000.00", 1), ("P2", "revenue", None, None)])
    assert of(GROWTH, REVENUE, last_year=last_year) == {"P1": Fraction(401, 20), "P2": "missing", "P3": "not_submitted"}


def test_growth_from_zero_is_not_a_number_and_said_so():
    result = measured([GROWTH, REVENUE], TABLES, before([("P1", "revenue", 0, 1)]))
    assert values(result, "growth")["P1"] == "missing"
    assert [(one.code, one.platform_id) for one in result.findings] == [("growth|denominator_zero", "P1")]


def test_a_ratio_of_last_year_stays_a_ratio():
    last_year = before([("P1", "share", 1, 7), ("P2", "share", 3, 7)])
    change = of(reads("share - previous.share"), SHARE, last_year=last_year)
    assert change == {"P1": Fraction(200, 3) - Fraction(100, 7), "P2": 100 - Fraction(300, 7), "P3": "not_submitted"}


def test_the_mean_of_three_years_takes_the_years_that_there_are():
    last_year = before([("P1", "revenue", "1000.00", 1), ("P1", "revenue_last", 800, 1), ("P2", "revenue", 100, 1)])
    mean = of(MEAN, REVENUE, LAST, last_year=last_year)
    assert mean == {"P1": Fraction("3000.50") / 3, "P2": 200, "P3": "not_submitted"}


def test_what_next_year_reads_is_measured_this_year():
    result = measured([MEAN, REVENUE, LAST], TABLES, before([("P1", "revenue", 1000, 1)]), wanted=["mean"])
    assert values(result, "revenue_last") == {"P1": 1000, "P2": "missing", "P3": "not_submitted"}


def test_a_total_may_go_on_from_its_own_of_last_year():
    total = reads("heads + COALESCE(previous.x, 0)")
    assert of(total, HEADS, last_year=before([("P1", "x", 10, 1)])) == {"P1": 13, "P2": 1, "P3": "not_submitted"}


def test_the_first_year_has_no_year_before_and_says_so():
    result = measured([MEAN, REVENUE, LAST], TABLES)
    assert values(result, "mean") == {"P1": Fraction("1200.50"), "P2": 300, "P3": "not_submitted"}
    assert {(one.code, one.severity.value) for one in result.findings} == {
        ("mean|previous", "warning"),
        ("revenue_last|previous", "warning"),
    }


def test_a_measure_that_last_year_did_not_keep_is_said_by_name():
    result = measured([GROWTH, REVENUE], TABLES, before([("P1", "other", 1, 1)]))
    (found,) = result.findings
    assert found.sentence("en").startswith("growth: the result of the year before has no measure revenue.")


def test_an_interval_is_read_as_missing_and_said():
    bounded = {**SHARE, "otherwise": {"table": "reported", "low": "5", "high": "8", "denominator": "10"}}
    tables = {**TABLES, "reported": _reported()}
    result = measured([reads("share"), bounded], tables)
    assert values(result, "share")["P3"] == (50, 80)
    assert values(result, "x")["P3"] == "missing"
    assert [(one.code, one.platform_id) for one in result.findings] == [("x|interval", "P3")]


def _reported():
    header = list(SCHEMAS["reported"].columns)
    return ",".join(header) + "\nP3" + "," * (len(header) - 1) + "\n"


def test_a_platform_that_its_where_leaves_out_is_empty():
    chosen = {"where": "heads > 1", "empty": "zero"}
    assert of(reads("revenue", **chosen), REVENUE, HEADS) == {"P1": Fraction("1200.5"), "P2": 0, "P3": "not_submitted"}


def test_last_year_has_no_row_of_a_platform_that_was_not_there():
    last = {**LAST, "empty": "zero"}
    known = before([("P1", "revenue", None, None), ("P9", "revenue", 4, 1)])
    assert of(last, REVENUE, last_year=known) == {"P1": "missing", "P2": 0, "P3": "not_submitted"}


def test_a_verified_value_is_read_before_the_evidence_and_replaces_what_was_computed():
    header = "平台编号,指标,阶段,分子,分母,核验人,核验日期\n"
    checked = {**TABLES, "verified": header + "P1,heads,site,2,1,甲,2015-02-01\nP2,x,city,7,2,甲,2015-02-01\n"}
    found = of(reads("revenue", denominator="heads"), REVENUE, HEADS, tables=checked)
    assert found == {"P1": Fraction("600.25"), "P2": Fraction(7, 2), "P3": "not_submitted"}


def test_each_platform_alone_has_what_it_has_among_all():
    last_year = before([("P1", "revenue", "1000.00", 1), ("P2", "revenue", 10**9, 7)])
    whole = of(GROWTH, REVENUE, last_year=last_year)
    for platform in ("P1", "P2"):
        alone = FINANCE.splitlines()[0] + "\n" + "".join(f"{row}\n" for row in FINANCE.split("\n") if platform in row)
        own = of(GROWTH, REVENUE, tables={"finance": alone}, last_year=last_year)
        assert own[platform] == whole[platform]


def test_indicators_in_a_circle_are_refused_with_the_circle():
    (line,) = refusal(
        {"id": "a", "table": "measures", "numerator": "b + 1"}, {"id": "b", "table": "measures", "numerator": "a"}
    )
    assert "in a circle: a → b → a." in line
    assert "previous.b" in line


def test_a_long_chain_of_indicators_is_measured_and_a_longer_one_refused():
    chain = [HEADS, *({"id": f"c{at:02}", "table": "measures", "numerator": f"c{at - 1:02}"} for at in range(1, 49))]
    first = {"id": "c00", "table": "measures", "numerator": "heads"}
    assert values(measured([first, *chain], TABLES), "c48")["P1"] == 3
    more = [{"id": f"c{at}", "table": "measures", "numerator": f"c{at - 1}"} for at in range(49, 60)]
    assert any("chain of more than 50" in line for line in refusal(first, *chain, *more))


def test_many_that_read_each_other_twice_are_measured_once_each():
    ladder = [
        {"id": f"c{at:02}", "table": "measures", "numerator": f"c{at - 1:02} - c{at - 2:02}"} for at in range(2, 40)
    ]
    starts = [{"id": f"c0{at}", "table": "measures", "numerator": "heads"} for at in (0, 1)]
    assert values(measured([HEADS, *starts, *ladder], TABLES, wanted=["c39"]), "c39")["P1"] == -3


def test_a_number_that_could_wrap_is_refused_with_the_measures_of_the_year():
    huge = before([("P1", "revenue", 10**25, 1)])
    (line,) = refusal(reads("previous.revenue * previous.revenue"), REVENUE, last_year=huge)
    assert "plugins/x/indicator.json::$.numerator, character 18: The number may lie anywhere between" in line
    assert "Multiply fewer measures" in line
    huge = before([("P1", "revenue", 10**31, 1), ("P1", "heads", 1, 10**9)])
    (line,) = refusal(reads("previous.revenue", denominator="previous.heads"), REVENUE, HEADS, last_year=huge)
    assert "x: the number could pass 128 bits with the measures of this year." in line


def test_zeros_behind_the_point_take_no_room():
    # The parquet of a result has six decimals: squared with all their zeros, 10 ** 12 would not fit.
    large = before([("P1", "revenue", 10**12, 1)])
    square = "previous.revenue * previous.revenue"
    assert of(reads(square, denominator=square), REVENUE, last_year=large)["P1"] == 1


def test_a_number_longer_than_a_result_can_hold_is_refused():
    (line,) = refusal(reads("10 * previous.revenue"), REVENUE, last_year=before([("P1", "revenue", 10**31, 1)]))
    assert "x: the number could pass 128 bits" in line
    smallest = before([("P1", "share", 10**31 + Decimal("0.000001"), 1)])
    (line,) = refusal(reads("previous.share"), SHARE, last_year=smallest)
    assert "x: the number could pass 128 bits" in line


def test_a_sum_of_evidence_longer_than_a_result_can_hold_is_refused_for_its_own_number_only():
    large = {"id": "large", "table": "finance", "numerator": f"MAX(service_revenue_yuan) * 1{'0' * 18} * 1000"}
    fits, long = (FINANCE.replace("1200.50", revenue) for revenue in ("10000000000.01", "1000000000000.00"))
    assert of(large, tables={"finance": fits})["P1"] == Decimal("10000000000.01") * 10**21
    with pytest.raises(Refused) as refused:
        of(large, tables={"finance": long})
    assert "large: the number could pass 128 bits" in str(refused.value)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (reads("heds"), "No column heds in measures. Near: heads."),
        (reads("SUM(heads)"), "write the name of the measure alone"),
        ({**HEADS, "id": "x", "numerator": "COUNT(previous.heads)"}, "Measures are read by an indicator of the table"),
        (reads("heads", otherwise={"table": "reported", "low": "1", "high": "2"}), "has no fallback"),
        (
            {**HEADS, "id": "x", "otherwise": {"table": "measures", "low": "1", "high": "2"}},
            "There is no table measures",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(document, words):
    assert any(words in line for line in refusal(document, HEADS))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The year 2014 with two gates of a city's own, on measures of measures."""
    plugins = {
        "revenue_growth": {**GROWTH, "id": "revenue_growth", "unit": "%"},
        "revenue_each": reads("revenue", denominator="service_count") | {"id": "revenue_each"},
    }
    for name, document in plugins.items():
        folder = tmp_path / "plugins" / name
        folder.mkdir(parents=True)
        whole = {"format": 1, "version": "1.0.0", "title": "收入增长率" if "growth" in name else "户均收入", **document}
        (folder / "indicator.json").write_text(json.dumps(whole), encoding="utf-8")
    shipped = json.loads((paths.scenarios() / "2014" / "scenario.json").read_text(encoding="utf-8"))["plugins"]
    gates = {name: {"of": name, "require": {"minimum": -50}, "clause": "5"} for name in plugins}
    scenario = {
        "format": 1, "id": "mine", "title": "甲", "year": 2014, "extends": "2014",
        "plugins": {name: {} for name in (*shipped, *plugins)}, "patch": {"gates": gates},
    }  # fmt: skip
    (tmp_path / "scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
    return tmp_path


def test_a_whole_year_reads_the_year_before_and_verifies(mine, tmp_path):
    result = appraisal.appraise(appraisal.load_scenario(str(mine)))
    now, last = _ratios(result), _ratios(official("2013"))
    platforms = result.tables["ranking"]["platform_id"].to_list()
    assert any(now[one, "revenue_growth"] for one in platforms)
    for one in platforms:
        this, before = now[one, "revenue"], last.get((one, "revenue"))
        assert now[one, "revenue_growth"] == (this / before - 1 if this is not None and before else None)
    appraisal.write_result(result, tmp_path / "result")
    assert verify(tmp_path / "result", paths.scenarios() / "2014").is_equal


def _ratios(result):
    return {
        (row["platform_id"], row["indicator"]): None
        if row["numerator"] is None
        else Fraction(row["numerator"]) / Fraction(row["denominator"])
        for row in result.tables["measures"].rows(named=True)
    }
