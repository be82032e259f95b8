"""Binding: the formulas of an indicator become expressions for one year, its tables and its params."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from appraisal.errors import Finding, Place, Refused
from appraisal.formula import compile_formula
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from appraisal.formula import Formula
    from appraisal.model.indicator import Indicator
    from appraisal.schema import TableSchema
    from appraisal.texts import Bilingual

PLATFORM = "platform_id"


@dataclass(frozen=True)
class Compiled:
    """An indicator whose formulas are bound to tables, year and params."""

    indicator: Indicator
    table_title: Bilingual
    where: Formula | None
    numerator: Formula
    denominator: Formula | None
    low: Formula | None
    high: Formula | None
    fallback_denominator: Formula | None


def bind(
    indicator: Indicator,
    schemas: Mapping[str, TableSchema],
    year: int,
    params: Mapping[str, int | Decimal | str],
    file: str,
) -> Compiled:
    """The indicator ready to measure ``year``; raises Refused with every fault of its formulas."""
    values = {
        "year": year,
        "year_start": date(year, 1, 1),
        "year_end": date(year, 12, 31),
        **{name: param.default for name, param in indicator.params.items()},
        **params,
    }
    faults: list[Finding] = []

    def formula(
        source: str | None,
        table: str,
        pointer: str,
        level: Literal["row", "platform"],
        kind: Literal["number", "boolean"],
    ) -> Formula | None:
        place = Place(file=file, pointer=pointer)
        if source is None:
            return None
        if table not in schemas or PLATFORM not in schemas[table].columns:
            faults.append(_no_table(table, schemas, place))
            return None
        try:
            return compile_formula(
                source, table=schemas[table], tables=schemas, params=values, level=level, type=kind, place=place
            )
        except Refused as refused:
            faults.extend(refused.findings)
            return None

    other = indicator.otherwise
    compiled = {
        "where": formula(indicator.where, indicator.table, "$.where", "row", "boolean"),
        "numerator": formula(indicator.numerator, indicator.table, "$.numerator", "platform", "number"),
        "denominator": formula(indicator.denominator, indicator.table, "$.denominator", "platform", "number"),
        "low": other and formula(other.low, other.table, "$.otherwise.low", "row", "number"),
        "high": other and formula(other.high, other.table, "$.otherwise.high", "row", "number"),
        "fallback_denominator": other
        and formula(other.denominator, other.table, "$.otherwise.denominator", "row", "number"),
    }
    for name, one in compiled.items():
        if one is not None and one.references and name in ("low", "high", "fallback_denominator"):
            faults.append(_reference(name, one, file))
    if faults or compiled["numerator"] is None:
        raise Refused(_once(faults))
    return Compiled(indicator=indicator, table_title=schemas[indicator.table].title, **compiled)  # type: ignore[arg-type]


def _reference(name: str, one: Formula, file: str) -> Finding:
    return Finding(
        "indicator|reference",
        text(
            "A fallback reads only its own table, not {columns}.", columns=Joined(tuple(sorted(one.references)), ", ")
        ),
        text("Write it with the columns of the table that otherwise names."),
        place=Place(file=file, pointer=f"$.otherwise.{name.removeprefix('fallback_')}"),
    )


def _no_table(table: str, schemas: Mapping[str, TableSchema], place: Place) -> Finding:
    known = [name for name, schema in sorted(schemas.items()) if PLATFORM in schema.columns]
    return Finding(
        "indicator|table",
        text("There is no table {table} with a column platform_id.", table=table),
        text("Tables that can be read: {tables}.", tables=Joined(tuple(known), ", ")),
        place=place,
        value=table,
    )


def _once(faults: list[Finding]) -> list[Finding]:
    """A table that is not there is said once, not for each formula that reads it."""
    tables = {fault.value: fault for fault in reversed(faults) if fault.code == "indicator|table"}
    return [*tables.values(), *(fault for fault in faults if fault.code != "indicator|table")]
