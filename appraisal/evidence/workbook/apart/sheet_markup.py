"""One sheet of an .xlsx file read by the XML alone, whoever wrote it and however."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cell import EMPTY, MOST_ROWS, TEXT, UNCOMPUTED, address, xml_cell
from .markup import MAIN, Walk, is_true
from .refusal import damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .book import Book
    from .grid import Grid

_WORDS = ("c", "v", "t", "f", "rPh", "row", "mergeCell", "col")
_MOST_DIGITS = 7


def read_sheet(pieces: Iterable[bytes], grid: Grid, book: Book, texts: Sequence[str | None], limit: int) -> None:
    """Put every cell of the sheet into the grid, with its merged cells and hidden rows."""
    sheet_walk(grid, book, texts, limit).run(pieces)


def sheet_walk(grid: Grid, book: Book, texts: Sequence[str | None], limit: int) -> Walk:
    """The parser that does so."""
    reader = _Reader(grid, book, texts, limit)
    return Walk(reader.start, reader.end, reader.data)


class _Reader:
    """Where the parser stands: it tells of five things a cell, so what it calls is kept short."""

    def __init__(self, grid: Grid, book: Book, texts: Sequence[str | None], limit: int) -> None:
        self.grid, self.book, self.texts, self.limit = grid, book, texts, limit
        self.row = self.column = -1
        self.parts: list[str] = []
        self.data = self.parts.append
        self.attributes: dict[str, str] = {}
        self.value: str | None = None
        self.has_formula = False
        self.is_reading_aid = False
        self.words = {f"{space} {word}".lstrip(): word for space in MAIN for word in _WORDS}
        self.letters: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        word = self.words.get(name)
        if word == "v" or word == "t":  # noqa: PLR1714 - called for each cell, and a set takes longer
            self.parts.clear()
        elif word == "c":
            self.attributes = attributes
            self.value = None
            self.has_formula = False
        elif word == "row":
            self._start_row(attributes)
        elif word == "f":
            self.has_formula = True
        elif word == "rPh":
            self.is_reading_aid = True
        elif word == "col":
            if is_true(attributes.get("hidden")):
                self.grid.hide_columns(*(_column(attributes.get(side)) for side in ("min", "max")))
        elif word == "mergeCell":
            first, _, last = attributes.get("ref", "").replace("$", "").partition(":")
            self.grid.merge(*address(first), *address(last or first))

    def end(self, name: str) -> None:
        word = self.words.get(name)
        if word == "v":
            self.value = "".join(self.parts)
        elif word == "c":
            self._end_cell()
        elif word == "t" and not self.is_reading_aid and self.attributes.get("t") == "inlineStr":
            self.value = (self.value or "") + "".join(self.parts)
        elif word == "rPh":
            self.is_reading_aid = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self.row = address(f"A{number}")[0] if number else self.row + 1
        self.column = -1
        if is_true(attributes.get("hidden")):
            self.grid.hidden_rows.add(self.row + 1)

    def _end_cell(self) -> None:
        attributes, value = self.attributes, self.value
        reference = attributes.get("r")
        if reference:
            self._go_to(reference)
        else:
            self.column += 1
        if value is None and not self.has_formula:
            return
        form = self._form(attributes.get("s"))
        kind = attributes.get("t")
        if kind == "s":
            kind, value = self._shared((value or "").strip())
        else:
            kind, value = xml_cell(
                kind,
                form,
                value,
                has_formula=self.has_formula,
                is_stale=self.book.is_stale,
                from_1904=self.book.from_1904,
                limit=self.limit,
            )
        if kind != EMPTY:
            if self.row >= MOST_ROWS:
                damaged("a sheet has too many rows")
            self.grid.put(self.row, self.column, kind, value)

    def _go_to(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        row = str(self.row + 1)
        if reference[len(letters) :] != row or self.row < 0:
            self.row, self.column = address(reference)
        elif letters in self.letters:
            self.column = self.letters[letters]
        else:
            self.column = self.letters[letters] = address(reference)[1]

    def _form(self, style: str | None) -> str:
        try:
            return self.book.forms[int(style or 0)]
        except (ValueError, IndexError):
            damaged(f"there is no style {style}")

    def _shared(self, number: str) -> tuple[str, str | None]:
        if self.has_formula and (self.book.is_stale or not number):
            return UNCOMPUTED, None
        if not number:
            return EMPTY, None
        place = int(number) if number.isdigit() and len(number) <= _MOST_DIGITS else len(self.texts)
        if place >= len(self.texts):
            damaged("a text is missing")
        value = self.texts[place]
        return (TEXT if value else EMPTY), value


def _column(number: str | None) -> int:
    """A column from 0, which the file counts from 1."""
    if not number or not number.isdecimal() or len(number) > _MOST_DIGITS:
        damaged("a column has no number")
    return int(number) - 1
