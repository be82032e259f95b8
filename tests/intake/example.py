"""The example of docs/intake.md: a province and three cities' files as they come. ``python -m tests.intake.example``."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from tests.intake import world

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.worksheet import Worksheet

FOLDER = Path(__file__).parents[2] / "docs" / "example"
#: xlsxwriter writes the time of day where this is no datetime.
_CREATED = datetime(2014, 1, 20, tzinfo=UTC).replace(tzinfo=None)


def write(folder: Path) -> None:
    """The province with its own tables, and the inbox."""
    shutil.rmtree(folder, ignore_errors=True)
    world.scenario(folder / "province")
    tables = {city: world.cut(world.platforms(1, city)) for city in ("佛山市", "东莞市", "中山市")}
    world.put(folder, "收件箱/佛山市/佛山市汇总表.xlsx", messy(tables["佛山市"], "佛山市"))
    dongguan = tables["东莞市"]
    ledger = dongguan.pop("services")
    world.put(folder, "收件箱/东莞市/东莞市汇总表.xlsx", messy(dongguan, "东莞市"))
    world.put(folder, "收件箱/东莞市/服务台账.csv", in_gb18030("services", ledger))
    world.put(folder, "收件箱/中山市/中山市汇总表.xlsx", messy(tables["中山市"], "中山市", wrong=True))
    world.put(folder, "更正/中山市/中山市汇总表.xlsx", messy(tables["中山市"], "中山市"))


def in_gb18030(table: str, frame: pl.DataFrame) -> bytes:
    """A CSV file as Chinese Excel saves it."""
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\r\n")
    rows.writerow(world.SCHEMAS[table].columns[name].title.zh for name in frame.columns)
    rows.writerows(["" if cell is None else cell for cell in row] for row in frame.iter_rows())
    return buffer.getvalue().encode("gb18030")


def messy(tables: dict[str, pl.DataFrame], city: str, *, wrong: bool = False) -> bytes:
    """A workbook as a city makes it: titles above, units in headers, totals and signatures below."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        bold = book.add_format({"bold": True, "align": "center", "border": 1, "text_wrap": True})
        for table, frame in tables.items():
            sheet = book.add_worksheet(world.SCHEMAS[table].title.zh)
            sheet.merge_range(0, 0, 0, len(frame.columns), f"附件：{city}专业镇服务平台{sheet.name}（2014年度）", bold)
            _rows(sheet, table, frame, bold, wrong=wrong)
    return buffer.getvalue()


def _rows(sheet: Worksheet, table: str, frame: pl.DataFrame, bold: object, *, wrong: bool) -> None:
    sheet.write_string(2, 0, "序号", bold)
    for place, name in enumerate(frame.columns, start=1):
        title = world.SCHEMAS[table].columns[name].title.zh
        sheet.write_string(2, place, f"{title}\n（万元）" if name.endswith("_yuan") else title, bold)
        for row, value in enumerate(frame[name], start=3):
            _cell(sheet, row, place, name, value)
    for row in range(3, 3 + frame.height):
        sheet.write_number(row, 0, row - 2)
    last = 3 + frame.height
    if table == "finance":
        total = sum(frame["service_revenue_yuan"]) / Decimal(10_000)
        sheet.write_string(last, 0, "合计")
        sheet.write_string(last, frame.columns.index("service_revenue_yuan") + 1, f"{total}")
    sheet.write_string(last + 1, 0, "填表人：王小明")
    sheet.write_string(last + 1, 2, "审核人：李建国")
    if wrong and table == "finance":
        sheet.write_string(3, frame.columns.index("service_revenue_yuan") + 1, "约50")
    if wrong and table == "staff":
        sheet.write_string(5, frame.columns.index("education") + 1, "大学")
    if wrong and table == "services":
        sheet.write_string(8, frame.columns.index("date") + 1, "1/2/2014")


def _cell(sheet: Worksheet, row: int, place: int, name: str, value: object) -> None:
    if value is None:
        return
    if name.endswith("_yuan"):
        sheet.write_string(row, place, f"{Decimal(str(value)) / 10_000:,}")
    elif isinstance(value, date):
        sheet.write_string(row, place, f"{value.year}.{value.month}.{value.day}")
    elif isinstance(value, bool):
        sheet.write_string(row, place, "是" if value else "否")
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, str(value))


if __name__ == "__main__":
    write(FOLDER)
