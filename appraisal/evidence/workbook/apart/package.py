"""A zip file looked at before anything is unpacked, and its members unpacked piece by piece."""

from __future__ import annotations

import zipfile
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

from .refusal import damaged, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .job import Limits

_ENCRYPTED = 0x1
_PIECE = 1 << 20
#: Small members pack well for good reasons.
_RATIO_FROM = 1 << 20
_END = b"PK\x05\x06"
_END_REACH = 66_000
#: Bytes of one entry of the directory, with a long name.
_ENTRY = 400


class Package:
    """The members of a zip file by name, without the difference of small and capital letters."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open the file; Refusal where its directory alone says that it cannot be sound."""
        _check_directory_size(path, limits)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            damaged(error)
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        _check_entries(entries, limits)
        self._entries = {_key(entry.filename): entry for entry in entries}
        if len(self._entries) < len(entries):
            damaged("two members have the same name")

    def __contains__(self, name: str) -> bool:
        """Whether there is such a member."""
        return _key(name) in self._entries

    def size(self, name: str) -> int:
        """The unpacked bytes that the directory declares; there cannot be more, :meth:`pieces` sees to it."""
        entry = self._entries.get(_key(name))
        return entry.file_size if entry else damaged(f"{name} is missing")

    def pieces(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes of a member, checked against its checksum at the end."""
        try:
            entry = self._entries[_key(name)]
            left = entry.file_size
            with self._zip.open(entry) as member:
                while piece := member.read(_PIECE):
                    left -= len(piece)
                    yield piece
        except KeyError:
            damaged(f"{name} is missing")
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            damaged(error)
        if left:
            damaged("a member is cut off")


def _key(name: str) -> str:
    # Some writers use the separator of Windows, some begin at the root.
    return name.replace("\\", "/").removeprefix("/").lower()


def _check_directory_size(path: Path, limits: Limits) -> None:
    """The directory is read as a whole: a directory of millions of names would not fit."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_REACH))
        tail = file.read()
    place = tail.rfind(_END)
    if place < 0:
        damaged("it is cut off")
    if int.from_bytes(tail[place + 12 : place + 16], "little") > limits.members * _ENTRY:
        refuse("members", limit=limits.members)


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.members:
        refuse("members", limit=limits.members)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        refuse("password")
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        refuse("unpacked", limit=limits.unpacked >> 20)
    for entry in entries:
        if entry.file_size > _RATIO_FROM and entry.file_size > limits.ratio * entry.compress_size:
            refuse("ratio", limit=limits.ratio)
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            damaged("a member is packed in an unusual way")
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if any(offset + size > after for (offset, size), (after, _) in pairwise(places)):
        damaged("members overlap")
