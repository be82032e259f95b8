"""The lexer: a formula as tokens, each with the character it begins at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from appraisal.formula.marks import ascii_twin, full_width, refused_mark, strange_mark
from appraisal.formula.problems import shown
from appraisal.texts import text

if TYPE_CHECKING:
    from appraisal.formula.problems import Problems

LONGEST = 2_000

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<number>[0-9]+(?:\.[0-9]+)?)(?P<tail>[\w.]*)
      | (?P<word>[^\W\d]\w*)
      | :(?P<param>[^\W\d]\w*)
      | '(?P<text>(?:[^']|'')*)'
      | "(?P<quoted>(?:[^"]|"")+)"
      | (?P<symbol><>|!=|<=|>=|[=<>+*(),.-])""",
    re.VERBOSE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Token:
    """A piece of the formula; ``text`` is what is meant, without quotes."""

    kind: Literal["number", "word", "param", "text", "quoted", "symbol", "end"]
    text: str
    at: int

    @property
    def keyword(self) -> str:
        """A symbol, or an unquoted word in capitals; empty for all that cannot be a keyword."""
        if self.kind == "symbol":
            return self.text
        # Only ASCII: "ſ".upper() is "S".
        return self.text.upper() if self.kind == "word" and self.text.isascii() else ""

    @property
    def written(self) -> str:
        """The token as a message shows it."""
        return shown(
            {"param": f":{self.text}", "text": f"'{self.text}'", "quoted": f'"{self.text}"'}.get(self.kind, self.text)
        )


def tokenize(formula: str, problems: Problems) -> list[Token]:
    """All tokens and an ``end``; marks that no token begins with are collected and refused together."""
    if len(formula) > LONGEST:
        length = len(formula)
        message = text("The formula has {length} characters; at most {most} are read.", length=length, most=LONGEST)
        problems.refuse("too_long", LONGEST + 1, message)
    for surrogate in _SURROGATE.finditer(formula):
        problems.add("character", surrogate.start() + 1, text("Half a character stands here."), text("Delete it."))
    problems.settle()
    tokens: list[Token] = []
    position = 0
    while position < len(formula):
        position = _scan(formula, position, tokens, problems)
    problems.settle()
    tokens.append(Token("end", "", len(formula) + 1))
    return tokens


def _scan(formula: str, position: int, tokens: list[Token], problems: Problems) -> int:
    mark = refused_mark(formula, position)
    found = None if mark else _TOKEN.match(formula, position)
    if found is None:
        if formula[position] in "'\"":
            return _unclosed(formula, position, problems)
        mark = mark or strange_mark(formula[position])
        problems.add(mark.code, position + 1, mark.message, mark.fix, shown(formula[position : position + mark.length]))
        return position + mark.length
    kind = found.lastgroup or "space"
    if kind == "tail":
        tokens.append(_number(found, problems))
    elif kind != "space":
        tokens.append(_token(kind, found, problems))
    return found.end()


def _token(kind: str, found: re.Match[str], problems: Problems) -> Token:
    written, at = found[kind], found.start() + 1
    if kind in ("word", "param"):
        for index, character in enumerate(written, found.start(kind) + 1):
            if twin := ascii_twin(character):
                mark = full_width(character, twin)
                problems.add(mark.code, index, mark.message, mark.fix, character)
    match kind:
        case "word" | "param":
            return Token(kind, written, at)
        case "text":
            return Token("text", written.replace("''", "'"), at)
        case "quoted":
            return Token("quoted", written.replace('""', '"'), at)
    return Token("symbol", "<>" if written == "!=" else written, at)


def _number(found: re.Match[str], problems: Problems) -> Token:
    number, tail, at = found["number"], found["tail"], found.start() + 1
    if tail:
        message = text("{written} is not a number.", written=shown(number + tail))
        fix = text("Write digits, and a point before decimals: 1200.50.")
        problems.add("number", at, message, fix, shown(number + tail))
    return Token("number", number, at)


def _unclosed(formula: str, position: int, problems: Problems) -> int:
    quote = formula[position]
    message = text("The quote {quote} that begins here is not closed.", quote=quote)
    fix = text("Type {quote} at the end of the text.", quote=quote)
    if quote == '"':
        message = text("The name in double quotes is empty or not closed.")
        fix = text("Type {quote} at its end.", quote=quote)
    for index in range(position + 1, len(formula)):
        # The likeliest cause: the input method closed the quote.
        if ascii_twin(formula[index]) == quote or formula[index] in "”’":
            facts = {"at": index + 1, "quote": quote}
            fix = text("The quote at character {at} is not an ASCII character: type {quote} there.", **facts)
            break
    problems.add("unclosed", position + 1, message, fix)
    return len(formula)
