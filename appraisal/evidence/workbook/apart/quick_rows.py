"""Rows as large tables have them: the cells of a column look alike, so that a column is read as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from .cell import DAYS_TO_1904, FIRST_REAL_DAY, LAST_DAY, MOST_ROWS, TEXT, column_number, number_cell
from .number_format import DATE
from .quick_cells import ATTRIBUTES, CELL, Unusual, is_plain, pattern_cells

if TYPE_CHECKING:
    from .quick_cells import Meaning

ROW_END = "</row>"
#: Empty rows may stand before the row.
_HEADS = rf"^(?:<row{ATTRIBUTES} ?/>)*<row{ATTRIBUTES}>$"
_AFTER = re.compile(rf"(?:<row{ATTRIBUTES} ?/>)*")
_ROW = r'<row (?:[^<>]* )?r="([0-9]{1,7})"[^<>]*>$'
_USUAL_HEAD = '<row r="'
_HIDDEN = re.compile(r'<row ([^<>]*)hidden="(?:1|true)"([^<>]*)>')
_ROW_NUMBER = re.compile(r'(?:^| )r="([0-9]{1,7})"')
#: The cell that its column looks like: its letters, and the rest up to its value.
_LIKE = re.compile(r'([A-Z]{1,3})[0-9]{1,7}("(?: s="([0-9]{1,5})")?(?: t="(s|n)")?><v>)[^<]*</v></c>')
_VALUE_END = "</v></c>"
#: Polars counts from 1970.
_EPOCH = 25_569
_PLACE = "^[0-9]{1,7}$"
_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?$"


class Rows(NamedTuple):
    """Some rows of a sheet: the cells that are not empty, by column from 0, and the numbers of hidden rows."""

    columns: dict[int, list[pl.DataFrame]]
    hidden: set[int]
    #: How many cells there are.
    cells: int


def rows_of(block: bytes, meaning: Meaning) -> Rows:
    """The rows of a piece of XML that begins and ends between two rows."""
    try:
        source = block.decode()
    except UnicodeDecodeError:
        raise Unusual from None
    if not _AFTER.fullmatch(source, source.rfind(ROW_END) + len(ROW_END) if ROW_END in source else 0):
        raise Unusual
    cells = pl.Series([source]).str.split(ROW_END).explode().head(-1).str.split(CELL)
    heads = cells.list.first()
    if not heads.str.contains(_HEADS).all():
        raise Unusual
    if not len(cells):
        return Rows({}, _hidden_rows(source), 0)
    widths = cells.list.len()
    width = int(widths.mode().max()) - 1  # pyright: ignore[reportArgumentType] - lengths are integers
    is_like = widths == width + 1
    rest = cells.filter(~is_like).list.slice(1).explode(empty_as_null=False)
    columns: dict[int, list[pl.DataFrame]] = {}
    if width:
        rest = pl.concat([rest, *_columns(cells.filter(is_like), width, meaning, columns)])
    if len(rest):
        for (column,), part in pattern_cells(rest, meaning).partition_by("column", as_dict=True).items():
            columns.setdefault(column, []).append(part.drop("column"))
    return Rows(columns, _hidden_rows(source), sum(part.height for parts in columns.values() for part in parts))


def _columns(cells: pl.Series, width: int, meaning: Meaning, columns: dict[int, list[pl.DataFrame]]) -> list[pl.Series]:
    """Put the cells that look like the first one of their column into ``columns``, and give back the others."""
    flat = cells.explode()
    numbers = _row_numbers(flat.gather_every(width + 1))
    rows = numbers.cast(pl.UInt32) - 1
    if rows.has_nulls() or (rows >= MOST_ROWS).any():
        raise Unusual
    others: list[pl.Series] = []
    for place in range(1, width + 1):
        pieces = flat.gather_every(width + 1, place)
        # The one in the middle: the first rows are a header.
        like = _LIKE.fullmatch(pieces[len(pieces) // 2])
        column = column_number(like[1]) if like else 0
        form = int(like[3] or 0) if like else len(meaning.forms)
        if not like or column >= meaning.limits.columns or form >= len(meaning.forms):
            others.append(pieces)
            continue
        # What is not exactly so keeps its quotation marks, and is no value.
        values = _values(pieces, numbers, like[1], like[2])
        part = _column(values, rows, like[4] == "s", meaning.forms[form], meaning)
        columns.setdefault(column, []).append(part.drop_nulls("text"))
        if part.get_column("kind").has_nulls():
            others.append(pieces.filter(part.get_column("kind").is_null()))
    return others


def _values(pieces: pl.Series, numbers: pl.Series, letters: str, rest: str) -> pl.Series:
    """What stands between the beginning that every cell of the column has and its end; null without that beginning."""
    # NOTE: a slice only points at its text; stripping a beginning copies what is left, which takes four times as long.
    digits = numbers.str.len_bytes()
    length = pl.lit(digits[0]) if digits.n_unique() == 1 else pl.lit(digits)
    piece = pl.col("piece")
    found = pl.select(piece=pieces).select(
        piece.str.slice(length + len(letters) + len(rest)).str.strip_suffix(_VALUE_END).alias("value"),
        (
            piece.str.starts_with(letters)
            & (piece.str.slice(len(letters), length) == pl.lit(numbers))
            & (piece.str.slice(length + len(letters), len(rest)) == rest)
        ).alias("is_like"),
    )
    values, is_like = found.get_columns()
    return values if is_like.all() else values.set(~is_like, None)


def _row_numbers(heads: pl.Series) -> pl.Series:
    if heads.str.starts_with(_USUAL_HEAD).all():
        numbers = heads.str.strip_prefix(_USUAL_HEAD).str.splitn('"', 2).struct.field("field_0")
        if numbers.str.contains(_PLACE).all():
            return numbers
    return heads.str.extract(_ROW)


def _column(values: pl.Series, rows: pl.Series, is_shared: bool, form: str, meaning: Meaning) -> pl.DataFrame:  # noqa: FBT001 - one of two kinds
    """Kind and text; both null where a value is not what its column looks like."""
    if is_shared:
        places = values.cast(pl.UInt32, strict=False)
        if (places >= len(meaning.texts)).any():
            raise Unusual
        kinds = pl.repeat(TEXT, len(places), eager=True)
        if places.has_nulls():
            kinds = kinds.set(places.is_null(), None)
        return pl.DataFrame({"row": rows, "kind": kinds, "text": meaning.texts.gather(places)})
    texts = _days(values, meaning) if form == DATE else _plain(values)
    frame = pl.DataFrame({"row": rows, "kind": pl.repeat(form[0], len(rows), eager=True), "text": texts})
    if texts.has_nulls():
        frame = _with_odd(frame, values, form[0], meaning)
    return frame.with_columns(pl.col("text") + form[1:]) if form[1:] else frame


def _plain(values: pl.Series) -> pl.Series:
    """Numbers written as they are kept; null where one is not."""
    is_kept = values.to_frame("value").select(is_plain(pl.col("value"))).to_series()
    return values if is_kept.all() else values.set(~is_kept, None)


def _days(values: pl.Series, meaning: Meaning) -> pl.Series:
    """Whole days as dates; null where there is no such day, or a time of day."""
    days = values.cast(pl.Int32, strict=False)
    days = days.set(~days.is_between(FIRST_REAL_DAY, LAST_DAY - DAYS_TO_1904), None)
    return (days - _EPOCH + (DAYS_TO_1904 if meaning.book.from_1904 else 0)).cast(pl.Date).cast(pl.String)


def _with_odd(frame: pl.DataFrame, values: pl.Series, form: str, meaning: Meaning) -> pl.DataFrame:
    """The numbers that are written in more digits than are kept, and times of day, by the usual rule."""
    is_odd = frame.get_column("text").is_null()
    written = values.filter(is_odd)
    is_number = written.str.contains(_NUMBER).fill_null(value=False)
    places, nothing = is_odd.arg_true().filter(is_number), is_odd.arg_true().filter(~is_number)
    asked = written.filter(is_number)
    kinds = pl.repeat(form, len(asked), eager=True)
    texts = _plain(asked.cast(pl.Float64).cast(pl.String)) if form != DATE else pl.repeat(None, len(asked), eager=True)
    if texts.has_nulls():
        rest = texts.is_null().arg_true()
        odd = asked.gather(rest).unique()
        found = [number_cell(float(number), form, from_1904=meaning.book.from_1904) for number in odd]
        kinds, texts = (
            told.cast(pl.String).scatter(rest, _told(asked.gather(rest), odd, [answer[part] for answer in found]))
            for part, told in enumerate((kinds, texts))
        )
    return frame.with_columns(
        frame.get_column("kind").scatter(nothing, None).scatter(places, kinds),
        frame.get_column("text").scatter(places, texts),
    )


def _told(cells: pl.Series, asked: pl.Series, answers: list[str]) -> pl.Series:
    return cells.replace_strict(asked, pl.Series(answers, dtype=pl.String), default=None, return_dtype=pl.String)


def _hidden_rows(source: str) -> set[int]:
    rows: set[int] = set()
    for row in _HIDDEN.finditer(source) if ' hidden="' in source else ():
        number = _ROW_NUMBER.search(row[1]) or _ROW_NUMBER.search(row[2])
        if not number:
            raise Unusual
        rows.add(int(number[1]))
    return rows
