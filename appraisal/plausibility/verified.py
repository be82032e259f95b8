"""Verified values: those that nobody reads, and those that differ from what was declared or counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Severity
from appraisal.measure import PLATFORM, measure
from appraisal.numbers.digits import decimal_text, plain
from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraisal.evidence import Table
    from appraisal.measure import Compiled, Measures
    from appraisal.model.indicator import Indicator

#: The finding that carries every value of one measure; explain shows it at the measure.
VERIFIED_DIFFERS = "verified_differs"
_VERIFIED, _EVIDENCE = "verified", "evidence"
#: From what a platform says itself to what weighs most; what it declared replaces nothing.
_ORDER = ("declared", _EVIDENCE, "city", "site")


@dataclass(frozen=True)
class _Value:
    """A value of a measure: its exact bounds in the indicator's unit, and how it is written."""

    low: Fraction
    high: Fraction
    shown: str


def verified_for_nobody(table: Table, measures: Measures) -> Iterator[Finding]:
    """Verified values of an indicator that these rules do not read: often a misspelt id, and an inspection lost."""
    unread = ~pl.col("indicator").is_in(sorted(measures.by_id))
    for number, row in enumerate(table.frame.with_columns(unread.alias("unread")).iter_rows(named=True)):
        if row["unread"]:
            near = get_close_matches(row["indicator"], measures.by_id) or sorted(measures.by_id)
            yield Finding(
                "verified|indicator_unread",
                text("The rules read no indicator {name}: this verified value has no effect.", name=row["indicator"]),
                text("Near or known: {names}.", names=Joined(tuple(near), ", ")),
                Severity.WARNING,
                table.place(number, "indicator"),
                row[PLATFORM],
                row["indicator"],
            )


def verified_differs(
    tables: Mapping[str, Table], measures: Measures, compiled: Sequence[Compiled]
) -> Iterator[Finding]:
    """Each measure whose declared, counted and verified values are not all the same, with all of them in order."""
    table = tables[_VERIFIED]
    handed_in = measures.frame.filter("submitted").get_column(PLATFORM)
    rows = table.frame.with_row_index("row").filter(
        pl.col("indicator").is_in(sorted(measures.by_id)),
        pl.col(PLATFORM).is_in(handed_in.implode()),
        pl.col("denominator") > 0,
    )
    if rows.is_empty():
        return
    counted = _counted(tables, compiled, rows)
    top, bottom = (10 ** table.schema.columns[name].scale for name in ("numerator", "denominator"))
    values: dict[tuple[str, str], dict[str, tuple[_Value, int]]] = {}
    for row in rows.sort(PLATFORM, "indicator").iter_rows(named=True):
        key, indicator = (row[PLATFORM], row["indicator"]), measures.by_id[row["indicator"]].indicator
        value = _value(indicator, Fraction(row["numerator"], top), Fraction(row["denominator"], bottom))
        values.setdefault(key, {})[row["stage"]] = value, row["row"]
    for (platform, name), stages in values.items():
        known = {stage: value for stage, (value, _) in stages.items()}
        if (platform, name) in counted:
            known[_EVIDENCE] = counted[platform, name]
        if len({(value.low, value.high) for value in known.values()}) > 1:
            _, last = stages[max(stages, key=_ORDER.index)]
            yield _differs(table, last, measures.by_id[name].indicator, known)


def _differs(table: Table, row: int, indicator: Indicator, known: Mapping[str, _Value]) -> Finding:
    shown = [_said(stage, known[stage].shown) for stage in _ORDER if stage in known]
    scores = next((known[stage].shown for stage in ("site", "city") if stage in known), None)
    facts = {"title": indicator.title, "values": Joined(tuple(shown), text(", "))}
    if scores is not None:
        message = text("{title}. {values}. What scores is {scores}, verified last.", **facts, scores=scores)
    else:
        message = text("{title}. {values}. The evidence scores: what is only declared replaces nothing.", **facts)
    place = table.place(row, "indicator")
    return Finding(VERIFIED_DIFFERS, message, Text(""), Severity.NOTICE, place, table.platform_id(row), indicator.id)


def _said(stage: str, value: str) -> Text:
    match stage:
        case "declared":
            return text("declared: {value}", value=value)
        case "city":
            return text("by the city: {value}", value=value)
        case "site":
            return text("on site: {value}", value=value)
        case _:
            return text("by the evidence: {value}", value=value)


def _value(indicator: Indicator, top: Fraction, bottom: Fraction) -> _Value:
    size = top / bottom * indicator.scale
    shown = f"{decimal_text(size, indicator.decimals)} {indicator.unit}".rstrip()
    if (bottom, indicator.scale) != (1, 1):
        # NOTE: with its numerator and denominator: two quotients may differ and print alike.
        shown = f"{_digits(top)}/{_digits(bottom)} = {shown}"
    return _Value(size, size, shown)


def _digits(number: Fraction) -> str:
    return plain(Decimal(number.numerator) / Decimal(number.denominator))


def _counted(
    tables: Mapping[str, Table], compiled: Sequence[Compiled], rows: pl.DataFrame
) -> dict[tuple[str, str], _Value]:
    """What the evidence alone gives for the platforms and indicators that were verified."""
    chosen = rows.select(pl.col(PLATFORM).unique().sort())
    mine = pl.col(PLATFORM).is_in(chosen.get_column(PLATFORM).implode())
    own = {
        name: replace(table, frame=table.frame.filter(mine)) if PLATFORM in table.schema.columns else table
        for name, table in tables.items()
        if name != _VERIFIED
    }
    wanted = rows.get_column("indicator").unique().to_list()
    alone = measure(chosen, own, [one for one in compiled if one.indicator.id in wanted])
    counted = {}
    for name, one in alone.by_id.items():
        digits = {"low": one.low, "high": one.high, "bottom": one.denominator}
        found = alone.frame.filter(one.state == "measured").select(
            PLATFORM, one.printed().alias("shown"), *(number.to_decimal().alias(key) for key, number in digits.items())
        )
        for row in found.iter_rows(named=True):
            low, high, bottom = (Fraction(row[key]) for key in digits)
            counted[row[PLATFORM], name] = (
                _value(one.indicator, low, bottom)
                if low == high
                else _Value(low / bottom * one.indicator.scale, high / bottom * one.indicator.scale, row["shown"])
            )
    return counted
