"""What an author wants: the answers from which a plugin folder is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from appraisal.authoring.column import PLATFORM, PLATFORM_TITLE
from appraisal.authoring.names import valid_name

if TYPE_CHECKING:
    from appraisal.authoring.column import OwnColumn
    from appraisal.model.indicator import Direction, Empty


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An indicator to be written, and the table that it brings."""

    name: str
    title: str
    title_en: str = ""
    unit: str = ""
    table: str
    numerator: str
    denominator: str | None = None
    where: str | None = None
    scale: int = 1
    decimals: int = 2
    direction: Direction = "higher_is_better"
    empty: Empty = "missing"
    clause: str | None = None
    #: None where the table is a shipped one.
    columns: tuple[OwnColumn, ...] | None = None
    #: The Chinese title of the table that it brings; made from its own where there is none.
    table_title: str = ""
    form: Literal["json", "python"] = "json"


def table_document(wish: Wish) -> dict[str, Any]:
    """The schema of a table that a plugin brings: a row per platform, or per record where a column is an id."""
    name, columns = valid_name(wish.table), wish.columns or ()
    own_key = key_of(columns)
    key = own_key.name if own_key else PLATFORM
    title = wish.table_title or f"{wish.title}{'汇总' if key == PLATFORM else '明细'}"
    platform = {"type": "string", "title": PLATFORM_TITLE, "x-en": "Platform id", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "x-format": 1,
        "x-table": name,
        "title": title,
        "x-en": name.replace("_", " ").capitalize(),
        "description": "每行一家平台。" if key == PLATFORM else "每行一条记录。",
        "x-description-en": "One line per platform." if key == PLATFORM else "One line per record.",
        "type": "object",
        "x-key": [key],
        "x-references": [{"columns": [PLATFORM], "table": "platforms", "key": [PLATFORM]}],
        "properties": {PLATFORM: platform, **{column.name: _property(column, wish) for column in columns}},
        "required": [PLATFORM, *(column.name for column in columns if not column.may_be_empty)],
        "additionalProperties": False,
    }


def key_of(columns: tuple[OwnColumn, ...]) -> OwnColumn | None:
    """The column that tells the rows of a platform apart; without one a platform has one row."""
    return next((column for column in columns if column.kind == "id"), None)


def is_of_the_year(column: OwnColumn, wish: Wish) -> bool:
    """The rows of the year are chosen by this date: one outside of it is doubtful."""
    where = wish.where or ""
    return column.kind == "date" and ":year" in where and re.search(rf"\b{column.name}\b", where) is not None


def _property(column: OwnColumn, wish: Wish) -> dict[str, Any]:
    return {**column.schema, **({"x-within": "year"} if is_of_the_year(column, wish) else {})}
