"""Cells as nearly every program writes them, read by one pattern over many at once; the rare ones by the usual rule."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from .cell import EMPTY, MOST_ROWS, TEXT, column_letters, xml_cell
from .number_format import DATE
from .refusal import refuse

if TYPE_CHECKING:
    from .book import Book
    from .job import Limits

CELL = '<c r="'
#: Characters that no XML holds, and the carriage return, which XML reads as a line feed.
_TEXT = r"[^<\x00-\x08\x0b-\x1f]*"
#: Attributes of no interest.
ATTRIBUTES = r'(?: [A-Za-z][A-Za-z0-9:]*="[^"<>&]*")*'
_CELL = (
    r'^(?P<letters>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})"(?: s="(?P<style>[0-9]{1,5})")?(?: t="(?P<type>[A-Za-z]{1,9})")?'
    rf"(?: ?/>|>(?P<formula><f{ATTRIBUTES}(?: ?/>|>[^<]*</f>))?"
    rf'(?:<v>(?P<value>{_TEXT})</v>|<v ?/>|<is><t(?: xml:space="preserve")?>(?P<inline>{_TEXT})</t></is>)?</c>)'
    "$"
)
_PLACE = r"^[0-9]{1,7}$"
#: With at most 16 characters it has at most 15 digits, or a point or a sign among them.
_PLAIN = r"^(?:0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9])$"
_PLAIN_LENGTH = 16
#: An entity beyond the five of XML, or a character by its number, is left to the XML parser.
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)")


class Unusual(Exception):  # noqa: N818 - no error: the XML parser reads the sheet instead
    """The sheet is not written in the usual way."""


class Meaning(NamedTuple):
    """What cells mean beyond what stands in them."""

    book: Book
    forms: pl.Series
    texts: pl.Series
    limits: Limits
    sheet: str


def pattern_cells(pieces: pl.Series, meaning: Meaning) -> pl.DataFrame:
    """Row, column (both from 0), kind and text of the cells that are not empty; a piece is what follows ``CELL``."""
    parts = pieces.str.extract_groups(_CELL).struct.unnest()
    if parts.get_column("letters").has_nulls():
        raise Unusual
    filled = parts.filter((pl.coalesce("value", "inline") != "") | pl.col("formula").is_not_null())
    return _valued(_placed(filled, meaning), meaning)


def _placed(parts: pl.DataFrame, meaning: Meaning) -> pl.DataFrame:
    known = [column_letters(number) for number in range(meaning.limits.columns)]
    style = parts.get_column("style").fill_null("0").cast(pl.UInt32)
    if not parts.is_empty() and (style >= len(meaning.forms)).any():
        raise Unusual
    frame = parts.with_columns(
        pl.col("row").cast(pl.UInt32) - 1,
        pl.col("letters")
        .replace_strict(known, range(len(known)), default=None, return_dtype=pl.UInt16)
        .alias("column"),
        meaning.forms.gather(style).alias("form"),
    )
    if (frame.get_column("row") >= MOST_ROWS).any():
        raise Unusual
    if frame.get_column("column").has_nulls():
        far = frame.filter(pl.col("column").is_null()).row(0, named=True)
        last = f"{far['letters']}{far['row'] + 1}"
        refuse("columns", sheet=meaning.sheet, limit=meaning.limits.columns, cell=last)
    return frame


def _valued(frame: pl.DataFrame, meaning: Meaning) -> pl.DataFrame:
    """Kind and text of each cell."""
    is_calm = pl.col("formula").is_null()
    if not meaning.book.is_stale:
        is_calm |= pl.col("value") != ""
    written = pl.coalesce("value", "inline")
    is_shared = is_calm & (pl.col("type") == "s") & written.str.contains(_PLACE)
    is_number = is_calm & (pl.col("type").is_null() | (pl.col("type") == "n")) & (pl.col("form") != DATE)
    is_text = is_calm & pl.col("type").is_in(["str", "inlineStr"]) & (written != "")
    is_plain_text = is_text & written.str.contains("&|_x").not_()
    place = frame.select(pl.when(is_shared).then(written).cast(pl.UInt32)).to_series()
    if (place >= len(meaning.texts)).any():
        raise Unusual
    frame = frame.with_columns(meaning.texts.gather(place).alias("shared"), written.alias("written"))
    frame = frame.with_columns(
        pl.when(is_shared)
        .then(pl.when(pl.col("shared").is_null()).then(pl.lit(EMPTY)).otherwise(pl.lit(TEXT)))
        .when(is_number & is_plain(written))
        .then(pl.col("form").str.head(1))
        .when(is_plain_text)
        .then(pl.lit(TEXT))
        .alias("kind"),
        pl.when(is_shared)
        .then(pl.col("shared"))
        .when(is_number)
        .then(written + pl.col("form").str.slice(1))
        .otherwise(written)
        .alias("text"),
    )
    if frame.get_column("kind").has_nulls():
        frame = _with_rare(frame, meaning)
    frame = frame.filter(pl.col("kind") != EMPTY).select("row", "column", "kind", "text")
    if (frame.get_column("text").str.len_chars() > meaning.limits.cell).any():
        refuse("cell", limit=meaning.limits.cell)
    return frame


def is_plain(number: pl.Expr) -> pl.Expr:
    """A number written as it is kept."""
    return number.str.contains(_PLAIN) & (number.str.len_bytes() <= _PLAIN_LENGTH)


def _with_rare(frame: pl.DataFrame, meaning: Meaning) -> pl.DataFrame:
    """Dates, odd numbers, formulas without a value and whatever else is rare: each different one once."""
    frame = frame.with_columns(pl.col("formula").is_not_null())
    says = ["type", "form", "written", "formula"]
    rare = frame.filter(pl.col("kind").is_null()).select(says).unique()
    found = [_rare(row, meaning) for row in rare.iter_rows()]
    answers = rare.with_columns(
        pl.Series("rare kind", [kind for kind, _ in found], pl.String),
        pl.Series("rare text", [text for _, text in found], pl.String),
    )
    frame = frame.join(answers, on=says, how="left", nulls_equal=True, maintain_order="left")
    return frame.with_columns(
        pl.coalesce("kind", "rare kind"),
        pl.when(pl.col("kind").is_null()).then(pl.col("rare text")).otherwise(pl.col("text")).alias("text"),
    )


def _rare(says: tuple[str | None, str, str | None, bool], meaning: Meaning) -> tuple[str, str | None]:
    kind, form, written, has_formula = says
    if written and "&" in written:
        if _ENTITY.search(written):
            raise Unusual
        written = html.unescape(written)
    if kind == "s":
        raise Unusual
    return xml_cell(
        kind,
        form,
        written,
        has_formula=has_formula,
        is_stale=meaning.book.is_stale,
        from_1904=meaning.book.from_1904,
        limit=meaning.limits.cell,
    )
