"""Pseudonyms: the same id has the same one under the same key, and without the key nobody finds the id from it."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from typing import TYPE_CHECKING

import polars as pl

from appraisal.errors import Finding, Place, Refused
from appraisal.texts import text

if TYPE_CHECKING:
    from pathlib import Path

_BYTES = 32
#: Letters alone: no pseudonym can be taken for an id or a code, and without vowels none reads as a word.
_LETTERS = "bcdfghjklmnpqrst"
#: 48 bits: among 10,000 ids two share one in one of five million keys, and then nothing is written.
_LENGTH = 12


class Pseudonyms:
    """Pseudonyms under one key, HMAC-SHA-256 (RFC 2104) of kind and id; each remembers whom it stands for."""

    def __init__(self, key: bytes) -> None:
        """None is given yet."""
        self._key = key
        self._given: dict[str, str] = {}

    def of(self, kind: str, own: str) -> str:
        """For example ``platform-kdfbtqmrphnl``; raises Refused where two ids would share one."""
        digest = hmac.digest(self._key, f"{kind}\0{own}".encode(), hashlib.sha256).hex()
        made = f"{kind}-" + "".join(_LETTERS[int(digit, 16)] for digit in digest[:_LENGTH])
        if self._given.setdefault(made, own) != own:
            message = text("Two ids of the kind {kind} would have the same pseudonym.", kind=kind)
            raise Refused([Finding("export|collision", message, text("Use another key; nothing was written."))])
        return made

    def column(self, kind: str, ids: pl.Series) -> pl.Series:
        """The pseudonym of every cell; an empty cell stays empty."""
        known = {own: self.of(kind, own) for own in ids.drop_nulls().unique().to_list()}
        return ids.replace_strict(known, default=None, return_dtype=pl.String)


def read_key(path: Path | None) -> bytes:
    """The key in a file of 64 hexadecimal digits, which is made where there is none yet; without a file a random one.

    Raises Refused where the file holds no key, or cannot be read or made.
    """
    if path is None:
        return secrets.token_bytes(_BYTES)
    try:
        if not path.exists():
            _make(path, secrets.token_hex(_BYTES))
        written = path.read_bytes()[: 4 * _BYTES]
    except OSError as error:
        message = text("The key file cannot be read or made: {reason}.", reason=error.strerror or error)
        raise Refused([Finding("export|key", message, text("Name another file."), place=Place(str(path)))]) from error
    match = re.fullmatch(rb"([0-9a-f]{64})\s*", written)
    if match is None:
        message = text("This is no key: it has to hold 64 digits from 0 to 9 and a to f, and nothing else.")
        fix = text("Name the file that an earlier export made, or one that is not there yet.")
        raise Refused([Finding("export|key", message, fix, place=Place(str(path)))])
    return bytes.fromhex(match[1].decode())


def _make(path: Path, digits: str) -> None:
    """For its owner alone, where the system knows that; never over another file."""
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(digits + "\n")
        file.flush()
        os.fsync(file.fileno())
