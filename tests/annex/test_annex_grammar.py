"""What the annex writes of a curve, a condition or a factor it reads back to the same, and people write it their way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from appraisal.annex.grammar import (
    Names,
    Scanner,
    UnreadableError,
    read_condition,
    read_curve,
    read_factor,
    write_condition,
    write_curve,
    write_factor,
)
from appraisal.annex.special import of_quota
from appraisal.schema import canonical
from tests.amounts import examples
from tests.annex.drawn import CONDITIONS, CURVES, FACTORS

NAMES = Names(
    sources={
        "service_count": "服务中小微企业数",
        "revenue": "服务收入",
        "growth": "服务收入增长率",
        "platforms.home": "所在地类别",
    },
    classes={"small": "小型平台"},
    nodes={"effect": "效果突出"},
)


def read(reader: Any, written: str, names: Names = NAMES, unit: str = "") -> Any:
    scanner = Scanner(written, names, unit)
    found = reader(scanner)
    scanner.items()
    scanner.end()
    return found


@examples(300)
@given(CONDITIONS)
def test_a_condition_reads_back(condition: dict[str, Any]) -> None:
    assert canonical(read(read_condition, write_condition(condition), Names())) == canonical(condition)


@examples(300)
@given(CURVES)
def test_a_curve_reads_back(curve: dict[str, Any]) -> None:
    assert canonical(read(read_curve, write_curve(curve), Names())) == canonical(curve)


@given(FACTORS)
def test_a_factor_reads_back(factor: Any) -> None:
    assert canonical(read(read_factor, write_factor(factor), Names())) == canonical(factor)


def bands(*points: tuple[Any, Any], closed: str = "low", **more: Any) -> dict[str, Any]:
    return {"kind": "bands", "at": [list(point) for point in points], "closed": closed, **more}


@pytest.mark.parametrize(
    ("written", "curve"),
    [
        ("<60：0分\n≥60且<80：9分\n≥80：15分", bands((60, 9), (80, 15), below=0)),
        ("６０以上且不满８０：９；８０以上：１５", bands((60, 9), (80, 15))),
        (">60且<=80:9;>80:15", bands((60, 9), (80, 15), closed="high")),
        ("不低于60且低于80：9分；不少于80：15分；", bands((60, 9), (80, 15))),
        ("≥60%且<80%：9分\n≥80%：15分", bands((60, 9), (80, 15))),
        (
            "≥80：15分\n≥60且<80：9分\n<60：0分",
            {
                "kind": "bands",
                "bands": [
                    {"when": {"minimum": 80}, "mark": 15},
                    {"when": {"minimum": 60, "exclusiveMaximum": 80}, "mark": 9},
                    {"when": {"exclusiveMaximum": 60}, "mark": 0},
                ],
            },
        ),
        (
            "≥60且<70：9分；≥80：15分",
            {
                "kind": "bands",
                "bands": [
                    {"when": {"minimum": 60, "exclusiveMaximum": 70}, "mark": 9},
                    {"when": {"minimum": 80}, "mark": 15},
                ],
            },
        ),
        ("折线：50→15，300→25；低于50：0", {"kind": "linear", "at": [[50, 15], [300, 25]], "below": 0}),
        ("折线: 50->15, 300->25", {"kind": "linear", "at": [[50, 15], [300, 25]]}),
        (
            "每满10加2，50起15分，最高25",
            {"kind": "steps", "from": 50, "base": 15, "per": 10, "add": 2, "whole": True, "cap": 25},
        ),
        ("甲级：20分；乙级：15分；其他：0分", {"kind": "levels", "marks": {"甲级": 20, "乙级": 15}, "otherwise": 0}),
        ("“其他”：5", {"kind": "levels", "marks": {"其他": 5}}),
        (
            "折线：全体最小值→60，全体最大值→100",
            {"kind": "linear", "at": [[{"cohort": "minimum"}, 60], [{"cohort": "maximum"}, 100]]},
        ),
        (
            "≥全体中位数且<0.9×（全体90%分位数）：5分；≥0.9×（全体90%分位数）：8分",
            bands(({"cohort": "median"}, 5), ({"cohort": "quantile", "q": Decimal("0.9"), "times": Decimal("0.9")}, 8)),
        ),
    ],
)
def test_people_write_marks_their_way(written: str, curve: dict[str, Any]) -> None:
    assert canonical(read(read_curve, written, unit="%")) == canonical(curve)


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("服务中小微企业数 ≥ 50", {"of": "service_count", "require": {"minimum": 50}}),
        ("服务中小微企业数５０以上", {"of": "service_count", "require": {"minimum": 50}}),
        ("服务收入增长率>0", {"of": "growth", "require": {"exclusiveMinimum": 0}}),
        ("revenue 不超过 5000000", {"of": "revenue", "require": {"maximum": 5000000}}),
        ("platforms.所在地类别 = 专业镇", {"of": "platforms.home", "require": {"const": "专业镇"}}),
        ("所在地类别 为 专业镇", {"of": "platforms.home", "require": {"const": "专业镇"}}),
        (
            "platforms.premises = 是（缺失：不满足）",
            {"of": "platforms.premises", "require": {"const": True}, "missing": "fail"},
        ),
        (
            "platforms.home属于（专业镇、“产业（集聚）镇”）",
            {"of": "platforms.home", "require": {"enum": ["专业镇", "产业（集聚）镇"]}},
        ),
        ("属于类别 小型平台", {"class": "small"}),
        ("marks.效果突出 > 0", {"of": "marks.effect", "require": {"exclusiveMinimum": 0}}),
        (
            "至少2项（revenue≥1；growth≥1；不是（revenue＜0））",
            {
                "at_least": 2,
                "among": [
                    {"of": "revenue", "require": {"minimum": 1}},
                    {"of": "growth", "require": {"minimum": 1}},
                    {"not": {"of": "revenue", "require": {"exclusiveMaximum": 0}}},
                ],
            },
        ),
        (
            "全部满足(revenue≥1\n属于类别 small)",
            {"all": [{"of": "revenue", "require": {"minimum": 1}}, {"class": "small"}]},
        ),
    ],
)
def test_people_write_conditions_their_way(written: str, condition: dict[str, Any]) -> None:
    assert canonical(read(read_condition, written)) == canonical(condition)


@pytest.mark.parametrize(
    ("reader", "written", "said"),
    [
        (read_curve, "60-80：9分", "in, or out"),
        (read_curve, "≥60且<80", "Expected :"),
        (read_curve, "折线：50→15；低于60：0", "The line ends at 50"),
        (read_curve, "每满10加2", "50起15分"),
        (read_curve, "甲级：20分；甲级：15分", "stands here twice"),
        (read_curve, "≥60：9分；≥全体中位数：5分", "without a gap"),
        (read_curve, "若 revenue≥1：{≥1：5", "Expected }"),
        (read_curve, "≥60：9分 左右", "not understood"),
        (read_condition, "营业额 ≥ 50", "no 营业额 here"),
        (read_condition, "revenue 50", "in, or out"),
        (read_condition, "revenue ≥ 五十", "Expected a number"),
        (read_condition, "revenue ≥ 50且≥60", "twice"),
        (read_condition, "至少2项（revenue≥1", "Expected )"),
        (read_condition, "platforms.home = “专业镇", "not closed"),
        (read_condition, "platforms.home 符合 {x}", "no JSON"),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(reader: Any, written: str, said: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read(reader, written)
    assert said in f"{error.value.message}"


def test_a_title_of_two_things_is_refused_with_both() -> None:
    twice = Names(sources={"a": "收入", "b": "收入"})
    with pytest.raises(UnreadableError) as error:
        read(read_condition, "收入 ≥ 1", twice)
    assert "a, b" in f"{error.value.message}"


@pytest.mark.parametrize("written", ["前15%", "前15%，四舍五入", "前10名"])
def test_a_quota_that_leaves_rounding_or_ties_open_is_told_what_it_lacks(written: str) -> None:
    with pytest.raises(UnreadableError) as unreadable:
        of_quota("名额").read(written, NAMES, "")
    said: Any = unreadable.value.message.facts["message"]
    example = said.facts["example"]
    assert of_quota("名额").read(example, NAMES, "")["tied"] in ("in", "out")
