"""The six steps of the measures, each on a tiny scenario."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.oracle import Measure, judge
from tests.oracle.hand_made import ENTERPRISES, PLUGINS, platform, revenue, served, small_rules, write


def rules_of(indicator: str, **changes: Any) -> dict[str, Any]:
    curve = {"kind": "linear", "at": [[0, 0], [1, 10]]}
    leaf = {"from": [indicator], "full_mark": 10, "curve": curve}
    index = {"combine": "sum", "full_mark": 10, "nodes": {"only": leaf}}
    return small_rules(index=index, gates={}, **changes)


def measured(numerator: Any, denominator: Any = 1, stage: str | None = None) -> Measure:
    number = Fraction(numerator)
    return Measure("measured", number, Fraction(denominator), number, number, stage)


def measure_of(tmp_path, indicator, tables, **changes):
    tables = {"platforms": [platform("A")], **tables}
    folder = write(tmp_path / "case", rules_of(indicator, **changes), tables)
    return judge(folder, PLUGINS).measures["A", indicator]


def person(name: str, **cells: str) -> dict[str, str]:
    return {"platform_id": "A", "person_id": name, "as_of": "2014-12-31", "on_team": "true", **cells}


def test_distinct_small_enterprises_of_the_year_count(tmp_path):
    again = [row | {"service_id": row["service_id"] + "x"} for row in served("A", 2)]
    rows = [*served("A", 4), *again, *[row | {"service_id": "old" + row["service_id"]} for row in served("A", 6, 2013)]]
    firms = [*ENTERPRISES[:3], {"enterprise_id": "E4", "size": "大型"}, *ENTERPRISES[4:]]
    assert measure_of(tmp_path, "service_count", {"services": rows, "enterprises": firms}) == measured(3)


def test_rows_that_are_not_selected_are_a_true_zero_for_a_count(tmp_path):
    tables = {"services": served("A", 2, 2013), "enterprises": ENTERPRISES}
    assert measure_of(tmp_path, "service_count", tables) == measured(0)


def test_the_previous_year_s_data_can_be_asked_for(tmp_path):
    tables = {"services": served("A", 2, 2013), "enterprises": ENTERPRISES}
    assert measure_of(tmp_path, "service_count", tables, data_year="previous") == measured(2)


def test_revenue_without_a_line_of_the_year_is_missing(tmp_path):
    assert measure_of(tmp_path, "revenue", {"finance": revenue("A", "5", 2013)}) == Measure("missing")


def test_revenue_keeps_its_cents(tmp_path):
    assert measure_of(tmp_path, "revenue", {"finance": revenue("A", "1234.56")}) == measured("1234.56")


def test_a_person_with_several_qualifications_counts_once(tmp_path):
    rows = [
        person("1", education="博士", title_level="正高"),
        person("2", skill_level="技师"),
        person("3", education="中专"),
        person("4"),
        person("5", education="博士", on_team="false"),
        person("6", education="博士", as_of="2013-12-31"),
    ]
    assert measure_of(tmp_path, "staff_ratio", {"staff": rows}) == measured(2, 4)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (("10", "5", "3", "1"), Measure("measured", None, Fraction(10), Fraction(5), Fraction(9))),
        (("10", "9", "3", "1"), Measure("measured", None, Fraction(10), Fraction(9), Fraction(10))),
        (("10", "10", "3", "1"), measured(10, 10)),
        (("10", "5", "0", "0"), measured(5, 10)),
        (("10", "5", "", "0"), Measure("measured", None, Fraction(10), Fraction(5), Fraction(10))),
        (("", "5", "3", "1"), Measure("missing")),
        (("0", "0", "0", "0"), Measure("missing")),
        (("4", "5", "0", "0"), Measure("missing")),
        (("10", "", "", ""), Measure("missing")),
    ],
)
def test_head_counts_bound_the_ratio_where_there_is_no_roster(tmp_path, figures, expected):
    row = dict(zip(("team", "degree", "titled", "skilled"), figures, strict=True))
    found = measure_of(tmp_path, "staff_ratio", {"staff": [], "reported": [{"platform_id": "A", **row}]})
    assert found == expected


def test_a_roster_of_another_year_closes_the_way_to_head_counts(tmp_path):
    row = {"platform_id": "A", "team": "2", "degree": "2", "titled": "0", "skilled": "0"}
    tables = {"staff": [person("1", as_of="2013-12-31")], "reported": [row]}
    assert measure_of(tmp_path, "staff_ratio", tables) == Measure("missing")


def test_the_mean_of_too_few_answers_is_missing(tmp_path):
    answers = [{"answer_id": f"{n}", "platform_id": "A", "date": "2014-01-01", "score": 80 + n} for n in range(3)]
    enough = {"satisfaction": {"min_answers": 3}}
    assert measure_of(tmp_path, "satisfaction", {"surveys": answers}, params=enough) == measured(243, 3)
    more = {"satisfaction": {"min_answers": 4}}
    assert measure_of(tmp_path / "b", "satisfaction", {"surveys": answers}, params=more) == Measure("missing")


def test_joint_outputs_count_by_share_and_kind(tmp_path):
    kinds = [("发明专利", "0.5"), ("实用新型", "1"), ("外观设计", "0.25")]
    rows = [
        {"output_id": kind, "platform_id": "A", "date": "2014-12-31", "kind": kind, "share": share}
        for kind, share in kinds
    ]
    params = {"innovation_output": {"utility_model": 2.5}}
    assert measure_of(tmp_path, "innovation_output", {"outputs": rows}, params=params) == measured("8")


def verified(stage: str, numerator: str, denominator: str) -> dict[str, str]:
    return {
        "platform_id": "A",
        "indicator": "revenue",
        "stage": stage,
        "numerator": numerator,
        "denominator": denominator,
        "by": "核验组",
        "on": "2014-03-01",
    }


def test_the_latest_verified_stage_stands(tmp_path):
    rows = [verified("site", "7.5", "2"), verified("declared", "1", "1"), verified("city", "2", "0")]
    tables = {"finance": revenue("A", "5"), "verified": rows}
    assert measure_of(tmp_path, "revenue", tables) == measured("7.5", 2, "site")
    tables = {"finance": revenue("A", "5"), "verified": rows[1:]}
    assert measure_of(tmp_path / "b", "revenue", tables) == Measure("missing", stage="city")


def test_a_verified_row_does_not_make_a_submission(tmp_path):
    tables = {"platforms": [platform("A")], "finance": [], "verified": [verified("site", "5", "1")]}
    verdict = judge(write(tmp_path / "case", rules_of("revenue"), tables), PLUGINS)
    assert verdict.measures["A", "revenue"] == Measure("not_submitted")
    assert verdict.status == {"A": "not_submitted"}
    assert verdict.marks == {}


def test_nothing_handed_in(tmp_path):
    tables = {"finance": revenue("B", "5"), "vetoes": []}
    assert measure_of(tmp_path, "service_count", tables) == Measure("not_submitted")
