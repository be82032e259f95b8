"""Marks that stand in no formula: full-width punctuation, comments and operators of other languages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.formula.problems import NOTHING, shown
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.texts import Text

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0
#: What input methods and word processors put in place of ASCII, beyond the full-width block.
_TWINS = {
    **dict.fromkeys("“”‘’「」『』", "'"),
    **dict.fromkeys("−–—", "-"),
    "、": ",",
    "。": ".",
    "≤": "<=",
    "≥": ">=",
    "≠": "<>",
    "×": "*",
    "÷": "/",
}


@dataclass(frozen=True)
class Mark:
    """A mark that is refused, and how many characters the lexer skips to go on after it."""

    length: int
    code: str
    message: Text
    fix: Text = NOTHING


def ascii_twin(character: str) -> str | None:
    """The ASCII that a full-width or typographic mark stands for, or None."""
    if ord(character) in _FULL_WIDTH:
        return chr(ord(character) - _TO_ASCII)
    return _TWINS.get(character)


def refused_mark(formula: str, position: int) -> Mark | None:
    """The mark at this position if it is of another language; None where a token may begin."""
    pair = formula[position : position + 2]
    return _comment(formula, position) or _foreign_pair(pair) or _foreign_sign(pair[0])


def strange_mark(character: str) -> Mark:
    """What to say about a character with which no token begins."""
    if twin := ascii_twin(character):
        return _foreign_sign(twin) or full_width(character, twin)
    if unicodedata.category(character) == "Zs":
        return Mark(
            1, "full_width", text("This is no ordinary space."), text("Type a space with the input method off.")
        )
    if not character.isprintable():
        message = text("Here stands the invisible character {mark}.", mark=shown(character))
        return Mark(1, "character", message, text("Delete it."))
    return Mark(1, "character", text("{mark} has no meaning in a formula.", mark=character))


def full_width(character: str, twin: str) -> Mark:
    """The refusal of a character that only looks like its ASCII twin."""
    message = text("{mark} is not an ASCII character.", mark=character)
    return Mark(1, "full_width", message, text("Type {ascii} instead.", ascii=twin))


def ratio() -> tuple[str, Text, Text]:
    """Code, message and fix for a division or a mean, which would have to round."""
    return (
        "ratio",
        text("A ratio is a numerator and a denominator."),
        text("Write SUM(x) as numerator and COUNT(x) as denominator."),
    )


def _comment(formula: str, position: int) -> Mark | None:
    if not formula.startswith(("--", "/*"), position):
        return None
    closing = "\n" if formula[position] == "-" else "*/"
    end = formula.find(closing, position + 2)
    length = (len(formula) if end < 0 else end + len(closing)) - position
    fix = text("Write the remark into the description; between two minus signs put a space.")
    return Mark(length, "comment", text("A formula has no comments."), fix)


def _foreign_pair(pair: str) -> Mark | None:
    message = text("{mark} is not in the language.", mark=pair)
    if pair == "||":
        return Mark(2, "operator", message, text("Texts are not joined; for a choice write OR."))
    if pair == "::":
        return Mark(2, *cast())
    if instead := {"&&": "AND", "==": "=", "=<": "<=", "=>": ">=", "><": "<>"}.get(pair):
        return Mark(2, "operator", message, text("Write {instead}.", instead=instead))
    return None


def cast() -> tuple[str, Text, Text]:
    """Code, message and fix for a change of type."""
    return (
        "cast",
        text("A formula does not change types."),
        text("The schema of the table says what a column holds; correct it there."),
    )


def _foreign_sign(sign: str) -> Mark | None:
    match sign:
        case "/":
            return Mark(1, *ratio())
        case "%":
            fix = text("A percentage is a ratio: the scale of the indicator is 100.")
        case ";":
            fix = text("A formula is one expression: leave it out.")
        case "^":
            fix = text("Write x * x.")
        case "`":
            fix = text('Write the name of a column in double quotes: "name".')
        case _:
            return None
    return Mark(1, "operator", text("{mark} is not in the language.", mark=sign), fix)
