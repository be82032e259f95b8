"""The choices of drop-downs: columns of a hidden sheet, each under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.evidence.sheet import letters
from appraisal.forms.layout import FIRST_ROW, LISTS, quoted

if TYPE_CHECKING:
    from appraisal.forms.layout import TablePlace
    from appraisal.forms.workbook import Book
    from appraisal.schema import Column

#: How a form writes true and false; a reader knows both in any language of the form.
YES, NO = "是", "否"


class Lists:
    """The lists of one workbook; the same choices are written once."""

    def __init__(self, book: Book) -> None:
        """No list yet."""
        self._book = book
        self._names: dict[object, str] = {}
        self._lists: list[tuple[str, tuple[str, ...]]] = []

    def of(self, column: Column) -> str | None:
        """The name of the choices of a column, where it has a few."""
        choices = (YES, NO) if column.kind == "boolean" else column.enum
        return self._fixed(column.name, choices) if choices else None

    def keys(self, place: TablePlace, column: str) -> str:
        """The name of what stands in a column of another sheet now, so that it can be chosen from."""
        if (place.sheet, column) not in self._names:
            name = f"keys_{place.schema.name}_{column}"
            whole = place.column(column)
            first = f"{quoted(place.sheet)}!${place.letter(column)}${FIRST_ROW}"
            # As many as are filled in: a list with an empty cell in it would let everything through.
            filled = f"MAX(1,COUNTA(INDEX({whole},{FIRST_ROW}):INDEX({whole},{place.last})))"
            self._book.workbook.define_name(name, f"=OFFSET({first},0,0,{filled},1)")
            self._names[place.sheet, column] = name
        return self._names[place.sheet, column]

    def write(self) -> None:
        """The hidden sheet with all of them."""
        sheet = self._book.sheet(LISTS)
        for at, (title, choices) in enumerate(self._lists):
            for row, choice in enumerate((title, *choices)):
                sheet.write_string(row, at, choice)
        sheet.protect("")
        sheet.hide()

    def _fixed(self, column: str, choices: tuple[str, ...]) -> str:
        if choices not in self._names:
            letter, name = letters(len(self._lists)), f"list_{len(self._lists) + 1}"
            self._lists.append((column, choices))
            self._book.workbook.define_name(name, f"={LISTS}!${letter}$2:${letter}${len(choices) + 1}")
            self._names[choices] = name
        return self._names[choices]
