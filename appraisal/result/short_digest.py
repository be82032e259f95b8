"""A digest short enough to be printed on a signed notice and typed from it.

The first 120 bits of the content digest in Crockford's base 32, which has no I, L, O and U, and a check letter at the
end: the number modulo 37 (Crockford, Base 32 Encoding, 2002); 25 letters in five groups of five. Whoever has the result
folder computes it from the 64 digits of ``content_digest``. To make another result with the same letters takes 2^120
tries; to prepare two different results that share theirs takes 2^60, which is why it is not shorter.
"""

from __future__ import annotations

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = _LETTERS + "*~$=U"
_BITS, _LENGTH, _GROUP = 120, 24, 5
#: What is read for what was meant.
_READ = str.maketrans({"O": "0", "I": "1", "L": "1"})


def short_digest(content_digest: str) -> str:
    """For example ``7K2MQ-0Q9XA-B3D5T-1WF8Z-R2N4C``, from the hexadecimal digits of a content digest."""
    number = int(content_digest, 16) >> (4 * len(content_digest) - _BITS)
    letters = "".join(_LETTERS[number >> (5 * at) & 31] for at in reversed(range(_LENGTH)))
    return _grouped(letters + _CHECK[number % len(_CHECK)])


def read_short_digest(typed: str) -> str | None:
    """The same as it is printed, however it was typed; None where it is none, or a letter of it is wrong."""
    letters = "".join(typed.upper().split()).replace("-", "").translate(_READ)
    body, check = letters[:-1], letters[-1:]
    if len(body) != _LENGTH or any(letter not in _LETTERS for letter in body):
        return None
    number = 0
    for letter in body:
        number = number * len(_LETTERS) + _LETTERS.index(letter)
    return _grouped(letters) if check == _CHECK[number % len(_CHECK)] else None


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
