"""What a keyword asks of a cell, in the words of the person who filled in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.schema.formats import format_fix
from appraisal.schema.json_spelling import canonical
from appraisal.schema.pattern_words import pattern_fix
from appraisal.schema.pointer import listed
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.schema.column import Column
    from appraisal.texts import Bilingual

_SMALL = text("{column}: {value} is too small.")
_LARGE = text("{column}: {value} is too large.")
_CHOICE = text("{column}: {value} is not one of the choices.")
_MISSPELT = text("{column}: {value} is not written as it has to be.")
_WRONG: Mapping[str, Text] = {
    "required": text("{column} is missing."),
    "false": text("{column}: {value} has to be left out here."),
    "enum": _CHOICE,
    "const": _CHOICE,
    "minimum": _SMALL,
    "exclusiveMinimum": _SMALL,
    "maximum": _LARGE,
    "exclusiveMaximum": _LARGE,
    "multipleOf": text("{column}: {value} is not a multiple of {limit}."),
    "minLength": text("{column}: {value} is too short."),
    "maxLength": text("{column}: {value} is too long."),
    "pattern": _MISSPELT,
    "format": _MISSPELT,
}
_NOT_ALLOWED = text("{column}: {value} is not allowed here.")
_MEND: Mapping[str, Text] = {
    "required": text("Fill in the cell."),
    "false": text("Empty the cell."),
    "const": text("Write {limit}."),
    "enum": text("Write one of: {limit}."),
    "minimum": text("Write {limit} or more."),
    "exclusiveMinimum": text("Write more than {limit}."),
    "maximum": text("Write {limit} or less."),
    "exclusiveMaximum": text("Write less than {limit}."),
    "minLength": text("Write at least {limit} characters."),
    "maxLength": text("Write at most {limit} characters."),
}


def cell_words(keyword: str, wanted: Any, column: Column) -> tuple[Text, Text]:
    """What is wrong where a cell breaks a keyword, and the mend. The fact ``value`` is filled in later."""
    limit = listed(_shown(choice) for choice in wanted if choice is not None) if keyword == "enum" else _shown(wanted)
    facts = {"column": column.label, "value": text("the value"), "limit": limit}
    wrong = Text(_WRONG.get(keyword, _NOT_ALLOWED).msgid, facts)
    if keyword == "pattern":
        return wrong, pattern_fix(wanted)
    if keyword == "format":
        return wrong, format_fix(wanted)
    return wrong, Text(_MEND[keyword].msgid, facts) if keyword in _MEND else Text("")


def dependent_words(column: Column, reason: Column) -> tuple[Text, Text]:
    """What is wrong where a cell is missing that another one calls for."""
    message = text("{column} is missing, though {reason} is given.", column=column.label, reason=reason.label)
    return message, text("Fill in the cell.")


def row_words(rule: Bilingual | None, place: str) -> tuple[Text, Text]:
    """What is wrong where a row as a whole breaks a rule."""
    if rule:
        return text("The row breaks a rule: {rule}", rule=rule), Text("")
    return text("The row breaks the rule at {place} of the table's schema.", place=place), Text("")


def because(fix: Text, rule: Bilingual | None) -> Text:
    """A mend with the rule that asks for it, where its author gave it words."""
    if rule and not fix.msgid:
        return text("Rule: {rule}", rule=rule)
    return text("{fix} Rule: {rule}", fix=fix, rule=rule) if rule else fix


def _shown(value: object) -> str:
    return value if isinstance(value, str) else canonical(value).decode()
