"""What Excel lets into a cell of a form, and what it says beside the cell."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from appraisal.forms.lists import NO, YES
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.forms.layout import TablePlace
    from appraisal.forms.lists import Lists
    from appraisal.forms.workbook import Book
    from appraisal.schema import Column, TableSchema

#: The limits of Excel for the texts of a validation.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
#: Excel keeps 15 digits.
_LARGEST = 10**15 - 1
#: No platform, person or service is older than the state that registers them.
_EARLIEST = date(1949, 10, 1)
#: Choices that are named one by one.
_LISTED = 12
_CODE = re.compile(r"\^\[[^\]]*\]\{(\d+),(\d+)\}\$")


def is_code(column: Column, schema: TableSchema) -> bool:
    """Whether the cells are codes of letters and digits, which Excel must not take for numbers."""
    return column.kind == "text" and "pattern" in schema.raw["properties"][column.name]


def allowed(column: Column, schema: TableSchema) -> object:
    """What a cell of the column may hold, in words."""
    if column.kind == "boolean":
        return text("{yes} or {no}", yes=YES, no=NO)
    if column.enum:
        more = "……" if len(column.enum) > _LISTED else ""
        return text("one of: {choices}", choices="、".join(column.enum[:_LISTED]) + more)
    if column.kind == "date":
        return text("a date")
    if column.is_number:
        return text("a number from {low} to {high}", low=column.shown(column.low), high=column.shown(column.high))
    return _text_words(*_lengths(column, schema))


def _text_words(low: int, high: int, is_plain: bool) -> object:  # noqa: FBT001 - as _lengths gives it
    if not high:
        return text("text")
    if is_plain:
        return text("{low} to {high} letters and digits", low=low, high=high)
    return text("text of at most {high} letters", high=high)


def _lengths(column: Column, schema: TableSchema) -> tuple[int, int, bool]:
    """The shortest and the longest text (0 where there is no limit), and whether it is a code of plain letters."""
    raw = schema.raw["properties"][column.name]
    code = _CODE.fullmatch(raw.get("pattern", ""))
    if code:
        return int(code[1]), int(code[2]), True
    return raw.get("minLength", 0), raw.get("maxLength", 0), False


def example(column: Column, schema: TableSchema, data_year: int) -> str:
    """A value as it may stand in the column: the schema's own, else one made from its limits; empty for free text."""
    stated = schema.raw["properties"][column.name].get("examples")
    if stated:
        return YES if stated[0] is True else str(stated[0])
    if column.kind == "boolean":
        return YES
    if column.enum:
        return column.enum[0]
    if column.kind == "date":
        return f"{data_year}-12-31"
    if column.is_number:
        unit = 10**column.scale
        wanted = data_year if column.low <= data_year * unit <= column.high and column.low > unit else 12
        return column.shown(min(max(wanted * unit, column.low), column.high))
    found = _CODE.fullmatch(schema.raw["properties"][column.name].get("pattern", ""))
    return "A0001" if found and "A-Z" in found[0] and "0-9" in found[0] else ""


def validation(
    book: Book, schema: TableSchema, column: Column, lists: Lists, places: dict[str, TablePlace], years: tuple[int, int]
) -> dict[str, Any]:
    """The options of xlsxwriter's data_validation for a column: rule, hint and message."""
    year, data_year = years
    rule, stop = _rule(schema, column, lists, places, year)
    shown = example(column, schema, data_year)
    hint = [
        book.said(column.description),
        book.said(text("Required.") if column.required else text("May stay empty.")),
        book.said(text("Unit: {unit}.", unit=column.unit)) if column.unit else "",
        book.said(text("Write {allowed}.", allowed=allowed(column, schema)))
        if column.kind != "text" or column.enum
        else "",
        book.said(text("Example: {example}", example=shown)) if shown else "",
    ]
    return {
        **rule,
        "ignore_blank": True,
        "input_title": book.said(column.title)[:_LONGEST_TITLE],
        "input_message": "\n".join(line for line in hint if line)[:_LONGEST_MESSAGE],
        "error_title": book.said(text("Not as it should be"))[:_LONGEST_TITLE],
        "error_message": book.said(stop)[:_LONGEST_MESSAGE],
        "error_type": "warning" if rule["validate"] == "list" and rule["source"].startswith("=keys_") else "stop",
    }


def _rule(
    schema: TableSchema, column: Column, lists: Lists, places: dict[str, TablePlace], year: int
) -> tuple[dict[str, Any], object]:
    name = column.title
    for link in schema.references:
        if link.columns == (column.name,) and link.table in places:
            there = places[link.table]
            fix = text(
                "{column} is chosen from the sheet {sheet}: enter it there first.", column=name, sheet=there.sheet
            )
            return {"validate": "list", "source": f"={lists.keys(there, link.key[0])}"}, fix
    if listed := lists.of(column):
        return {"validate": "list", "source": f"={listed}"}, text(
            "{column}: choose from the list ({choices}).", column=name, choices=allowed(column, schema)
        )
    if column.kind == "date":
        last = date(year + 1, 12, 31)
        bounds = {"minimum": _EARLIEST, "maximum": last}
        return {"validate": "date", "criteria": "between", **bounds}, text(
            "{column}: write a date such as 2014-12-31, from {low} to {high}.", column=name, low=_EARLIEST, high=last
        )
    if column.is_number:
        low, high = max(column.low, -_LARGEST), min(column.high, _LARGEST)
        bounds = {"minimum": float(column.shown(low)), "maximum": float(column.shown(high))}
        kind = "integer" if column.scale == 0 else "decimal"
        return {"validate": kind, "criteria": "between", **bounds}, _number_words(column, low, high)
    return _length(schema, column)


def _number_words(column: Column, low: int, high: int) -> object:
    facts = {"column": column.title, "low": column.shown(low), "high": column.shown(high), "unit": column.unit}
    if column.scale == 0:
        return text("{column}: write a whole number from {low} to {high}, digits only.", **facts)
    return text(
        "{column}: write a number from {low} to {high} with at most {decimals} decimals, digits only.",
        decimals=column.scale,
        **facts,
    )


def _length(schema: TableSchema, column: Column) -> tuple[dict[str, Any], object]:
    low, high, is_plain = _lengths(column, schema)
    if not high:
        return {"validate": "any"}, text("text")
    facts = {"column": column.title, "low": low, "high": high}
    words = text("{column}: write {low} to {high} letters.", **facts)
    if is_plain:
        words = text("{column}: write {low} to {high} letters and digits, no spaces.", **facts)
    return {"validate": "length", "criteria": "between", "minimum": low, "maximum": high}, words
