"""The history of a platform: running counts that each year's result hands to the next, so that no chain is walked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM, Measure
from appraisal.model.indicator import Indicator
from appraisal.numbers import column, constant
from appraisal.texts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraisal.measure import Measures
    from appraisal.model.rules import Rules

#: The running counts after a year.
HISTORY = {
    PLATFORM: pl.String,
    #: Years in which it handed in evidence.
    "years": pl.Int64,
    #: Years in a row, up to this one, with the lowest grade or without any.
    "failed_in_a_row": pl.Int64,
    "not_submitted_in_a_row": pl.Int64,
    "awards": pl.Int64,
    "last_award_year": pl.Int64,
    "received_yuan": pl.Int64,
}
#: What conditions and leaves may read of the years before, as ``history.NAME``.
NAMES = {
    "years": (Bilingual("此前参评年数", "Years taken part before"), "年"),
    "failed_in_a_row": (Bilingual("此前连续不合格年数", "Years failed in a row before"), "年"),
    "not_submitted_in_a_row": (Bilingual("此前连续未报送年数", "Years in a row without evidence before"), "年"),
    "awards": (Bilingual("此前获奖次数", "Awards before"), "次"),
    "years_since_award": (Bilingual("距上次获奖年数", "Years since the last award"), "年"),
    "received_yuan": (Bilingual("此前所获奖励", "Awards received before"), "元"),
}
_PREFIX = "history."
#: More years or yuan than any history holds, and far from 64 bits.
_MOST = 10**15


def with_history(measures: Measures, sources: Iterable[str], opening: pl.DataFrame | None, year: int) -> Measures:
    """The measures, and beside them each count of earlier years among ``sources``; nothing is 0 in the first year."""
    names = [one.removeprefix(_PREFIX) for one in sources if one.startswith(_PREFIX)]
    if not names:
        return measures
    before = pl.DataFrame(schema=HISTORY) if opening is None else opening
    since = (year - pl.col("last_award_year")).alias("years_since_award")
    counts = before.with_columns(since).select(
        PLATFORM, *(pl.col(name).alias(f"{_PREFIX}{name}.low") for name in names)
    )
    frame = measures.frame.join(counts, on=PLATFORM, how="left", maintain_order="left")
    # Without an award there is no year since it; every other count begins at nothing.
    frame = frame.with_columns(
        pl.col(f"{_PREFIX}{name}.low").fill_null(0) for name in names if name != "years_since_award"
    )
    frame = frame.with_columns(part for name in names for part in _columns(f"{_PREFIX}{name}"))
    return replace(
        measures, frame=frame, by_id={**measures.by_id, **{f"{_PREFIX}{one}": _measure(one) for one in names}}
    )


def _columns(name: str) -> list[pl.Expr]:
    submitted, known = pl.col("submitted"), pl.col(f"{name}.low").is_not_null()
    state = pl.when(~submitted).then(pl.lit("not_submitted")).when(known).then(pl.lit("measured"))
    return [
        state.otherwise(pl.lit("missing")).alias(f"{name}.state"),
        pl.lit(None, dtype=pl.String).alias(f"{name}.stage"),
        pl.when(submitted).then(pl.col(f"{name}.low")).alias(f"{name}.low"),
    ]


def _measure(name: str) -> Measure:
    title, unit = NAMES[name]
    source = f"{_PREFIX}{name}"
    number = column(f"{source}.low", 0, _MOST)
    made = Indicator(id=source, version="", title=title, table="previous", numerator=name, unit=unit, decimals=0)
    return Measure(made, number, number, constant(1))


def closing(opening: pl.DataFrame | None, outcome: pl.DataFrame, rules: Rules, year: int) -> pl.DataFrame:
    """The counts after a year, sorted by platform; who is in no register any more keeps those it had.

    ``outcome`` has platform_id, status, grade, award_state and award_yuan.
    """
    before = pl.DataFrame(schema=HISTORY) if opening is None else opening
    joined = outcome.join(before, on=PLATFORM, how="left").with_columns(
        pl.col(*list(HISTORY)[1:5], "received_yuan").fill_null(0)
    )
    submitted = pl.col("status") != "not_submitted"
    passed = pl.col("grade").is_not_null() & (pl.col("grade") != rules.grades[-1].id)
    given = pl.col("award_state") == "given"
    after = joined.select(
        PLATFORM,
        pl.col("years") + submitted.cast(pl.Int64),
        pl.when(passed).then(0).otherwise(pl.col("failed_in_a_row") + 1).alias("failed_in_a_row"),
        pl.when(submitted).then(0).otherwise(pl.col("not_submitted_in_a_row") + 1).alias("not_submitted_in_a_row"),
        pl.col("awards") + given.cast(pl.Int64),
        pl.when(given).then(year).otherwise(pl.col("last_award_year")).cast(pl.Int64).alias("last_award_year"),
        pl.col("received_yuan") + pl.when(given).then(pl.col("award_yuan")).otherwise(0),
    )
    gone = before.join(outcome.select(PLATFORM), on=PLATFORM, how="anti")
    return pl.concat([after.cast(pl.Schema(HISTORY)), gone.select(list(HISTORY))]).sort(PLATFORM)
