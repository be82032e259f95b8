"""What a keyword asks of a cell, in the words of the person who filled in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal.schema.formats import format_fix
from appraisal.schema.pattern_words import pattern_fix
from appraisal.schema.pointer import listed
from appraisal.schema.strict_json import canonical
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from appraisal.schema.column import Column
    from appraisal.texts import Bilingual


def cell_words(keyword: str, wanted: Any, column: Column) -> tuple[Text, Text]:  # noqa: PLR0911 - one case a keyword
    """What is wrong where a cell breaks a keyword, and the mend. The fact ``value`` is filled in later."""
    stand_in = text("the value")
    match keyword:
        case "required":
            return text("{column} is missing.", column=column.label), text("Fill in the cell.")
        case "false":
            message = text("{column}: {value} has to be left out here.", column=column.label, value=stand_in)
            return message, text("Empty the cell.")
        case "enum" | "const":
            choices = wanted if keyword == "enum" else [wanted]
            message = text("{column}: {value} is not one of the choices.", column=column.label, value=stand_in)
            names = listed(_shown(choice) for choice in choices if choice is not None)
            return message, text("Write one of: {names}.", names=names) if len(choices) > 1 else text(
                "Write {choice}.", choice=names
            )
        case "minimum" | "exclusiveMinimum":
            message = text("{column}: {value} is too small.", column=column.label, value=stand_in)
            return message, _limit(text("Write {limit} or more."), text("Write more than {limit}."), keyword, wanted)
        case "maximum" | "exclusiveMaximum":
            message = text("{column}: {value} is too large.", column=column.label, value=stand_in)
            return message, _limit(text("Write {limit} or less."), text("Write less than {limit}."), keyword, wanted)
        case "minLength":
            message = text("{column}: {value} is too short.", column=column.label, value=stand_in)
            return message, text("Write at least {limit} characters.", limit=wanted)
        case "maxLength":
            message = text("{column}: {value} is too long.", column=column.label, value=stand_in)
            return message, text("Write at most {limit} characters.", limit=wanted)
        case "multipleOf":
            message = text(
                "{column}: {value} is not a multiple of {step}.",
                column=column.label,
                value=stand_in,
                step=_shown(wanted),
            )
            return message, Text("")
        case "pattern":
            return _misspelt(column, stand_in), pattern_fix(wanted)
        case "format":
            return _misspelt(column, stand_in), format_fix(wanted)
        case _:
            return text("{column}: {value} is not allowed here.", column=column.label, value=stand_in), Text("")


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
    return text("{fix} Rule: {rule}", fix=fix, rule=rule) if rule else fix


def _misspelt(column: Column, stand_in: Text) -> Text:
    return text("{column}: {value} is not written as it has to be.", column=column.label, value=stand_in)


def _limit(closed: Text, opened: Text, keyword: str, wanted: object) -> Text:
    return Text((opened if keyword.startswith("exclusive") else closed).msgid, {"limit": _shown(wanted)})


def _shown(value: object) -> str:
    return value if isinstance(value, str) else canonical(value).decode()
