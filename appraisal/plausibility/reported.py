"""What a platform says of itself against what its own evidence gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding
from appraisal.measure import PLATFORM
from appraisal.numbers.digits import plain
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.errors import Severity
    from appraisal.evidence import Table
    from appraisal.measure import Measures


def reported_differs(tables: Mapping[str, Table], measures: Measures, severity: Severity) -> Iterator[Finding]:
    """Headline figures that differ from what the platform's own evidence gives."""
    table = tables["reported"]
    for name, schema in table.schema.raw["properties"].items():
        claimed = measures.by_id.get(schema.get("x-indicator", ""))
        if claimed is None or claimed.indicator.table not in tables:
            continue
        column, source = table.schema.columns[name], tables[claimed.indicator.table].schema.title
        counted = measures.frame.filter(claimed.state == "measured", claimed.stage.is_null()).select(
            PLATFORM, counted=claimed.low.to_decimal(), bottom=claimed.denominator.to_decimal()
        )
        rows = table.frame.select(PLATFORM, claim=pl.col(name)).with_row_index("row").join(counted, on=PLATFORM)
        for row in rows.filter(pl.col("claim") * pl.col("bottom") != pl.col("counted")).sort("row").rows(named=True):
            yield Finding(
                "reported_differs",
                text(
                    "{title}: claimed {claim} {unit}, the table {table} shows {counted} {unit}.",
                    title=column.title,
                    claim=row["claim"],
                    unit=column.unit,
                    table=source,
                    counted=plain(row["counted"]),
                ),
                text("The evidence counts; ask the platform which is right."),
                severity,
                table.place(row["row"], name),
                row[PLATFORM],
                str(row["claim"]),
            )
