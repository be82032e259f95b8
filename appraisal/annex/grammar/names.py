"""Names in an annex: an id, or the title that people know it by."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraisal.texts import Joined, Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraisal.model.indicator import Indicator
    from appraisal.schema import TableSchema


@dataclass(frozen=True)
class Names:
    """What may be named, each kind as titles by id."""

    #: Indicators by id and columns of the register as ``platforms.column``.
    sources: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    nodes: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    funds: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    #: The unit of each source that has one.
    units: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, indicators: Mapping[str, Indicator], tables: Mapping[str, TableSchema]) -> Names:
        """The sources that a scenario knows."""
        columns = tables["platforms"].columns
        sources = {name: made.title.zh for name, made in indicators.items()}
        sources |= {f"platforms.{name}": column.title.zh for name, column in columns.items()}
        units = {name: made.unit for name, made in indicators.items() if made.unit}
        units |= {f"platforms.{name}": column.unit for name, column in columns.items() if column.unit}
        titles = {name: schema.title.render("zh") for name, schema in tables.items()}
        return cls(sources=sources, units=units, tables=titles)


def titled(known: Mapping[str, str], word: str) -> list[str]:
    """The ids that a word stands for: itself where it is one, else those of this title."""
    if word in known:
        return [word]
    wanted = folded(word)
    return [name for name, title in known.items() if folded(title) == wanted]


def folded(word: str) -> str:
    """A title without what nobody sees the difference of: width of letters, and spaces."""
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


def ambiguous(word: str, ids: Iterable[str]) -> Text:
    """A title that stands for several things."""
    return text("{word} is the title of several: {ids}.", word=word, ids=Joined(tuple(ids), ", "))
