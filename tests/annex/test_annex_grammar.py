"""What the annex writes of a curve, a condition or a factor it reads back to the same, and people write it their way."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from appraisal.annex.grammar import (
    Names,
    Scanner,
    read_condition,
    read_curve,
    read_factor,
    write_condition,
    write_curve,
    write_factor,
)
from appraisal.schema import canonical
from tests.annex.drawn import CONDITIONS, CURVES, FACTORS

NAMES = Names(
    sources={
        "service_count": "服务中小微企业数",
        "revenue": "服务收入",
        "growth": "服务收入增长率",
        "platforms.home": "所在地类别",
    },
    classes={"small": "小型平台"},
    nodes={"effect": "效果突出"},
)


def read(reader: Any, written: str, names: Names = NAMES, unit: str = "") -> Any:
    scanner = Scanner(written, names, unit)
    found = reader(scanner)
    scanner.items()
    scanner.end()
    return found


@settings(max_examples=300)
@given(CONDITIONS)
def test_a_condition_reads_back(condition: dict[str, Any]) -> None:
    assert canonical(read(read_condition, write_condition(condition), Names())) == canonical(condition)


@settings(max_examples=300)
@given(CURVES)
def test_a_curve_reads_back(curve: dict[str, Any]) -> None:
    assert canonical(read(read_curve, write_curve(curve), Names())) == canonical(curve)


@given(FACTORS)
def test_a_factor_reads_back(factor: Any) -> None:
    assert canonical(read(read_factor, write_factor(factor), Names())) == canonical(factor)
