"""The check characters of entity codes, by the standards and not by the program."""

from __future__ import annotations


def organisation_check(body: str) -> str:
    """The ninth character that GB 11714 gives to the first eight."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(character, 36) * weight for character, weight in zip(body, weights, strict=True))
    return "0123456789X0"[(11 - total % 11)] if total % 11 else "0"


def unified_check(body: str) -> str:
    """The last character that GB 32100 gives to the 17 before it."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(character) * 3**place for place, character in enumerate(body))
    return alphabet[-total % 31]
