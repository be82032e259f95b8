"""The tables of a result: their files, columns, exact dtypes and keys; the contract with other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.awards import LEDGER
from appraisal.history import HISTORY
from appraisal.panels import DETAILS
from appraisal.payments import PAYMENTS
from appraisal.received import RECEIVED
from appraisal.shortlist import QUOTAS, SHORTLIST

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A decimal with as many digits as the longest number among the measures of this result has, at least six.
NUMBER = pl.Decimal
#: Marks may be rounded to as many decimals as this.
SCORE = pl.Decimal(38, 12)
#: A decimal with as many digits as ``rounding.total`` of the rules says.
COMPOSITE = pl.Decimal


@dataclass(frozen=True)
class TableFile:
    """One table of a result. Rows are unique by ``key``; those of ``addresses`` say where, not what."""

    file: str
    columns: Mapping[str, pl.DataType | type[pl.DataType]]
    key: tuple[str, ...]
    addresses: tuple[str, ...] = ()


TABLES: dict[str, TableFile] = {
    "ranking": TableFile(
        "ranking.csv",
        {
            "rank": pl.Int64,
            "platform_id": pl.String,
            "name": pl.String,
            "city": pl.String,
            "town": pl.String,
            "composite": COMPOSITE,
            "grade": pl.String,
            "award_yuan": pl.Int64,
            "award_state": pl.String,
            "status": pl.String,
        },
        ("platform_id",),
    ),
    "scores": TableFile(
        "scores.parquet",
        {
            "platform_id": pl.String,
            "node": pl.String,
            "parent": pl.String,
            "kind": pl.String,
            "mark": SCORE,
            "full_mark": SCORE,
            "weight": SCORE,
            "contribution": SCORE,
            "how": pl.String,
        },
        ("platform_id", "node"),
    ),
    "cohort": TableFile(
        "cohort.csv",
        {
            "node": pl.String,
            "place": pl.String,
            "group": pl.String,
            "value": pl.String,
            "platforms": pl.Int64,
        },
        ("node", "place", "group"),
    ),
    "measures": TableFile(
        "measures.parquet",
        {
            "platform_id": pl.String,
            "indicator": pl.String,
            "numerator": NUMBER,
            "denominator": NUMBER,
            "low": NUMBER,
            "high": NUMBER,
            "text": pl.String,
            "state": pl.String,
            "stage": pl.String,
        },
        ("platform_id", "indicator"),
    ),
    "panels": TableFile("panels.parquet", DETAILS, ("measure", "platform_id", "expert_id")),
    "gates": TableFile(
        "gates.csv",
        {
            "platform_id": pl.String,
            "gate": pl.String,
            "clause": pl.String,
            "numerator": pl.String,
            "denominator": pl.String,
            "required": pl.String,
            "outcome": pl.String,
        },
        ("platform_id", "gate"),
    ),
    "ranks": TableFile(
        "ranks.csv",
        {"platform_id": pl.String, "scope": pl.String, "rank": pl.Int64, "of": pl.Int64},
        ("platform_id", "scope"),
    ),
    "awards": TableFile(
        "awards.csv",
        {
            "place": pl.Int64,
            "rank": pl.Int64,
            "platform_id": pl.String,
            "name": pl.String,
            "city": pl.String,
            "town": pl.String,
            "entity_code": pl.String,
            "composite": COMPOSITE,
            "amount_yuan": pl.Int64,
            "state": pl.String,
        },
        ("platform_id",),
    ),
    "quotas": TableFile("quotas.csv", QUOTAS, ("quota", "group")),
    "shortlist": TableFile("shortlist.csv", SHORTLIST, ("platform_id",)),
    "history": TableFile("history.csv", HISTORY, ("platform_id",)),
    "payments": TableFile("payments.csv", PAYMENTS, ("sheet", "part", "platform_id")),
    "received": TableFile("received.csv", RECEIVED, ("platform_id", "sheet", "year")),
    "ledger": TableFile(
        "ledger.csv",
        LEDGER,
        ("fund", "line"),
    ),
    "coverage": TableFile(
        "coverage.csv",
        {
            "city": pl.String,
            "county": pl.String,
            "town": pl.String,
            "registered": pl.Int64,
            "platforms": pl.Int64,
            "passing": pl.Int64,
            "target": pl.Int64,
            "met": pl.Boolean,
        },
        ("city", "county", "town"),
    ),
    "findings": TableFile(
        "findings.csv",
        {
            "severity": pl.String,
            "code": pl.String,
            "file": pl.String,
            "sheet": pl.String,
            "row": pl.Int64,
            "column": pl.String,
            "platform_id": pl.String,
            "value": pl.String,
            "message_zh": pl.String,
            "message_en": pl.String,
        },
        (),
        ("file", "sheet", "row"),
    ),
}
DOCUMENTS = {"rules": "rules.json", "scenario": "scenario.json", "indicators": "indicators.json"}
MANIFEST = "manifest.json"


def conform(name: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The columns of a table in their order and exact dtypes."""
    columns = TABLES[name].columns
    return frame.select(
        pl.col(column) if dtype is pl.Decimal else pl.col(column).cast(dtype) for column, dtype in columns.items()
    )
