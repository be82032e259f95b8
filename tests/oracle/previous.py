"""The measures of the previous result, which a rule may carry over."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from tests.oracle.verdict import Measure

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = ("numerator", "denominator", "low", "high")


def read_previous(folder: Path | None) -> dict[tuple[str, str], Measure]:
    """What a result measured, by platform and indicator; nothing without a result."""
    if folder is None:
        return {}
    rows = pq.read_table(folder / "measures.parquet").to_pylist()
    return {(row["platform_id"], row["indicator"]): _measure(row) for row in rows if row["state"] == "measured"}


def known_before(folder: Path | None) -> frozenset[str]:
    """The platforms of which a result says anything, be it that a measure is missing."""
    if folder is None:
        return frozenset()
    return frozenset(pq.read_table(folder / "measures.parquet", columns=["platform_id"])["platform_id"].to_pylist())


def _measure(row: dict[str, object]) -> Measure:
    exact = {name: None if row[name] is None else Fraction(row[name]) for name in NUMBERS}  # type: ignore[arg-type]
    if exact["low"] is None:
        exact["low"] = exact["high"] = exact["numerator"]
    return Measure("measured", exact["numerator"], exact["denominator"], exact["low"], exact["high"])
