"""What a weight would have changed: who moves, who would have won, who would have lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    import polars as pl

    from appraisal.model.rules import Grade
    from appraisal.result import Result
    from appraisal.texts import Bilingual
    from appraisal.trial.insertion import Insertion


@dataclass(frozen=True)
class Move:
    """One platform before and after."""

    platform_id: str
    name: str
    city: str
    before: int
    after: int
    composite_before: Decimal
    composite_after: Decimal

    @property
    def places(self) -> int:
        """How many places it gains; below zero it loses."""
        return self.before - self.after


@dataclass(frozen=True)
class Weighed:
    """The trial's ranking beside the official one."""

    insertion: Insertion
    #: Every platform that is ranked in both, those that move most first.
    moves: tuple[Move, ...]
    #: Platforms with an award only after, and only before.
    won: tuple[dict[str, Any], ...]
    lost: tuple[dict[str, Any], ...]
    #: How many awards are given and open, before and after.
    given: tuple[int, int]
    open: tuple[int, int]
    #: The title of each grade.
    grades: Mapping[str, Bilingual]

    @property
    def moved(self) -> tuple[Move, ...]:
        """Those whose rank is another."""
        return tuple(move for move in self.moves if move.places)


def weighed(insertion: Insertion, before: Result, after: Result, grades: Iterable[Grade]) -> Weighed:
    """Compare the ranking of a trial with the one that stands."""
    old, new = ({row["platform_id"]: row for row in result.tables["ranking"].to_dicts()} for result in (before, after))
    ranked = [key for key, row in old.items() if row["rank"] is not None and new[key]["rank"] is not None]
    moves = [
        Move(
            key,
            new[key]["name"],
            new[key]["city"],
            old[key]["rank"],
            new[key]["rank"],
            old[key]["composite"],
            new[key]["composite"],
        )
        for key in ranked
    ]
    had, has = ([key for key, row in ranking.items() if row["award_state"] == "given"] for ranking in (old, new))
    return Weighed(
        insertion,
        tuple(sorted(moves, key=lambda move: (-abs(move.places), move.after, move.platform_id))),
        tuple(_both(old[key], new[key]) for key in has if key not in had),
        tuple(_both(old[key], new[key]) for key in had if key not in has),
        (len(had), len(has)),
        (_open(before.tables["ranking"]), _open(after.tables["ranking"])),
        {grade.id: grade.title for grade in grades},
    )


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {**new, "before": old["rank"], "grade_before": old["grade"]}


def _open(ranking: pl.DataFrame) -> int:
    return ranking["award_state"].to_list().count("open")
