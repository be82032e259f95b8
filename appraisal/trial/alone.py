"""One indicator measured by itself: the same road as an appraisal, under rules that read nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from appraisal.procedure import appraise
from appraisal.scenario import assemble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.scenario import Documents, Scenario


class Alone(NamedTuple):
    """One indicator measured by itself."""

    #: A line per platform with numerator, denominator and state.
    frame: pl.DataFrame
    #: The evidence as read and checked, and what was found in it.
    scenario: Scenario


def measured_alone(documents: Documents, indicator: str, params: Mapping[str, Any] | None = None) -> Alone:
    """What the indicator gives on the evidence of a year, whatever its rules read.

    Raises Refused where the evidence or the indicator is not sound.
    """
    scenario = assemble(
        replace(documents, rules=_rules(documents.rules, indicator, params), scenario=_plain(documents.scenario))
    )
    return Alone(appraise(scenario).tables["measures"].filter(pl.col("indicator") == indicator), scenario)


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
