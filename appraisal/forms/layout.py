"""Where everything stands in a form: the sheet of each table, its columns, its first and last row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.evidence.sheet import letters
from appraisal.forms.form import PLATFORM
from appraisal.forms.workbook import sheet_name
from appraisal.texts import Bilingual, render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraisal.schema import TableSchema
    from appraisal.texts import Language

#: The sheets beside the tables. Those with an underscore are hidden; readers pass over all of them.
GUIDE = Bilingual("说明", "Guide")
CHECK = Bilingual("自检", "Self-check")
STAMP, LISTS, CALCULATION = "_meta", "_lists", "_calc"
#: Rows as Excel shows them: the title above, the keys of the columns, their titles, the first row of data.
TITLE_ROW, KEY_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4
#: Rows that are ready to be filled in, in a table with one row a platform and in any other.
PREPARED_PLATFORMS, PREPARED = 200, 2_000
_SPARE = 100


@dataclass(frozen=True)
class TablePlace:
    """Where one table stands."""

    schema: TableSchema
    sheet: str
    #: The last prepared row.
    last: int

    def letter(self, column: str) -> str:
        """The letter of a column."""
        return letters(list(self.schema.columns).index(column))

    def column(self, column: str) -> str:
        """The whole column as a formula names it: cutting and pasting cells within it changes no formula."""
        return f"{quoted(self.sheet)}!${self.letter(column)}:${self.letter(column)}"


def layout(tables: Sequence[TableSchema], heights: Mapping[str, int], language: Language) -> dict[str, TablePlace]:
    """The place of each table; one with many rows has as many prepared, and some to spare."""
    taken = {name.casefold() for name in (*_rendered((GUIDE, CHECK), language), STAMP, LISTS, CALCULATION)}
    places = {}
    for schema in tables:
        name = sheet_name(render(schema.title, language), taken)
        taken.add(name.casefold())
        ready = PREPARED_PLATFORMS if schema.key == (PLATFORM,) else PREPARED
        rows = max(ready, heights.get(schema.name, 0) + _SPARE)
        places[schema.name] = TablePlace(schema, name, FIRST_ROW + rows - 1)
    return places


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas write it."""
    escaped = sheet.replace("'", "''")
    return f"'{escaped}'"


def _rendered(names: Sequence[Bilingual], language: Language) -> list[str]:
    return [render(name, language) for name in names]
