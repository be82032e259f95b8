"""The award rule for one platform alone: with which composite it would win while all others keep theirs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Collection

    from appraisal.result import Result
    from appraisal.sensitivity.certificate import Additive


@dataclass(frozen=True)
class AwardLine:
    """The ranked platforms as published, and the rule by which places are given."""

    composites: dict[str, Decimal]
    entities: dict[str, str]
    places: int
    minimum: Decimal | None
    lapses: bool
    #: One unit of the last decimal of a composite.
    unit: Decimal

    @classmethod
    def of(cls, result: Result, case: Additive) -> AwardLine:
        """The line of a result whose award hangs on composite, entity and places alone."""
        ranked = result.tables["ranking"].filter(pl.col("status") == "ranked").select(PLATFORM, "composite")
        alone = dict(zip(case.platforms, case.platforms, strict=True))
        return cls(
            composites=dict(ranked.iter_rows()),
            entities=dict(zip(case.platforms, case.entities, strict=True)) if case.is_per_entity else alone,
            places=case.places,
            minimum=None if case.minimum is None else Decimal(case.minimum.numerator) / case.minimum.denominator,
            lapses=case.lapses,
            unit=Decimal(1).scaleb(-case.total_decimals),
        )

    def wins(self, platform: str, composite: Decimal) -> bool | None:
        """Whether it would win; None where that hangs on an order among equals, which the chain of ties decides."""
        if self.minimum is not None and composite < self.minimum:
            return False
        others = [
            (one, has)
            for one, has in self.composites.items()
            if one != platform and (self.minimum is None or has >= self.minimum)
        ]
        ahead = [one for one, has in others if has > composite]
        level = [one for one, has in others if has == composite]
        first, last = self._has_room(platform, ahead), self._has_room(platform, [*ahead, *level])
        return first if first == last else None

    def turns(self, platform: str) -> list[Decimal]:
        """The composites at which its award may turn, the nearest first: up for one that does not win, else down.

        The last one turns it for certain; at those before it, it stands level with others.
        """
        own = self.composites[platform]
        stops = {has + step for has in self.composites.values() for step in (-self.unit, Decimal(0), self.unit)}
        if self.minimum is not None:
            stops |= {self.minimum, self.minimum - self.unit}
        rises = self.wins(platform, own) is False
        found: list[Decimal] = []
        for stop in sorted(stops, reverse=not rises):
            wins = self.wins(platform, stop)
            if (stop > own if rises else stop <= own) and wins is not (not rises):
                found.append(stop)
                if wins is rises:
                    break
        return found

    def _has_room(self, platform: str, before: Collection[str]) -> bool:
        own = self.entities[platform]
        taken = {self.entities[one] for one in before}
        return own not in taken and (len(before) if self.lapses else len(taken)) < self.places
