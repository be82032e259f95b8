"""A column of evidence: its kind, its exact range and its names, read from the schema of one property."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args

import polars as pl

from appraisal.schema.wording import bilingual
from appraisal.texts import Bilingual, Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["text", "integer", "decimal", "boolean", "date"]
#: Which day stands for a month that is given without one.
Month = Literal["first_day", "last_day"]

INT64_LOW, INT64_HIGH = -(2**63), 2**63 - 1
#: A Decimal of 18 digits is what 64 bits hold for certain.
MAX_SCALE = 18
_MAX_NAME = 60


class ColumnError(ValueError):
    """A property that is no column: the keyword that says so, what is wrong and the mend."""

    def __init__(self, keyword: str, message: Text, fix: Text) -> None:
        """The keyword and the words for people."""
        self.keyword, self.message, self.fix = keyword, message, fix
        super().__init__(f"{keyword}: {message}")


@dataclass(frozen=True)
class Column:
    """One column of a table. Numbers stand in frames as integers times ``10**-scale``, between ``low`` and ``high``."""

    name: str
    title: Bilingual
    description: Bilingual
    kind: Kind
    scale: int
    #: Bounds of the scaled integer that every checked cell keeps; 0 and 0 where the column is no number.
    low: int
    high: int
    required: bool
    enum: tuple[str, ...] | None = None
    unit: str = ""
    aliases: tuple[str, ...] = ()
    #: None where a month is no date.
    month: Month | None = None
    #: A date outside the year of the data is doubtful.
    within_year: bool = False

    @property
    def dtype(self) -> type[pl.DataType]:
        """The dtype in a frame of the engine."""
        return _DTYPES[self.kind]

    @property
    def parquet_dtype(self) -> pl.DataType:
        """The dtype in a Parquet file: as in a frame, but decimals are Decimal."""
        return pl.Decimal(MAX_SCALE, self.scale) if self.kind == "decimal" else self.dtype()

    @property
    def is_number(self) -> bool:
        """Whether the cells are numbers."""
        return self.kind in {"integer", "decimal"}

    @property
    def label(self) -> Bilingual:
        """The column as people know it: its title and its key."""
        return Bilingual(f"{self.title.zh}（{self.name}）", f"{self.title.en} ({self.name})")

    def shown(self, cell: object) -> str:
        """A cell of a frame as it is written in a file."""
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return "true" if cell else "false"
        if self.kind == "decimal" and isinstance(cell, int):
            return format(Decimal(cell).scaleb(-self.scale), "f")
        return str(cell)


_DTYPES: dict[Kind, type[pl.DataType]] = {
    "text": pl.String,
    "integer": pl.Int64,
    "decimal": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}


def column(name: str, schema: Mapping[str, Any], *, required: bool) -> Column:
    """The column that the schema of a property describes; ColumnError where it describes none."""
    if not 0 < len(name) <= _MAX_NAME or name != name.strip() or not name.isprintable() or "." in name:
        message = text("{name} cannot be the name of a column.", name=name)
        _refuse("", message, text("Write 1 to {limit} letters without dots.", limit=_MAX_NAME))
    kind = _kind(schema)
    scale = _scale(schema) if kind == "decimal" else 0
    low, high = _bounds(schema, scale) if kind in {"integer", "decimal"} else (0, 0)
    choices = schema.get("enum")
    return Column(
        name,
        bilingual(schema, "title", "x-en", name),
        bilingual(schema, "description", "x-description-en"),
        kind,
        scale,
        low,
        high,
        required,
        enum=tuple(choice for choice in choices if choice is not None) if choices and kind == "text" else None,
        unit=str(schema.get("x-unit", "")),
        aliases=tuple(schema.get("x-aliases", ())),
        month=_month(schema, kind),
        within_year=_within_year(schema, kind),
    )


def scaled_least(bound: Decimal | int, scale: int, *, exclusive: bool = False) -> int:
    """The smallest scaled integer at or above (or only above) a bound of a schema."""
    exact = Fraction(bound) * 10**scale
    return math.floor(exact) + 1 if exclusive else math.ceil(exact)


def scaled_most(bound: Decimal | int, scale: int, *, exclusive: bool = False) -> int:
    """The largest scaled integer at or below (or only below) a bound of a schema."""
    exact = Fraction(bound) * 10**scale
    return math.ceil(exact) - 1 if exclusive else math.floor(exact)


def _refuse(keyword: str, message: Text, fix: Text) -> NoReturn:
    raise ColumnError(keyword, message, fix)


def _kind(schema: Mapping[str, Any]) -> Kind:
    if "x-type" in schema:
        message = text("x-type {kind} is not supported.", kind=schema["x-type"])
        _refuse("x-type", message, text("Leave it out and give the decimals with multipleOf."))
    names = schema.get("type", [])
    types = [name for name in ([names] if isinstance(names, str) else names) if name != "null"]
    match types:
        case ["string"]:
            return "date" if schema.get("format") == "date" else "text"
        case ["integer"]:
            return "integer"
        case ["boolean"]:
            return "boolean"
        case ["number"]:
            return "decimal"
        case _:
            message = text("A column has exactly one type: string, integer, number or boolean.")
            _refuse("type", message, text("Write it in the property itself."))


def _within_year(schema: Mapping[str, Any], kind: Kind) -> bool:
    within = schema.get("x-within")
    if within not in (None, "year") or (within and kind != "date"):
        message = text("x-within says of a date that it belongs into the year.")
        _refuse("x-within", message, text('Write "x-within": "year" at a date, or delete it.'))
    return within is not None


def _month(schema: Mapping[str, Any], kind: Kind) -> Month | None:
    month = schema.get("x-month")
    if month is None:
        return None
    if kind != "date":
        _refuse("x-month", text("x-month says something about dates only."), text("Delete it."))
    if month not in get_args(Month):
        names = " / ".join(get_args(Month))
        message = text("x-month names the day that stands for a month.")
        _refuse("x-month", message, text("Known here: {names}.", names=names))
    return month


def _scale(schema: Mapping[str, Any]) -> int:
    step = schema.get("multipleOf")
    if step is None:
        message = text("A column of numbers needs multipleOf: it says how many decimals are kept.")
        _refuse("multipleOf", message, text('Write "multipleOf": 0.01 for two decimals.'))
    exponent = Decimal(step).normalize().as_tuple().exponent
    scale = max(0, -exponent) if isinstance(exponent, int) else 0
    if scale > MAX_SCALE:
        _refuse(
            "multipleOf", text("There are too many decimals."), text("Write at most {decimals}.", decimals=MAX_SCALE)
        )
    return scale


def _bounds(schema: Mapping[str, Any], scale: int) -> tuple[int, int]:
    lows = [
        scaled_least(schema[word], scale, exclusive=word.startswith("ex"))
        for word in ("minimum", "exclusiveMinimum")
        if word in schema
    ]
    highs = [
        scaled_most(schema[word], scale, exclusive=word.startswith("ex"))
        for word in ("maximum", "exclusiveMaximum")
        if word in schema
    ]
    low, high = max([INT64_LOW, *lows]), min([INT64_HIGH, *highs])
    if low > high:
        message = text("No number fits between the limits of this column.")
        _refuse("minimum", message, text("Write a minimum that is at most the maximum."))
    return low, high
