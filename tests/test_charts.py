"""Charts of results: valid Vega-Lite whose rows are those of the frame, whatever language they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import appraisal
from appraisal import charts
from appraisal.comparison.compare import Comparison
from tests.conftest import official

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

#: A chart does not say what a frame does not: words of any language, quotes and brackets among them.
WORDS = ["数控机床“一号”", 'Größe <50 & "mehr"', "Плата"]


def rows(chart: alt.TopLevelMixin) -> list[dict[str, Any]]:
    """The rows that a chart shows; asking for them holds it against the schema of Vega-Lite."""
    (data,) = chart.to_dict()["datasets"].values()
    return data


def floats(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.col(pl.Decimal).cast(pl.Float64)).to_dicts()


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Two platforms by hand: the first moved by its measures, the second by the weights."""
    steps = {"eligibility": [0, 0], "measures": [-3, 1], "curves": [1, 0], "weights": [0, 4]}
    moves = pl.DataFrame(
        {
            "platform_id": ["P1", "P2"],
            "name": WORDS[:2],
            "rank_before": [5, 2],
            "rank_after": [3, 7],
            **{f"rank_by_{step}": changes for step, changes in steps.items()},
        }
    )
    result, none = official("2012"), pl.DataFrame()
    return Comparison(result, result, moves, tuple(steps), none, none, none, None)


def test_the_award_line_shows_ten_to_either_side_of_the_last_award() -> None:
    result = official("2014")
    shown = rows(charts.award_line(result))
    near = result.tables["ranking"].filter(pl.col("rank").is_between(11, 31))
    assert shown == floats(near)
    assert {row["award_state"] for row in shown} == {"given", "none"}
    assert rows(charts.award_line(result, around=1)) == floats(near.filter(pl.col("rank").is_between(20, 22)))


def test_a_chart_says_whose_it_is_and_that_the_rules_are_an_example() -> None:
    result = official("2014")
    for chart in (charts.award_line(result), charts.contributions(result, ["P0908"])):
        title = chart.to_dict()["title"]
        assert title["subtitle"] == [result.manifest["notice"], f"2014, {result.content_digest[:12]}"]


def test_contributions_add_up_to_the_composite_but_for_what_is_no_leaf() -> None:
    result = official("2014")
    shown = rows(charts.contributions(result, ["P0908", "P0299"]))
    leaves = result.tables["scores"].filter(platform_id="P0908", kind="leaf")
    assert {row["node"]: row["contribution"] for row in shown if row["platform_id"] == "P0908"} == {
        node: float(mark) for node, mark in leaves.select("node", "contribution").iter_rows()
    }
    assert sum(row["contribution"] for row in shown if row["platform_id"] == "P0908") == pytest.approx(93.54, abs=0.005)


def test_a_move_is_coloured_by_the_reason_that_moved_it_most(comparison: Comparison) -> None:
    shown = rows(charts.rank_moves(comparison))
    assert [(row["name"], row["rank_before"], row["rank_after"], row["reason"]) for row in shown] == [
        (WORDS[0], 5, 3, "measures"),
        (WORDS[1], 2, 7, "weights"),
    ]
    assert len(rows(charts.rank_moves(comparison, most=1))) == 1


def test_acceptabilities_show_the_ranks_that_are_asked_for_and_order_platforms_by_their_mean() -> None:
    ranks = pl.DataFrame({"platform_id": ["乙", "甲", "甲"], "rank": [1, 2, 31], "share": [0.25, 0.5, 0.5]})
    chart = charts.acceptabilities(ranks)
    assert rows(chart) == ranks.head(2).to_dicts()
    assert chart.to_dict()["encoding"]["y"]["sort"] == ["乙", "甲"]
    assert rows(charts.acceptabilities(ranks, best=31)) == ranks.to_dicts()


def test_sensitivities_show_both_indices_of_a_factor_with_their_intervals() -> None:
    numbers = {f"{kind}{end}": [0.25] for kind in ("first", "total") for end in ("", "_low", "_high")}
    shown = rows(charts.sensitivities(pl.DataFrame({"factor": [WORDS[1]], **numbers})))
    ends = {"factor": WORDS[1], "index": 0.25, "low": 0.25, "high": 0.25}
    assert shown == [{"kind": kind, **ends} for kind in ("first", "total")]


def test_correlations_are_shown_both_ways_round() -> None:
    pairs = pl.DataFrame({"leaf": [WORDS[0]], "other": [WORDS[1]], "pearson": [0.5], "flag": [None]})
    shown = rows(charts.correlations(pairs.with_columns(pl.col("flag").cast(pl.String))))
    assert [(row["leaf"], row["other"], row["pearson"]) for row in shown] == [(*WORDS[:2], 0.5), (*WORDS[1::-1], 0.5)]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(
    "drawn", [charts.award_line, lambda result: charts.contributions(result, ["P0908"])], ids=["line", "contributions"]
)
def test_a_name_of_any_language_stays_as_it_is(
    drawn: Callable[[appraisal.Result], alt.TopLevelMixin], words: str
) -> None:
    result = official("2014")
    column = {"ranking": "name", "scores": "node"}
    tables = {name: result.tables[name].with_columns(pl.lit(words).alias(own)) for name, own in column.items()}
    renamed = appraisal.Result(
        tables=tables, documents=result.documents, manifest={**result.manifest, "notice": words}, files={}
    )
    chart = drawn(renamed)
    assert {words} == {row.get("name", row.get("node")) for row in rows(chart)}
    assert chart.to_dict()["title"]["subtitle"][0] == words
