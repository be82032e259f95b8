"""One indicator measured by itself: the same road as an appraisal, under rules that read nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.procedure import appraise
from appraisal.scenario import assemble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.errors import Finding
    from appraisal.scenario import Documents


def measured_alone(
    documents: Documents, indicator: str, params: Mapping[str, Any] | None = None
) -> tuple[pl.DataFrame, list[Finding]]:
    """A line per platform with numerator, denominator and state, and what was found about this indicator.

    Raises Refused where the evidence or the indicator is not sound.
    """
    scenario = assemble(
        replace(documents, rules=_rules(documents.rules, indicator, params), scenario=_plain(documents.scenario))
    )
    frame = appraise(scenario).tables["measures"].filter(pl.col("indicator") == indicator)
    return frame, [finding for finding in scenario.findings if finding.code.startswith(f"{indicator}|")]


def _rules(rules: Mapping[str, Any], indicator: str, params: Mapping[str, Any] | None) -> dict[str, Any]:
    curve = {"kind": "bands", "closed": "low", "at": [[0, 1]], "below": 0}
    stated = rules.get("params", {})
    return {
        "format": 1,
        "id": "alone",
        "title": indicator,
        "authority": {"status": "example"},
        "valid": rules.get("valid", {"from": 1900, "to": 2999}),
        "data_year": rules.get("data_year", "same"),
        "params": {indicator: dict(params)} if params else {key: stated[key] for key in (indicator,) if key in stated},
        "index": {
            "combine": "sum",
            "full_mark": 1,
            "nodes": {indicator: {"from": [indicator], "full_mark": 1, "curve": curve}},
        },
        "rounding": {"leaf": 0, "total": 0, "mode": "half_up"},
        "grades": {"any": {"title": "–"}},
        "ranking": {"ties": []},
        **{key: rules[key] for key in ("quarantine",) if key in rules},
    }


def _plain(scenario: Mapping[str, Any]) -> dict[str, Any]:
    """The scenario without what speaks of other rules: decisions on gates and ties that are not there."""
    return {key: value for key, value in scenario.items() if key not in ("decisions", "scope", "official")}
