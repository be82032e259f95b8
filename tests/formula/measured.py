"""Small worlds to measure in: tables as CSV, indicators as JSON, last year's measures as rows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import declarative
from appraisal.evidence import read_table
from appraisal.measure import bind, linked, measure
from appraisal.result import TABLES
from appraisal.schema import shipped_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.measure import Measures
    from appraisal.model.indicator import Indicator

YEAR = 2014
SCHEMAS = shipped_tables()
PLATFORMS = "平台编号,平台名称,地市,镇（街道）,主要服务类型\n" + "".join(
    f"{name},{name}平台,佛山市,甲镇,工业设计\n" for name in ("P1", "P2", "P3")
)


def made(document: Mapping[str, Any]) -> Indicator:
    """The indicator of a document that may leave out what every indicator has."""
    whole = {"format": 1, "version": "1.0.0", "title": document["id"], **document}
    found, faults = declarative.indicator(whole, f"plugins/{document['id']}/indicator.json")
    assert found is not None, faults
    assert not faults
    return found


def before(rows: Sequence[tuple[str, str, object, object]]) -> pl.DataFrame:
    """The measures of last year's result: platform, indicator, numerator, denominator."""
    columns = TABLES["measures"].columns
    texts = [
        {
            "platform_id": platform,
            "indicator": name,
            "numerator": None if top is None else Decimal(str(top)),
            "denominator": None if bottom is None else Decimal(str(bottom)),
            "state": "missing" if top is None else "measured",
        }
        for platform, name, top, bottom in rows
    ]
    # How many decimals a result keeps follows from its numbers.
    exact = {name: pl.Decimal(38, 6) if dtype is pl.Decimal else dtype for name, dtype in columns.items()}
    return pl.DataFrame(texts, schema=exact)


def measured(
    documents: Sequence[Mapping[str, Any]],
    tables: Mapping[str, str],
    last_year: pl.DataFrame | None = None,
    *,
    wanted: Sequence[str] | None = None,
    schemas: Mapping[str, Any] = SCHEMAS,
) -> Measures:
    """What the indicators give on the tables; raises Refused as a run would."""
    found = {}
    for name, csv in {"platforms": PLATFORMS, **tables}.items():
        table, faults = read_table(csv.encode(), f"{name}.csv", schemas[name])
        assert table is not None, faults
        found[name] = table
    indicators = {document["id"]: made(document) for document in documents}
    bound = {
        name: bind(one, schemas, YEAR, {}, f"plugins/{name}/indicator.json", among=indicators)
        for name, one in indicators.items()
    }
    compiled = linked(sorted(wanted or indicators), bound, lambda: last_year)
    return measure(found["platforms"].frame.sort("platform_id"), found, compiled)


def values(result: Measures, name: str) -> dict[str, object]:
    """Of each platform the value in the indicator's unit as a Fraction, or the state that says why there is none."""
    one = result.by_id[name]
    rows = result.frame.select(
        "platform_id",
        state=one.state,
        low=one.low.expr,
        high=one.high.expr,
        bottom=one.denominator.expr,
    ).rows(named=True)
    found: dict[str, object] = {}
    for row in rows:
        if row["state"] != "measured":
            found[row["platform_id"]] = row["state"]
            continue
        ends = [
            Fraction(row[end], 10**one.low.scale) / Fraction(row["bottom"], 10**one.denominator.scale)
            for end in ("low", "high")
        ]
        scaled = [end * one.indicator.scale for end in ends]
        found[row["platform_id"]] = scaled[0] if scaled[0] == scaled[1] else tuple(scaled)
    return found
