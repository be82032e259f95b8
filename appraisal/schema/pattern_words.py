"""What a pattern asks for, in words: the patterns that the shipped schemas use."""

from __future__ import annotations

from appraisal.texts import Text, text


def pattern_fix(pattern: str) -> Text:
    """How to write a text that has to match ``pattern``."""
    match pattern:
        case "^[a-z][a-z0-9_]{0,59}$":
            return text("Write small letters a-z, digits and _, beginning with a letter, at most 60.")
        case "^[a-z0-9][a-z0-9_-]{0,59}$":
            return text("Write small letters a-z, digits, _ and -, beginning with a letter or a digit, at most 60.")
        case "^[A-Za-z0-9_-]{1,40}$":
            return text("Write 1 to 40 of the characters A-Z, a-z, 0-9, _ and -, without spaces.")
        case "^[0-9a-f]{64}$":
            return text("Write the sha256 as 64 digits and small letters a-f.")
        case "^[0-9]+\\.[0-9]+\\.[0-9]+$":
            return text("Write a version such as 1.0.0.")
        case "^[0-9]{4}$":
            return text("Write a year such as 2014.")
        case "^44[0-9]{4}$":
            return text("Write the six digits of the city's code, such as 440100.")
        case "^([a-z][a-z0-9_]{0,59}|platforms\\.[^.]{1,60})$":
            return text("Write the id of an indicator, or platforms.COLUMN for a column of the register.")
        case "^([0-9A-Z]{8}[0-9X]|[0-9A-HJ-NPQRTUWXY]{18})$":
            return text(
                "Write the 9 characters of the organisation code or the 18 of the unified code, without hyphen or space."
            )
        case _:
            return text("It has to match {pattern}.", pattern=pattern)
