"""Patterns with the meaning of ECMA 262, written for the linear-time engine that Polars runs them on."""

from __future__ import annotations

import re
from typing import NoReturn

from appraisal.texts import Text, text

#: White space and line ends of ECMA 262: more than ASCII, and U+FEFF besides.
_SPACES = r"\t\n\x0B\x0C\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}"
_CLASSES = {"d": "0-9", "w": "0-9A-Za-z_", "s": _SPACES}
_CONTROLS = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D}
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_ANY = r"[^\n\r\x{2028}\x{2029}]"
_EVERYTHING = r"[\x{0}-\x{10FFFF}]"
_NOTHING = r"[^\x{0}-\x{10FFFF}]"
_QUANTIFIER = re.compile(r"(?:[*+?]|\{([0-9]{1,6})(?:(,)([0-9]{1,6})?)?\})\??")
_HEX = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{0*([0-9A-Fa-f]{1,6})\}")
_PROPERTY = re.compile(r"[pP]\{([A-Za-z_]+(?:=[A-Za-z_]+)?)\}")
_GROUP = re.compile(r"\?(?::|<[A-Za-z_$][A-Za-z0-9_$]*>)")
_ESCAPE = r"\\[dws^$\\.*+?()\[\]{}|/-]"
#: Characters that are named: those of an escape, or in brackets.
_NAMED = re.compile(rf"{_ESCAPE}|\[(?!\^)(?:[^\\\[\]\x00]|{_ESCAPE})*\]")
#: What is left of a pattern without them: from the first character of a text to the last.
_WHOLE = re.compile(r"\^[^\\^$.\[\]\x00]*\$")
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


class PatternError(ValueError):
    """A pattern that cannot be run: why, and at which character from 1."""

    def __init__(self, reason: Text, character: int) -> None:
        """The reason for people and the place in the pattern."""
        self.reason, self.character = reason, character
        super().__init__(f"character {character}: {reason}")


def to_rust(pattern: str) -> str:
    """The same pattern in the dialect of Polars' engine; PatternError where there is none."""
    return _Translator(pattern).pattern()


def names_all(pattern: str) -> bool:
    """Whether the pattern names each character that may stand in a text, and U+0000 is none; False where in doubt."""
    left = _NAMED.sub("", pattern)
    depth = 0
    for character in left:
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            return False
    return _WHOLE.fullmatch(left) is not None


