"""The scope of a local ranking: the platforms of one city, or of one service type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How the rank by a city's own rules is named in ``ranks.csv``; the province's ranks keep their own names.
LOCAL = "local"


@dataclass(frozen=True)
class Scope:
    """Whom a local ranking ranks."""

    by: Literal["city", "type"]
    name: str

    @property
    def holds(self) -> pl.Expr:
        """Whether a row of the register is within; a row that says nothing is not."""
        if self.by == "city":
            return (pl.col("city") == self.name).fill_null(value=False)
        others = pl.col("other_types").str.split("；").list.contains(self.name)
        return ((pl.col("type") == self.name) | others.fill_null(value=False)).fill_null(value=False)


def scope_of(document: Mapping[str, str] | None) -> Scope | None:
    """The scope that a scenario states, such as ``{"city": "佛山市"}``."""
    if not document:
        return None
    ((by, name),) = document.items()
    return Scope("city" if by == "city" else "type", name)
