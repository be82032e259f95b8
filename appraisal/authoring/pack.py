"""Packing: a plugin folder as one zip file, the same bytes wherever and whenever it is made."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

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
    buffer = io.BytesIO()
    # NOTE: stored, not compressed: the bytes of a compressed file depend on the version of a library.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(read_files(folder, name).items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", _NEVER)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE << 16
            archive.writestr(entry, data)
    if target.is_file() and not replace:
        if target.read_bytes() == buffer.getvalue():
            return buffer.getvalue()
        message = text("{file} is already there, and is another pack.", file=target)
        fix = text("Raise the version of the plugin, or name another file with -o.")
        raise Refused([Finding("pack|exists", message, fix)])
    try:
        write_file(target, buffer.getvalue())
    except OSError as error:
        message = text("The file cannot be written: {reason}.", reason=error.strerror or error)
        raise Refused([Finding("pack|unwritable", message, place=Place(file=str(target)))]) from None
    return buffer.getvalue()
