"""Fifty declarative indicators over the evidence of 2014, and one query written by hand that computes the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from appraisal import declarative
from appraisal.measure import PLATFORM, bind
from appraisal.measure import measure as measure_platforms
from appraisal.scenario import load_scenario
from benchmarks.timing import Method, in_turn, spread, times, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.evidence import Table
    from appraisal.measure import Compiled, Measures

_OURS = "**fifty declarative indicators**"
_BOUND = "the same, from their JSON documents on"
_HAND = "one query written by hand"
_YEAR = 2014
_IN_YEAR = "date BETWEEN :year_start AND :year_end"
_DATE, _LAST = pl.col("date").is_between(date(_YEAR, 1, 1), date(_YEAR, 12, 31)), date(_YEAR, 12, 31)
_KINDS = ("技术", "信息", "培训", "检测", "融资", "创业", "管理", "市场", "法律")


class Indicator(NamedTuple):
    """What is counted, in the language of formulas and in Polars."""

    table: str
    where: str
    numerator: str
    denominator: str | None
    rows: pl.Expr
    top: pl.Expr
    bottom: pl.Expr | None = None


def measure(rounds: int) -> list[str]:
    """The table of results and what is claimed of it."""
    scenario = load_scenario(str(_YEAR))
    tables, schemas = scenario.tables, scenario.documents.schemas
    platforms = tables["platforms"].frame
    chosen = _indicators(tables)
    documents = [_document(number, one) for number, one in enumerate(chosen)]
    compiled = _bound(documents, schemas)
    _same_numbers(measure_platforms(platforms, tables, compiled), _by_hand(platforms, tables, chosen), compiled)
    methods = [
        Method(_HAND, lambda: _by_hand(platforms, tables, chosen).height, len(chosen)),
        Method(_OURS, lambda: measure_platforms(platforms, tables, compiled).frame.height, len(chosen)),
        Method(
            _BOUND, lambda: measure_platforms(platforms, tables, _bound(documents, schemas)).frame.height, len(chosen)
        ),
    ]
    measured = in_turn(methods, rounds)
    rows = sum(tables[name].frame.height for name in {one.table for one in chosen})
    lines = [
        f"{len(chosen)} indicators, {platforms.height:,} platforms, {rows:,} rows in the tables that are read.",
        "",
        f"| method | time | times {_HAND} |",
        "|---|---|---|",
    ]
    for title, each in measured.items():
        claim = verdict(times(each, measured[_HAND]), at_most=2 if title == _OURS else None)
        lines.append(f"| {title} | {spread(each.seconds)} | {claim} |")
    return lines


def _indicators(tables: Mapping[str, Table]) -> list[Indicator]:
    def values(table: str, column: str) -> list[str]:
        return tables[table].frame.get_column(column).drop_nulls().unique().sort().to_list()

    found: list[Indicator] = []
    for value in values("services", "kind"):
        of_kind = pl.col("kind") == value
        where = f"{_IN_YEAR} AND kind = '{value}'"
        enterprises = pl.col("enterprise_id").filter(of_kind).drop_nulls().n_unique()
        found.append(Indicator("services", where, "COUNT(*)", None, _DATE, of_kind.sum()))
        found.append(Indicator("services", where, "COUNT(DISTINCT enterprise_id)", None, _DATE, enterprises))
    for value in values("enterprises", "size"):
        where = f"{_IN_YEAR} AND enterprises.size = '{value}'"
        enterprises = pl.col("enterprise_id").filter(pl.col("enterprises.size") == value).drop_nulls().n_unique()
        found.append(Indicator("services", where, "COUNT(DISTINCT enterprise_id)", None, _DATE, enterprises))
    for column in ("education", "title_level"):
        for value in values("staff", column)[:5]:
            share, is_so = f"COUNT(*) FILTER (WHERE {column} = '{value}')", (pl.col(column) == value).sum()
            on_team = pl.col("on_team") & (pl.col("as_of") == _LAST)
            found.append(
                Indicator("staff", "on_team AND as_of = :year_end", share, "COUNT(*)", on_team, is_so, pl.len())
            )
    for value in values("outputs", "kind"):
        weighed = pl.col("share").filter(pl.col("kind") == value).sum()
        found.append(Indicator("outputs", f"{_IN_YEAR} AND kind = '{value}'", "SUM(share)", None, _DATE, weighed))
    score, answers = pl.col("score"), pl.col("score").count()
    found.append(Indicator("surveys", _IN_YEAR, "SUM(score)", "COUNT(score)", _DATE, score.sum(), answers))
    for mark in (60, 70, 80, 90):
        share, is_so = f"COUNT(*) FILTER (WHERE score >= {mark})", (score >= mark).sum()
        found.append(Indicator("surveys", _IN_YEAR, share, "COUNT(score)", _DATE, is_so, answers))
    for name in ("service_revenue_yuan", "public_funding_yuan"):
        amount, year = pl.col(name).sum(), pl.col("year") == _YEAR
        found.append(Indicator("finance", "year = :year", f"SUM({name})", None, year, amount))
        both = (pl.col("service_revenue_yuan") + pl.col("public_funding_yuan")).sum()
        total = "SUM(service_revenue_yuan + public_funding_yuan)"
        found.append(Indicator("finance", "year = :year", f"SUM({name})", total, year, amount, both))
    return found


def _document(number: int, one: Indicator) -> dict[str, Any]:
    return {
        "format": 1,
        "id": f"i{number}",
        "version": "1.0.0",
        "title": f"指标 {number}",
        "x-en": f"Indicator {number}",
        "table": one.table,
        "where": one.where,
        "numerator": one.numerator,
        **({"denominator": one.denominator} if one.denominator else {}),
        "unit": "",
        "decimals": 2,
        "direction": "higher_is_better",
        "empty": "zero" if one.denominator is None else "missing",
    }


def _bound(documents: list[dict[str, Any]], schemas: Mapping[str, Any]) -> list[Compiled]:
    made = [declarative.indicator(document, document["id"]) for document in documents]
    if found := [each for _, findings in made for each in findings]:
        raise AssertionError(found)
    return [bind(one, schemas, _YEAR, {}, one.id) for one, _ in made if one is not None]


def _by_hand(platforms: pl.DataFrame, tables: Mapping[str, Table], chosen: list[Indicator]) -> pl.DataFrame:
    """Numerator and denominator of every indicator: each table is read once, grouped once."""
    answer = platforms.lazy().select(PLATFORM)
    for name in dict.fromkeys(one.table for one in chosen):
        mine = {f"i{number}": one for number, one in enumerate(chosen) if one.table == name}
        rows = tables[name].frame.lazy().filter(next(iter(mine.values())).rows)
        if name == "services":
            sizes = tables["enterprises"].frame.lazy().select("enterprise_id", pl.col("size").alias("enterprises.size"))
            rows = rows.join(sizes, on="enterprise_id", how="left")
        totals = [one.top.alias(f"{key} top") for key, one in mine.items()]
        totals += [one.bottom.alias(f"{key} bottom") for key, one in mine.items() if one.bottom is not None]
        answer = answer.join(rows.group_by(PLATFORM).agg(totals), on=PLATFORM, how="left")
    return answer.sort(PLATFORM).collect()


def _same_numbers(ours: Measures, theirs: pl.DataFrame, compiled: list[Compiled]) -> None:
    """Both have to count the same, or the times mean nothing."""
    for one in compiled:
        key = one.indicator.id
        measured = ours.by_id[key]
        is_counted = (measured.state == "measured") & measured.stage.is_null()
        sides = [(measured.low, one.numerator, "top"), (measured.denominator, one.denominator, "bottom")]
        for number, formula, side in sides:
            if formula is None or formula.number is None:
                continue
            # Integers of two scales: each is brought to the sum of both.
            have = pl.when(is_counted).then(number.expr.cast(pl.Int128) * 10**formula.number.scale)
            want = pl.col(f"{key} {side}").cast(pl.Int128).fill_null(0) * 10**number.scale
            both = ours.frame.join(theirs, on=PLATFORM)
            if both.select((have != want).any()).item():
                raise AssertionError(key, side)
