"""A digest short enough to be printed on a signed notice and read out over the telephone.

The first 80 bits of the content digest in Crockford's base 32, which has no I, L, O and U, in four groups of four,
with a check letter at the end: the number modulo 37 (Crockford, Base 32 Encoding, 2002). Whoever has the result folder
computes it from the 64 digits of ``content_digest``; 80 bits are more than anybody can search for a second result.
"""

from __future__ import annotations

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = _LETTERS + "*~$=U"
_BITS, _GROUP, _LENGTH = 80, 4, 16
#: What is read for what was meant.
_READ = str.maketrans({"O": "0", "I": "1", "L": "1"})


def short_digest(content_digest: str) -> str:
    """For example ``7K2M-0Q9X-AB3D-5T1W-F``."""
    number = int(content_digest, 16) >> (4 * len(content_digest) - _BITS)
    letters = "".join(_LETTERS[number >> (5 * at) & 31] for at in reversed(range(_LENGTH)))
    groups = [letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP)]
    return "-".join([*groups, _CHECK[number % len(_CHECK)]])


def read_short_digest(words: str) -> str | None:
    """The same as it is printed, however it was typed; None where it is none, or a letter of it is wrong."""
    letters = words.upper().replace("-", "").replace(" ", "")
    body, check = letters[:-1].translate(_READ), letters[-1:].translate(_READ)
    if len(body) != _LENGTH or any(letter not in _LETTERS for letter in body):
        return None
    number = 0
    for letter in body:
        number = number * 32 + _LETTERS.index(letter)
    groups = [body[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP)]
    return "-".join([*groups, check]) if check == _CHECK[number % len(_CHECK)] else None
