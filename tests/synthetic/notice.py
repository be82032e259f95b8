"""The notice that lies beside the evidence: invented data, no real firm or person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .tables import table_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

_NOTICE = """\
# {year}年度佐证数据：示例数据（合成）

本文件夹全部为**示例数据（合成）**。平台、法人代码、企业、人员编号、金额、评分、否决和核验记录均为虚构，与任何真实单位、企业或个人无关。
镇街为真实地名，所属县（市、区）统一用 2015 年末的名称；特色产业为一般常识，专业镇认定日期为虚构。
少数列入名册的镇在此前已并入邻镇（如南海区盐步镇），名册沿用认定时的名称。
数据由 `python -m tests.synthetic --years {year}` 生成，相同程序得到相同数据。
有意设置的情形见 `tests/synthetic/planted.py`。

All of this is synthetic: no real platform, firm or person. The towns are real, their dates of recognition are invented.

| 文件 | 内容 | 行数 |
|---|---|---|
{rows}
"""


def notice(year: int, evidence: Mapping[str, pl.DataFrame]) -> str:
    """Return the README of a year's evidence."""
    rows = "\n".join(
        f"| {table}.parquet | {table_schema(table)['title']} | {df.height} |" for table, df in evidence.items()
    )
    return _NOTICE.format(year=year, rows=rows)
