"""Binding: the formulas of an indicator become expressions for one year, its tables and its params."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from appraisal.errors import Finding, Place, Refused
from appraisal.formula import MEASURES, PREVIOUS, compile_formula
from appraisal.measure.columns import open_tables
from appraisal.texts import Joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    import polars as pl

    from appraisal.formula import Formula, TableLike
    from appraisal.model.indicator import Indicator
    from appraisal.schema import TableSchema
    from appraisal.texts import Bilingual, Text

PLATFORM = "platform_id"


@dataclass(frozen=True)
class Compiled:
    """An indicator whose formulas are bound to tables, year and params."""

    indicator: Indicator
    table_title: Bilingual | Text
    where: Formula | None
    numerator: Formula
    denominator: Formula | None
    low: Formula | None
    high: Formula | None
    fallback_denominator: Formula | None
    #: What ``:name`` stands for in its formulas.
    values: Mapping[str, int | Decimal | str | date]
    #: The file that its findings name.
    file: str
    #: The indicators that its formulas name.
    read: Mapping[str, Indicator] = field(default_factory=dict)
    #: Those whose measure of this year it reads, bound.
    sources: tuple[Compiled, ...] = ()
    #: The measures of the year before, where it reads them.
    before: pl.DataFrame | None = field(default=None, compare=False, repr=False)

    @property
    def is_of_measures(self) -> bool:
        """It reads other indicators of the platform, not evidence."""
        return self.indicator.table in (MEASURES, PREVIOUS)

    @property
    def this_year(self) -> frozenset[str]:
        """The indicators whose measure of this year it reads."""
        return self._columns if self.indicator.table == MEASURES else frozenset()

    @property
    def last_year(self) -> frozenset[str]:
        """The indicators whose measure of the year before it reads."""
        if self.indicator.table == PREVIOUS:
            return self._columns
        return frozenset(
            full.partition(".")[2]
            for formula in self._formulas
            for full in formula.references
            if full.startswith(f"{PREVIOUS}.")
        )

    @property
    def _formulas(self) -> list[Formula]:
        return [formula for formula in (self.where, self.numerator, self.denominator) if formula]

    @property
    def _columns(self) -> frozenset[str]:
        return frozenset[str]().union(*(formula.columns for formula in self._formulas))


def bind(
    indicator: Indicator,
    schemas: Mapping[str, TableSchema],
    year: int,
    params: Mapping[str, int | Decimal | str],
    file: str,
    among: Mapping[str, Indicator] | None = None,
) -> Compiled:
    """The indicator ready to measure ``year``; raises Refused with every fault of its formulas.

    ``among`` are the indicators that formulas on measures may name; None where they are not known.
    """
    values = {
        "year": year,
        "year_start": date(year, 1, 1),
        "year_end": date(year, 12, 31),
        **{name: param.default for name, param in indicator.params.items()},
        **params,
    }
    of_measures = indicator.table in (MEASURES, PREVIOUS)
    tables: dict[str, TableLike] = {**schemas, **(open_tables(among) if of_measures else {})}
    faults: list[Finding] = [_fallback_of_measures(file)] if of_measures and indicator.otherwise else []

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
        if not (of_measures and table == indicator.table) and not _is_evidence(table, schemas):
            where = "$.otherwise.table" if pointer.startswith("$.otherwise.") else "$.table"
            faults.append(_no_table(table, schemas, Place(file=file, pointer=where)))
            return None
        try:
            return compile_formula(
                source, table=tables[table], tables=tables, params=values, level=level, type=kind, place=place
            )
        except Refused as refused:
            faults.extend(refused.findings)
            return None

    other = None if of_measures else indicator.otherwise
    # A platform has one row of measures.
    level: Literal["row", "platform"] = "row" if of_measures else "platform"
    compiled = {
        "where": formula(indicator.where, indicator.table, "$.where", "row", "boolean"),
        "numerator": formula(indicator.numerator, indicator.table, "$.numerator", level, "number"),
        "denominator": formula(indicator.denominator, indicator.table, "$.denominator", level, "number"),
        "low": other and formula(other.low, other.table, "$.otherwise.low", "row", "number"),
        "high": other and formula(other.high, other.table, "$.otherwise.high", "row", "number"),
        "fallback_denominator": other
        and formula(other.denominator, other.table, "$.otherwise.denominator", "row", "number"),
    }
    for name, one in compiled.items():
        if one is not None and one.references and name in ("low", "high", "fallback_denominator"):
            faults.append(_reference(name, one, file))
    numerator = compiled["numerator"]
    if faults or numerator is None:
        raise Refused(_once(faults))
    title = tables[indicator.table].title
    one = Compiled(
        indicator,
        title,
        where=compiled["where"],
        numerator=numerator,
        denominator=compiled["denominator"],
        low=compiled["low"],
        high=compiled["high"],
        fallback_denominator=compiled["fallback_denominator"],
        values=values,
        file=file,
    )
    named = sorted(one.this_year | one.last_year)
    return replace(one, read={name: among[name] for name in named}) if among else one


def _is_evidence(table: str, schemas: Mapping[str, TableSchema]) -> bool:
    return table in schemas and PLATFORM in schemas[table].columns


def _fallback_of_measures(file: str) -> Finding:
    return Finding(
        "indicator|otherwise",
        text("An indicator that reads measures has no fallback."),
        text("Write COALESCE(x, y), or give the fallback to the indicator that is read."),
        place=Place(file=file, pointer="$.otherwise"),
    )


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
        text(
            "Tables that can be read: {tables}. A plugin brings another one as tables/{table}.schema.json.",
            tables=Joined(tuple(known), ", "),
            table=table,
        ),
        place=place,
        value=table,
    )


def _once(faults: list[Finding]) -> list[Finding]:
    """A table that is not there is said once, not for each formula that reads it."""
    tables = {fault.value: fault for fault in reversed(faults) if fault.code == "indicator|table"}
    return [*tables.values(), *(fault for fault in faults if fault.code != "indicator|table")]
