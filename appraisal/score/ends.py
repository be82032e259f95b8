"""The two ends of a measure, narrowed by the gates that the platform does not fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from appraisal.numbers import Ratio, column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.measure import Measure, Measures
    from appraisal.model.rules import Gate
    from appraisal.numbers import Exact, Interval


class Ends:
    """Who passes "at least 60 %" has at least 60 %; what is not proved beyond that does not score."""

    def __init__(self, measure: Measure, gates: Sequence[Gate]) -> None:
        """Narrowed by each gate that requires nothing but this measure."""
        self.measure = measure
        self.low, self.high = measure.at_low, measure.at_high
        for gate in gates if measure.may_be_interval else ():
            one = gate.measured
            if one is not None and one.allowed is not None and str(one.of) == measure.indicator.id:
                self._narrow(one.allowed, (pl.col(f"gate.{gate.id}") != "fail") & ~pl.col(f"waived.{gate.id}"))

    def _narrow(self, allowed: Interval, holds: pl.Expr) -> None:
        low, high = self.low, self.high
        if allowed.low is not None:
            across = holds & low.compare("<", allowed.low) & high.compare(">=", allowed.low)
            self.low = low.replaced(across, allowed.low)
        if allowed.high is not None:
            across = holds & low.compare("<=", allowed.high) & high.compare(">", allowed.high)
            self.high = high.replaced(across, allowed.high)

    def scored(self, low: Exact | None, high: Exact | None) -> list[pl.Expr]:
        """The value that scored, as two columns, where an interval made it depend on its marks at both ends."""
        if not self.measure.may_be_interval:
            return []
        ended = self.low
        if low is not None and high is not None:
            ended = self.low.otherwise(self.high, high.compare("<", low))
        return [
            ended.top.as_small().alias(f"{self.measure.indicator.id}.scored.top"),
            ended.bottom.as_small().alias(f"{self.measure.indicator.id}.scored.bottom"),
        ]

    @property
    def value(self) -> Ratio:
        """The value that scored, once :meth:`scored` is in the frame."""
        if not self.measure.may_be_interval:
            return self.low
        reach = self.low.otherwise(self.high, pl.lit(value=True))
        name = self.measure.indicator.id
        return Ratio(
            column(f"{name}.scored.top", reach.top.low, reach.top.high, reach.top.scale),
            column(f"{name}.scored.bottom", reach.bottom.low, reach.bottom.high, reach.bottom.scale),
        )


def ends_of(measures: Measures, gates: Sequence[Gate]) -> Mapping[str, Ends]:
    """The ends of every measure by the name of its source."""
    return {name: Ends(measure, gates) for name, measure in measures.by_id.items()}
