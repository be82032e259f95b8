"""The true rows of a table: every value as a clean CSV file has it, before anything is dressed up or spoilt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.check_characters import organisation_check, unified_check

from .tables import Column, Table

Row = dict[str, str | None]

#: City, county and town; Dongguan and Zhongshan have no counties, and Hengli stands in two cities.
TOWNS = (
    ("佛山市", "南海区", "西樵镇"),
    ("佛山市", "南海区", "大沥镇"),
    ("佛山市", "顺德区", "北滘镇"),
    ("湛江市", "吴川市", "塘㙍镇"),
    ("东莞市", None, "横沥镇"),
    ("中山市", None, "古镇镇"),
    ("惠州市", "惠城区", "横沥镇"),
    ("汕头市", "澄海区", "凤翔街道"),
)
ID_STYLES = ("GD{:04d}", "440600-{:03d}", "{:06d}", "p_{}", "FS-XQ-{:02d}")
_NAMES = (
    *("纺织服务中心", "精密机械检测中心", "生产力促进中心", "灯饰设计（古镇）服务平台", "Lighting R&D Centre"),
    *("玩具“快速”成型平台", '检测"A"室', "设计,打样部", "一部；二部", "塑料研究院\n分院"),
)
_CODE_LETTERS = "0123456789"


@dataclass
class Content:
    """The rows that one sheet will hold."""

    table: Table
    #: The columns that the sheet has, in the order of the schema.
    columns: list[Column]
    rows: list[Row]


def content(dice: Random, table: Table, count: int, first: int) -> Content:
    """Rows of a table, their ids numbered from ``first``; some optional columns are left out."""
    optional = [column for column in table.columns.values() if not column.required]
    kept = {column.key for column in optional if dice.random() < 0.8} or {column.key for column in optional[:1]}
    columns = [column for column in table.columns.values() if column.required or column.key in kept]
    styles = {column.key: dice.choice(ID_STYLES) for column in columns}
    rows: list[Row] = []
    platform, town = 1, dice.randrange(len(TOWNS))
    for number in range(first, first + count):
        if dice.random() < 0.3:
            platform += 1
            town = (town + 1) % len(TOWNS)
        row: Row = {}
        for column in columns:
            if column.key in table.key:
                row[column.key] = _key(table, column, number, platform, styles)
            else:
                row[column.key] = _value(dice, table, column, number, platform, styles, town)
        _keep_one_cell(dice, columns, row)
        rows.append(row)
    return Content(table, columns, rows)


def number_text(column: Column, number: Decimal) -> str:
    """A number with the decimals that its column keeps."""
    return format(number.quantize(Decimal(1).scaleb(-column.scale)), "f")


def _value(
    dice: Random, table: Table, column: Column, number: int, platform: int, styles: dict[str, str], town: int
) -> str | None:
    if not column.required and dice.random() < 0.1:
        return None
    match column.key:
        case "platform_id":
            return styles[column.key].format(platform)
        case "city" | "county" | "town":
            return TOWNS[town][("city", "county", "town").index(column.key)]
        case "entity_code":
            body = "".join(dice.choice(_CODE_LETTERS) for _ in range(8))
            long = "91440600MA" + body[1:]
            return dice.choice([body + organisation_check(body), long + unified_check(long)])
        case "other_types":
            return "；".join(dice.sample(table.columns["type"].enum, dice.randint(1, 3)))
        case _:
            return _plain(dice, column, number, styles)


def _key(table: Table, column: Column, number: int, platform: int, styles: dict[str, str]) -> str:
    """A cell of a key that no other row has in full."""
    own = len(table.key) == 1
    match column.kind:
        case "integer":
            return "2013"
        case "date":
            return "2013-12-31"
        case _ if column.key == "platform_id" and not own and "person_id" in table.key:
            return styles[column.key].format(platform)
        case _:
            return styles[column.key].format(number)


def _plain(dice: Random, column: Column, number: int, styles: dict[str, str]) -> str:
    match column.kind:
        case "id":
            return styles[column.key].format(dice.randint(1, 900))
        case "enum":
            return dice.choice(column.enum)
        case "boolean":
            return dice.choice(["true", "false"])
        case "date":
            return (date(2009, 1, 1) + timedelta(days=dice.randrange(1826))).isoformat()
        case "text":
            return f"{dice.choice(_NAMES)}{number}"
        case _:
            return number_text(column, _number(dice, column))


def _number(dice: Random, column: Column) -> Decimal:
    if column.is_money:
        return Decimal(dice.randrange(10 ** dice.randint(3, 11))).scaleb(-2)
    if column.key == "score":
        return Decimal(dice.randint(60, 100))
    if column.unit == "%":
        # NOTE: 0 to 1 alone would not say whether it is a share or a percentage.
        step = 10**column.scale
        return Decimal(dice.choice([0, dice.randint(2 * step, 100 * step)])).scaleb(-column.scale)
    if column.scale:
        return Decimal(dice.randint(1, 100)).scaleb(-2)
    return Decimal(dice.choice([0, dice.randint(1, 99), dice.randint(100, 9_999), dice.randint(10_000, 990_000)]))


def _keep_one_cell(dice: Random, columns: list[Column], row: Row) -> None:
    """A row has two cells at least, so that one that is spoilt does not make it an empty row."""
    if sum(cell is not None for cell in row.values()) > 1:
        return
    column = dice.choice([column for column in columns if row[column.key] is None])
    row[column.key] = _plain(dice, column, 0, {})
