"""Texts and codes: spaces around them, full width where a half-width code is asked for, and numbers made of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence.cells import cell_words, shortened
from appraisal.evidence.limits import MAX_CELL
from appraisal.evidence.repairs.outcome import Mended, Refusal
from appraisal.evidence.repairs.spelling import AROUND, plain_spelling
from appraisal.evidence.sheet import BOOLEAN, DATE, NUMBER, PERCENT
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.schema.check import Check
    from appraisal.schema.column import Column

#: Excel keeps so many digits of a number and turns the rest into zeros.
_KEPT_DIGITS = 15
#: What Excel made of something that was typed as text; the text itself is gone.
_TURNED = {
    DATE: text("a date"),
    PERCENT: text("a percentage"),
    BOOLEAN: text("true or false"),
}
_SHIELD = r'\A="([^"]*)"\s*\z'
_RULES_OF_CODES = frozenset({"enum", "const", "pattern", "format"})


def stripped(cells: pl.Series) -> pl.Series:
    """The cells without spaces around them; a cell of spaces only is empty."""
    bare = cells.str.strip_chars(AROUND)
    return bare.set(bare == "", None) if (bare == "").any() else bare


def shielded(cells: pl.Series) -> dict[int, str]:
    """What stands in cells such as ``="007"``, by row: so a CSV file keeps Excel from making a number of a code."""
    if not cells.str.starts_with('="').any():
        return {}
    inside = cells.str.extract(_SHIELD)
    rows = inside.is_not_null().arg_true().to_list()
    return {row: inside[row] for row in rows}


def respelt(column: Column, cells: pl.Series, checks: Sequence[Check]) -> dict[int, str]:
    """Codes and choices that are valid in half width and without invisible signs, and only so, by row."""
    rules = [check for check in checks if check.alone and check.column == column.name and check.keyword != "required"]
    # A name has no code to fall back on: it stands as it is written.
    if not any(check.keyword in _RULES_OF_CODES for check in rules):
        return {}
    # Most files are written as they have to be: a look at the whole column first, at single cells then.
    broken = cells.to_frame(column.name).select(pl.arg_where(pl.any_horizontal(check.fails for check in rules)))
    rows = broken.to_series()
    if rows.is_empty():
        return {}
    plain = pl.Series(column.name, [plain_spelling(value) for value in cells.gather(rows)], dtype=pl.String)
    still = plain.to_frame().select(pl.any_horizontal(check.fails for check in rules).fill_null(value=False))
    return {row: value for row, value, fails in zip(rows, plain, still.to_series(), strict=True) if value and not fails}


def text_of_number(value: str, column: Column) -> Mended | Refusal:
    """The digits of a number that stands where a text should: a code that Excel may have shortened."""
    return lost_digits(value, column) if has_lost_digits(value) else Mended(value, "number_as_text")


def has_lost_digits(value: str) -> bool:
    """Whether a number of Excel has more digits than Excel keeps."""
    return sum(character.isdecimal() for character in value.lstrip("-0.")) > _KEPT_DIGITS


def lost_digits(value: str, column: Column) -> Refusal:
    """The words for it."""
    message = text(
        "{column}: {value} has more than {digits} digits, and Excel keeps no more of a number.",
        column=column.label,
        value=shortened(value),
        digits=_KEPT_DIGITS,
    )
    return Refusal("digits", message, text("Format the cell as text and type it again."))


def text_of_other(value: str, column: Column, kind: int) -> Mended | Refusal:
    """A cell of a column of texts that Excel keeps as something else."""
    if kind == NUMBER:
        return text_of_number(value, column)
    message = text(
        "{column}: Excel keeps {value} as {kind}, not as the text that was typed.",
        column=column.label,
        value=shortened(value),
        kind=_TURNED[kind],
    )
    return Refusal("not_text", message, text("Format the cell as text and type it again."))


def is_too_long(cells: pl.Series) -> list[int]:
    """The rows of texts that are longer than any cell may be."""
    lengths = cells.str.len_chars()
    return (lengths > MAX_CELL).arg_true().to_list() if (lengths.max() or 0) > MAX_CELL else []  # type: ignore[operator] - lengths are integers


def too_long(value: str, column: Column) -> Refusal:
    """The words for it."""
    code, message, fix = cell_words(column, value)
    return Refusal(code, message, fix)
