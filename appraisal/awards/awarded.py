"""What became of the awards: given, open or none, and the decisions that the open ones wait for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class OpenTie:
    """Platforms that nothing in the rules tells apart, across the award line."""

    platforms: tuple[str, ...]


@dataclass(frozen=True)
class OpenGate:
    """An undecided platform whose gates could change an award."""

    platform_id: str


@dataclass(frozen=True)
class Awarded:
    """``state`` per contender, and the decisions that the open ones wait for."""

    #: Contenders in order with ``state`` (given, open, none).
    frame: pl.DataFrame
    open_ties: tuple[OpenTie, ...]
    open_gates: tuple[OpenGate, ...]
    #: How many places may still be given.
    reserved: int
    #: Candidates that only another platform of their own legal entity keeps from an award.
    behind_their_own: tuple[str, ...] = ()
    #: The places of each group; under None those of the one list of all.
    places: Mapping[str | None, int] = field(default_factory=dict)
    #: The most that the open places may cost.
    reserved_yuan: int = 0

    @property
    def is_open(self) -> bool:
        """Some award waits for a decision."""
        return bool(self.frame.filter(pl.col("state") == "open").height)
