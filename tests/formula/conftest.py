"""A small world for formulas: the table of visits to enterprises that docs/formulas.md uses, and its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

import polars as pl
import pytest

from appraisal.errors import Place
from appraisal.formula import Formula, compile_formula
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_INT64 = 2**63 - 1
PARAMS = {"year": 2014, "year_start": date(2014, 1, 1), "year_end": date(2014, 12, 31), "word": "微型"}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    title: Bilingual
    kind: Literal["text", "integer", "decimal", "boolean", "date"]
    scale: int = 0
    low: int = -_INT64
    high: int = _INT64
    enum: tuple[str, ...] | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    title: Bilingual
    columns: Mapping[str, Column]
    references: Sequence[Reference] = field(default=())


def table(name: str, zh: str, en: str, columns: Sequence[Column], references: Sequence[str] = ()) -> Table:
    return Table(name, Bilingual(zh, en), {c.name: c for c in columns}, [Reference(other) for other in references])


def _text(name: str, zh: str, en: str, enum: tuple[str, ...] | None = None) -> Column:
    return Column(name, Bilingual(zh, en), "text", enum=enum)


VISITS = table(
    "visits", "走访", "Visits",
    [
        _text("platform_id", "平台编号", "Platform id"),
        _text("enterprise_id", "企业编号", "Enterprise id"),
        Column("date", Bilingual("服务日期", "Date"), "date"),
        _text("kind", "服务类型", "Kind", ("咨询", "检测", "培训")),
        _text("note", "备注", "Note"),
        Column("score", Bilingual("评分", "Score"), "integer", 0, 0, 100, aliases=("满意度",)),
        Column("fee_yuan", Bilingual("费用", "Fee"), "decimal", 2, 0, 10**14),
        Column("hours", Bilingual("时长", "Hours"), "decimal", 1, -1000, 1000),
        Column("big", Bilingual("大数", "Big"), "integer"),
        Column("depth", Bilingual("深度", "Depth"), "integer", 0, -(2**63), 2**63 - 1),
        Column("on_site", Bilingual("上门服务", "On site"), "boolean"),
        Column("人数", Bilingual("参加人数", "People"), "integer", 0, 0, 1000),
        Column("end", Bilingual("结束日期", "End"), "date"),
        Column("*", Bilingual("星", "Star"), "integer"),
        Column("^a.*$", Bilingual("模式", "Pattern"), "integer"),
    ],
    ["enterprises", "platforms", "towns", "towns", "nowhere"],
)  # fmt: skip
ENTERPRISES = table(
    "enterprises", "企业名册", "Register of enterprises",
    [
        _text("enterprise_id", "企业编号", "Enterprise id"),
        _text("size", "企业规模", "Size", ("微型", "小型", "中型", "大型")),
        _text("city", "地市", "City"),
        Column("staff", Bilingual("从业人数", "Staff"), "integer", 0, 0, 10**6),
    ],
)  # fmt: skip
PLATFORMS = table("platforms", "平台名册", "Register of platforms", [_text("city", "地市", "City")])
TOWNS = table("towns", "镇街名册", "Register of towns", [_text("town", "镇", "Town")])
TABLES = {one.name: one for one in (VISITS, ENTERPRISES, PLATFORMS, TOWNS)}
PLACE = Place(file="plugins/x/indicator.json", pointer="$.numerator")

#: The rows of docs/formulas.md; a fee of 250.5 is the integer 25050.
ROWS = pl.DataFrame(
    {
        "platform_id": ["P1"] * 4,
        "enterprise_id": ["E1", "E1", "E2", "E3"],
        "date": [date(2014, 3, 5), date(2014, 7, 1), date(2013, 12, 30), date(2014, 12, 31)],
        "kind": ["咨询", "检测", "培训", None],
        "note": ["50% off", None, "x_1", ""],
        "score": [90, None, 60, 80],
        "fee_yuan": [10000, 25050, None, 25],
        "hours": [15, -20, 5, None],
        "big": [2**63 - 1, 2**63 - 1, None, -(2**63 - 1)],
        "depth": [-(2**63), 0, None, 1],
        "on_site": [True, False, None, True],
        "人数": [1, 2, 3, None],
        "end": [None, date(2014, 7, 2), None, None],
        "enterprises.size": ["微型", "微型", "大型", None],
        "enterprises.staff": [5, 5, 900, None],
        "enterprises.city": ["佛山", "佛山", "东莞", None],
        "platforms.city": ["广州"] * 4,
    },
    schema_overrides={"end": pl.Date},
)


def compile_visits(
    text: str,
    level: Literal["row", "platform"] = "platform",
    kind: Literal["number", "boolean"] = "number",
    **params: object,
) -> Formula:
    return compile_formula(
        text, table=VISITS, tables=TABLES, params={**PARAMS, **params}, level=level, type=kind, place=PLACE,
    )  # fmt: skip


@pytest.fixture(scope="session")
def compiled() -> Callable[..., Formula]:
    return compile_visits


@pytest.fixture(scope="session")
def rows() -> pl.DataFrame:
    return ROWS


@pytest.fixture(scope="session")
def world() -> dict[str, Table]:
    return TABLES


def _value(text: str, frame: pl.DataFrame = ROWS, **params: object) -> object:
    """The formula over the rows as one platform: an int, a decimal text, or None."""
    formula = compile_visits(text, **params)
    found = frame.group_by("platform_id").agg(formula.expr.alias("found"))["found"]
    assert formula.number is not None
    assert found.dtype == formula.number.dtype
    value = found[0] if len(found) else None
    if value is None or not formula.number.scale:
        return value
    digits = str(abs(value)).rjust(formula.number.scale + 1, "0")
    return f"{'-' * (value < 0)}{digits[: -formula.number.scale]}.{digits[-formula.number.scale :]}"


@pytest.fixture(scope="session")
def value() -> Callable[..., object]:
    return _value


def _selected(text: str, frame: pl.DataFrame = ROWS, **params: object) -> list[bool | None]:
    """A condition on the rows."""
    formula = compile_visits(text, "row", "boolean", **params)
    return frame.select(formula.expr.alias("found"))["found"].to_list()


@pytest.fixture(scope="session")
def selected() -> Callable[..., list[bool | None]]:
    return _selected
