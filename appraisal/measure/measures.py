"""Measures: one exact ratio per platform and indicator, as columns of one frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from appraisal.numbers import Exact, Ratio, constant, divide_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.errors import Finding
    from appraisal.model.indicator import Indicator


@dataclass(frozen=True)
class Measure:
    """The columns of one indicator in :attr:`Measures.frame`."""

    indicator: Indicator
    low: Exact
    high: Exact
    denominator: Exact

    @property
    def state(self) -> pl.Expr:
        """measured, missing or not_submitted."""
        return pl.col(f"{self.indicator.id}.state")

    @property
    def stage(self) -> pl.Expr:
        """The stage of a verified value, else null."""
        return pl.col(f"{self.indicator.id}.stage")

    @property
    def may_be_interval(self) -> bool:
        """Whether any platform may have bounds instead of one number."""
        return self.indicator.otherwise is not None

    @property
    def at_low(self) -> Ratio:
        """The value in the indicator's unit, at the low end of an interval."""
        return Ratio(self.low * constant(self.indicator.scale), self._bottom)

    @property
    def at_high(self) -> Ratio:
        """The value in the indicator's unit, at the high end of an interval."""
        return Ratio(self.high * constant(self.indicator.scale), self._bottom)

    @property
    def _bottom(self) -> Exact:
        """A count has the denominator 1, and nothing is to be multiplied by it."""
        always_one = self.denominator.high == 1 and self.denominator.scale == 0
        return constant(1) if always_one else self.denominator

    def printed(self) -> pl.Expr:
        """The value with its unit as people read it; an interval as low..high."""
        decimals, unit = self.indicator.decimals, f" {self.indicator.unit}".rstrip()
        low, high = (
            divide_half_up(value.top, value.bottom, decimals).to_decimal().cast(pl.String)
            for value in (self.at_low, self.at_high)
        )
        one, both = low + unit, low + ".." + high + unit
        return pl.when(self.low.compare("=", self.high)).then(one).otherwise(both) if self.may_be_interval else one


@dataclass(frozen=True)
class Measures:
    """A row per platform, sorted by id, with the columns of every measure."""

    frame: pl.DataFrame
    by_id: Mapping[str, Measure]
    findings: tuple[Finding, ...]
    #: What each expert of a panel gave, and whether it counted; None where no panel is read.
    experts: pl.DataFrame | None = None
