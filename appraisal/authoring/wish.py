"""What an author wants: the answers from which a plugin folder is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from appraisal.errors import Finding, Refused
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from appraisal.model.indicator import Direction, Empty

#: What each kind of column is in JSON Schema.
KINDS: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer", "minimum": 0, "maximum": 10_000_000},
    "number": {"type": "number", "minimum": 0, "maximum": 1_000_000_000, "multipleOf": Decimal("0.01")},
    "money": {
        "type": "number",
        "minimum": 0,
        "maximum": 1_000_000_000_000,
        "multipleOf": Decimal("0.01"),
        "x-unit": "元",
    },
    "date": {"type": "string", "format": "date"},
    "text": {"type": "string", "maxLength": 80},
    "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"},
    "boolean": {"type": "boolean"},
}
_NAME = re.compile("[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class OwnColumn:
    """A column of a table that a plugin brings."""

    name: str
    #: A key of KINDS, or the allowed words.
    kind: str | tuple[str, ...]
    title: str

    @property
    def schema(self) -> dict[str, Any]:
        """The column as a property of a JSON Schema."""
        described = {"title": self.title, "x-en": self.name.replace("_", " ").capitalize()}
        if isinstance(self.kind, tuple):
            return {"type": "string", "enum": list(self.kind), **described}
        return {**KINDS[self.kind], **described}


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


def valid_name(name: str) -> str:
    """The name of a plugin or a table, or Refused."""
    if not _NAME.fullmatch(name):
        message = text("{name} cannot be the name of a plugin or of a table.", name=name)
        fix = text("Write small letters a-z, digits and _, beginning with a letter, at most 60.")
        raise Refused([Finding("plugin|name", message, fix, value=name)])
    return name


def own_column(written: str) -> OwnColumn:
    """A column from ``name:kind:title``; the kind may be the allowed words with | between them."""
    name, _, rest = written.partition(":")
    kind, _, title = rest.partition(":")
    words = tuple(word.strip() for word in kind.split("|"))
    if not _NAME.fullmatch(name) or (kind not in KINDS and len(words) < 2) or "" in words or name == "platform_id":  # noqa: PLR2004 - one word is no choice
        message = text("{written} describes no column.", written=written)
        fix = text(
            "Write name:kind:title, such as works:integer:设计项目数. Kinds: {kinds}, or the allowed words: 甲|乙.",
            kinds=Joined(tuple(KINDS), ", "),
        )
        raise Refused([Finding("plugin|column", message, fix, value=written)])
    return OwnColumn(name, kind if kind in KINDS else words, title or name)


#: Where an author brings a table and names no columns: a record with a date and a number.
SENSIBLE_START = tuple(own_column(one) for one in ("record_id:id:记录编号", "date:date:日期", "quantity:integer:数量"))


def table_document(wish: Wish) -> dict[str, Any]:
    """The schema of a table that a plugin brings: a row per platform, or per record where a column is an id."""
    name, columns = valid_name(wish.table), wish.columns or ()
    key = next((column.name for column in columns if column.kind == "id"), "platform_id")
    title = wish.table_title or f"{wish.title}{'汇总' if key == 'platform_id' else '明细'}"
    platform = {"type": "string", "title": "平台编号", "x-en": "Platform id", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "x-format": 1,
        "x-table": name,
        "title": title,
        "x-en": name.replace("_", " ").capitalize(),
        "description": "每行一家平台。" if key == "platform_id" else "每行一条记录。",
        "x-description-en": "One line per platform." if key == "platform_id" else "One line per record.",
        "type": "object",
        "x-key": [key],
        "x-references": [{"columns": ["platform_id"], "table": "platforms", "key": ["platform_id"]}],
        "properties": {"platform_id": platform, **{column.name: column.schema for column in columns}},
        "required": ["platform_id", *(column.name for column in columns)],
        "additionalProperties": False,
    }
