"""JSON read as the standard has it and nothing more: what is doubtful is refused with its place."""

from __future__ import annotations

import codecs
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from appraisal.errors import Finding, Place, Refused
from appraisal.schema.json_marks import instead
from appraisal.schema.pointer import Path as Steps
from appraisal.schema.pointer import pointer
from appraisal.schema.quick_json import SuspiciousError, quick_loads
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
#: Digits of a number written out in full: 1e400 has 401, 0.001 has four.
MAX_DIGITS = 40

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN_STRING = re.compile(r'"([^"\\\x00-\x1f]*)"')
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_WORD = re.compile(r"-?[A-Za-z]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LITERALS = {"true": True, "false": False, "null": None}
#: With what a key or a value begins.
_BEGINNING = re.compile(r'["{\[0-9tfn-]')
_EXPONENT_DIGITS = 4
#: So much of a line says which it is.
_SHOWN = 40


def loads(data: bytes, file: str) -> object:
    """The value in ``data``: integers are ``int``, all other numbers ``Decimal``.

    Raises Refused with everything that is wrong, named after ``file``.
    """
    if len(data) > MAX_BYTES:
        raise Refused([_too_large(file)])
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        source = data.decode()
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = text("The file is not UTF-8 text.")
        fix = text("Save it with the encoding UTF-8.")
        raise Refused([Finding("json|encoding", message, fix, place=Place(file, row=row))]) from None
    try:
        return quick_loads(source)
    except SuspiciousError:
        return _Reader(source, file).document()


def read(path: Path, file: str) -> object:
    """The value in the file at ``path``; ``file`` is its name for people."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = text("The file cannot be read: {reason}.", reason=error.strerror or type(error).__name__)
        raise Refused([Finding("json|unreadable", message, place=Place(file))]) from None
    return loads(data, file)


class _Reader:
    """One pass over a text; faults that leave the structure readable are collected, others end it."""

    def __init__(self, source: str, file: str) -> None:
        self.source, self.file = source, file
        self.findings: list[Finding] = []

    def document(self) -> object:
        value, at = self.value(0, ())
        at = self.skip(at)
        if at < len(self.source):
            self.stop("text_after_end", text("There is text after the end of the value."), text("Delete it."), at, ())
        if self.findings:
            raise Refused(self.findings)
        return value

    def value(self, at: int, path: Steps) -> tuple[object, int]:  # noqa: RET503 - stop() ends it
        at = self.skip(at)
        match self.source[at : at + 1]:
            case "{" | "[" if len(path) >= MAX_DEPTH:
                message = text("Brackets are nested more than {depth} deep.", depth=MAX_DEPTH)
                self.stop("depth", message, text("Write it flatter."), at, path[:3])
            case "{":
                return self.members(at + 1, path)
            case "[":
                return self.items(at + 1, path)
            case '"':
                return self.string(at, path)
            case _:
                return self.scalar(at, path)

    def members(self, at: int, path: Steps) -> tuple[dict[str, object], int]:
        found: dict[str, object] = {}
        at = self.skip(at)
        if self.source[at : at + 1] == "}":
            return found, at + 1
        while True:
            at = self.skip(at)
            if self.source[at : at + 1] != '"':
                self.refuse_comma_before(at, "}", path)
                self.syntax(text("a key in double quotation marks"), at, path)
            start = at
            key, at = self.string(at, path)
            if key in found:
                message = text("The key {key} stands twice in the same braces.", key=key)
                self.note("duplicate_key", message, text("Delete one of the two."), start, (*path, key))
            at = self.skip(at)
            if self.source[at : at + 1] != ":":
                self.syntax(text("a colon"), at, (*path, key))
            found[key], at = self.value(at + 1, (*path, key))
            at = self.skip(at)
            if self.source[at : at + 1] == "}":
                return found, at + 1
            if self.source[at : at + 1] != ",":
                self.refuse_missing_comma(at, (*path, key))
                self.syntax(text("a comma or a closing brace"), at, (*path, key))
            at += 1

    def items(self, at: int, path: Steps) -> tuple[list[object], int]:
        found: list[object] = []
        at = self.skip(at)
        if self.source[at : at + 1] == "]":
            return found, at + 1
        while True:
            self.refuse_comma_before(self.skip(at), "]", (*path, len(found)))
            item, at = self.value(at, (*path, len(found)))
            found.append(item)
            at = self.skip(at)
            if self.source[at : at + 1] == "]":
                return found, at + 1
            if self.source[at : at + 1] != ",":
                self.refuse_missing_comma(at, path)
                self.syntax(text("a comma or a closing bracket"), at, path)
            at += 1

    def string(self, at: int, path: Steps) -> tuple[str, int]:
        if plain := _PLAIN_STRING.match(self.source, at):
            return plain[1], plain.end()
        token = _STRING.match(self.source, at)
        if not token:
            self.syntax(text("a text that is closed on its line and has only the escapes of JSON"), at, path)
        value = json.loads(token[0])
        if _SURROGATE.search(value):
            message = text("The text holds half of a character (a lone surrogate).")
            self.note("surrogate", message, text("Write the character itself."), at, path)
        return value, token.end()

    def scalar(self, at: int, path: Steps) -> tuple[object, int]:  # noqa: RET503 - syntax() ends it
        if number := _NUMBER.match(self.source, at):
            return self.number(number, path), number.end()
        word = _WORD.match(self.source, at)
        if word and word[0] in _LITERALS:
            return _LITERALS[word[0]], word.end()
        if word and word[0].lstrip("-").lower() in {"nan", "infinity", "inf"}:
            message = text("{word} is not a number.", word=word[0])
            self.note("not_a_number", message, text("Write a number, or null."), at, path)
            return None, word.end()
        self.syntax(text("a value"), at, path)

    def number(self, number: re.Match[str], path: Steps) -> int | Decimal:
        whole, part, exponent = number.groups(default="")
        shift = int(exponent) if 0 < len(exponent.lstrip("+-")) <= _EXPONENT_DIGITS else MAX_DIGITS if exponent else 0
        if max(len(whole) + shift, 1) + max(len(part) - shift, 0) > MAX_DIGITS:
            shown = number[0] if len(number[0]) <= MAX_DIGITS else number[0][:MAX_DIGITS] + "…"
            message = text("The number {number} has more than {digits} digits.", number=shown, digits=MAX_DIGITS)
            self.note("number_too_long", message, text("Write it with fewer digits."), number.start(), path)
            return 0
        return Decimal(number[0]) if part or exponent else int(number[0])

    def skip(self, at: int) -> int:
        space = _SPACE.match(self.source, at)
        return space.end() if space else at

    def note(self, code: str, message: Text, fix: Text, at: int, path: Steps) -> None:
        row = self.source.count("\n", 0, at) + 1
        self.findings.append(
            Finding(f"json|{code}", message, fix, place=Place(self.file, row=row, pointer=pointer(path)))
        )

    def stop(self, code: str, message: Text, fix: Text, at: int, path: Steps) -> NoReturn:
        self.note(code, message, fix, at, path)
        raise Refused(self.findings)

    def refuse_comma_before(self, at: int, closing: str, path: Steps) -> None:
        """A comma after which the list ends: said where it stands, which may be on the line before."""
        before = self.last_before(at)
        if self.source[at : at + 1] == closing and self.source[before] == ",":
            message = text("A comma stands before {closing}, with nothing after it.", closing=closing)
            self.stop("syntax", message, text("Delete the comma."), before, path)

    def refuse_missing_comma(self, at: int, path: Steps) -> None:
        """The next key or value begins and the one before has no comma: said where the comma belongs."""
        if _BEGINNING.match(self.source, at):
            before = self.last_before(at)
            line = self.source[self.source.rfind("\n", 0, before) + 1 : before + 1].strip()
            message = text("After {words} a comma is missing.", words=line[-_SHOWN:])
            self.stop("syntax", message, text("Write a comma there."), before, path)

    def last_before(self, at: int) -> int:
        return len(self.source[:at].rstrip(" \t\n\r")) - 1

    def syntax(self, wanted: Text, at: int, path: Steps) -> NoReturn:
        column = at - self.source.rfind("\n", 0, at)
        if at >= len(self.source):
            message = text("The file ends where {wanted} should stand.", wanted=wanted)
        else:
            message = text(
                "Character {column} of the line, {found}, stands where {wanted} should stand.",
                column=column,
                found=json.dumps(self.source[at : at + 1], ensure_ascii=False)[1:-1].replace('\\"', '"'),
                wanted=wanted,
            )
        self.stop("syntax", message, instead(self.source, at), at, path)


def _too_large(file: str) -> Finding:
    message = text("The file is larger than {limit} MB.", limit=MAX_BYTES // 1024 // 1024)
    return Finding("json|too_large", message, place=Place(file))
