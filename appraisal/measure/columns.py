"""Measures as columns: the tables ``measures`` and ``previous``, which hold numbers where others hold evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraisal.formula import MEASURES, PREVIOUS, Quotient
from appraisal.numbers import column
from appraisal.texts import Bilingual, Text, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.formula.tables import Kind
    from appraisal.model.indicator import Indicator

_ID = re.compile("[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class MeasureColumn:
    """The measure of an indicator as a formula reads it: in the unit of that indicator."""

    name: str
    title: Bilingual
    quotient: Quotient
    kind: Kind = "measure"
    scale: int = 0
    low: int = 0
    high: int = 0
    enum: Sequence[str] | None = None
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class Link:
    """A reference to the table of the year before."""

    table: str = PREVIOUS


@dataclass(frozen=True)
class MeasureTable:
    """A row per platform, a column per indicator."""

    name: str
    title: Text
    columns: Mapping[str, MeasureColumn]
    references: Sequence[Link] = field(default=())


def measure_tables(
    this_year: Mapping[str, MeasureColumn], before: Mapping[str, MeasureColumn]
) -> dict[str, MeasureTable]:
    """Both tables; that of this year references the one of the year before."""
    return {
        MEASURES: MeasureTable(MEASURES, text("this year's measures"), this_year, (Link(),)),
        PREVIOUS: MeasureTable(PREVIOUS, text("last year's result"), before),
    }


def open_tables(among: Mapping[str, Indicator] | None) -> dict[str, MeasureTable]:
    """The tables before anything is measured: a column for each indicator.

    Where the indicators are not known (None), every name that could be one is a column.
    """
    if among is None:
        return measure_tables(_AnyColumn(this_year=True), _AnyColumn(this_year=False))
    columns = {
        this_year: {name: _unmeasured(name, made.title, this_year=this_year) for name, made in sorted(among.items())}
        for this_year in (True, False)
    }
    return measure_tables(columns[True], columns[False])


def name_in_rows(indicator: str, part: str, *, this_year: bool) -> str:
    """The column of a frame that holds the top or the bottom of a measure."""
    return f"{indicator}.{part}" if this_year else f"{PREVIOUS}.{indicator}.{part}"


def _unmeasured(name: str, title: Bilingual, *, this_year: bool) -> MeasureColumn:
    # NOTE: nothing is computed with these: the bounds that prove are those of the numbers that were measured.
    top, bottom = (name_in_rows(name, part, this_year=this_year) for part in ("top", "bottom"))
    return MeasureColumn(name, title, Quotient(column(top, 0, 1), column(bottom, 0, 1)))


class _AnyColumn(Mapping[str, MeasureColumn]):
    """A column for every name that could be the id of an indicator."""

    def __init__(self, *, this_year: bool) -> None:
        self._this_year = this_year

    def __getitem__(self, name: str) -> MeasureColumn:
        if not _ID.fullmatch(name):
            raise KeyError(name)
        return _unmeasured(name, Bilingual(name, name), this_year=self._this_year)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
