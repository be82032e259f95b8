"""A parcel: one plugin in one zip file, as a city sends it; read as the text of a stranger."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.registry import digest_of, hashes
from appraisal.registry.files import IGNORED, MAX_BYTES, MAX_FILES
from appraisal.storage.names import folded, is_portable
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from appraisal.texts import Text

_ID = re.compile("[a-z][a-z0-9_]{0,59}")
#: Folders below the plugin's own.
_DEEPEST = 8
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)


@dataclass(frozen=True)
class Parcel:
    """The files of one plugin, by their path inside its folder."""

    id: str
    files: Mapping[str, bytes]

    @property
    def sha256(self) -> str:
        """The digest that a lock states for it."""
        return digest_of(hashes(self.files))

    @property
    def is_code(self) -> bool:
        """It is a program, not a file of data."""
        return "indicator.json" not in self.files

    def unpack(self, parent: Path) -> Path:
        """Write the plugin as a folder below ``parent``, which is empty; raises Refused where the disk does not."""
        for name, data in self.files.items():
            path = parent / self.id / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            except OSError as error:
                message = text("{name} cannot be unpacked: {reason}.", name=name, reason=error.strerror or error)
                raise Refused([_unfit(path, message)]) from None
        return parent / self.id


def read_parcel(path: Path) -> Parcel:
    """The plugin in a zip file; raises Refused for whatever a pack would not have written."""
    try:
        with zipfile.ZipFile(path) as archive:
            every = archive.infolist()
            if fault := _fault(every):
                raise Refused([_unfit(path, fault)])
            files = {entry.filename: _content(archive, entry) for entry in every if not entry.is_dir()}
    except _BROKEN as error:
        raise Refused([_unfit(path, text("The file is no zip file that can be read: {error}.", error=error))]) from None
    tops = {name.partition("/")[0] for name in files}
    top = next(iter(tops), "")
    inner = {name.partition("/")[2]: data for name, data in sorted(files.items())}
    if len(tops) != 1 or not _ID.fullmatch(top) or not {"indicator.json", "indicator.py"} & inner.keys():
        raise Refused([_unfit(path, text("The zip file does not hold one folder with one plugin."))])
    return Parcel(top, inner)


def name_fault(names: Iterable[str]) -> Text | None:
    """Why files of these names, with forward slashes, are not the same files on every system."""
    spelled: dict[str, str] = {}
    for name in names:
        parts = name.split("/")
        if not all(is_portable(part) for part in parts) or len(parts) > _DEEPEST:
            return text("Not every system can write a file with the name {name}.", name=name)
        if not IGNORED.isdisjoint(parts):
            return text("{name} is left behind by a system or a tool; it is no part of a plugin.", name=name)
        # A file, and each folder on the way to it: in other letters it would be the same one on some systems.
        for depth in range(1, len(parts) + 1):
            kind = "file" if depth == len(parts) else "folder"
            place = f"{kind} {'/'.join(parts[:depth])}"
            if spelled.setdefault(folded("/".join(parts[:depth])), place) != place:
                return text("Two files or folders have the same name on some system: {name}.", name=name)
    return None


def _fault(entries: list[zipfile.ZipInfo]) -> Text | None:
    files = [entry for entry in entries if not entry.is_dir()]
    names = [entry.filename for entry in files]
    folders = {part for entry in entries if entry.is_dir() for part in entry.filename.rstrip("/").split("/")}
    faults = (
        (
            len(entries) > MAX_FILES or sum(entry.file_size for entry in files) > MAX_BYTES,
            text("The zip file holds too many or too large files."),
        ),
        (len(set(names)) < len(names), text("The zip file holds two files of the same name.")),
        (not all(map(is_portable, folders)), text("The zip file holds a folder that leads elsewhere.")),
        (
            any(stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1 for entry in entries),
            text("The zip file holds links or is encrypted."),
        ),
        (
            any(entry.compress_type not in _METHODS for entry in files),
            text("The zip file is packed in an unusual way."),
        ),
    )
    return next((said for is_so, said in faults if is_so), None) or name_fault(names)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        # What a file says of its size may be a lie.
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        message = f"{entry.filename} has another size"
        raise zipfile.BadZipFile(message)
    return data


def _unfit(path: Path, message: Text) -> Finding:
    fix = text("Ask the sender for a file made with: appraisal plugins pack")
    return Finding("parcel|unfit", message, fix, place=Place(file=path.name))
