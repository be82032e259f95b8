"""A column of a sheet read: as it stands, by a declared repair, or not at all. Only odd cells are looked at singly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence.cells import TRUTHS, cell_words, plain_value, shortened
from appraisal.evidence.repairs.dates import mended_date
from appraisal.evidence.repairs.numbers import as_written, bare_fraction, mended_number
from appraisal.evidence.repairs.outcome import Mended, Refusal
from appraisal.evidence.repairs.spelling import plain_spelling, spelling_rule
from appraisal.evidence.repairs.texts import (
    has_lost_digits,
    is_too_long,
    lost_digits,
    respelt,
    shielded,
    stripped,
    text_of_other,
    too_long,
)
from appraisal.evidence.repairs.units import PERCENT as PERCENT_SIGN
from appraisal.evidence.repairs.units import Unit
from appraisal.evidence.sheet import BOOLEAN, DATE, ERROR, NUMBER, PERCENT, SCALED, TEXT, UNCOMPUTED
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from appraisal.schema.check import Check
    from appraisal.schema.column import Column

_LONG = 16
#: What Excel keeps of a cell that shows a percentage.
_HUNDREDTHS = Unit("%", 2)
_ERRORS = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]


@dataclass
class ColumnReading:
    """The cells of a column as values, and what was done to some of them, by row from 0."""

    #: As in the frame of a table; null where the cell is empty or could not be read.
    values: pl.Series
    mended: dict[int, Mended] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)


def read_column(
    column: Column, cells: pl.Series, kinds: bytes, unit: Unit, checks: Sequence[Check], *, from_1904: bool
) -> ColumnReading:
    """The cells of a column of a sheet.

    ``kinds`` are those of the cells, empty where all are text; ``checks`` are the rules of the table.
    """
    refused = _faulty(column, cells, kinds)
    if refused:
        cells = cells.scatter(list(refused), None) if len(cells) else cells
    cells = cells.set(cells == "", None) if (cells == "").any() else cells
    shields = shielded(cells)
    if shields:
        # To scatter changes the column itself, which is still to be quoted.
        cells = cells.clone().scatter([*shields], [*shields.values()])
    match column.kind:
        case "text":
            reading = _texts(column, cells, kinds, checks)
        case "integer" | "decimal":
            reading = _numbers(column, cells, kinds, unit)
        case "date":
            reading = _singly(
                cells,
                _plain(column, cells),
                lambda value, kind: mended_date(value, column, is_number=kind == NUMBER, from_1904=from_1904),
                kinds,
            )
        case "boolean":
            reading = _singly(cells, _plain(column, cells), lambda value, _: _truth(value, column))
    reading.refused |= refused
    for row in shields:
        if row not in reading.refused:
            reading.mended[row] = Mended(reading.values[row], "formula_text")
    return reading


def _plain(column: Column, cells: pl.Series) -> pl.Series:
    return cells.to_frame(column.name).select(plain_value(column)).to_series().alias(column.name)


def _singly(
    cells: pl.Series, values: pl.Series, mend: Callable[[str, int], Mended | Refusal], kinds: bytes = b""
) -> ColumnReading:
    """The cells that the plain grammar left out, one by one; the same text of the same kind is mended once."""
    reading = ColumnReading(values)
    rows = (cells.is_not_null() & values.is_null()).arg_true()
    if rows.is_empty():
        return reading
    known: dict[tuple[str, int], Mended | Refusal] = {}
    for row, value in zip(rows.to_list(), cells.gather(rows).to_list(), strict=True):
        kind = kinds[row] if kinds else TEXT
        outcome = known.get((value, kind))
        if outcome is None:
            bare = plain_spelling(value)
            # A cell of spaces is an empty cell.
            outcome = known[value, kind] = mend(value, kind) if bare else Mended("", "")
        if isinstance(outcome, Refusal):
            reading.refused[row] = outcome
        elif outcome.rule:
            reading.mended[row] = outcome
    _put(reading, {row: outcome.value for row, outcome in reading.mended.items()})
    return reading


def _put(reading: ColumnReading, values: dict[int, object]) -> None:
    if values:
        fresh = pl.Series([*values.values()], dtype=reading.values.dtype)
        reading.values = reading.values.scatter([*values], fresh)


def _numbers(column: Column, cells: pl.Series, kinds: bytes, unit: Unit) -> ColumnReading:
    values = _plain(as_written(column, unit), cells)
    percents = _rows_of(kinds, {PERCENT}) if kinds else []
    shares: dict[int, Refusal] = {}
    if percents and column.unit == PERCENT_SIGN:
        # What the cell shows as 65% is kept as 0.65, whatever the header says.
        read = _plain(as_written(column, _HUNDREDTHS), cells.gather(percents))
        values = values.scatter(percents, read)
        for row in (percents[place] for place in read.is_null().arg_true()):
            outcome = mended_number(cells[row] or "", column, _HUNDREDTHS)
            shares |= {row: outcome} if isinstance(outcome, Refusal) else {}
    elif percents and column.unit:
        shares = {row: _is_percentage(column) for row in percents}
    if column.unit == PERCENT_SIGN and unit.shift == 0:
        # NOTE: percents are no bare fractions; they were read above.
        sure = set(percents)
        between = ((values > 0) & (values <= 10**column.scale)).arg_true().to_list()
        shares |= {row: bare_fraction(cells[row], column) for row in between if row not in sure}
    if NUMBER in kinds and (cells.str.len_bytes().max() or 0) >= _LONG:  # type: ignore[operator] - lengths are integers
        long = (cells.str.len_bytes() >= _LONG).arg_true().to_list()
        shares |= {
            row: lost_digits(cells[row], column) for row in long if kinds[row] == NUMBER and has_lost_digits(cells[row])
        }
    if shares:
        cells, values = cells.scatter([*shares], None), values.scatter([*shares], None)
    reading = _singly(cells, values, lambda value, _: mended_number(value, column, unit))
    reading.refused |= shares
    return reading


def _texts(column: Column, cells: pl.Series, kinds: bytes, checks: Sequence[Check]) -> ColumnReading:
    bare = stripped(cells)
    reading = ColumnReading(bare)
    for row in (bare != cells).arg_true().to_list():
        reading.mended[row] = Mended(bare[row], "spaces")
    for row in _rows_of(kinds, {NUMBER, PERCENT, DATE, BOOLEAN}):
        value = bare[row]
        outcome = text_of_other(value, column, kinds[row])
        if isinstance(outcome, Mended):
            reading.mended[row] = outcome
        else:
            reading.refused[row] = outcome
    reading.refused |= {row: too_long(bare[row], column) for row in is_too_long(bare)}
    if reading.refused:
        reading.values = bare.scatter([*reading.refused], None)
    codes = respelt(column, reading.values, checks)
    for row, value in codes.items():
        reading.mended[row] = Mended(value, spelling_rule(reading.values[row]))
    _put(reading, dict(codes))
    return reading


def _truth(value: str, column: Column) -> Mended | Refusal:
    said = plain_spelling(value)
    if said in TRUTHS:
        return Mended(TRUTHS[said], spelling_rule(value))
    code, message, _ = cell_words(column, value)
    return Refusal(code, message, text("Write 是 or 否."))


def _is_percentage(column: Column) -> Refusal:
    message = text(
        "{column}: the cell is formatted as a percentage, the column is in {unit}.",
        column=column.label,
        unit=column.unit,
    )
    return Refusal("number", message, text("Format the cell as a number, and check what it says then."))


def _unseen(column: Column, value: str) -> Refusal:
    message = text(
        "{column}: the cell holds {value}, but its number format shows it as something else.",
        column=column.label,
        value=shortened(value),
    )
    return Refusal(
        "number_format", message, text("Set the number format to General, and write the number that is meant.")
    )


def _rows_of(kinds: bytes, wanted: Iterable[int]) -> list[int]:
    rows: list[int] = []
    for kind in wanted:
        at = kinds.find(kind)
        while at >= 0:
            rows.append(at)
            at = kinds.find(kind, at + 1)
    return sorted(rows)


def _faulty(column: Column, cells: pl.Series, kinds: bytes) -> dict[int, Refusal]:
    """Cells that hold an error of Excel, a formula that was never computed, or a number that nobody sees."""
    found = {row: _unseen(column, cells[row]) for row in _rows_of(kinds, {SCALED})}
    rows = _rows_of(kinds, {ERROR, UNCOMPUTED})
    if cells.str.starts_with("#").any():
        # In a CSV file an error of Excel is text like any other.
        rows += cells.is_in(_ERRORS).arg_true().to_list()
    for row in rows:
        if not kinds or kinds[row] != UNCOMPUTED:
            value = shortened(cells[row] or "")
            message = text("{column}: the cell holds the error {value}.", column=column.label, value=value)
            found[row] = Refusal("error", message, text("Correct the formula, or write the value itself."))
        else:
            message = text("{column}: the formula in the cell was never computed.", column=column.label)
            fix = text("Open the file in Excel or WPS, let it compute, save it; or write the value itself.")
            found[row] = Refusal("uncomputed", message, fix)
    return found
