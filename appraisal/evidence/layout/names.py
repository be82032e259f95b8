"""The names of columns as headers write them: with stars, colons, line breaks, and a unit in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraisal.evidence.repairs import is_unit, without_spaces

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from appraisal.schema.table import TableSchema

_DRESS = "*:;,.、※★☆#"
_NOTE = re.compile(r"(.+)[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_UNIT_NOTE = re.compile(r"(.+?)[,;/、]?((?:计量|金额|货币)?单位:?.{1,4})")
_MOST_NOTES = 3
#: A row that names so many columns of a table is a header.
_TELLING = 2
#: No header is longer.
_LONGEST = 120
_SERIAL = frozenset({"序号", "no", "编序", "行号", "序", "顺序号", "s/n", "sn", "num", "#", "number"})


@dataclass(frozen=True)
class Named:
    """A column that a header names, and what else the header says in brackets."""

    column: str
    notes: tuple[str, ...] = ()


Meanings = dict[str, Named]


@dataclass
class HeaderNames:
    """What headers mean in each of some tables."""

    schemas: Mapping[str, TableSchema]
    _columns: dict[str, dict[str, str]] = field(default_factory=dict)
    _keys: dict[str, dict[str, str]] = field(default_factory=dict)
    _known: dict[tuple[str, ...], Meanings] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index every header that a column answers to."""
        for table, schema in self.schemas.items():
            for column in schema.columns.values():
                self._keys.setdefault(bare(column.name), {})[table] = column.name
                for name in (column.name, column.title.zh, *column.aliases):
                    self._columns.setdefault(bare(name), {})[table] = column.name
        for table, schema in self.schemas.items():
            for column in schema.columns.values():
                # An English title yields to every other name.
                self._columns.setdefault(bare(column.title.en), {}).setdefault(table, column.name)

    def meanings(self, path: tuple[str, ...]) -> Meanings:
        """For each table the column that a header names; ``path`` is what stands over the column, from above."""
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = self._resolved(path)
        return found

    def keyed(self, word: str, table: str) -> str | None:
        """The column whose machine key a word is."""
        return self._keys.get(bare(word), {}).get(table)

    def words(self) -> set[str]:
        """Every name of a column of any table, as it is written."""
        columns = (column for schema in self.schemas.values() for column in schema.columns.values())
        return {name for column in columns for name in (column.name, column.title.zh, *column.aliases)}

    def is_header(self, words: Collection[str]) -> bool:
        """Whether at least two of the words in a row, and half of them, name columns of one table."""
        named: dict[str, set[str]] = {}
        known = 0
        for word in words:
            meanings = self.meanings((word,))
            known += bool(meanings)
            for table, each in meanings.items():
                named.setdefault(table, set()).add(each.column)
        return 2 * known >= len(words) and any(len(columns) >= _TELLING for columns in named.values())

    def familiar(self, words: Sequence[str]) -> int:
        """How many of these words any table knows as a header."""
        return sum(bool(self.meanings((word,))) for word in words if word)

    def _resolved(self, path: tuple[str, ...]) -> Meanings:
        if not path:
            return {}
        found: Meanings = {}
        *above, leaf = path
        attempts = [leaf]
        if above and is_unit(leaf):
            unit = without_spaces(leaf).removeprefix("(").removesuffix(")")
            attempts = [f"{above[-1]}({unit})", f"{''.join(above)}({unit})"]
        elif above:
            attempts += [above[-1] + leaf, "".join(path)]
        for attempt in attempts:
            for table, named in self._named(attempt).items():
                found.setdefault(table, named)
        for word in above:
            for table, column in self._keys.get(bare(word), {}).items():
                found.setdefault(table, Named(column))
        return found

    def _named(self, text: str) -> Meanings:
        if len(text) > _LONGEST:
            return {}
        word, notes = bare(text), ()
        for _ in range(_MOST_NOTES):
            columns = self._columns.get(word)
            if columns:
                return {table: Named(column, notes) for table, column in columns.items()}
            parts = _NOTE.fullmatch(word) or _UNIT_NOTE.fullmatch(word)
            if not parts:
                return {}
            word, notes = parts[1].strip(_DRESS), (*notes, parts[2])
        return {table: Named(column, notes) for table, column in self._columns.get(word, {}).items()}


def bare(header: str) -> str:
    """A header in half width without spaces, stars, colons and capital letters."""
    return without_spaces(header).strip(_DRESS).casefold() or without_spaces(header)


def is_serial(header: str) -> bool:
    """Whether a header stands over nothing but the numbers of the lines."""
    return bare(header) in _SERIAL
