"""The sheets of an annex and their columns, in the words that departments use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.annex.fields import (
    Field,
    of_condition,
    of_curve,
    of_factor,
    of_list,
    of_name,
    of_names,
    of_number,
    of_source,
    of_text,
    of_words,
)
from appraisal.annex.special import of_amount, of_combine, of_missing, of_param, of_places, of_quota

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.annex.grammar import Names

GUIDE = "说明"
ID, EXTRA = "编号", "补充（JSON）"
#: The title of a source, which nobody reads back.
SOURCE_TITLE = "来源名称"
#: What the first row of the index is called; its id says which it is.
TOTAL = "（总分）"
_NUMERALS = "一二三四五六七八九十"
LEVEL = re.compile(rf"([{_NUMERALS}]+)级指标")


@dataclass(frozen=True)
class TableSheet:
    """A sheet with one row for each thing of a kind."""

    name: str
    #: Where in the rules these stand.
    key: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class FormSheet:
    """A sheet with one line for each key of one thing."""

    name: str
    fields: tuple[Field, ...]


def level(depth: int) -> str:
    """The column of a node so many levels down."""
    tens, units = divmod(depth + 1, 10)
    word = ("" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十") + (
        _NUMERALS[units - 1] if units else ""
    )
    return f"{word}级指标"


def depth_of(title: str) -> int | None:
    """How many levels down the nodes of a column are; None where it is no such column."""
    found = LEVEL.fullmatch(title)
    if not found:
        return None
    return next((depth for depth in range(99) if level(depth) == title), None)


_TITLE, _ENGLISH, _CLAUSE = of_text("名称", "title", 28), of_text("英文名称", "x-en", 24), of_text("条款", "clause", 8)

NODE_FIELDS = (
    of_number("分值", "full_mark"),
    of_number("权重", "weight"),
    of_source("数据来源"),
    of_curve("评分标准"),
    of_text("条款", "clause", 8),
    of_condition("适用范围", "applies", 22),
    of_words(
        "不适用时", "not_applicable", {"不计": "absent", "按其余折算": "rescale", "计满分": "full", "计零分": "zero"}
    ),
    of_missing("缺失时"),
    of_factor("系数"),
    of_number("最高", "cap", 7),
    of_number("最低", "floor", 7),
    of_combine("合成方式"),
    of_number("小数位数", "decimals", 9),
    of_text("备注", "note", 24),
    of_text("英文名称", "x-en", 20),
    of_text("英文备注", "x-note-en", 20),
)
INDEX, ADJUSTMENTS = "指标体系", "加减分"

TABLES = (
    TableSheet("资格条件", "gates", (_TITLE, of_condition("条件", width=60), _CLAUSE, _ENGLISH)),
    TableSheet("类别", "classes", (_TITLE, of_condition("条件", "when", 60), _CLAUSE, _ENGLISH)),
    TableSheet(
        "等级",
        "grades",
        (
            _TITLE,
            of_number("最低分", "minimum"),
            of_condition("还须满足", "when"),
            of_quota("名额"),
            of_condition("或直接评定", "direct"),
            _ENGLISH,
        ),
    ),
    TableSheet("资金", "funds", (_TITLE, of_number("总额（元）", "total_yuan", 16), _CLAUSE, _ENGLISH)),
)


def _ordered(names: Names) -> Mapping[str, str]:
    return {**names.sources, **names.nodes}


AWARDS = FormSheet(
    "奖励",
    (
        of_name("等级", "grade", lambda names: names.grades),
        of_places("名额", "places"),
        of_places("其中每组最多", "at_most"),
        of_amount("金额（元）", "amount_yuan"),
        of_words("已获奖的", "upgrade", {"发差额": "difference"}),
        of_number("奖励有效年数", "valid_years"),
        of_words("发放", "per", {"每个法人一份": "legal_entity", "每家平台一份": "platform"}),
        of_words("空出的名额", "freed_place", {"递补": "next", "作废": "lapse"}),
        of_name("资金", "fund", lambda names: names.funds),
        of_text("条款", "clause"),
    ),
)
LISTS = FormSheet(
    "名单与抽样",
    (
        of_places("核查名单名额", "shortlist.places"),
        of_number("核查名单倍数", "shortlist.share"),
        of_text("核查名单条款", "shortlist.clause"),
        of_words("抽样范围", "sample.of", {"核查名单": "shortlist", "全部排名平台": "ranked"}),
        of_places("抽样家数", "sample.places"),
        of_text("抽签种子", "sample.seed"),
        of_text("抽样条款", "sample.clause"),
        of_condition("推荐条件", "nominations.when"),
        of_places("推荐名额", "nominations.at_most"),
        of_text("推荐条款", "nominations.clause"),
    ),
)
#: The keys of the rules that hold a few keys each, written here as ``authority.status``.
FLAT = ("authority", "valid", "rounding", "total", "vetoes", "ranking", "limits", "coverage")
BASIC = FormSheet(
    "基本信息",
    (
        of_text(ID, "id"),
        of_text("名称", "title"),
        of_text("英文名称", "x-en"),
        of_text("条款出处", "clauses"),
        of_words("性质", "authority.status", {"示例": "example", "正式": "official"}),
        of_list("发文机关", "authority.issuers"),
        of_text("文号", "authority.document_no"),
        of_text("发文日期", "authority.issued_on"),
        of_number("适用年度起", "valid.from"),
        of_number("适用年度止", "valid.to"),
        of_words("数据年度", "data_year", {"当年": "same", "上年": "previous"}),
        of_words("全体平台", "cohort", {"有资格的": "eligible", "已报送的": "submitted"}),
        of_words("一票否决", "vetoes.from", {"有": "vetoes"}),
        of_number("得分小数位数", "rounding.leaf"),
        of_number("综合得分小数位数", "rounding.total"),
        of_words("取舍", "rounding.mode", {"四舍五入": "half_up"}),
        of_number("总分上限", "total.cap"),
        of_number("总分下限", "total.floor"),
        of_names("同分依次比较", "ranking.ties", _ordered),
        of_text("覆盖目标条款", "coverage.clause"),
        of_number("异常变动倍数", "limits.measure_jump"),
        of_names("单独剔除的表", "quarantine", lambda names: names.tables),
    ),
)

FORMS = {form.name: form for form in (BASIC, AWARDS, LISTS)}
#: Those whose keys are written as ``shortlist.share``.
LISTED = ("shortlist", "sample", "nominations")

PARAMS, PARAM = "参数", of_param("数值")
COVERAGE, COVERED = "覆盖目标", of_number("每镇平台数", "minimum", 14)
CHECKS = "核查"
CHECK = of_words("处理", "weight", {"拒绝计算": "error", "警告": "warning", "提示": "notice", "不核查": "off"})
#: In the order of the workbook.
SHEETS = (
    BASIC.name,
    INDEX,
    ADJUSTMENTS,
    *(table.name for table in TABLES),
    AWARDS.name,
    LISTS.name,
    COVERAGE,
    PARAMS,
    CHECKS,
)
