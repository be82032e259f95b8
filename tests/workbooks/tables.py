"""The tables that are generated, read from the JSON of their schemas and from nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

#: Where the schemas lie: those that ship, and one here for what no shipped table has (percent).
FOLDERS = (Path(__file__).resolve().parents[2] / "schemas" / "evidence", Path(__file__).parent)
#: The tables that cities and platforms fill in.
NAMES = ("platforms", "enterprises", "services", "staff", "finance", "surveys", "outputs", "reported", "rates")


@dataclass(frozen=True)
class Column:
    """One column as its schema describes it."""

    key: str
    title: str
    #: id (text with a pattern), text, enum, integer, decimal, boolean or date.
    kind: str
    required: bool
    aliases: tuple[str, ...] = ()
    unit: str = ""
    enum: tuple[str, ...] = ()
    #: Decimals that are kept.
    scale: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    #: The value of ``low`` itself is too small.
    is_open: bool = False
    longest: int = 0
    #: What a month without a day means, where the schema says it.
    month: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in {"integer", "decimal"}

    @property
    def is_money(self) -> bool:
        """Whether a header may give it in tens of thousands."""
        return self.unit == "元"


@dataclass(frozen=True)
class Table:
    """One table as its schema describes it."""

    name: str
    title: str
    columns: dict[str, Column]
    key: tuple[str, ...]


@cache
def tables() -> dict[str, Table]:
    """The tables by name."""
    read: dict[str, Table] = {}
    for name in NAMES:
        path = next(folder / f"{name}.schema.json" for folder in FOLDERS if (folder / f"{name}.schema.json").exists())
        schema = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        columns = {
            key: _column(key, each, required=key in schema["required"]) for key, each in schema["properties"].items()
        }
        read[name] = Table(name, schema["title"], columns, tuple(schema["x-key"]))
    return read


def _column(key: str, schema: dict[str, Any], *, required: bool) -> Column:
    step = Decimal(schema.get("multipleOf", 1)).as_tuple().exponent
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum")
    return Column(
        key,
        schema["title"],
        _kind(schema),
        required,
        tuple(schema.get("x-aliases", ())),
        schema.get("x-unit", ""),
        tuple(schema.get("enum", ())),
        -step if isinstance(step, int) else 0,
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
        "exclusiveMinimum" in schema,
        schema.get("maxLength", 0),
        schema.get("x-month", ""),
    )


def _kind(schema: dict[str, Any]) -> str:
    match schema["type"]:
        case "string" if schema.get("format") == "date":
            return "date"
        case "string" if "enum" in schema:
            return "enum"
        case "string":
            return "id" if "pattern" in schema else "text"
        case "number":
            return "decimal"
        case kind:
            return kind
