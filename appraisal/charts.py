"""Charts of results and of how sure they are, for notebooks: each function gives an Altair chart to show or to save.

Altair is drawn by Vega-Lite, which Jupyter and marimo show by themselves; without a network Jupyter needs
``altair.renderers.enable("mimetype")`` (docs/decisions/0012). It comes with the extra ``notebook``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from appraisal.comparison import Comparison
    from appraisal.result import Result

#: So many platforms to either side of the last place are shown.
AROUND = 10
_STATES = {"given": "#2a7f62", "open": "#d9a441", "none": "#9aa5ad"}


def award_line(result: Result, around: int = AROUND) -> alt.TopLevelMixin:
    """The composites of the platforms around the last award: a bar each, by rank, coloured by the award."""
    ranked = result.tables["ranking"].filter(pl.col("rank").is_not_null())
    last = ranked.filter(pl.col("award_state") != "none")["rank"].max() or 0
    near = ranked.filter(pl.col("rank").is_between(int(last) - around, int(last) + around))  # type: ignore[arg-type] - an integer
    return (
        alt.Chart(_plain(near))
        .mark_bar()
        .encode(
            x=alt.X("composite:Q", scale=alt.Scale(zero=False), title="composite"),
            y=alt.Y(f"{PLATFORM}:N", sort=alt.SortField("rank"), title=None),
            color=alt.Color("award_state:N", scale=_scale(), title="award"),
            tooltip=["rank:Q", f"{PLATFORM}:N", "name:N", "city:N", "composite:Q", "grade:N"],
        )
        .properties(title=_title(result, "The award line"))
    )


def contributions(result: Result, platforms: list[str]) -> alt.TopLevelMixin:
    """What each leaf adds to the composite of some platforms: a stacked bar each."""
    scores = result.tables["scores"].filter(
        pl.col(PLATFORM).is_in(platforms) & (pl.col("kind") == "leaf") & pl.col("contribution").is_not_null()
    )
    return (
        alt.Chart(_plain(scores.select(PLATFORM, "node", "contribution")))
        .mark_bar()
        .encode(
            x=alt.X("contribution:Q", title="marks"),
            y=alt.Y(f"{PLATFORM}:N", sort=platforms, title=None),
            color=alt.Color("node:N", title="leaf"),
            tooltip=[f"{PLATFORM}:N", "node:N", "contribution:Q"],
        )
        .properties(title=_title(result, "Contributions"))
    )


def rank_moves(comparison: Comparison, most: int = 30) -> alt.TopLevelMixin:
    """Both ranks of those that moved most, and the step that moved them most by colour."""
    steps = [name for name in comparison.moves.columns if name.startswith("rank_by_")]
    largest = pl.concat_list(pl.col(name).abs() for name in steps).list.arg_max()
    moved = comparison.moves.head(most).with_columns(
        reason=largest.replace_strict(dict(enumerate(name.removeprefix("rank_by_") for name in steps)))
    )
    data = _plain(moved.select(PLATFORM, "name", "rank_before", "rank_after", "reason"))
    base = alt.Chart(data).encode(y=alt.Y(f"{PLATFORM}:N", sort=None, title=None))
    tooltip = [f"{PLATFORM}:N", "name:N", "rank_before:Q", "rank_after:Q", "reason:N"]
    line = base.mark_rule().encode(x=alt.X("rank_before:Q", title="rank"), x2="rank_after:Q", color="reason:N")
    point = base.mark_point(filled=True).encode(x="rank_after:Q", color="reason:N", tooltip=tooltip)
    return (line + point).properties(title="Rank before and after (dot)")


def acceptabilities(ranks: pl.DataFrame, best: int = 30) -> alt.TopLevelMixin:
    """Rank acceptability indices as a heat map: a row per platform, a column per rank, up to ``best``.

    ``ranks`` has ``platform_id``, ``rank`` and ``share``.
    """
    shown = ranks.filter(pl.col("rank") <= best)
    order = shown.group_by(PLATFORM).agg(mean=(pl.col("rank") * pl.col("share")).sum() / pl.col("share").sum())
    platforms = order.sort("mean", PLATFORM)[PLATFORM].to_list()
    return (
        alt.Chart(_plain(shown))
        .mark_rect()
        .encode(
            x=alt.X("rank:O"),
            y=alt.Y(f"{PLATFORM}:N", sort=platforms, title=None),
            color=alt.Color("share:Q", scale=alt.Scale(scheme="blues", domain=[0, 1])),
            tooltip=[f"{PLATFORM}:N", "rank:Q", alt.Tooltip("share:Q", format=".4f")],
        )
        .properties(title="Rank acceptability")
    )


def sensitivities(indices: pl.DataFrame) -> alt.TopLevelMixin:
    """First-order and total indices of each factor with their intervals."""
    long = pl.concat(
        indices.select(
            "factor",
            kind=pl.lit(kind),
            index=pl.col(kind),
            low=pl.col(f"{kind}_low"),
            high=pl.col(f"{kind}_high"),
        )
        for kind in ("first", "total")
    )
    base = alt.Chart(_plain(long)).encode(y=alt.Y("kind:N", title=None), color=alt.Color("kind:N", legend=None))
    bars = base.mark_bar().encode(
        x=alt.X("index:Q", title="share of the variance"), tooltip=["factor:N", "kind:N", "index:Q"]
    )
    intervals = base.mark_rule(color="black").encode(x="low:Q", x2="high:Q")
    return (bars + intervals).facet(row=alt.Row("factor:N", title=None)).properties(title="Sobol' indices")


def correlations(pairs: pl.DataFrame) -> alt.TopLevelMixin:
    """Pearson's correlation of every two leaves, both ways round."""
    turned = pairs.rename({"leaf": "other", "other": "leaf"}).select(pairs.columns)
    both = pl.concat([pairs, turned])
    return (
        alt.Chart(_plain(both))
        .mark_rect()
        .encode(
            x=alt.X("leaf:N", title=None),
            y=alt.Y("other:N", title=None),
            color=alt.Color("pearson:Q", scale=alt.Scale(scheme="redblue", domain=[-1, 1])),
            tooltip=["leaf:N", "other:N", alt.Tooltip("pearson:Q", format=".2f"), "flag:N"],
        )
        .properties(title="Correlations of shares of full marks")
    )


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals as floats, which is all that a picture shows."""
    return frame.with_columns(pl.col(pl.Decimal).cast(pl.Float64))


def _scale() -> alt.Scale:
    return alt.Scale(domain=list(_STATES), range=list(_STATES.values()))


def _title(result: Result, words: str) -> alt.TitleParams:
    """A chart says whose it is, and that it is an example or a simulation."""
    said = [result.manifest["notice"]] if result.manifest["notice"] else []
    digest = f"{result.manifest['scenario']}, {result.content_digest[:12]}"
    return alt.TitleParams(words, subtitle=[*said, digest])
