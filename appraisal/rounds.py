"""What a round changed against the one before: marks, ranks and awards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from appraisal.result import Result

PLATFORM = "platform_id"
_HELD = ("composite", "rank", "grade", "status", "award_state")


@dataclass(frozen=True)
class Changes:
    """How one result differs from another of the same year."""

    #: A row per platform that differs: both composites, ranks, grades, statuses and awards.
    rows: pl.DataFrame

    def count(self, column: str) -> int:
        """How many platforms differ in one column."""
        return self.rows.filter(pl.col(column).ne_missing(pl.col(f"{column}_before"))).height

    @property
    def won(self) -> list[dict[str, Any]]:
        """The platforms that have an award now and had none."""
        return self._turned("given")

    @property
    def lost(self) -> list[dict[str, Any]]:
        """The platforms that had an award and have none now."""
        before = pl.col("award_state_before") == "given"
        return self.rows.filter(before & (pl.col("award_state").fill_null("none") != "given")).rows(named=True)

    def _turned(self, state: str) -> list[dict[str, Any]]:
        before = pl.col("award_state_before").fill_null("none") != state
        return self.rows.filter(before & (pl.col("award_state") == state)).rows(named=True)


def changes(before: Result, after: Result) -> Changes:
    """The platforms whose composite, rank, grade, status or award differs, in the order of the new ranking."""
    old, new = (result.tables["ranking"].select(PLATFORM, "name", *_HELD) for result in (before, after))
    scale = max(frame.schema["composite"].scale for frame in (old, new))  # type: ignore[attr-defined] - a Decimal
    old, new = (frame.with_columns(pl.col("composite").cast(pl.Decimal(38, scale))) for frame in (old, new))
    order = new.with_row_index("order")
    both = order.join(old, on=PLATFORM, how="full", suffix="_before", coalesce=True, maintain_order="left_right")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in _HELD)
    named = both.filter(differs).with_columns(pl.coalesce("name", "name_before"))
    return Changes(named.drop("name_before", "order"))
