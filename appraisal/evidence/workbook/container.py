"""What a workbook is by its first bytes: a zip, or the older container of Microsoft with its named streams."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
#: Excel 2 to 4 wrote no container.
_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_WPS = {".et", ".ett"}
#: Entries of the directory of streams stand at multiples of their size: a name of 64 bytes, then its length.
_ENTRY, _NAME = 128, 64

Container = Literal["xlsx", "xls", "password", "et", "unknown"]


def container(data: bytes, name: str) -> Container:
    """What kind of workbook this is, as far as it can be seen without opening it."""
    if PurePath(name).suffix.lower() in _WPS:
        return "et"
    if data.startswith(_ZIP):
        return "xlsx"
    if data.startswith(_OLD):
        return "xls"
    if not data.startswith(_OLE):
        return "unknown"
    if _has_stream(data, "EncryptedPackage"):
        return "password"
    return "xls" if _has_stream(data, "Workbook") or _has_stream(data, "Book") else "unknown"


def _has_stream(data: bytes, name: str) -> bool:
    wanted = (name + "\0").encode("utf-16-le")
    place = data.find(wanted)
    while place >= 0:
        length = int.from_bytes(data[place + _NAME : place + _NAME + 2], "little")
        if place % _ENTRY == 0 and length == len(wanted):
            return True
        place = data.find(wanted, place + 1)
    return False
