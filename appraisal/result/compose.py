"""The tables of a result from the values of the stages: every number an exact decimal, every row in a stated order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from appraisal.history import HISTORY
from appraisal.measure import PLATFORM, decimals_of
from appraisal.model.scope import LOCAL
from appraisal.numbers.digits import plain
from appraisal.panels import DETAILS
from appraisal.ranks import by_scope
from appraisal.received import RECEIVED
from appraisal.result.tables import TABLES, conform
from appraisal.score import long_table
from appraisal.shortlist import quotas, shortlist

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraisal.awards import Awarded
    from appraisal.errors import Finding
    from appraisal.measure import Measure, Measures
    from appraisal.model.rules import Gate, Rules
    from appraisal.numbers import Exact
    from appraisal.score import Scores

_STATUSES = {"ranked": 0, "undecided": 1, "ineligible": 2, "vetoed": 3, "not_submitted": 4}
_SEVERITIES = {"error": 0, "warning": 1, "notice": 2}


def compose(
    rules: Rules,
    judged: pl.DataFrame,
    measures: Measures,
    scores: Scores,
    awarded: Awarded,
    payments: pl.DataFrame,
    ledger: pl.DataFrame,
    covered: pl.DataFrame | None,
    findings: Sequence[Finding],
    ranks: pl.LazyFrame | None = None,
    history: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
    handed: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
) -> dict[str, pl.DataFrame]:
    """Every table. ``judged`` has a row per platform with its facts, outcomes, marks, grade and status.

    ``ranks`` are those of a local ranking, which gives only one of them itself; ``history`` counts the ranking in and
    ``handed`` what was paid.
    """
    platforms, scope = judged.lazy(), "province" if ranks is None else LOCAL
    if ranks is None:
        ranks = by_scope(awarded.frame.lazy(), rules.classes, rules.awards.columns if rules.awards else ())
    whole = _ranking(platforms, scores, awarded, ranks.filter(pl.col("scope") == scope))
    tables = {
        "ranking": whole,
        "scores": long_table(scores),
        "cohort": _cohort(scores).lazy(),
        "panels": (pl.DataFrame(schema=DETAILS) if measures.experts is None else measures.experts).lazy(),
        "measures": _measures(measures, rules, platforms),
        "gates": _gates(rules.gates, platforms, measures),
        "ranks": ranks,
        "awards": _awards(whole),
        "quotas": (rooms := quotas(awarded.frame, rules)).lazy(),
        "shortlist": shortlist(awarded.frame, rules, rooms).lazy(),
        "history": (history(whole.collect()) if history else pl.DataFrame(schema=HISTORY)).lazy(),
        "payments": payments.lazy(),
        "received": (handed(payments) if handed else pl.DataFrame(schema=RECEIVED)).lazy(),
        "ledger": ledger.lazy(),
        "coverage": pl.LazyFrame(schema=dict(TABLES["coverage"].columns)) if covered is None else covered.lazy(),
        "findings": _findings(findings).lazy(),
    }
    frames = pl.collect_all([conform(name, frame) for name, frame in tables.items()])
    return dict(zip(tables, frames, strict=True))


def _ranking(judged: pl.LazyFrame, scores: Scores, awarded: Awarded, ranks: pl.LazyFrame) -> pl.LazyFrame:
    states = awarded.frame.lazy().select(PLATFORM, "place", "state", "amount_yuan")
    given = pl.col("award_state") == "given"
    return (
        judged.join(ranks.select(PLATFORM, "rank"), on=PLATFORM, how="left")
        .join(states, on=PLATFORM, how="left")
        .with_columns(
            scores.composite.to_decimal().alias("composite"),
            pl.col("state").fill_null("none").alias("award_state"),
            pl.col("status").replace_strict(_STATUSES, return_dtype=pl.Int8).alias("order"),
        )
        .with_columns(pl.when(given).then("amount_yuan").otherwise(0).alias("award_yuan"))
        .sort("order", "place", PLATFORM, nulls_last=True)
    )


def _cohort(scores: Scores) -> pl.DataFrame:
    rows = [
        (one.node, one.pointer, one.group, None if one.value is None else plain(one.value), one.platforms)
        for one in scores.found
    ]
    return pl.DataFrame(rows, schema=dict(TABLES["cohort"].columns), orient="row").sort("node", "place", "group")


def _measures(measures: Measures, rules: Rules, judged: pl.LazyFrame) -> pl.LazyFrame:
    decimals = decimals_of(measures.by_id.values())
    frames = [_measure_lines(measures.frame.lazy(), name, one, decimals) for name, one in measures.by_id.items()]
    words = dict.fromkeys(leaf.source for leaf in rules.leaves if leaf.source not in measures.by_id)
    frames += [_word_lines(judged, source, decimals) for source in words]
    return pl.concat(frames or [pl.LazyFrame(schema=dict(TABLES["measures"].columns))]).sort(PLATFORM, "indicator")


def _measure_lines(frame: pl.LazyFrame, name: str, one: Measure, decimals: int) -> pl.LazyFrame:
    measured = one.state == "measured"
    point = one.low.compare("=", one.high)

    def digits(number: Exact) -> pl.Expr:
        return pl.when(measured).then(number.to_decimal(decimals))

    return frame.select(
        PLATFORM,
        pl.lit(name).alias("indicator"),
        pl.when(point).then(digits(one.low)).alias("numerator"),
        digits(one.denominator).alias("denominator"),
        digits(one.low).alias("low"),
        digits(one.high).alias("high"),
        pl.when(measured).then(one.printed()).alias("text"),
        one.state.alias("state"),
        one.stage.alias("stage"),
    )


def _word_lines(judged: pl.LazyFrame, source: str, decimals: int) -> pl.LazyFrame:
    """A fact of the register that is a word: it has no number, and its text is what is marked."""
    word = pl.col(source.partition(".")[2])
    there = pl.when(word.is_null()).then(pl.lit("missing")).otherwise(pl.lit("measured"))
    nothing = pl.lit(None, dtype=pl.Decimal(38, decimals))
    return judged.select(
        PLATFORM,
        pl.lit(source).alias("indicator"),
        *(nothing.alias(name) for name in ("numerator", "denominator", "low", "high")),
        word.alias("text"),
        pl.when("submitted").then(there).otherwise(pl.lit("not_submitted")).alias("state"),
        pl.lit(None, dtype=pl.String).alias("stage"),
    )


def _gates(gates: Sequence[Gate], judged: pl.LazyFrame, measures: Measures) -> pl.LazyFrame:
    submitted = judged.filter(pl.col("submitted"))
    frames = [_gate_lines(number, gate, submitted, measures) for number, gate in enumerate(gates)]
    empty = pl.LazyFrame(schema={**TABLES["gates"].columns, "order": pl.Int32})
    return pl.concat([empty, *frames]).sort(PLATFORM, "order")


def _gate_lines(number: int, gate: Gate, submitted: pl.LazyFrame, measures: Measures) -> pl.LazyFrame:
    nothing = pl.lit(None, dtype=pl.String)
    if gate.single is None:
        numerator, denominator, required = nothing, nothing, str(gate.condition)
    elif gate.measured is None:
        numerator, denominator = pl.col(gate.single.of.name).cast(pl.String), nothing
        required = json.dumps(gate.single.require, ensure_ascii=False, sort_keys=True, default=str)
    else:
        one = measures.by_id[str(gate.measured.of)]
        low, high = plain_text(one.low), plain_text(one.high)
        numerator = pl.when(one.low.compare("=", one.high)).then(low).otherwise(low + ".." + high)
        denominator = plain_text(one.denominator)
        required = f"{gate.measured.allowed} {one.indicator.unit}".rstrip()
    return submitted.select(
        PLATFORM,
        pl.lit(gate.id).alias("gate"),
        pl.lit(gate.clause, dtype=pl.String).alias("clause"),
        numerator.alias("numerator"),
        denominator.alias("denominator"),
        pl.lit(required).alias("required"),
        pl.col(f"gate.{gate.id}").alias("outcome"),
        pl.lit(number, dtype=pl.Int32).alias("order"),
    )


def plain_text(number: Exact) -> pl.Expr:
    """An exact number as text without trailing zeros."""
    text = number.to_decimal().cast(pl.String)
    return text.str.replace(r"\.?0+$", "") if number.scale else text


def _awards(ranking: pl.LazyFrame) -> pl.LazyFrame:
    named = ranking.filter(pl.col("award_state") != "none")
    given = pl.col("award_state") == "given"
    return named.with_columns(
        pl.when(given).then(given.cum_sum()).alias("place"),
        pl.col("award_yuan").alias("amount_yuan"),
        pl.col("award_state").alias("state"),
    )


def _findings(findings: Sequence[Finding]) -> pl.DataFrame:
    ordered = sorted(findings, key=_finding_key)
    rows = [
        (
            finding.severity.value,
            finding.code,
            _file(finding),
            finding.place.sheet,
            finding.place.row,
            finding.place.column,
            finding.platform_id,
            finding.value,
            finding.sentence("zh"),
            finding.sentence("en"),
        )
        for finding in ordered
    ]
    return pl.DataFrame(rows, schema=dict(TABLES["findings"].columns), orient="row")


def _file(finding: Finding) -> str | None:
    place = finding.place
    return f"{place.file}::{place.pointer}" if place.file and place.pointer else place.file


def _finding_key(finding: Finding) -> tuple[int, str, str, str, int, str]:
    place = finding.place
    return (
        _SEVERITIES[finding.severity.value],
        finding.code,
        finding.platform_id or "",
        place.file or "",
        place.row or 0,
        finding.value or "",
    )
