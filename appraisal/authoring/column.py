"""A column of a table that a plugin brings, as its author writes it: name:kind:title, or name:kind?:title."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from appraisal.authoring.names import is_name
from appraisal.errors import Finding, Refused
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraisal.texts import Text

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
    # Numbers of patents have a dot, those of papers a slash.
    "id": {"type": "string", "pattern": "^[A-Za-z0-9._/-]{1,40}$"},
    "boolean": {"type": "boolean"},
}
#: The kinds as an officer may write them.
CHINESE = {
    "整数": "integer",
    "数": "number",
    "金额": "money",
    "日期": "date",
    "文字": "text",
    "编号": "id",
    "是否": "boolean",
}
#: Behind the kind of a column that may be empty, half-width or as a Chinese keyboard writes it.
_MAY_BE_EMPTY = ("?", "？")
PLATFORM, PLATFORM_TITLE = "platform_id", "平台编号"


@dataclass(frozen=True)
class OwnColumn:
    """A column of a table that a plugin brings."""

    name: str
    #: A key of KINDS, or the allowed words.
    kind: str | tuple[str, ...]
    title: str
    may_be_empty: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """The column as a property of a JSON Schema."""
        described = {"title": self.title, "x-en": self.name.replace("_", " ").capitalize()}
        if isinstance(self.kind, tuple):
            return {"type": "string", "enum": list(self.kind), **described}
        return {**KINDS[self.kind], **described}


def own_column(written: str) -> OwnColumn:
    """A column from ``name:kind:title``; the kind may be the allowed words with | between them. Raises Refused.

    With a ? behind its kind a row may leave it empty.
    """
    name, _, rest = written.partition(":")
    kind, _, title = rest.partition(":")
    may_be_empty = kind.endswith(_MAY_BE_EMPTY)
    kind = kind.rstrip("".join(_MAY_BE_EMPTY))
    kind = CHINESE.get(kind, kind)
    words = tuple(word.strip() for word in kind.split("|"))
    if fault := _fault(written, name, kind, words, may_be_empty=may_be_empty):
        fix = text(
            "Write name:kind:title, such as works:integer:设计项目数. Kinds: {kinds}, or the allowed words: 甲|乙. "
            "A ? behind the kind: may be empty.",
            kinds=Joined(tuple(f"{kind}（{chinese}）" for chinese, kind in CHINESE.items()), ", "),
        )
        raise Refused([Finding("plugin|column", fault, fix, value=written)])
    return OwnColumn(name, kind if kind in KINDS else words, title or name, may_be_empty)


def own_columns(written: Sequence[str]) -> tuple[OwnColumn, ...]:
    """The columns of one table; raises Refused where two have the same name or title."""
    columns = tuple(_each(written))
    names, titles = {PLATFORM}, {PLATFORM_TITLE}
    for column in columns:
        if column.name in names or column.title in titles:
            message = text("Two columns are called {name}.", name=column.name if column.name in names else column.title)
            fix = text("Give each column a name and a Chinese title of its own; {name} is always there.", name=PLATFORM)
            raise Refused([Finding("plugin|column", message, fix, value=column.name)])
        names.add(column.name)
        titles.add(column.title)
    return columns


def _each(written: Sequence[str]) -> Iterator[OwnColumn]:
    """Every column; raises Refused with what is wrong with any of them."""
    findings: list[Finding] = []
    for one in written:
        try:
            yield own_column(one)
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)


def _fault(written: str, name: str, kind: str, words: tuple[str, ...], *, may_be_empty: bool) -> Text | None:
    """What is wrong with a written column, by its cause."""
    if written.count(":") < 2 and "：" in written:  # noqa: PLR2004 - a full-width colon in a title is none
        return text("“{written}”: the colons are full-width; write them half-width.", written=written)
    if name == PLATFORM:
        return text("“{written}”: the column {name} is there without being named.", written=written, name=PLATFORM)
    if not is_name(name):
        return text(
            "“{written}”: the name {name} is not of small letters a-z, digits and _, beginning with a letter; "
            "the Chinese name goes to the end.",
            written=written,
            name=name or "–",
        )
    if may_be_empty and kind == "id":
        return text("“{written}”: a column that tells the rows apart cannot be empty.", written=written)
    return None if kind in KINDS or (len(words) > 1 and "" not in words) else _kind_fault(written, kind)


def _kind_fault(written: str, kind: str) -> Text:
    if not kind:
        return text("“{written}”: the kind is missing.", written=written)
    near = get_close_matches(kind, KINDS, n=1, cutoff=0.4)
    if near:
        return text(
            "“{written}”: there is no kind {kind}; did you mean {near}?", written=written, kind=kind, near=near[0]
        )
    return text("“{written}”: there is no kind {kind}.", written=written, kind=kind)


#: Where an author brings a table and names no columns: a record with a date and a number.
SENSIBLE_START = own_columns(("record_id:id:记录编号", "date:date:日期", "quantity:integer:数量"))
