"""Made evidence: the rows of each table on which a law is tried."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from appraisal.evidence import Table
from appraisal.evidence.origin import WholeFile
from appraisal.measure import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from appraisal.schema import TableSchema


@dataclass(frozen=True, eq=False, repr=False)
class Evidence:
    """Some rows of the tables that an indicator reads, and of those which they reference."""

    schemas: Mapping[str, TableSchema]
    frames: Mapping[str, pl.DataFrame]
    #: The measures of the year before.
    before: pl.DataFrame
    #: Chooses where a law has to choose, such as the order of rows.
    choice: int = 0
    #: Which of the params that a subject was bound with.
    params: int = 0
    #: What was measured on it already, so that each law need not do it again.
    known: dict[str, Any] = field(default_factory=dict, repr=False)

    def _repr_pretty_(self, printer: Any, _is_in_cycle: object) -> None:
        """Hypothesis would print each row at each try."""
        printer.text(f"Evidence({', '.join(f'{name}: {frame.height}' for name, frame in self.frames.items())})")

    @property
    def platforms(self) -> list[str]:
        """The ids of the register, sorted."""
        return sorted(self.frames["platforms"][PLATFORM].to_list())

    def tables(self) -> dict[str, Table]:
        """The tables as the engine reads them."""
        return {
            name: Table(self.schemas[name], frame, WholeFile(f"{name}.csv", 2)) for name, frame in self.frames.items()
        }

    def with_frame(self, name: str, frame: pl.DataFrame) -> Evidence:
        """The same with other rows in one table."""
        return replace(self, frames={**self.frames, name: frame}, known={})

    def of(self, platforms: Collection[str]) -> Evidence:
        """What is about these platforms; tables about nobody, such as registers, stay whole."""
        chosen = pl.col(PLATFORM).is_in(list(platforms))
        frames = {
            name: frame.filter(chosen) if PLATFORM in frame.columns else frame for name, frame in self.frames.items()
        }
        return replace(self, frames=frames, before=self.before.filter(chosen), known={})

    def shuffled(self) -> Evidence:
        """The same rows in another order."""
        frames = {
            name: frame.reverse() if not self.choice % 3 else frame.sample(fraction=1, shuffle=True, seed=self.choice)
            for name, frame in self.frames.items()
        }
        return replace(self, frames=frames, before=self.before.reverse(), known={})
