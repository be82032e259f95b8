"""The explanation of one platform, from nothing but its result folder."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal import declarative
from appraisal.errors import Finding, Refused
from appraisal.explanation.gates import gate_section
from appraisal.explanation.indicator import definition
from appraisal.explanation.marks import mark_section
from appraisal.explanation.money import money_section
from appraisal.explanation.names import words_of
from appraisal.explanation.outcome import decision_section, finding_section, outcome_section
from appraisal.explanation.words import STAGES, Explanation, Section, Step, rows_of
from appraisal.measure import bind, in_order, linked
from appraisal.numbers.digits import plain
from appraisal.plausibility import VERIFIED_DIFFERS
from appraisal.rules import build, notice
from appraisal.schema import table_schema
from appraisal.texts import Bilingual, Joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.measure import Compiled
    from appraisal.model.rules import Rules
    from appraisal.result import Result

_STATES = {
    "missing": text("no usable value"),
    "not_submitted": text("handed in nothing"),
    "not_applicable": text("not applicable"),
}


def explain(result: Result, platform_id: str) -> Explanation:
    """Every number of one platform; raises Refused, with near ids, where the result does not hold it."""
    ranking = result.tables["ranking"]
    row = _only(ranking.filter(pl.col("platform_id") == platform_id), platform_id, ranking)
    rules, _ = build(result.documents["rules"], "rules.json")
    year, words = result.manifest["year"], words_of(result, rules)
    return Explanation(
        platform_id=platform_id,
        name=row["name"],
        place=f"{row['city']} {row['town']}",
        notice=notice(rules, result.documents["scenario"]) or "",
        sections=tuple(
            section
            for section in (
                _measure_section(result, rules, platform_id, year),
                gate_section(result, rules, row, words),
                mark_section(result, rules, platform_id, words),
                outcome_section(result, rules, row, words),
                money_section(result, rules, platform_id, words),
                decision_section(result, platform_id),
                finding_section(result, platform_id),
            )
            if section.steps
        ),
    )


def _only(found: pl.DataFrame, platform_id: str, ranking: pl.DataFrame) -> dict[str, Any]:
    if found.height == 1:
        return found.row(0, named=True)
    ids, names = ranking["platform_id"].to_list(), ranking["name"].to_list()
    by_name = [identity for identity, name in zip(ids, names, strict=True) if platform_id in (name or "")]
    near = by_name[:5] or get_close_matches(platform_id, ids, n=5)
    raise Refused(
        [
            Finding(
                "explain|platform_unknown",
                text("There is no platform {platform} in this result.", platform=platform_id),
                text("Near: {near}.", near=Joined(tuple(near), ", "))
                if near
                else text("The ids stand in ranking.csv."),
                value=platform_id,
            )
        ]
    )


def _bound(result: Result, rules: Rules, year: int) -> Iterator[Compiled]:
    documents = result.documents["indicators"]
    schemas = {table: table_schema(document, table) for table, document in documents["tables"].items()}
    data_year = year - 1 if rules.data_year == "previous" else year
    made = {name: declarative.indicator(one, name)[0] for name, one in documents["indicators"].items()}
    among = {name: one for name, one in made.items() if one is not None}
    bound = {
        name: bind(one, schemas, data_year, rules.params.get(name, {}), name, among=among)
        for name, one in among.items()
    }
    yield from in_order(linked(rules.indicators, bound, lambda: None))


def _measure_section(result: Result, rules: Rules, platform_id: str, year: int) -> Section:
    rows = rows_of(result, "measures", platform_id, "indicator")
    differing = _differing(result, platform_id)
    steps = [
        _measure_step(one, rows[one.indicator.id], differing.get(one.indicator.id))
        for one in _bound(result, rules, year)
        if one.indicator.id in rows
    ]
    return Section("measures", text("Measures"), tuple(steps))


def _differing(result: Result, platform_id: str) -> dict[str, Bilingual]:
    """Per indicator what was declared, counted and verified, where these are not all the same."""
    found = result.tables["findings"].filter(pl.col("platform_id") == platform_id, pl.col("code") == VERIFIED_DIFFERS)
    return {row["value"]: Bilingual(row["message_zh"], row["message_en"]) for row in found.iter_rows(named=True)}


def _measure_step(one: Compiled, row: Mapping[str, Any], differing: Bilingual | None) -> Step:
    made = one.indicator
    value, rule = _STATES.get(row["state"], row["text"]), Joined(tuple(definition(one)), text("; "))
    return Step(made.id, made.title, value, rule, _quotient(made.scale, row), made.clause, differing or "")


def _quotient(scale: int, row: Mapping[str, Any]) -> object:
    if row["state"] != "measured":
        return ""
    stage = text(" (verified: {stage})", stage=STAGES[row["stage"]]) if row["stage"] else ""
    bottom, times = plain(row["denominator"]), f" × {scale}" if scale != 1 else ""
    if row["numerator"] is None:
        return text(
            "between {low} and {high} ÷ {bottom}{times}: there is no roster, only head counts",
            low=plain(row["low"]),
            high=plain(row["high"]),
            bottom=bottom,
            times=times,
        )
    if row["denominator"] == 1 and not times:
        return text("{value}{stage}", value=plain(row["numerator"]), stage=stage)
    return text(
        "{top} ÷ {bottom}{times} = {value}{stage}",
        top=plain(row["numerator"]),
        bottom=bottom,
        times=times,
        value=row["text"],
        stage=stage,
    )
