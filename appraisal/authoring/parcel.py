"""A parcel: one plugin in one zip file, as a city sends it; read as the text of a stranger."""

from __future__ import annotations

import re
import stat
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.registry import digest_of, hashes
from appraisal.registry.files import MAX_BYTES, MAX_FILES
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from appraisal.texts import Text

_ID = re.compile("[a-z][a-z0-9_]{0,59}")
#: Names that every system can write: no drive, no device, no step upward.
_PLAIN = re.compile(r"[^\\/:*?\"<>|\x00-\x1f]{1,100}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


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
        """Write the plugin as a folder below ``parent``, which is empty."""
        for name, data in self.files.items():
            path = parent / self.id / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return parent / self.id


def read_parcel(path: Path) -> Parcel:
    """The plugin in a zip file; raises Refused for whatever a pack would not have written."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if fault := _fault(entries):
                raise Refused([_unfit(path, fault)])
            files = {entry.filename: _content(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
        raise Refused([_unfit(path, text("The file is no zip file that can be read: {error}.", error=error))]) from None
    tops = {name.partition("/")[0] for name in files}
    top = next(iter(tops), "")
    inner = {name.partition("/")[2]: data for name, data in sorted(files.items())}
    if len(tops) != 1 or not _ID.fullmatch(top) or not {"indicator.json", "indicator.py"} & inner.keys():
        raise Refused([_unfit(path, text("The zip file does not hold one folder with one plugin."))])
    return Parcel(top, inner)


def _fault(entries: list[zipfile.ZipInfo]) -> Text | None:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        return text("The zip file holds too many or too large files.")
    for name in names:
        parts = name.split("/")
        if not all(_PLAIN.fullmatch(part) and not part.endswith((" ", ".")) for part in parts) or any(
            _DEVICES.fullmatch(part) for part in parts
        ):
            return text("The zip file holds a file with the name {name}.", name=name)
    if len({name.casefold() for name in names}) < len(names):
        return text("The zip file holds two files of the same name.")
    if any(stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1 for entry in entries):
        return text("The zip file holds links or is encrypted.")
    return None


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
