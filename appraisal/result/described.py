"""What each column of a result says, in both languages: for the data package and for the page on results."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.result.tables import TABLES
from appraisal.texts import Bilingual


@dataclass(frozen=True)
class Described:
    """One column in words; ``words`` are all that may stand in it, where the program itself gives them."""

    meaning: Bilingual
    words: tuple[str, ...] = ()


def _said(zh: str, en: str, *words: str) -> Described:
    return Described(Bilingual(zh, en), words)


#: What a row of each table is about.
TITLES: dict[str, Bilingual] = {
    "ranking": Bilingual("排名", "The ranking"),
    "scores": Bilingual("得分", "Marks"),
    "cohort": Bilingual("由全体平台得出的数", "Numbers found from all platforms"),
    "measures": Bilingual("指标值", "Measures"),
    "panels": Bilingual("专家打分", "Marks of experts"),
    "gates": Bilingual("资格条件", "Gates"),
    "ranks": Bilingual("各范围名次", "Ranks by scope"),
    "awards": Bilingual("奖励", "Awards"),
    "quotas": Bilingual("名额", "Places"),
    "shortlist": Bilingual("核查名单和抽样", "Shortlist and sample"),
    "history": Bilingual("历年累计", "Sums over the years"),
    "payments": Bilingual("资金表", "Sheets of payments"),
    "received": Bilingual("历年所得", "What was received in each year"),
    "ledger": Bilingual("资金账", "The ledger of the funds"),
    "coverage": Bilingual("覆盖", "Coverage of the towns"),
    "findings": Bilingual("核查问题", "Findings"),
}
#: Columns of a key in which a cell may be empty: all platforms together, or a town without a county.
EMPTY_IN_KEY = frozenset({("cohort", "group"), ("quotas", "group"), ("coverage", "county")})
# By column, where it says the same in every table; else by table and column.
_COLUMNS: dict[str, Described] = {
    "platform_id": _said("平台编号", "The id of the platform"),
    "name": _said("平台名称", "The name of the platform"),
    "city": _said("地级以上市", "The city"),
    "county": _said("县（市、区）", "The county"),
    "town": _said("镇（街道）", "The town"),
    "entity_code": _said("法人代码", "The code of the legal entity"),
    "composite": _said("综合得分，已按办法四舍五入", "The composite, rounded as the rules say"),
    "clause": _said("依据的条款", "The clause it rests on"),
    "node": _said("指标体系中的指标", "The node of the index"),
    "ranking.rank": _said("名次；未参加排名的为空", "The rank; empty where it is not ranked"),
    "ranking.grade": _said("等级，见 rules.json", "The grade, see rules.json"),
    "ranking.award_yuan": _said("奖励金额，元", "The award in yuan"),
    "ranking.award_state": _said("奖励是否确定", "Whether there is an award", "given", "open", "none"),
    "ranking.status": _said("状态", "The status", "ranked", "undecided", "ineligible", "vetoed", "not_submitted"),
    "scores.parent": _said("上级指标", "The node above"),
    "scores.kind": _said("行的种类：末级、上级、上限扣减、取舍", "What the line is: leaf, group, cap, rounding"),
    "scores.mark": _said("得分", "The mark"),
    "scores.full_mark": _said("满分", "The full mark"),
    "scores.weight": _said("权重", "The weight"),
    "scores.contribution": _said("计入综合得分的部分", "What it adds to the composite"),
    "scores.how": _said("采用了计分办法的哪一部分", "Which part of the curve was used"),
    "cohort.place": _said("用在办法的何处", "Where in the rules it is used"),
    "cohort.group": _said("所在组；空为全体", "The group; empty where it is all"),
    "cohort.value": _said("得出的数", "The number"),
    "cohort.platforms": _said("由多少家平台得出", "From how many platforms"),
    "measures.indicator": _said("指标，或名册的列", "The indicator, or the column of the register"),
    "measures.numerator": _said("分子，精确值", "The numerator, exact"),
    "measures.denominator": _said("分母，精确值", "The denominator, exact"),
    "measures.low": _said("分子的下限", "The least that the numerator may be"),
    "measures.high": _said("分子的上限", "The most that the numerator may be"),
    "measures.text": _said("指标值的写法，或名册中的文字", "The measure as printed, or the word of the register"),
    "measures.state": _said("是否测得", "Whether it was measured"),
    "measures.stage": _said("核实的阶段", "The stage at which it was verified"),
    "panels.measure": _said("专家组的指标值", "The measure of the panel"),
    "panels.expert_id": _said("专家编号", "The id of the expert"),
    "panels.part": _said(
        "是否计入：计入、去掉的最高、去掉的最低、回避",
        "Whether it counts: counted, left out as highest or lowest, recused",
        *("counted", "highest", "lowest", "recused"),
    ),
    "panels.number": _said("所打的分", "The mark given"),
    "gates.gate": _said("资格条件", "The gate"),
    "gates.numerator": _said("分子、区间，或名册所填", "The numerator, the interval, or what the register says"),
    "gates.denominator": _said("分母", "The denominator"),
    "gates.required": _said("要求", "What is required"),
    "gates.outcome": _said("是否符合", "Whether it is met", "pass", "fail", "undecided"),
    "ranks.scope": _said("名次的范围", "Among whom"),
    "ranks.rank": _said("在该范围的名次", "The rank among them"),
    "ranks.of": _said("该范围参加排名的家数", "How many are ranked there"),
    "awards.place": _said("第几个奖励；待定的为空", "Which award it is; empty where it is open"),
    "awards.rank": _said("名次", "The rank"),
    "awards.amount_yuan": _said("奖励金额，元", "The award in yuan"),
    "awards.state": _said("是否确定", "Whether it is settled", "given", "open"),
    "quotas.quota": _said("何种名额", "Places of what"),
    "quotas.group": _said("所在组；空为全体", "The group; empty where it is all"),
    "quotas.ranked": _said("参加排名的家数", "How many are ranked"),
    "quotas.places": _said("名额", "How many places"),
    "shortlist.group": _said("所在组；空为全体", "The group; empty where it is all"),
    "shortlist.place": _said("在组内的次序", "The place in the group"),
    "shortlist.listed": _said("是否列入名单", "Whether it is listed"),
    "shortlist.drawn": _said("抽签的次序", "The number in the draw"),
    "shortlist.sampled": _said("是否抽中", "Whether it was drawn"),
    "history.years": _said("参评年数", "Years taken part"),
    "history.failed_in_a_row": _said("至本年连续不合格的年数", "Years failed in a row, up to this one"),
    "history.not_submitted_in_a_row": _said(
        "至本年连续未报送的年数", "Years in a row without evidence, up to this one"
    ),
    "history.awards": _said("获奖次数", "Awards"),
    "history.last_award_year": _said("最近获奖年度", "The year of the last award"),
    "history.received_yuan": _said("累计所得，元", "Received in all, in yuan"),
    "payments.sheet": _said("资金表", "The sheet"),
    "payments.part": _said("表中的栏", "The column of the sheet"),
    "payments.value": _said("据以计算的数或文字", "The number or word it is counted from"),
    "payments.due_yuan": _said("应得，元", "Due, in yuan"),
    "payments.received_yuan": _said("此前所得，元", "Received before, in yuan"),
    "payments.amount_yuan": _said("金额，元", "The amount in yuan"),
    "payments.state": _said("确定、待定，或只列明", "Given, open, or only stated", "given", "open", "stated"),
    "payments.rule_zh": _said("规则（中文）", "The rule in Chinese"),
    "payments.rule_en": _said("规则（英文）", "The rule in English"),
    "payments.fund": _said("资金", "The fund"),
    "payments.assumed": _said(
        "金额是否由办法设定，政策未载明", "Whether the rules assume an amount that no policy prints"
    ),
    "received.sheet": _said("资金表；awards 为奖励", "The sheet of payments, or awards"),
    "received.year": _said("年度", "The year"),
    "received.amount_yuan": _said("所得，元", "Received, in yuan"),
    "ledger.fund": _said("资金", "The fund"),
    "ledger.line": _said("行号", "The number of the line"),
    "ledger.kind": _said("种类", "The kind", "opening", "outlay", "award", "payment", "reserve"),
    "ledger.reference": _said("何项支出，或哪家平台", "Which outlay, or which platform"),
    "ledger.date": _said("日期", "The date"),
    "ledger.amount_yuan": _said("金额，元；支出为负", "The amount in yuan; less than zero where it is spent"),
    "ledger.balance_yuan": _said("余额，元", "The balance in yuan"),
    "coverage.registered": _said("年末在册的平台数", "Platforms registered at the end of the year"),
    "coverage.platforms": _said("计数的平台数：法人", "Platforms that count: legal entities"),
    "coverage.passing": _said("符合资格条件的平台数", "Platforms that meet the gates"),
    "coverage.target": _said("应有的平台数", "How many there should be"),
    "coverage.met": _said("是否达到", "Whether there are as many"),
    "findings.severity": _said("轻重", "How grave it is", "warning", "notice"),
    "findings.code": _said("代码", "The code"),
    "findings.file": _said("文件", "The file"),
    "findings.sheet": _said("工作表", "The sheet"),
    "findings.row": _said("行号，第1行为表头", "The row; row 1 is the header"),
    "findings.column": _said("列", "The column"),
    "findings.value": _said("该处的内容", "What stands there"),
    "findings.message_zh": _said("说明（中文）", "What is wrong and what to do, in Chinese"),
    "findings.message_en": _said("说明（英文）", "What is wrong and what to do, in English"),
}


def described(table: str, column: str) -> Described | None:
    """The column in words; None where it is none of the contract."""
    if table not in TABLES or column not in TABLES[table].columns:
        return None
    return _COLUMNS.get(f"{table}.{column}", _COLUMNS.get(column))
