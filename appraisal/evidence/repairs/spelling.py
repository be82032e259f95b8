"""The spelling of a cell: full and half width, spaces of every kind, and signs that nobody sees."""

from __future__ import annotations

import re
import unicodedata

#: Signs without width: zero-width spaces and joiners, soft hyphens, the marks of direction that Windows copies along.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
#: Everything that may stand around a cell without being a part of it.
AROUND = "".join(sorted({chr(point) for point in range(0x3001) if chr(point).isspace()})) + INVISIBLE

_UNSEEN = re.compile(f"[{INVISIBLE}]")
#: Half width for full width, and one kind of space. Nothing else: a footnote mark ① or a square ² is no digit.
_HALF_WIDTH = {
    **{point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)},
    **{ord(space): " " for space in AROUND if unicodedata.category(space) == "Zs"},
}
_SPACES = re.compile(rf"[\s{INVISIBLE}]+")


def plain_spelling(value: str) -> str:
    """The text in half width, without invisible signs and without spaces around it."""
    return _UNSEEN.sub("", value).translate(_HALF_WIDTH).strip()


def compact(said: str) -> str:
    """A text in plain spelling without any space."""
    return _SPACES.sub("", said)


def has_marks(said: str) -> bool:
    """Whether a text in plain spelling holds signs such as ①, ², ㎡ or ½: they look like letters and digits."""
    return unicodedata.normalize("NFKC", said) != said


def without_spaces(value: str) -> str:
    """The text without any space and without the dress of its characters, as headers and labels are compared.

    Never for what is read as a value: ① becomes 1 here.
    """
    return _SPACES.sub("", unicodedata.normalize("NFKC", value))


def spelling_rule(value: str) -> str:
    """The repair that takes a text to its plain spelling: ``width`` where a sign changes, else ``spaces``."""
    seen = _UNSEEN.sub("", value).strip()
    return "width" if any("\uff01" <= character <= "\uff5e" for character in seen) else "spaces"
