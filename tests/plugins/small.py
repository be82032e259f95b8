"""A small year and small plugins, written into a folder of the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PLATFORMS = """平台编号,平台名称,地市,镇（街道）,主要服务类型
P1,甲平台,中山市,甲镇,工业设计
P2,乙平台,佛山市,乙镇,技术创新
P3,丙平台,佛山市,丙镇,质量检测
P4,丁平台,梅州市,丁镇,质量检测
"""
#: Inventions of all outputs: 1 of 3, 2 of 4, 0 of 1; P4 has none.
OUTPUTS = """产出编号,平台编号,取得日期,产出类别,本平台份额
O1,P1,2014-03-05,发明专利,1
O2,P1,2014-06-20,实用新型,1
O3,P1,2014-09-01,实用新型,1
O4,P2,2014-02-01,发明专利,1
O5,P2,2014-04-18,发明专利,1
O6,P2,2014-08-08,实用新型,1
O7,P2,2014-12-31,外观设计,1
O8,P3,2014-05-05,外观设计,1
O9,P4,2013-05-05,发明专利,1
"""
SHARE = {
    "format": 1,
    "id": "share",
    "version": "1.0.0",
    "title": "发明专利占比",
    "x-en": "Share",
    "table": "outputs",
    "where": "date BETWEEN :year_start AND :year_end",
    "numerator": "COUNT(*) FILTER (WHERE kind = '发明专利')",
    "denominator": "COUNT(*)",
    "unit": "%",
    "scale": 100,
}
#: The same indicator in Python.
CODE = """
from appraisal import Indicator, hookimpl
from appraisal.texts import Bilingual

@hookimpl
def appraisal_indicators():
    return [Indicator(id="share", version="1.0.0", title=Bilingual("发明专利占比", "Share"), table="outputs",
                      numerator="COUNT(*)")]
"""


def declared(root: Path, document: Any = None, **changes: Any) -> Path:
    """A plugin folder with an indicator.json below ``root``."""
    whole = {**(document or SHARE), **changes}
    folder = root / whole["id"]
    folder.mkdir(parents=True)
    (folder / "indicator.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return folder


def coded(root: Path, source: str = CODE, name: str = "share") -> Path:
    """A plugin folder with an indicator.py below ``root``."""
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "indicator.py").write_text(source, encoding="utf-8")
    return folder


def leaf(indicator: str, full_mark: int, at: list[list[float]]) -> dict[str, Any]:
    """A leaf with a straight line."""
    return {"from": [indicator], "full_mark": full_mark, "curve": {"kind": "linear", "at": at}}


def scenario(root: Path, plugins: dict[str, Any] | None = None, nodes: dict[str, Any] | None = None) -> Path:
    """A scenario folder whose rules give 100 marks for the output of the year, and its evidence."""
    folder = root / "small"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "platforms.csv").write_text(PLATFORMS, encoding="utf-8")
    (folder / "evidence" / "outputs.csv").write_text(OUTPUTS, encoding="utf-8")
    stated = {
        "format": 1,
        "id": "small",
        "title": "小考核",
        "year": 2014,
        "rules": "rules.json",
        "evidence": {name: {"path": f"evidence/{name}.csv"} for name in ("platforms", "outputs")},
        "plugins": plugins or {"innovation_output": {}},
    }
    rules = {
        "format": 1,
        "id": "small",
        "title": "小办法",
        "authority": {"status": "example"},
        "valid": {"from": 2012, "to": 2015},
        "index": {
            "combine": "sum",
            "full_mark": 100,
            "nodes": nodes or {"output": leaf("innovation_output", 100, [[0, 0], [40, 100]])},
        },
        "rounding": {"leaf": 4, "total": 2, "mode": "half_up"},
        "grades": {"good": {"title": "良好", "minimum": 20}, "fail": {"title": "不合格"}},
        "ranking": {"ties": []},
        "awards": {
            "grade": "good",
            "places": 1,
            "amount_yuan": 1,
            "per": "platform",
            "freed_place": "next",
            "fund": "f",
        },
        "funds": {"f": {"total_yuan": 10}},
    }
    for name, document in (("scenario", stated), ("rules", rules)):
        (folder / f"{name}.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return folder
