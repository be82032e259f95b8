"""A form as a file: guide, a sheet a table, self-check, and the hidden sheets behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.forms.guide import write_guide
from appraisal.forms.layout import layout
from appraisal.forms.lists import Lists
from appraisal.forms.self_check import write_check
from appraisal.forms.stamp import write_stamp
from appraisal.forms.table_sheet import write_table
from appraisal.forms.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from appraisal.forms.form import Form
    from appraisal.texts import Language


def write_form(form: Form, *, rows: Mapping[str, pl.DataFrame] | None = None, language: Language = "zh") -> bytes:
    """The form as .xlsx, the same bytes for the same form.

    With ``rows`` (frames by table, as the engine holds them) it is filled as a person would fill it.
    """
    rows = rows or {}
    book = Book(language)
    places = layout(form.tables, {name: frame.height for name, frame in rows.items()}, language)
    write_guide(book, form, places)
    lists = Lists(book)
    for schema in form.tables:
        write_table(book, form, places[schema.name], places, lists, rows.get(schema.name))
    calculation = write_check(book, form, places, lists) if form.asks_for_register else None
    lists.write()
    if calculation:
        calculation.write(book)
    write_stamp(book, form)
    return book.content()
