"""What a number format makes of a number: a date, a percentage, a number with a word behind it, or another number."""

from __future__ import annotations

import re

#: ``SCALED``: what the cell shows is not the number it holds.
NUMBER, DATE, PERCENT, SCALED = "n", "d", "%", "s"

#: Formats that a file names by number only; 27 to 36 and 50 to 58 are dates and times in Chinese Excel.
#: 46 is a length of time, not a time of day.
_BUILT_IN = {
    **dict.fromkeys([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)], DATE),
    **dict.fromkeys([9, 10], PERCENT),
}
#: The pieces of a code: what is shown as it stands (Chinese Excel escapes with ! too), the sign of a currency,
#: padding, colours, conditions and languages, the usual format, and single characters.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?!h+\]|m+\]|s+\])(?:\$(?P<sign>[^\]-]*))?[^\]]*\]'
    r"|(?P<usual>general|g/通用格式)|am/pm|a/p|(?P<plain>.)",
    re.DOTALL | re.IGNORECASE,
)
#: Text that changes nothing: spaces, brackets and signs around a number, and the yuan.
_IDLE = re.compile(r"(?:[\s()（）+\-–—/:：'¥￥]|rmb|cny|人民币)*", re.IGNORECASE)
#: In the shape of a section a word stands as this sign, and every digit as 0.
_WORD = "\0"
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_FRACTION_OF_SECOND = re.compile(r"(s)\.0+")
#: Commas behind the last digit divide by a thousand each.
_THOUSANDTHS = re.compile("0,+(?![0,])")
_PADDED = re.compile("[^0]*00")
_FOR_TEXT = "@"


def form_of(number: int, code: str | None) -> str:
    """What a format makes of a number, by its code, or by its number where the file gives no code.

    One of the letters above. Behind ``NUMBER`` follows the word that is shown behind the number, such as ``n万元``.
    """
    if code is None:
        return _BUILT_IN.get(number, NUMBER)
    sections = _sections(code)
    plain = _date_letters(code.lower())
    if "%" in plain:
        return PERCENT if all(not words for shape, words in sections if "%" in shape) else SCALED
    # A length of time has no date: 36.5 hours are 1.52 days.
    if _ELAPSED.search(plain):
        return NUMBER
    plain = _FRACTION_OF_SECOND.sub(r"\1", plain)
    is_date = any(letter in plain for letter in "ymdhs") and not any(digit in plain for digit in "0#?")
    return DATE if is_date else _number_form(sections)


def _date_letters(code: str) -> str:
    """The first section without what it shows as it stands."""
    return "".join(
        piece["plain"] or "" if not _ELAPSED.fullmatch(piece[0]) else piece[0] for piece in _PIECE.finditer(code)
    ).partition(";")[0]


def _number_form(sections: list[tuple[str, str]]) -> str:
    if not sections:
        return NUMBER
    first = sections[0]
    # A section without digits shows the same for every number; for zero and for less that may be a dash or 无.
    shown = [section for section in sections if "0" in section[0]]
    if first not in shown and first[1]:
        return SCALED
    words = {words for _, words in shown}
    if len(words) > 1 or any(_is_other(shape, words) for shape, words in shown):
        return SCALED
    return NUMBER + (words.pop() if words else "")


def _is_other(shape: str, words: str) -> bool:
    """Whether a section shows another number, or a word anywhere but behind it."""
    last = shape.rfind("0")
    is_odd_word = _WORD in shape[:last] or any(character.isdigit() for character in words)
    return bool(_THOUSANDTHS.search(shape) or is_odd_word or (words and _PADDED.match(shape)))


def _sections(code: str) -> list[tuple[str, str]]:
    """For each section its shape, and the words that it shows."""
    found: list[tuple[list[str], list[str]]] = [([], [])]
    for piece in _PIECE.finditer(code):
        shape, words = found[-1]
        plain = piece["plain"] or ""
        said = piece["quoted"] or piece["escaped"] or piece["sign"] or (plain if _is_bare_word(plain) else "")
        if plain == ";":
            found.append(([], []))
        elif said and not _IDLE.fullmatch(said):
            shape.append(_WORD)
            words.append(said)
        elif piece["usual"] or plain in {"0", "#", "?"}:
            shape.append("0")
        else:
            shape.append(plain)
    return [
        ("".join(shape), "".join(words).strip().strip(".,、。")) for shape, words in found if _FOR_TEXT not in shape
    ]


def _is_bare_word(character: str) -> bool:
    """Excel puts a word in quotation marks; not every program does."""
    return character.isalpha() and not character.isascii()
