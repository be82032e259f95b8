"""The hidden sheet that works the gates out: a column for each step over the rows of a table, a cell for each total.

Its row 14 looks at row 14 of the table. Only functions that Excel, WPS and LibreOffice all have are used, each
formula is plain and short, and none is an array formula: an official can follow every step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.evidence.sheet import letters
from appraisal.forms.form import PLATFORM, REGISTER
from appraisal.forms.layout import CALCULATION, FIRST_ROW, STAMP
from appraisal.forms.self_check.reading import read_cell, trimmed
from appraisal.forms.self_check.value import UntranslatableError, Value, check_size
from appraisal.forms.validation import is_code
from appraisal.forms.workbook import write_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.forms.layout import TablePlace
    from appraisal.forms.self_check.value import Kind
    from appraisal.forms.workbook import Book
    from appraisal.schema import Column, Reference

#: Stands for the number of the row in a formula that is written into each row of a column.
ROW = "\ue000"
_FIRST_COLUMN = 3
#: Positions of a code that may differ in capitals; their bits fit the digits that Excel keeps.
_LONGEST_CODE = 40


class Calculation:
    """The columns and cells of the sheet, collected and then written."""

    def __init__(self, places: Mapping[str, TablePlace], pick: str) -> None:
        """``pick`` is the cell in which the platform is chosen."""
        self.places = places
        self._columns: list[tuple[str, str, str]] = []
        self._cells: list[tuple[str, str]] = []
        self._known: dict[object, str] = {}
        self.pick = self.cell("platform", trimmed(pick))

    def cell(self, title: str, formula: str) -> str:
        """The address of a cell with this formula."""
        key = ("cell", formula)
        if key not in self._known:
            self._cells.append((title, check_size(formula)))
            self._known[key] = f"$B${len(self._cells)}"
        return self._known[key]

    def column(self, table: str, title: str, formula: str) -> str:
        """The cell of this row in a column that has the formula in each row of a table."""
        key = (table, formula)
        if key not in self._known:
            letter = letters(_FIRST_COLUMN + len(self._columns))
            self._columns.append((table, title, check_size(formula)))
            self._known[key] = f"${letter}{ROW}"
        return self._known[key]

    def span(self, table: str, column: str) -> str:
        """All rows of a column of this sheet."""
        letter = column.removesuffix(ROW)
        return f"{letter}${FIRST_ROW}:{letter}${self.places[table].last}"

    def mirror(self, table: str, name: str) -> Value:
        """A column of a table: numbers as integers, yes and no as TRUE and FALSE, empty cells as empty text."""
        place = self.places[table]
        column = place.schema.columns[name]
        raw = f"INDEX({place.column(name)},ROW())"
        kind: Kind = "number" if column.kind in ("integer", "decimal") else column.kind

        def keep(title: str, formula: str) -> str:
            return self.column(table, f"{table}.{name}: {title}", formula)

        formula = read_cell(column, raw, keep, is_code=is_code(column, place.schema))
        return Value(self.column(table, f"{table}.{name}", formula), kind, column.scale, may_miss=True)

    def mine(self, table: str) -> str:
        """1 in the rows of the platform."""
        return self.column(table, f"{table}: mine", f"IF(EXACT({self.mirror(table, PLATFORM).text},{self.pick}),1,0)")

    def rows_of(self, table: str) -> str:
        """The cell with the number of rows of the platform."""
        return self.cell(f"{table}: rows", f"SUM({self.span(table, self.mine(table))})")

    def strays(self, table: str) -> str:
        """The cell with the number of rows that belong to no platform of the register: nobody knows whose they are."""
        place, own = self.places[table], self.span(table, self.mirror(table, PLATFORM).text)
        columns = (place.column(name) for name in place.schema.columns)
        filled = "+".join(f'(INDEX({whole},{FIRST_ROW}):INDEX({whole},{place.last})<>"")' for whole in columns)
        used = self.cell(f"{table}: used rows", f"SUMPRODUCT((({filled})>0)*1)")
        # Counted from the register, which is shorter than any table.
        platform = self.mirror(REGISTER, PLATFORM).text
        known = f'IF({platform}="",0,SUMPRODUCT(EXACT({own},{platform})*1))'
        known = self.span(REGISTER, self.column(REGISTER, f"{table}: rows of the platform", known))
        return self.cell(f"{table}: strays", f"ABS({used}-SUM({known}))")

    def register_ids(self) -> str:
        """The ids of all platforms of the register."""
        return self.span(REGISTER, self.mirror(REGISTER, PLATFORM).text)

    def register_row(self) -> str:
        """The cell with the place of the platform in the register; meaningful where it stands there once."""
        ids = self.register_ids()
        return self.cell("register row", f"SUMPRODUCT(EXACT({ids},{self.pick})*(ROW({ids})-{FIRST_ROW - 1}))")

    def fact(self, name: str) -> Value:
        """The cell of the platform in a column of the register."""
        mirror = self.mirror(REGISTER, name)
        at = self.register_row()
        last = self.places[REGISTER].last - FIRST_ROW + 1
        inside = f"AND({at}>=1,{at}<={last})"
        found = f'IF({inside},INDEX({self.span(REGISTER, mirror.text)},{at}),"")'
        return Value(self.cell(f"register: {name}", found), mirror.kind, mirror.scale, may_miss=True)

    def key(self, value: Value, column: Column, table: str) -> str:
        """A code that differs from every other: MATCH passes over capitals, so small letters are marked by place."""
        if value.kind in ("number", "date"):
            return f'({value.text}&"")'
        if not is_plain_code(column, self.places[table]):
            raise UntranslatableError
        rows = f"ROW({STAMP}!$1:${_LONGEST_CODE})"
        letter = f"MID({value.text},{rows},1)"
        marks = f"SUMPRODUCT((1-EXACT({letter},UPPER({letter})))*2^{rows})"
        return f'IF(EXACT({value.text},UPPER({value.text})),{value.text}&"",{value.text}&"|"&{marks})'

    def followed(self, table: str, link: Reference) -> str:
        """The place of the row that each row of the platform points at: 0 where it is not there, empty without one."""
        if len(link.columns) != 1 or link.table not in self.places:
            raise UntranslatableError
        (name,), (there,) = link.columns, link.key
        source, target = self.mirror(table, name), self.mirror(link.table, there)
        known = self.places[link.table].schema.columns[there]
        keys = self.column(
            link.table, f"{link.table}: key", f'IF({target.text}="","",{self.key(target, known, link.table)})'
        )
        own = self.places[table].schema.columns[name]
        found = f"IFERROR(MATCH({self.key(source, own, table)},{self.span(link.table, keys)},0),0)"
        empty = f'OR({self.mine(table)}=0,{source.text}="")'
        return self.column(table, f"{table}: row in {link.table}", f'IF({empty},"",{found})')

    def referenced(self, table: str, link: Reference, name: str) -> Value:
        """A column of the row that each row points at."""
        at, there = self.followed(table, link), self.mirror(link.table, name)
        found = f'IF(N({at})=0,"",INDEX({self.span(link.table, there.text)},N({at})))'
        return Value(self.column(table, f"{table}: {link.table}.{name}", found), there.kind, there.scale, may_miss=True)

    def write(self, book: Book) -> None:
        """The hidden sheet."""
        sheet = book.sheet(CALCULATION)
        for row, (title, formula) in enumerate(self._cells):
            sheet.write_string(row, 0, title)
            write_formula(sheet, row, 1, formula)
        for at, (table, title, formula) in enumerate(self._columns, _FIRST_COLUMN):
            sheet.write_string(0, at, title)
            for row in range(FIRST_ROW, self.places[table].last + 1):
                write_formula(sheet, row - 1, at, formula.replace(ROW, str(row)))
        sheet.protect("")
        sheet.hide()


def is_plain_code(column: Column, place: TablePlace) -> bool:
    """Whether the cells are codes of at most 40 plain letters, digits, - and _."""
    pattern = place.schema.raw["properties"][column.name].get("pattern", "")
    return is_code(column, place.schema) and pattern == f"^[A-Za-z0-9_-]{{1,{_LONGEST_CODE}}}$"
