"""What only Foshan asks for: industrial designs that its platforms delivered, and whether a firm makes them."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .chance import around, chance, drift
from .enterprises import clients, enterprise_id, pools
from .planting import planted_standing
from .platforms import platforms
from .standing import standing
from .towns import towns

if TYPE_CHECKING:
    from pathlib import Path

CITY = "佛山市"
COLUMNS = ("design_id", "platform_id", "enterprise_id", "delivered", "kind", "in_production")
_KINDS = {"产品设计": 46, "外观设计": 22, "结构设计": 16, "包装设计": 11, "品牌设计": 5}
_NOTICE = """\
# 佛山市工业设计成果：示例数据（合成）

本文件夹为**示例数据（合成）**，与任何真实单位、企业无关。平台和企业与 `scenarios/2014` 的合成名册一致，设计成果均为虚构。
数据由 `python -m tests.synthetic --years 2014` 生成，相同程序得到相同数据。省级佐证数据不在这里，仍用 `scenarios/2014` 的。

All of this is synthetic: no real platform, firm or design. The province's evidence is that of `scenarios/2014`.

| 文件 | 内容 | 行数 |
|---|---|---|
| design_works.csv | 工业设计成果 | {count} |
"""


def design_rows(year: int) -> list[dict[str, str]]:
    """Return the designs of a year: many where design is the trade of the platform, few elsewhere."""
    all_towns = towns()
    all_pools = pools(all_towns)
    rows: list[dict[str, str]] = []
    for platform in platforms(all_towns):
        if platform.town.city != CITY or not platform.operates_in(year):
            continue
        state = planted_standing(standing(platform, year))
        if not state.submits:
            continue
        dice = chance("designs", platform.platform_id, year)
        usual = 22.0 if "工业设计" in platform.kinds else 3.5
        spread = drift(platform.platform_id, "designs", year - max(2011, platform.established.year))
        count = min(90, round(around(usual, 0.6 * spread)) if dice.random() < 0.92 else 0)
        firms = clients(state, all_pools).smes
        # NOTE: a few were delivered in the January after: they belong to the next year.
        first = max(date(year, 1, 1), platform.established)
        days = sorted(
            first + timedelta(days=dice.randrange((date(year + 1, 1, 20) - first).days)) for _ in range(count)
        )
        rows += [
            {
                "design_id": f"D{len(rows) + place:05d}",
                "platform_id": platform.platform_id,
                "enterprise_id": enterprise_id(dice.choice(firms)),
                "delivered": day.isoformat(),
                "kind": dice.choices(list(_KINDS), list(_KINDS.values()))[0],
                "in_production": "true" if dice.random() < 0.63 else "false",
            }
            for place, day in enumerate(days, start=1)
        ]
    return rows


def write_designs(year: int, folder: Path) -> None:
    """Write the table as the CSV file that a city would keep, and the notice beside it."""
    rows = design_rows(year)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "design_works.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([row[column] for column in COLUMNS] for row in rows)
    (folder / "README.md").write_text(_NOTICE.format(count=len(rows)), encoding="utf-8", newline="\n")
