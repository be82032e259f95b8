"""Measures of measures: an indicator that reads others of the same platform, this year's and last year's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from appraisal.errors import Place, Refused
from appraisal.formula import PREVIOUS, Formula, Quotient, compile_formula
from appraisal.formula.compile import QUOTIENT_DECIMALS
from appraisal.measure.bind import PLATFORM
from appraisal.measure.columns import MeasureColumn, measure_tables, name_in_rows
from appraisal.measure.writable import decimals_of, is_writable, too_large
from appraisal.numbers import Exact, OutOfRangeError, column, constant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.measure.bind import Compiled
    from appraisal.measure.columns import MeasureTable
    from appraisal.measure.measures import Measure
    from appraisal.model.indicator import Indicator


def of_measures(wide: pl.DataFrame, by_id: Mapping[str, Measure], one: Compiled) -> tuple[pl.LazyFrame, Quotient]:
    """All that the indicator reads and whether the row is ``selected``, a row per platform; its number on these rows.

    The formulas are bound again, to the bounds of the numbers that were measured: these prove that nothing wraps.
    Raises Refused where that proof fails.
    """
    try:
        return _read(wide, by_id, one)
    except OutOfRangeError as error:
        raise Refused([too_large(one)]) from error


def _read(wide: pl.DataFrame, by_id: Mapping[str, Measure], one: Compiled) -> tuple[pl.LazyFrame, Quotient]:
    rows, columns = wide.lazy().select(PLATFORM, "submitted"), dict[str, MeasureColumn]()
    for name in sorted(one.this_year & by_id.keys()):
        own, columns[name] = _this_year(wide, by_id[name])
        rows = rows.join(own, on=PLATFORM, how="left")
    before = dict[str, MeasureColumn]()
    for name in sorted(one.last_year):
        own, before[name] = _last_year(one, name)
        rows = rows.join(own, on=PLATFORM, how="left")
    tables = measure_tables(columns, before)
    number = _number(one, tables, decimals_of(by_id.values()))
    where = _bound(one, one.where, tables, "boolean", "where")
    selected = where.expr.fill_null(value=False) if where else pl.lit(value=True)
    if one.indicator.table == PREVIOUS:
        # NOTE: a platform that last year's result does not know has no row, one without a value has.
        known = [] if one.before is None else one.before[PLATFORM].unique().to_list()
        selected &= pl.col(PLATFORM).is_in(pl.Series(known, dtype=pl.String).implode())
    return rows.with_columns(selected.cast(pl.Int64).alias("selected")), number


def _number(one: Compiled, tables: Mapping[str, MeasureTable], decimals: int) -> Quotient:
    top = _quotient(_bound(one, one.numerator, tables, "number", "numerator"))
    bottom = _bound(one, one.denominator, tables, "number", "denominator")
    whole = top if bottom is None else top.over(_quotient(bottom))
    whole = whole.within(QUOTIENT_DECIMALS)
    for number in (whole.top, whole.bottom):
        if not is_writable(number, decimals):
            raise OutOfRangeError(number.low, number.high)
    return whole


def _quotient(formula: Formula | None) -> Quotient:
    assert formula is not None
    assert formula.number is not None
    return Quotient(formula.number, formula.bottom or constant(1))


def _bound(
    one: Compiled,
    formula: Formula | None,
    tables: Mapping[str, MeasureTable],
    kind: Literal["number", "boolean"],
    key: str,
) -> Formula | None:
    if formula is None:
        return None
    place = Place(file=one.file, pointer=f"$.{key}")
    table = tables[one.indicator.table]
    return compile_formula(
        formula.text, table=table, tables=tables, params=one.values, level="row", type=kind, place=place
    )


def _this_year(wide: pl.DataFrame, read: Measure) -> tuple[pl.LazyFrame, MeasureColumn]:
    """A measure where it is one number: what is only known between two bounds is read as missing."""
    known = wide.filter((read.state == "measured") & read.low.compare("=", read.high))
    tops, bottoms = (known.select(number.expr).to_series() for number in (read.low, read.denominator))
    numbers = _shortest(tops, read.low.scale), _shortest(bottoms, read.denominator.scale)
    return _column(read.indicator, known[PLATFORM], *numbers, this_year=True)


def _last_year(one: Compiled, name: str) -> tuple[pl.LazyFrame, MeasureColumn]:
    """A measure of the year before, in the unit that the indicator has this year."""
    made, none = one.read[name], pl.Series(dtype=pl.Int64)
    if one.before is None:
        return _column(made, pl.Series(dtype=pl.String), (none, 0), (none, 0), this_year=False)
    kept = one.before.filter(pl.col("indicator") == name, pl.col("numerator").is_not_null())
    tops, bottoms = (_shortest(part.to_physical(), _scale(part)) for part in (kept["numerator"], kept["denominator"]))
    return _column(made, kept[PLATFORM], tops, bottoms, this_year=False)


_Integers = tuple[pl.Series, int]


def _column(
    made: Indicator, platforms: pl.Series, tops: _Integers, bottoms: _Integers, *, this_year: bool
) -> tuple[pl.LazyFrame, MeasureColumn]:
    """The rows of one measure, and the column that a formula reads: bounded by the numbers that are there."""
    top, bottom = (name_in_rows(made.id, part, this_year=this_year) for part in ("top", "bottom"))
    (above, scale), (below, below_scale) = tops, bottoms
    bounds: list[Any] = [above.min(), above.max(), below.max()]
    low, high, most = (int(bound or 0) for bound in bounds)
    number = column("above", low, high, scale) * constant(made.scale)
    # NOTE: a denominator that is not null is above zero; one that is always 1 is no column.
    divisor = constant(1) if (most, below_scale) == (1, 0) else column(bottom, 1, max(1, most), below_scale)
    quotient = Quotient(column(top, number.low, number.high, number.scale), divisor)
    frame = pl.DataFrame({PLATFORM: platforms, "above": above, bottom: below}).lazy()
    below_small = Exact(pl.col(bottom), 1, max(1, most)).as_small()
    rows = frame.select(PLATFORM, number.as_small().alias(top), below_small.alias(bottom))
    return rows, MeasureColumn(made.id, made.title, quotient)


def _scale(decimals: pl.Series) -> int:
    assert isinstance(decimals.dtype, pl.Decimal)
    return decimals.dtype.scale


def _shortest(integers: pl.Series, scale: int) -> _Integers:
    """The same numbers with no more decimals than one of them needs: with all zeros, products pass 128 bits."""
    shared, spare = math.gcd(*integers.drop_nulls().to_list()), 0
    while spare < scale and shared % 10 ** (spare + 1) == 0:
        spare += 1
    power = pl.lit(10**spare, dtype=pl.Int128)
    return integers.to_frame("whole").select(pl.col("whole").cast(pl.Int128) // power).to_series(), scale - spare
