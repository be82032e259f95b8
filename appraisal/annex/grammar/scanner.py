"""A cell of an annex read from left to right; width of letters and kinds of quotes make no difference."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from appraisal.annex.grammar.values import parse_number
from appraisal.errors import Refused
from appraisal.schema import loads
from appraisal.texts import text

if TYPE_CHECKING:
    from decimal import Decimal

    from appraisal.annex.grammar.names import Names
    from appraisal.texts import Text

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_SPACE = " \t\u3000"
_SIGNS = {"≧": "≥", "≦": "≤", "−": "-", "–": "-", "\n": ";", "\r": " ", "。": ";", "“": '"', "”": '"'}
_SIGNS |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " ", "〔": "(", "〕": ")"}
_NARROW = str.maketrans(_SIGNS)
_CLOSING = {'"': '"', "“": "”", "”": "”"}
#: So much of what could not be read is shown.
_SHOWN = 12


class UnreadableError(Exception):
    """A cell that is not written in the grammar."""

    def __init__(self, message: Text, fix: Text) -> None:
        """What is wrong and how to write it."""
        super().__init__(message, fix)
        self.message, self.fix = message, fix


class Scanner:
    """The text of one cell and a place in it."""

    def __init__(self, source: str, names: Names, unit: str = "") -> None:
        """``unit`` is what may follow a value and says nothing."""
        self._raw, self._text, self._at = source, source.translate(_NARROW), 0
        self.names, self.unit = names, unit

    @property
    def rest(self) -> str:
        """What is still to be read, with narrow signs."""
        self.skip()
        return self._text[self._at :]

    @property
    def is_done(self) -> bool:
        """Nothing is left."""
        return not self.rest

    def skip(self) -> None:
        """Over spaces."""
        while self._at < len(self._text) and self._text[self._at] in _SPACE:
            self._at += 1

    def sees(self, *words: str) -> bool:
        """One of these comes next."""
        return self.rest.startswith(words)

    def take(self, *words: str) -> str:
        """The first of these words that comes next is read; empty where none does."""
        rest = self.rest
        for word in words:
            if rest.startswith(word):
                self._at += len(word)
                return word
        return ""

    def need(self, *words: str) -> str:
        """The same, where one of them must come."""
        found = self.take(*words)
        if not found:
            raise self.fault(text("Expected {words}.", words=" / ".join(words)))
        return found

    def matched(self, pattern: re.Pattern[str]) -> str:
        """What a pattern finds next; empty where it finds nothing."""
        found = pattern.match(self.rest)
        if found:
            self._at += found.end()
        return found.group() if found else ""

    def number(self) -> int | Decimal:
        """A number must come next."""
        digits = self.matched(_NUMBER)
        if not digits:
            raise self.fault(text("Expected a number."))
        return parse_number(digits.removeprefix("+"))

    def value(self) -> int | Decimal:
        """A number with or without the unit of what is marked."""
        number = self.number()
        if self.unit:
            self.take(self.unit, self.unit.translate(_NARROW))
        return number

    def mark(self) -> int | Decimal:
        """A number with or without 分."""
        number = self.number()
        self.take("分")
        return number

    def sees_number(self) -> bool:
        """A number comes next."""
        return bool(_NUMBER.match(self.rest))

    def quoted(self) -> str | None:
        """A word in quotes, letter by letter as it was written; None where none comes next."""
        if not self.sees('"'):
            return None
        opening = self._raw[self._at]
        if opening == '"':
            return str(self.json())
        end = self._raw.find(_CLOSING[opening], self._at + 1)
        if end < 0:
            raise self.fault(text("The quotes are not closed."))
        word = self._raw[self._at + 1 : end]
        self._at = end + 1
        return word

    def json(self) -> Any:
        """A value of JSON as it was written."""
        self.skip()
        try:
            _, end = json.JSONDecoder().raw_decode(self._raw, self._at)
            value = loads(self._raw[self._at : end].encode(), "")
        except (ValueError, Refused):
            raise self.fault(text("This is no JSON.")) from None
        self._at = end
        return value

    def items(self) -> bool:
        """Over one or more semicolons or line ends; False where neither comes next."""
        found = False
        while self.take(";"):
            found = True
        return found

    def end(self) -> None:
        """Nothing more may come."""
        if not self.is_done:
            raise self.fault(text("This is not understood here."))

    def fault(self, message: Text, fix: Text | None = None) -> UnreadableError:
        """What is wrong at this place."""
        shown = self._raw[self._at :].strip()
        shown = shown[:_SHOWN] + "…" if len(shown) > _SHOWN else shown
        where = (
            text("At “{shown}” (character {number}): {message}", shown=shown, number=self._at + 1, message=message)
            if shown
            else text("At the end: {message}", message=message)
        )
        return UnreadableError(where, fix or text("The sheet 说明 shows how it is written."))
