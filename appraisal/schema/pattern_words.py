"""What a pattern asks for, in words: the patterns that the shipped schemas use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Mapping[str, Text] = {
    "^[a-z][a-z0-9_]{0,59}$": text(
        "Write small letters a-z, digits and _, beginning with a letter, at most 60.",
    ),
    "^[a-z0-9][a-z0-9_-]{0,59}$": text(
        "Write small letters a-z, digits, _ and -, beginning with a letter or a digit, at most 60.",
    ),
    "^[A-Za-z0-9_-]{1,40}$": text("Write 1 to 40 of the characters A-Z, a-z, 0-9, _ and -, without spaces."),
    "^[A-Za-z0-9._/-]{1,40}$": text("Write 1 to 40 of the characters A-Z, a-z, 0-9, . _ / and -, without spaces."),
    "^[0-9a-f]{64}$": text("Write the sha256 as 64 digits and small letters a-f."),
    "^[0-9]+\\.[0-9]+\\.[0-9]+$": text("Write a version such as 1.0.0."),
    "^[0-9]{4}$": text("Write a year such as 2014."),
    "^44[0-9]{4}$": text("Write the six digits of the city's code, such as 440100."),
    "^([a-z][a-z0-9_]{0,59}|platforms\\.[^.]{1,60}|panels\\.[a-z][a-z0-9_]{0,59}(\\.[a-z][a-z0-9_]{0,59})?"
    "|history\\.[a-z][a-z0-9_]{0,59}|marks\\.[a-z][a-z0-9_]{0,59})$": text(
        "Write the id of an indicator, platforms.COLUMN for a column of the register, panels.ID, history.NAME, "
        "or in a grade marks.NODE.",
    ),
    "^(class|platforms\\.[^.]{1,60})$": text("Write class, or platforms.COLUMN for a column of the register."),
    "^([0-9A-Z]{8}[0-9X]|[0-9A-HJ-NPQRTUWXY]{18})$": text(
        "Write the 9 characters of the organisation code or the 18 of the unified code, without hyphen or space.",
    ),
}


def pattern_fix(pattern: str) -> Text:
    """How to write a text that has to match ``pattern``."""
    return _WORDS.get(pattern) or text("It has to match {pattern}.", pattern=pattern)
