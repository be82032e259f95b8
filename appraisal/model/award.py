"""Awards and what leads to them: quotas, places by group, the shortlist, the sample, nominations, and the funds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from appraisal.model.condition import Condition
    from appraisal.texts import Bilingual


@dataclass(frozen=True)
class Quota:
    """How many of an ordered list: a number, or a share of all with its rounding."""

    first: int | None
    share: Decimal | None
    rounding: Literal["floor", "ceil", "half_up"] | None
    #: Those tied across the line are all in, or all out.
    ties_are_in: bool

    def places(self, of: int) -> int:
        """The number of places among ``of``."""
        if self.share is None:
            assert self.first is not None
            return self.first
        exact = Fraction(self.share) * of
        if self.rounding == "half_up":
            return floor(exact + Fraction(1, 2))
        return floor(exact) if self.rounding == "floor" else ceil(exact)


@dataclass(frozen=True)
class Places:
    """How many places there are: in all, or in each group of the platforms by their class or a fact."""

    #: ``class``, or a column of the register; None for one list of all.
    by: str | None
    of: Mapping[str, Quota]
    #: For a group that is not named, and for the one list of all; None for no place.
    otherwise: Quota | None

    def room(self, group: str | None, ranked: int) -> int:
        """The places of a group with so many ranked platforms."""
        quota = self.otherwise if group is None else self.of.get(group, self.otherwise)
        return quota.places(ranked) if quota else 0


@dataclass(frozen=True)
class AwardRule:
    """Who of the graded wins, how much, and from which fund."""

    #: This grade and every higher one.
    grades: frozenset[str]
    places: Places
    #: No more than so many of one city or class may win.
    at_most: Places | None
    #: By grade.
    amounts: Mapping[str, int]
    #: ``difference``: less what was received within the validity; None: the whole amount every time.
    upgrade: Literal["difference"] | None
    #: For how many years an award is valid; None for ever.
    valid_years: int | None
    per: Literal["legal_entity", "platform"]
    freed_place: Literal["next", "lapse"]
    fund: str
    clause: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the register that places or limits go by, but the city, whose ranks there are anyway."""
        by = (self.places.by, self.at_most.by if self.at_most else None)
        return tuple(dict.fromkeys(one for one in by if one is not None and one not in ("class", "city")))


@dataclass(frozen=True)
class Shortlist:
    """How many of the best are verified: a share of the places, rounded up."""

    places: Places
    share: Decimal
    clause: str | None


@dataclass(frozen=True)
class Sample:
    """How many are drawn for a visit, from whom, and by which seed."""

    of: Literal["shortlist", "ranked"]
    places: Places
    seed: str
    clause: str | None


@dataclass(frozen=True)
class Nominations:
    """How many platforms of each group the condition may hold for."""

    when: Condition
    at_most: Places
    clause: str | None


@dataclass(frozen=True)
class Fund:
    """A fund with the amount it was set up with."""

    id: str
    title: Bilingual
    total_yuan: int
    clause: str | None
