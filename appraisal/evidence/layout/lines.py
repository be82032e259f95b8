"""The lines below a header: data, totals, footers, and lines with nothing in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from appraisal.evidence.layout.labels import DAY, FOOTER, TOTAL, is_label, stands_alone
from appraisal.evidence.repairs import without_spaces
from appraisal.evidence.sheet import UNCOMPUTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.evidence.layout.columns import Columns
    from appraisal.evidence.layout.names import HeaderNames
    from appraisal.evidence.sheet import Sheet
    from appraisal.schema.table import TableSchema

#: How a cell of a required column begins or ends that may be a total or a footer; all others are data.
_ODD = r"[合小总共]\s*计|计\s*[:：]?\s*$|^[\s（(]*[填制审复经报单负法联电日备附注说以盖公签主分领此本抄合小总共]"
_ENDS_AS_DAY = r"日\s*$"
#: A line with fewer cells is no line of data if it stands below a footer.
_TELLING = 2
#: A line that is left out and holds more than these in columns of the table may be data after all.
_MOST_ASIDE = 3


@dataclass
class Lines:
    """The lines of a sheet below its header, by their row from 0."""

    data: Sequence[int]
    #: Where a total stands: its row, and the column that says so.
    totals: dict[int, int] = field(default_factory=dict)
    footers: list[int] = field(default_factory=list)
    #: Lines that hold something only in columns that are not read.
    aside: list[int] = field(default_factory=list)
    #: Lines of data below a footer, which are read all the same.
    late: list[int] = field(default_factory=list)
    #: Lines that say the header once more.
    again: list[int] = field(default_factory=list)
    #: Where another header stands: it and what is below it is no part of the table.
    end: int | None = None
    #: Totals and closing lines that hold more than such lines do.
    doubtful: set[int] = field(default_factory=set)


def sorted_lines(
    sheet: Sheet, columns: Columns, schema: TableSchema, names: HeaderNames, filled: Mapping[str, pl.Series]
) -> Lines:
    """Every line below the header, put where it belongs.

    ``filled`` are the columns of the table below the header, with merged cells filled down.
    """
    start = columns.header.bottom + 1
    body = sheet.cells.slice(start)
    needed = [(columns.positions[name], filled[name]) for name in filled if schema.columns[name].required]
    dates = {place for name, place in columns.positions.items() if schema.columns[name].kind == "date"}
    known = names.words() | {word for cell in columns.header.cells for word in cell.path[-1:]}
    odd = _odd_rows(body, [(column, place in dates) for place, column in needed], known)
    if not odd:
        return Lines(range(start, start + body.height))
    numbers = {place for name, place in columns.positions.items() if schema.columns[name].is_number}
    judge = _Judge(columns, names, {place for place, _ in needed}, dates, numbers)
    kinds = [UNCOMPUTED in column for column in sheet.kinds]
    other: set[int] = set()
    lines = Lines([])
    thin: list[int] = []
    piles = {"footer": lines.footers, "aside": lines.aside, "again": lines.again, "thin": thin}
    for at, cells in zip(odd, body[odd].iter_rows(), strict=True):
        row = start + at
        words = {
            place: word
            for place, cell in enumerate(cells)
            if (word := without_spaces(cell or ""))
            or (kinds and kinds[place] and sheet.kinds[place][row] == UNCOMPUTED)
        }
        given = {place for place, column in needed if (column[at] or "").strip()}
        verdict, place = judge.verdict(words, given)
        if verdict == "other":
            lines.end = row
            break
        if verdict not in {"data", "thin"}:
            other.add(row)
        if verdict == "total":
            lines.totals[row] = place
        elif verdict in piles:
            piles[verdict].append(row)
        if verdict in {"total", "footer"} and judge.evidence(words, with_numbers=verdict == "footer") > _MOST_ASIDE:
            lines.doubtful.add(row)
    _settle(lines, thin, other, range(start, start + body.height if lines.end is None else lines.end))
    return lines


def _settle(lines: Lines, thin: list[int], other: set[int], rows: range) -> None:
    """Lines below a footer: those with hardly a cell belong to it, the others are data in the wrong place."""
    if lines.footers:
        below = [row for row in thin if row > lines.footers[0]]
        other.update(below)
        lines.footers = sorted([*lines.footers, *below])
        lines.late = [row for row in range(lines.footers[0], rows.stop) if row not in other]
    lines.data = [row for row in rows if row not in other] if other else rows


class _Judge:
    """Says what a line is by its words."""

    def __init__(
        self, columns: Columns, names: HeaderNames, required: set[int], dates: set[int], numbers: set[int]
    ) -> None:
        self._table = columns.header.table
        self._names = names
        self._positions = columns.positions
        self._numbers = numbers
        self._serial = columns.serial
        self._mapped = set(columns.positions.values())
        self._required = required
        self._dates = dates
        self._telling = min(_TELLING, len(self._mapped))

    def verdict(self, words: dict[int, str], given: set[int]) -> tuple[str, int]:
        """``blank``, ``again``, ``other``, ``total``, ``footer``, ``aside``, ``thin`` or ``data``, and the column.

        ``given`` are the required columns in which the line has a cell, be it its own or a merged one.
        """
        content = {
            place: word for place, word in words.items() if place not in self._serial or (word and not word.isdecimal())
        }
        if not content:
            return "blank", 0
        if self._names.is_header([*content.values()]):
            return ("again" if self._is_same(content) else "other"), min(content)
        return self._said(content, words, given)

    def _said(self, content: dict[int, str], words: dict[int, str], given: set[int]) -> tuple[str, int]:
        first = min(content)
        total = self._total(content, given)
        # The numbers of a total are no sign of data.
        if self._is_evident(content, with_numbers=total is None):
            return "data", first
        if total is not None:
            return "total", total
        if self._is_closing(content, first) and self._lacks(words, given, first):
            return "footer", first
        mapped = len(self._mapped & content.keys())
        if not mapped:
            return "aside", first
        return ("data" if mapped >= self._telling else "thin"), first

    def _total(self, content: dict[int, str], given: set[int]) -> int | None:
        """The column that says that a line is a total."""
        places = (
            place
            for place, word in content.items()
            if TOTAL.fullmatch(word) and (place in self._required or not self._required <= given)
        )
        return next(places, None)

    def evidence(self, words: dict[int, str], *, with_numbers: bool) -> int:
        """How many columns of the table a line fills with what is neither a label nor the value of one."""
        found = 0
        before = ""
        for place, word in sorted(words.items()):
            is_day = DAY.fullmatch(word) and (place not in self._dates or len(words) <= _TELLING)
            is_counted = place in self._mapped and (with_numbers or place not in self._numbers)
            found += is_counted and not (is_day or is_label(word) or stands_alone(before))
            before = word
        return found

    def _is_evident(self, content: dict[int, str], *, with_numbers: bool) -> bool:
        """Whether a line fills half of the columns of the table, however it begins."""
        found = self.evidence(content, with_numbers=with_numbers)
        return found >= self._telling and 2 * found >= len(self._mapped)

    def _is_same(self, content: dict[int, str]) -> bool:
        """Whether a header names the columns that stand there."""
        meanings = ((place, self._names.meanings((word,)).get(self._table)) for place, word in content.items())
        return all(named and self._positions.get(named.column) == place for place, named in meanings)

    def _is_closing(self, content: dict[int, str], first: int) -> bool:
        """Whether a line begins as closing lines do, or holds nothing but a day."""
        return bool(FOOTER.match(content[first]) or (len(content) == 1 and DAY.fullmatch(content[first])))

    def _lacks(self, words: dict[int, str], given: set[int], first: int) -> bool:
        """Whether a required cell beside the first one is empty, or holds a label, or a day where none belongs."""
        labels = {place for place in given if FOOTER.match(words.get(place, ""))}
        days = {place for place in given - self._dates if DAY.fullmatch(words.get(place, ""))}
        beside = self._required - {first}
        return not beside <= given - labels - days if beside else first in self._required


def _odd_rows(body: pl.DataFrame, needed: list[tuple[pl.Series, bool]], known: set[str]) -> list[int]:
    """The rows that need a closer look: a required cell is empty or says what a total or a closing line would say.

    ``known`` are the names of columns, which make a row a header. With each required column comes whether it holds
    dates, among which a day is nothing odd.
    """
    if not needed:
        return list(range(body.height))
    required = pl.DataFrame([column.alias(str(at)) for at, (column, _) in enumerate(needed)])
    signs = [_ODD if is_date else f"{_ODD}|{_ENDS_AS_DAY}" for _, is_date in needed]
    is_odd = pl.any_horizontal(
        cell.is_null() | (cell.str.strip_chars() == "") | cell.str.contains(sign) | cell.is_in(sorted(known))
        for cell, sign in zip(map(pl.col, required.columns), signs, strict=True)
    )
    rows = required.select(pl.arg_where(is_odd)).to_series().to_list()
    # A row that holds only what a merged cell gives it is empty, however full it looks.
    empty = body.select(pl.arg_where(pl.all_horizontal(pl.all().is_null()))).to_series().to_list()
    return sorted({*rows, *empty}) if empty else rows
