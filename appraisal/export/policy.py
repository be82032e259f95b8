"""What an anonymised copy keeps of each column: a list of what is allowed, so that whatever is not in it is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from appraisal.texts import Bilingual

Done = Literal["kept", "pseudonym", "reduced", "dropped"]


@dataclass(frozen=True)
class Treatment:
    """What is done with a column, and why."""

    done: Done
    why: Bilingual
    #: Of a pseudonym: whose, such as platform.
    kind: str = ""
    #: A text that is looked through for ids and names before it is kept.
    is_word: bool = False


def _number() -> Treatment:
    return Treatment("kept", Bilingual("数字，供研究使用", "A number: what the research is about"))


def _word() -> Treatment:
    return Treatment("kept", Bilingual("办法或程序的用词", "A word of the rules or of the program"), is_word=True)


def _pseudonym(kind: str, zh: str, en: str) -> Treatment:
    return Treatment("pseudonym", Bilingual(zh, en), kind)


def _reduced(zh: str, en: str, *, is_word: bool = False) -> Treatment:
    return Treatment("reduced", Bilingual(zh, en), is_word=is_word)


def _dropped(zh: str, en: str) -> Treatment:
    return Treatment("dropped", Bilingual(zh, en))


_PLATFORM = _pseudonym("platform", "平台编号", "The id of a platform")
_ENTITY = _pseudonym("entity", "法人代码", "The code of a legal entity")
_EXPERT = _pseudonym("expert", "专家编号", "The id of a person")
_NAME = _dropped("平台名称", "The name of the platform")
_TOWN = _dropped("一镇往往只有一两家平台", "A town often has one or two platforms")
_CITY_DROPPED = _dropped(
    "地市与类型合起来可能认出平台；需要时用 --keep-city",
    "With its type a city may tell the platform; --keep-city keeps it",
)
_CITY_KEPT = _reduced(
    "按 --keep-city 保留；平台不足5家的地市留空", "Kept by --keep-city; empty where a city has fewer than 5 platforms"
)
_GROUP = _dropped("可能是地市、镇或名册的其他文字", "It may be a city, a town or another word of the register")
_RULE_OF = _dropped(
    "其中可能有名册的文字；办法见 rules.json", "It may hold a word of the register; the rules stand in rules.json"
)
_SCOPES = (
    "只留 province、local、type:、class: 的行，且该范围至少有5家；其余的行删去",
    "Only rows of province, local, type: and class: with at least 5 platforms are kept",
)
_SCOPES_AND_CITY = (
    "只留 province、local、city: 的行，且该地市至少有5家；其余的行删去：地市与类型合起来可能认出平台",
    "Only rows of province, local and city: with at least 5 platforms are kept: city and type together may tell it",
)
#: Tables of which nothing is kept, whatever their columns.
DROPPED_TABLES = {
    "coverage": Bilingual(
        "每行是一个镇，镇的平台数是公开的", "A row is a town, and how many platforms a town has is public"
    ),
}
_COLUMNS: dict[str, dict[str, Treatment]] = {
    "ranking": {
        "rank": _number(),
        "platform_id": _PLATFORM,
        "name": _NAME,
        "city": _CITY_DROPPED,
        "town": _TOWN,
        "composite": _number(),
        "grade": _word(),
        "award_yuan": _number(),
        "award_state": _word(),
        "status": _word(),
    },
    "scores": {
        "platform_id": _PLATFORM,
        **dict.fromkeys(("node", "parent", "kind", "how"), _word()),
        **dict.fromkeys(("mark", "full_mark", "weight", "contribution"), _number()),
    },
    "cohort": {"node": _word(), "place": _word(), "group": _GROUP, "value": _number(), "platforms": _number()},
    "measures": {
        "platform_id": _PLATFORM,
        **dict.fromkeys(("indicator", "state", "stage"), _word()),
        **dict.fromkeys(("numerator", "denominator", "low", "high"), _number()),
        "text": _dropped(
            "数字已在其他列；名册的文字可能认出平台",
            "Numbers stand in the other columns; a word of the register may tell the platform",
        ),
    },
    "panels": {
        "measure": _word(),
        "platform_id": _PLATFORM,
        "expert_id": _EXPERT,
        "part": _word(),
        "number": _number(),
    },
    "gates": {
        "platform_id": _PLATFORM,
        **dict.fromkeys(("gate", "clause", "required", "outcome"), _word()),
        "numerator": _reduced(
            "只留指标的数字和 true、false；名册的其他内容留空",
            "Numbers of indicators, true and false are kept; whatever else the register says is left empty",
        ),
        "denominator": _number(),
    },
    "ranks": {"platform_id": _PLATFORM, "scope": _reduced(*_SCOPES, is_word=True), "rank": _number(), "of": _number()},
    "awards": {
        **dict.fromkeys(("place", "rank", "composite", "amount_yuan"), _number()),
        "platform_id": _PLATFORM,
        "name": _NAME,
        "city": _CITY_DROPPED,
        "town": _TOWN,
        "entity_code": _ENTITY,
        "state": _word(),
    },
    "quotas": {"quota": _word(), "group": _GROUP, "ranked": _number(), "places": _number()},
    "shortlist": {
        "platform_id": _PLATFORM,
        "group": _GROUP,
        "place": _number(),
        "listed": _word(),
        "drawn": _dropped(
            "抽签可以用公开的种子和名册重做，次序即可认出平台",
            "Whoever has the seed and the register can draw again, and the number tells the platform",
        ),
        "sampled": _word(),
    },
    "history": {
        "platform_id": _PLATFORM,
        **dict.fromkeys(
            ("years", "failed_in_a_row", "not_submitted_in_a_row", "awards", "last_award_year", "received_yuan"),
            _number(),
        ),
    },
    "payments": {
        **dict.fromkeys(("sheet", "part", "state", "fund", "clause", "assumed"), _word()),
        "platform_id": _PLATFORM,
        **dict.fromkeys(("due_yuan", "received_yuan", "amount_yuan"), _number()),
        **dict.fromkeys(("value", "rule_zh", "rule_en"), _RULE_OF),
    },
    "received": {
        "platform_id": _PLATFORM,
        "entity_code": _ENTITY,
        "sheet": _word(),
        "year": _number(),
        "amount_yuan": _number(),
    },
    "ledger": {
        **dict.fromkeys(("fund", "kind", "clause"), _word()),
        **dict.fromkeys(("line", "amount_yuan", "balance_yuan"), _number()),
        "reference": _dropped("写有平台或受款方", "It names a platform, or who else was paid"),
        "date": _dropped("其他支出的日期可能指明受款方", "The day of another outlay may tell who was paid"),
    },
    "findings": {
        "severity": _word(),
        "code": _word(),
        "platform_id": _PLATFORM,
        **dict.fromkeys(
            ("file", "sheet", "row", "column"),
            _dropped("文件名、工作表名常有地市或人名", "Names of files and sheets often hold a city or a person"),
        ),
        **dict.fromkeys(
            ("value", "message_zh", "message_en"),
            _dropped("佐证数据的原文，可能有姓名", "What the evidence says, names of persons among it"),
        ),
    },
}
_UNKNOWN = _dropped(
    "本程序不认识这一列，不认识的一律不导出",
    "This program does not know the column, and exports nothing it does not know",
)


def treatment(table: str, column: str, *, keep_city: bool = False) -> Treatment:
    """What is done with a column; with one that is not in the list nothing but dropping it."""
    if table in DROPPED_TABLES:
        return Treatment("dropped", DROPPED_TABLES[table])
    found = _COLUMNS.get(table, {}).get(column, _UNKNOWN)
    if keep_city and found is _CITY_DROPPED:
        return _CITY_KEPT
    if keep_city and (table, column) == ("ranks", "scope"):
        return _reduced(*_SCOPES_AND_CITY, is_word=True)
    return found


def is_stated(table: str, column: str) -> bool:
    """Somebody decided what is done with this column."""
    return table in DROPPED_TABLES or column in _COLUMNS.get(table, {})
