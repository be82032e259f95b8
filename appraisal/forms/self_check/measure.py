"""The measure of an indicator for the chosen platform, as the engine reads it: an exact ratio, or two bounds of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from appraisal.errors import Place
from appraisal.forms.form import PLATFORM, REGISTER
from appraisal.forms.self_check.rows import Rows
from appraisal.forms.self_check.totals import Totals
from appraisal.forms.self_check.value import UntranslatableError, Value, literal
from appraisal.formula import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from appraisal.forms.self_check.calculation import Calculation
    from appraisal.formula import Formula
    from appraisal.measure import Compiled
    from appraisal.model.indicator import Indicator

_ONE, _ZERO = literal(1), literal(0)


@dataclass(frozen=True)
class Measured:
    """Cells with a measure; numbers are integers with decimals of their own."""

    indicator: Indicator
    low: Value
    high: Value
    denominator: Value
    #: The cell that says whether there is a value.
    usable: str
    #: The cell with how many cells of evidence cannot be used as they stand.
    faults: str


def measured(calculation: Calculation, one: Compiled, params: Mapping[str, int | Decimal | str], year: int) -> Measured:
    """The measure in cells of the calculation; UntranslatableError where Excel cannot give the engine's answer."""
    made, known = one.indicator, calculation.places
    if made.table not in known or PLATFORM not in known[made.table].schema.columns:
        raise UntranslatableError
    dates = {"year": year, "year_start": date(year, 1, 1), "year_end": date(year, 12, 31)}
    values: Mapping[str, int | Decimal | str | date] = {**dates, **params}
    rows = Rows(calculation, made.table, values, made.id)
    totals = Totals(rows, _tree(one.where) if one.where else None, values)
    numerator = _settled(totals, one.numerator)
    denominator = _settled(totals, one.denominator) if one.denominator else _ONE
    selected = f"{totals.selected}>0"
    low, high, bottom = ([(selected, value)] for value in (numerator, numerator, denominator))
    read, tables = dict(rows.read), {made.table}
    if one.low and one.high and made.otherwise and made.otherwise.table in known:
        other = Rows(calculation, made.otherwise.table, values, f"{made.id}: otherwise")
        has = f"AND({calculation.rows_of(made.table)}=0,{calculation.rows_of(other.table)}=1)"
        low.append((has, _of_one_row(other, one.low)))
        high.append((has, _of_one_row(other, one.high)))
        bottom.append((has, _of_one_row(other, one.fallback_denominator) if one.fallback_denominator else _ONE))
        read |= other.read
        tables.add(other.table)
    rest = _ZERO if made.empty == "zero" else literal(None)
    least, most = (_first(calculation, made.id, sources, rest) for sources in (low, high))
    below = _first(calculation, made.id, bottom, _ONE)
    usable = _usable(calculation, made.id, least, most, below)
    strays = [calculation.strays(table) for table in sorted(tables) if table != REGISTER]
    faults = "+".join([*strays, *(_faults(calculation, table, name) for table, name in read)]) or "0"
    return Measured(made, least, most, below, usable, calculation.cell(f"{made.id}: faults", faults))


def _tree(formula: Formula):  # noqa: ANN202 - a node
    return parse(formula.text, place=Place())


def _settled(totals: Totals, formula: Formula) -> Value:
    value = totals.value(_tree(formula))
    return value if value.is_simple else totals.keep(value)


def _of_one_row(rows: Rows, formula: Formula) -> Value:
    """A number of the one row that the platform has in a table."""
    value = rows.value(_tree(formula))
    mine = rows.calculation.mine(rows.table)
    own = rows.calculation.column(rows.table, rows.title, f'IF({mine}=1,{value.text},"")')
    span = rows.calculation.span(rows.table, own)
    found = f'IF(COUNT({span})=1,SUM({span}),"")'
    return Value(rows.calculation.cell(rows.title, found), "number", value.scale, may_miss=True)


def _first(calculation: Calculation, title: str, sources: list[tuple[str, Value]], rest: Value) -> Value:
    """The value of the first source that the platform has."""
    scale = max(value.scale for value in (*(value for _, value in sources), rest))
    text = rest.text if rest.kind == "null" else rest.at_scale(scale)
    for has, value in reversed(sources):
        known = f'IF({value.text}="","",{value.at_scale(scale)})' if value.may_miss else value.at_scale(scale)
        text = f"IF({has},{known},{text})"
    return Value(calculation.cell(title, text), "number", scale, may_miss=True)


def _usable(calculation: Calculation, title: str, low: Value, high: Value, bottom: Value) -> str:
    there = ",".join(f'{value.text}<>""' for value in (low, high, bottom))
    scale = max(low.scale, high.scale)
    ordered = f"AND({bottom.text}>0,{low.at_scale(scale)}<={high.at_scale(scale)})"
    return calculation.cell(f"{title}: usable", f"IF(AND({there}),{ordered},FALSE)")


def _faults(calculation: Calculation, table: str, name: str) -> str:
    """How many cells of a column are no value of it, are missing though required, or point nowhere."""
    schema = calculation.places[table].schema
    column = schema.columns[name]
    span = calculation.span(table, calculation.mirror(table, name).text)
    has_platform = PLATFORM in schema.columns
    mine = f"({calculation.span(table, calculation.mine(table))}=1)*" if has_platform else ""
    counts = []
    if column.enum:
        known = "".join(f"-EXACT({span},{literal(choice).text})" for choice in column.enum)
        counts.append(f'SUMPRODUCT({mine}({span}<>"")*(1{known}))')
    elif column.kind != "text":
        counts.append(f'SUMPRODUCT({mine}({span}<>"")*ISTEXT({span}))')
    if column.required and has_platform:
        counts.append(f'SUMPRODUCT({mine}({span}=""))')
    for link in schema.references:
        if link.columns == (name,) and has_platform:
            there = calculation.followed(table, link)
            counts.append(f"COUNTIF({calculation.span(table, there)},0)")
    return "+".join(counts) or "0"
