"""Random towns, and the register entry of a platform."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from tests.random_scenarios.tables import Cell, Rows

#: City, its code, county, town: one city without counties, one town name in two counties.
PLACES = (
    ("广州市", "440100", "番禺区", "沙湾镇"),
    ("惠州市", "441300", "惠东县", "横沥镇"),
    ("东莞市", "441900", None, "横沥镇"),
    ("东莞市", "441900", None, "虎门镇"),
    ("佛山市", "440600", "顺德区", "北滘镇"),
)
TYPES = (
    "技术创新",
    "工业设计",
    "质量检测",
    "知识产权",
    "信息网络",
    "电子商务",
    "创业孵化",
    "企业融资",
    "人才培训",
    "其他",
)
FACTS = (
    "legal_entity", "premises", "equipment", "management_rules", "service_process", "fee_standard",
    "quality_measures", "sme_discount",
)  # fmt: skip
FULL_SEMICOLON = "\uff1b"
#: The weights of the check character of an organisation code (GB 11714).
CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def towns(rng: Random, year: int) -> Rows:
    """Two to five towns, recognised before, on or after the last day of the year, or not at all."""
    days = [date(2005, 6, 1), date(2005, 6, 1), date(year, 12, 31), date(year + 1, 1, 1), None]
    return [
        {
            "city_code": code,
            "city": city,
            "county": county,
            "town": town,
            "industry": rng.choice(["服装", None]),
            "recognised": rng.choice(days),
        }
        for city, code, county, town in rng.sample(PLACES, rng.randint(2, len(PLACES)))
    ]


def entity_code(number: int) -> str:
    """An organisation code with its check character."""
    digits = f"{number:08}"
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(CODE_WEIGHTS, digits, strict=True)) % 11
    return digits + {10: "X", 11: "0"}.get(rest, str(rest))


def platform(rng: Random, number: int, town: dict[str, Cell], year: int, data_year: int) -> dict[str, Cell]:
    """One line of the register, in operation mostly, with a fact missing or false now and then."""
    row: dict[str, Cell] = {
        "platform_id": platform_id(number),
        "name": f"平台{number}" + rng.choice(["", "，分部", ' "甲"']),
        "entity_code": entity_code(rng.choice([number + 1, number + 1, rng.randint(1, 4)])),
        "city": town["city"],
        "county": town["county"],
        "town": town["town"],
        "home": rng.choice(["专业镇", "专业镇", "产业集聚镇"]),
        "type": rng.choice(TYPES[:3]),
        "other_types": rng.choice([None, None, FULL_SEMICOLON.join(rng.sample(TYPES[:4], rng.randint(1, 3)))]),
        "founder_kind": rng.choice(["民营机构", "民营机构", "龙头企业", None]),
        "established": rng.choice([date(2004, 3, 1)] * 26 + _first_days(year, data_year)),
        "closed": None,
    }
    if row["established"] == date(2004, 3, 1):
        row["closed"] = rng.choice([None] * 26 + _last_days(year, data_year))
    return row | {fact: rng.choice([True] * 10 + [False, None]) for fact in FACTS}


def steady(row: dict[str, Cell]) -> dict[str, Cell]:
    """The line with every fact in order."""
    settled = {"established": date(2004, 3, 1), "closed": None, "other_types": None}
    return row | settled | dict.fromkeys(FACTS, True)


def takes_part(row: dict[str, Cell], data_year: int) -> bool:
    """Whether the platform is in operation in the data year."""
    established, closed = row["established"], row["closed"]
    founded = isinstance(established, date) and established <= date(data_year, 12, 31)
    return founded and not (isinstance(closed, date) and closed < date(data_year, 1, 1))


def platform_id(number: int) -> str:
    """The id of a platform; ids do not sort as they are numbered."""
    return f"{'XQAZ'[number % 4]}-{number:02}"


def _first_days(year: int, data_year: int) -> list[Cell]:
    return [date(data_year, 12, 31), date(data_year + 1, 1, 1), date(year, 12, 31), date(year + 1, 1, 1)]


def _last_days(year: int, data_year: int) -> list[Cell]:
    return [date(data_year - 1, 12, 31), date(data_year, 1, 1), date(year, 12, 31), date(year, 12, 30)]
