"""Packing: a plugin folder as one zip file, the same bytes wherever and whenever it is made."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from appraisal.authoring.parcel import name_fault
from appraisal.errors import Finding, Place, Refused
from appraisal.registry import is_plugin, read_files
from appraisal.storage.whole import write_file
from appraisal.texts import text

if TYPE_CHECKING:
    from pathlib import Path

#: The earliest moment that a zip file can say; a real one would make each pack another file.
_NEVER = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644


def pack(folder: Path, target: Path, *, replace: bool = False) -> bytes:
    """Write every file of a plugin into one zip file; raises Refused where it holds links, or is no plugin.

    A different file that is already there stays, unless ``replace`` says otherwise.
    """
    name = folder.resolve().name
    if not is_plugin(folder):
        message = text("{folder} is no plugin: it holds neither indicator.json nor indicator.py.", folder=folder)
        raise Refused([Finding("plugin|none", message, text("Name the folder of one plugin."))])
    files = read_files(folder, name)
    if fault := name_fault(f"{name}/{path}" for path in files):
        fix = text("Rename or remove it; a pack opens on every system.")
        raise Refused([Finding("pack|name", fault, fix, place=Place(file=f"plugins/{name}"))])
    _refuse_target(folder, target)
    buffer = io.BytesIO()
    # NOTE: stored, not compressed: the bytes of a compressed file depend on the version of a library.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", _NEVER)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE << 16
            archive.writestr(entry, data)
    try:
        if is_packed(target) and not replace:
            if target.read_bytes() == buffer.getvalue():
                return buffer.getvalue()
            message = text("{file} is already there, and is another pack.", file=target)
            fix = text("Raise the version of the plugin, or name another file with -o.")
            raise Refused([Finding("pack|exists", message, fix)])
        write_file(target, buffer.getvalue())
    except OSError as error:
        message = text("The file cannot be written: {reason}.", reason=error.strerror or error)
        raise Refused([Finding("pack|unwritable", message, place=Place(file=str(target)))]) from None
    return buffer.getvalue()


def is_packed(target: Path) -> bool:
    """A plain file is there already."""
    try:
        return target.is_file()
    except OSError:
        return False


def _refuse_target(folder: Path, target: Path) -> None:
    """What is written takes the place of nothing but a pack, and is no part of what is packed."""
    try:
        is_other = target.is_symlink() or (target.exists() and not target.is_file())
        is_inside = target.resolve().is_relative_to(folder.resolve())
    except OSError:
        return  # the system says why when it is written
    if is_other:
        message = text("{file} is already there, and is no plain file.", file=target)
        raise Refused([Finding("pack|exists", message, text("Name another file with -o."))])
    if is_inside:
        message = text("{file} would stand inside the plugin that is packed.", file=target)
        raise Refused([Finding("pack|inside", message, text("Name a file outside the folder with -o."))])
