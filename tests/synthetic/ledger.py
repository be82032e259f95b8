"""The ledger: what the special fund pays in a year besides the awards of Article 24."""

from __future__ import annotations

from datetime import date

from .chance import chance

_PURPOSES = (
    ("创业示范基地一次性奖励（第十三条）", 500_000, 5),
    ("公共服务平台建设启动资助", 800_000, 8),
    ("中小微企业服务信息网络建设", 600_000, 4),
    ("年度考核现场核验费用", 60_000, 5),
    ("服务平台人员培训", 120_000, 4),
)


def ledger_rows(year: int) -> list[dict[str, object]]:
    """Return the outlays of a year, the most of them a few million yuan together."""
    dice = chance("ledger", year)
    days = sorted(date(year, dice.randrange(3, 13), dice.randrange(1, 29)) for _ in _PURPOSES)
    return [
        {
            "line_id": f"L{year}-{number:02d}",
            "fund": "special",
            "date": day,
            "purpose": purpose,
            "amount_yuan": unit * dice.randrange(1, most + 1),
        }
        for number, (day, (purpose, unit, most)) in enumerate(zip(days, _PURPOSES, strict=True), start=1)
    ]
