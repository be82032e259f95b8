"""The table that is validated: 16 columns, their JSON Schema, and rows of which one in a hundred breaks one rule."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

#: One row in this many holds one bad cell.
ONE_BAD_IN = 100
SERVICES = ("技术", "信息", "培训", "检测", "融资", "创业", "管理", "市场", "法律")
SIZES = ("微型", "小型", "中型", "大型")
EDUCATIONS = ("高中及以下", "中专", "大专", "本科", "硕士", "博士")

_TEXT = {"type": "string"}
_DECIMAL = {"type": "number", "multipleOf": Decimal("0.01")}
SCHEMA: dict[str, Any] = {
    "x-format": 1,
    "x-table": "benchmark",
    "title": "服务台账",
    "x-en": "Service ledger",
    "type": "object",
    "additionalProperties": False,
    "required": ["record_id", "platform_id", "code", "sme_name", "service", "size", "served_on", "hours", "online"],
    "properties": {
        "record_id": {**_TEXT, "minLength": 10, "maxLength": 10},
        "platform_id": {**_TEXT, "pattern": "^[A-Z]{2}-[0-9]{4}$"},
        "code": {**_TEXT, "format": "organisation-code"},
        "sme_name": {**_TEXT, "minLength": 4, "maxLength": 40},
        "phone": {**_TEXT, "pattern": r"^(?:0[0-9]{2,3}-)?[0-9]{7,11}$"},
        "service": {**_TEXT, "enum": [*SERVICES]},
        "size": {**_TEXT, "enum": [*SIZES]},
        "education": {**_TEXT, "enum": [*EDUCATIONS]},
        # In allOf, so that the column stays text and its dates are checked rather than read.
        "served_on": {**_TEXT, "allOf": [{"format": "date"}]},
        "hours": {"type": "integer", "minimum": 1, "maximum": 2000},
        "headcount": {"type": "integer", "minimum": 0, "maximum": 100000},
        "fee": {**_DECIMAL, "minimum": 0, "maximum": 10**8},
        "discount": {**_DECIMAL, "minimum": 0, "maximum": 100},
        "satisfaction": {"type": "number", "multipleOf": Decimal("0.5"), "minimum": 0, "maximum": 100},
        "online": {"type": "boolean"},
        "remark": {**_TEXT, "maxLength": 200},
    },
    "if": {"properties": {"size": {"const": "微型"}}, "required": ["size"]},
    "then": {"properties": {"discount": {"minimum": 10}}},
}
#: The bad cell of each kind of bad row: its column and what stands in it. Together they break every rule once.
BAD: tuple[tuple[str, Any], ...] = (
    ("record_id", "S1"),
    ("record_id", "S12345678901"),
    ("record_id", None),
    ("platform_id", "GZ-12345"),
    ("code", "123456789"),
    ("sme_name", "短"),
    ("sme_name", "长" * 41),
    ("phone", "电话同上"),
    ("service", "其他"),
    ("size", "巨型"),
    ("education", "大学"),
    ("served_on", "2014-02-30"),
    ("hours", 0),
    ("hours", 2001),
    ("hours", None),
    ("headcount", -1),
    ("headcount", 100001),
    ("fee", Decimal(-1)),
    ("fee", Decimal(100000001)),
    ("discount", Decimal(-1)),
    ("discount", Decimal(101)),
    ("satisfaction", Decimal("70.3")),
    ("satisfaction", Decimal(-10)),
    ("satisfaction", Decimal(110)),
    ("remark", "长" * 201),
    ("discount", Decimal(5)),
)


_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BAD_PLACE = 7
_PRIME = 2**31 - 1
_NUMBER = pl.col("number")


def rows(count: int) -> pl.DataFrame:
    """Rows as they stand in a Parquet file: decimals as Decimal, everything else as in a frame of the engine."""
    is_bad = _NUMBER % ONE_BAD_IN == _BAD_PLACE
    kind = _NUMBER // ONE_BAD_IN % len(BAD)
    good = pl.DataFrame({"number": pl.int_range(count, dtype=pl.Int64, eager=True)}).select("number", **_cells())
    # Who breaks the rule on micro firms is one; no other bad row is, so that each breaks one rule only.
    micro = pl.when(kind == len(BAD) - 1).then(pl.lit("微型")).otherwise(pl.lit("小型"))
    good = good.with_columns(pl.when(is_bad).then(micro).otherwise(pl.col("size")).alias("size"))
    return good.select(_planted(name, is_bad, kind) for name in SCHEMA["properties"])


def is_good() -> pl.Expr:
    """Whether nothing bad was planted in a row, asked of a frame of :func:`rows` as it is."""
    return pl.int_range(pl.len()) % ONE_BAD_IN != _BAD_PLACE


def planted(count: int) -> int:
    """How many of so many rows are bad."""
    return (count + ONE_BAD_IN - 1 - _BAD_PLACE) // ONE_BAD_IN


def register(count: int) -> tuple[dict[str, Any], pl.DataFrame]:
    """A register of 15 columns, mostly Chinese, and its schema: GB18030 costs most where the text is Chinese."""
    words = ("佛山", "南海", "顺德", "精密", "五金", "陶瓷", "家具", "灯饰", "服装", "创新", "科技", "机械")
    names = ("name", "address", "legal_person", "industry", "products", "town", "scope", "contact", "honours", "notes")
    cells: dict[str, pl.Expr] = {"id": "P" + _digits(_NUMBER, 8)}
    for place, name in enumerate(names):
        parts = [_one_of(words, _chance(100 + place * 10 + part, len(words))) for part in range(6)]
        cells[name] = sum(parts[1:], parts[0]) + "有限公司"
    cells |= {name: _cells()[name] for name in ("service", "served_on", "hours", "fee")}
    text = {name: {**_TEXT, "maxLength": 200} for name in ("id", *names)}
    shared = {name: SCHEMA["properties"][name] for name in ("service", "served_on", "hours", "fee")}
    schema = {**SCHEMA, "properties": {**text, **shared}, "required": ["id"], "if": True, "then": True}
    numbers = pl.DataFrame({"number": pl.int_range(count, dtype=pl.Int64, eager=True)})
    return schema, numbers.select(**cells)


def _cells() -> dict[str, pl.Expr]:
    """A good cell of each column."""
    body = _digits(_chance(3, 100_000_000), 8)
    total = sum(((body.str.slice(at, 1).cast(pl.Int64) * weight) for at, weight in enumerate(_WEIGHTS)), pl.lit(0))
    sign = _one_of("0123456789X", (total * -1) % 11)
    return {
        "record_id": "S" + _digits(_NUMBER, 9),
        "platform_id": _one_of(("GZ", "SZ", "FS", "DG", "ZS"), _chance(1, 5)) + "-" + _digits(_chance(2, 2000), 4),
        "code": body + sign,
        "sme_name": "佛山市" + _one_of(("南海", "顺德"), _chance(4, 2)) + _digits(_chance(5, 300_000), 6) + "五金厂",
        "phone": "0757-" + _digits(_chance(6, 90_000_000) + 10_000_000, 8),
        "service": _one_of(SERVICES, _chance(7, len(SERVICES))),
        "size": _one_of(SIZES, _chance(8, len(SIZES))),
        "education": pl.when(_chance(9, 20) > 0).then(_one_of(EDUCATIONS, _chance(10, len(EDUCATIONS)))),
        "served_on": "2014-" + _digits(_chance(11, 12) + 1, 2) + "-" + _digits(_chance(12, 28) + 1, 2),
        "hours": _chance(13, 2000) + 1,
        "headcount": pl.when(_chance(14, 20) > 0).then(_chance(15, 3000)),
        "fee": _decimal(_chance(16, 10**9), 2),
        "discount": _decimal(_chance(17, 9001) + 1000, 2),
        "satisfaction": _decimal(_chance(18, 201) * 5, 1),
        "online": _chance(19, 2) == 1,
        "remark": pl.when(_chance(20, 4) == 0).then("第" + _chance(21, 10_000).cast(pl.String) + "次服务"),
    }


def _planted(name: str, is_bad: pl.Expr, kind: pl.Expr) -> pl.Expr:
    cell = pl.col(name)
    for place, (column, bad) in enumerate(BAD):
        if column == name:
            cell = pl.when(is_bad & (kind == place)).then(pl.lit(bad)).otherwise(cell)
    scale = {"fee": 2, "discount": 2, "satisfaction": 1}.get(name)
    return (cell if scale is None else cell.cast(pl.Decimal(18, scale))).alias(name)


def _chance(seed: int, most: int) -> pl.Expr:
    """A number below ``most`` by a fixed mixing of the row number: the same on every machine and version."""
    mixed = (_NUMBER + seed * 7_919) * 48_271 % _PRIME
    for _ in range(2):
        # Squares, so that the numbers are no straight line, which a file would keep in next to nothing.
        mixed = (mixed * mixed + seed) % _PRIME * 69_621 % _PRIME
    return mixed % most


def _one_of(words: Sequence[str], place: pl.Expr) -> pl.Expr:
    return place.replace_strict([*range(len(words))], [*words], return_dtype=pl.String)


def _digits(value: pl.Expr, width: int) -> pl.Expr:
    return value.cast(pl.String).str.zfill(width)


def _decimal(scaled: pl.Expr, scale: int) -> pl.Expr:
    unit = Decimal(1).scaleb(-scale)
    return (scaled.cast(pl.Decimal(18, 0)) * pl.lit(unit)).cast(pl.Decimal(18, scale))
