"""The line of machine keys in a form, held against the header that people see: one of the two may have been edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from appraisal.errors import Finding
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.evidence.layout.header import Header, HeaderCell
    from appraisal.evidence.layout.names import HeaderNames, Named
    from appraisal.evidence.layout.page import Page
    from appraisal.schema.table import TableSchema


class Keyed(NamedTuple):
    """A column of a sheet over which a machine key stands, and what people see over it."""

    key: str
    words: tuple[str, ...]
    #: Where the lowest of these words stands.
    anchor: tuple[int, int]
    #: What these words mean; None where they name no column of the table.
    named: Named | None


def keyed_columns(header: Header, names: HeaderNames) -> dict[int, Keyed]:
    """For each column of the sheet with a key and a title what both say.

    A row is one of titles where it names any column as its key does; other rows may hold the names of groups.
    """
    found = {cell.position: keyed for cell in header.cells if (keyed := _keyed(cell, header.table, names))}
    titles = {keyed.anchor[0] for keyed in found.values() if keyed.named and keyed.named.column == keyed.key}
    return {position: keyed for position, keyed in found.items() if keyed.anchor[0] in titles or keyed.named}


def key_conflict(page: Page, schema: TableSchema, keyed: Keyed) -> Finding | None:
    """The error where a title does not name the column of its key: nobody can say which of the two holds."""
    if keyed.named and keyed.named.column == keyed.key:
        return None
    header = " ".join(" / ".join(keyed.words).split())
    message = text(
        "The header says {header}, the line of keys {column}.", header=header, column=schema.columns[keyed.key].label
    )
    place = page.place(*keyed.anchor, keyed.key)
    return Finding("header|conflict", message, text("Use the form as it was given out."), place=place, value=header)


def _keyed(cell: HeaderCell, table: str, names: HeaderNames) -> Keyed | None:
    keys = [names.keyed(word, table) for word in cell.path]
    key = next((each for each in keys if each), None)
    seen = [place for place, each in enumerate(keys) if not each]
    if key is None or not seen:
        return None
    words = tuple(cell.path[place] for place in seen)
    return Keyed(key, words, cell.anchors[seen[-1]], names.meanings(words).get(table))
