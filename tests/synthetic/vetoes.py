"""Vetoes: the few platforms of a year that are out for false data, an accident or a dishonest list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from . import planted
from .chance import chance, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .standing import Standing

_GROUNDS = (
    ("弄虚作假", "现场抽查服务台账与合同不符", "省现场核验组"),
    ("重大安全事故", "安全生产监管部门事故通报", "地市核验组"),
    ("重大质量事故", "质量技术监督部门通报", "地市核验组"),
    ("列入失信名单", "失信被执行人名单公告", "地市核验组"),
    ("其他", "检测资质被暂停的公告", "省现场核验组"),
)


def veto_rows(year: int, states: Iterable[Standing]) -> list[dict[str, object]]:
    """Return the vetoes of a year, pronounced in the spring that follows."""
    struck = [
        state.platform.platform_id for state in states if share("veto", state.platform.platform_id, year) < 0.0025
    ]
    by_plan = planted.VETOED_LEADER.get(year)
    rows = []
    for platform_id in sorted({*struck, *([by_plan] if by_plan else [])} - (planted.PLATFORMS - {by_plan})):
        dice = chance("grounds", platform_id, year)
        reason, evidence, by = _GROUNDS[0] if platform_id == by_plan else dice.choice(_GROUNDS)
        day = date(year + 1, 2, 1 + dice.randrange(28))
        number = dice.randrange(1, 40)
        found = f"{evidence}（示例第{number}号）"
        rows.append({"platform_id": platform_id, "reason": reason, "evidence": found, "on": day, "by": by})
    return rows