class _Translator:
    """One pass over a pattern in the strict (unicode) grammar of ECMA 262."""

    def __init__(self, source: str) -> None:
        self.source, self.at, self.open = source, 0, 0

    def pattern(self) -> str:
        parts: list[str] = []
        while self.at < len(self.source):
            part, repeatable = self.term()
            parts.append(part)
            if quantifier := _QUANTIFIER.match(self.source, self.at):
                if not repeatable:
                    self.fail(text("There is nothing to repeat here."))
                parts.append(self.quantifier(quantifier))
        if self.open:
            self.fail(text("A bracket is not closed."))
        return "".join(parts)

    def term(self) -> tuple[str, bool]:  # noqa: C901, PLR0911, RET503 - one case a character
        """The next piece, and whether a quantifier may follow it."""
        character = self.take()
        match character:
            case "^":
                return r"\A", False
            case "$":
                return r"\z", False
            case "|":
                return "|", False
            case ".":
                return _ANY, True
            case "(":
                return self.group(), False
            case ")":
                if not self.open:
                    self.fail(text("A bracket is closed that was not opened."), back=1)
                self.open -= 1
                return ")", True
            case "[":
                return self.brackets(), True
            case "\\":
                return self.escape()
            case "*" | "+" | "?" | "{" | "}" | "]":
                self.fail(text("{character} stands for itself only as \\{character}.", character=character), back=1)
            case _:
                return _literal(ord(character)), True

    def group(self) -> str:
        self.open += 1
        if self.source[self.at : self.at + 1] == "?":
            opening = _GROUP.match(self.source, self.at)
            if not opening:
                self.fail(text("Looking ahead or behind and inline flags are not supported."), back=1)
            self.at = opening.end()
        return "(?:"

    def quantifier(self, found: re.Match[str]) -> str:
        low, _, high = found.groups()
        if high is not None and int(low) > int(high):
            self.fail(text("The numbers of a repetition are in the wrong order."))
        self.at = found.end()
        return found[0]

    def escape(self) -> tuple[str, bool]:
        following = self.source[self.at : self.at + 1]
        if following == "b":
            self.take()
            return r"(?-u:\b)", False
        if following == "B" or (following == "k" or (following.isdecimal() and following != "0")):
            self.fail(text("\\{character} is not supported.", character=following), back=1)
        low, piece = self.class_escape()
        return (f"[{piece}]" if low is None else _literal(low)), True

    def class_escape(self) -> tuple[int | None, str]:  # noqa: PLR0911, RET503 - as above
        """What stands after a backslash: one character as its number, or a set as the inside of brackets."""
        start = self.at
        if found := _PROPERTY.match(self.source, start):
            self.at = found.end()
            return None, "\\" + found[0]
        if found := _HEX.match(self.source, start):
            self.at = found.end()
            return self.code_point(int(found[1] or found[2] or found[3], 16)), ""
        character = self.take()
        if character.lower() in _CLASSES:
            inside = _CLASSES[character.lower()]
            return None, inside if character.islower() else f"[^{inside}]"
        if character in _CONTROLS:
            return _CONTROLS[character], ""
        if character in _SYNTAX:
            return ord(character), ""
        letter = self.source[self.at : self.at + 1]
        if character == "c" and letter.isascii() and letter.isalpha():
            self.take()
            return ord(letter) % 32, ""
        if character == "0" and not letter.isdecimal():
            return 0, ""
        self.fail(text("\\{character} is no escape of ECMA 262.", character=character), back=2)

    def code_point(self, value: int) -> int:
        """The character, two surrogates joined to the one they stand for."""
        low = _HEX.match(self.source, self.at + 1) if self.source[self.at : self.at + 1] == "\\" else None
        if value in _SURROGATES[:0x400] and low and low[2] and int(low[2], 16) in _SURROGATES[0x400:]:
            self.at = low.end()
            return 0x10000 + (value - 0xD800) * 0x400 + int(low[2], 16) - 0xDC00
        if value > _LAST_CHARACTER or value in _SURROGATES:
            self.fail(text("This is not a character."), back=1)
        return value

    def brackets(self) -> str:
        negated = self.source[self.at : self.at + 1] == "^"
        self.at += negated
        parts: list[str] = []
        while self.peek() != "]":
            low, piece = self.member()
            if self.source[self.at : self.at + 1] == "-" and self.source[self.at + 1 : self.at + 2] not in {"]", ""}:
                self.take()
                high, _ = self.member()
                if low is None or high is None or low > high:
                    self.fail(text("A range goes from a lower to a higher character."))
                piece = f"{_literal(low)}-{_literal(high)}"
            parts.append(piece or _literal(low or 0))
        self.take()
        if not parts:
            return _EVERYTHING if negated else _NOTHING
        return f"[{'^' if negated else ''}{''.join(parts)}]"

    def member(self) -> tuple[int | None, str]:
        if self.peek() != "\\":
            return ord(self.take()), ""
        self.take()
        if self.peek() in {"b", "-"}:
            return (0x08 if self.take() == "b" else ord("-")), ""
        return self.class_escape()

    def peek(self) -> str:
        if self.at >= len(self.source):
            self.fail(text("A bracket is not closed."))
        return self.source[self.at]

    def take(self) -> str:
        if self.at >= len(self.source):
            self.fail(text("The pattern ends too early."))
        self.at += 1
        return self.source[self.at - 1]

    def fail(self, reason: Text, *, back: int = 0) -> NoReturn:
        raise PatternError(reason, self.at - back + 1)


def _literal(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and character.isalnum() else f"\\x{{{code:X}}}"
