"""A panel: experts who mark platforms on criteria, and how their marks become one number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.model.condition import Source
    from appraisal.numbers import Interval
    from appraisal.texts import Bilingual

#: What the names of the measures of panels begin with: ``panels.main``, ``panels.main.plan``.
PANELS = "panels"


@dataclass(frozen=True)
class Band:
    """One level of a measure, and the shares of the full mark among which an expert chooses there."""

    when: Interval
    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class Range:
    """A measure whose level fixes the range of a mark."""

    of: Source
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Criterion:
    """One thing that every expert marks."""

    id: str
    title: Bilingual
    full_mark: Decimal
    #: None where an expert chooses from 0 to the full mark.
    range: Range | None


@dataclass(frozen=True)
class Panel:
    """A panel of experts and the mean that is taken of their marks."""

    id: str
    title: Bilingual
    criteria: Mapping[str, Criterion]
    #: How many of the highest and of the lowest totals do not count.
    highest: int
    lowest: int
    #: So many experts at least have to mark a platform, those left out afterwards among them.
    minimum: int
    #: Totals that lie further apart than this are doubtful; None where it is not looked for.
    spread_warning: Decimal | None
    #: What becomes of marks for a platform of the own institution.
    recusal: Literal["refuse", "set_aside"]
    clause: str | None

    @property
    def full_mark(self) -> Decimal:
        """The highest total that an expert can give."""
        return sum((one.full_mark for one in self.criteria.values()), start=Decimal(0))

    @property
    def name(self) -> str:
        """The name of its measure."""
        return f"{PANELS}.{self.id}"

    @property
    def names(self) -> Iterator[tuple[str, Criterion | None]]:
        """The name of each of its measures: that of the totals, then one for each criterion."""
        yield self.name, None
        for one in self.criteria.values():
            yield f"{self.name}.{one.id}", one

    @property
    def needs(self) -> frozenset[str]:
        """The measures that its ranges read."""
        return frozenset(str(one.range.of) for one in self.criteria.values() if one.range)
