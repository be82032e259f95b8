"""Days as formulas write them, and as they may have been meant where they are written otherwise."""

from __future__ import annotations

import re
from datetime import date

from appraisal.texts import Text, text

_LOOSE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


def as_written(words: str) -> Text:
    """How the day in these words is written; where they hold none, how any day is."""
    if found := _LOOSE.fullmatch(words.strip()):
        try:
            return text("Write DATE '{written}'.", written=date(*map(int, found.groups())).isoformat())
        except ValueError:
            pass
    return text("Write a day in this form: DATE '2014-12-31'.")
