"""The trimmed mean: the highest and the lowest marks of each platform are left out, the others added and counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM
from appraisal.numbers import Exact, column
from appraisal.panels.ballot import EXPERT, MARK, ROW

if TYPE_CHECKING:
    from appraisal.model.panel import Criterion, Panel
    from appraisal.panels.ballot import Ballot

#: What became of the mark of an expert.
COUNTED, HIGHEST, LOWEST, RECUSED = PARTS = ("counted", "highest", "lowest", "recused")
#: What an expert gave: an integer with the decimals of the table of marks.
NUMBER = "number"
_SUM, _COUNT = "sum", "count"


@dataclass(frozen=True)
class Average:
    """One measure of a panel: of each platform the experts, what they gave, and what is left of it."""

    panel: Panel
    #: None for the totals.
    criterion: Criterion | None
    #: What one expert can give, under the bounds that the full marks prove.
    number: Exact
    #: A row per platform and expert with the ``part`` that its number plays.
    parted: pl.DataFrame

    @property
    def name(self) -> str:
        """The name of the measure."""
        return f"{self.panel.name}.{self.criterion.id}" if self.criterion else self.panel.name

    def summed(self) -> tuple[pl.DataFrame, Exact, Exact]:
        """For each platform the number of ``experts``, and the sum and the count of what is left as numbers."""
        left, most = pl.col("part") == COUNTED, self._most_experts()
        total = replace(self.number, expr=pl.col(NUMBER).filter(left)).total(most)
        frame = self.parted.group_by(PLATFORM).agg(
            pl.len().cast(pl.Int64).alias("experts"),
            total.as_small().alias(_SUM),
            left.sum().cast(pl.Int64).alias(_COUNT),
        )
        # NOTE: where nothing is left there is no measure, so that a count is never below 1.
        return frame, column(_SUM, total.low, total.high, total.scale), column(_COUNT, 1, max(1, most))

    def _most_experts(self) -> int:
        most = self.parted.group_by(PLATFORM).len().get_column("len").max()
        return most if isinstance(most, int) else 0


def average(ballot: Ballot, criterion: Criterion | None) -> Average:
    """The average of the totals of a ballot, or of the marks on one criterion."""
    panel, scale = ballot.panel, ballot.table.schema.columns[MARK].scale
    full = criterion.full_mark if criterion else panel.full_mark
    # Marks have the decimals of their table: what a full mark has beyond them nobody can reach.
    number = column(NUMBER, 0, int(full * 10**scale), scale)
    return Average(panel, criterion, number, sorted_out(numbers(ballot, criterion), panel))


def numbers(ballot: Ballot, criterion: Criterion | None) -> pl.DataFrame:
    """What each expert gave a platform: a mark, or all marks together."""
    if criterion:
        return ballot.of(criterion.id).select(PLATFORM, EXPERT, "expert", ROW, pl.col(MARK).alias(NUMBER))
    by_expert = ballot.frame.group_by(PLATFORM, EXPERT, maintain_order=True)
    return by_expert.agg(pl.col("expert", ROW).first(), pl.col(MARK).sum().alias(NUMBER))


def sorted_out(given: pl.DataFrame, panel: Panel) -> pl.DataFrame:
    """The same with the ``part`` that each number plays.

    Of equal numbers at the line those of the first experts are left out: the mean is the same.
    """
    place, of = pl.int_range(pl.len()).over(PLATFORM), pl.len().cast(pl.Int64).over(PLATFORM)
    part = (
        pl.when(place < panel.lowest)
        .then(pl.lit(LOWEST))
        .when(place >= of - panel.highest)
        .then(pl.lit(HIGHEST))
        .otherwise(pl.lit(COUNTED))
    )
    return given.sort(PLATFORM, NUMBER, EXPERT).with_columns(part.alias("part"))
