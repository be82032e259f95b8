"""Entity codes by GB 11714: eight characters and a check character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .chance import chance

if TYPE_CHECKING:
    from collections.abc import Container

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_character(body: str) -> str:
    """Return the ninth character that GB 11714 gives to the first eight."""
    weighted = sum(_ALPHABET.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return "0123456789X0"[11 - weighted % 11]


def entity_code(owner: str, taken: Container[str]) -> str:
    """Return a code that nobody has taken, named by its first owner."""
    dice = chance("entity", owner)
    while True:
        body = f"{dice.randrange(10_000_000, 100_000_000)}"
        code = body + check_character(body)
        if code not in taken:
            return code
