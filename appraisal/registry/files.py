"""The files of a plugin: read once, so that what was hashed is what runs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place, Refused
from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from appraisal.texts import Text

#: A plugin folder holds more than this only by mistake.
MAX_FILES = 200
MAX_BYTES = 20_000_000
#: What systems and tools leave behind by themselves; nothing here reads it.
IGNORED = frozenset(
    {"__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", ".DS_Store", "Thumbs.db", "desktop.ini"}
)


def read_files(folder: Path, name: str) -> dict[str, bytes]:
    """Every file of a plugin by its path with forward slashes; raises Refused for what cannot be pinned."""
    inner = [path for path in sorted(folder.rglob("*")) if IGNORED.isdisjoint(path.relative_to(folder).parts)]
    root = folder.resolve()
    paths = [path for path in inner if path.is_file()]
    # A junction of Windows is no link to Python: where a path leads says what it is.
    links = [one for one in [folder, *inner] if one.is_symlink() or not one.resolve().is_relative_to(root)]
    if links:
        shown = links[0].relative_to(folder).as_posix()
        raise Refused([_unfit(name, text("The plugin {name} holds links: {file}.", name=name, file=shown))])
    if len(paths) > MAX_FILES or sum(path.stat().st_size for path in paths) > MAX_BYTES:
        message = text(
            "The plugin {name} holds more than {files} files, or more than {megabytes} MB.",
            name=name,
            files=MAX_FILES,
            megabytes=MAX_BYTES // 1_000_000,
        )
        raise Refused([_unfit(name, message)])
    try:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    except OSError as error:
        message = text("The plugin {name} cannot be read: {reason}.", name=name, reason=error.strerror or error)
        raise Refused([_unfit(name, message)]) from None


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The sha256 of each file, sorted by path."""
    return {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}


def digest_of(hashed: Mapping[str, str]) -> str:
    """One digest over the names and the sha256 of every file."""
    lines = sorted(f"{sha256}  {path}\n" for path, sha256 in hashed.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def digest(folder: Path) -> str:
    """The digest of a plugin folder as it lies on the disk."""
    return digest_of(hashes(read_files(folder, folder.name)))


def _unfit(name: str, message: Text) -> Finding:
    fix = text("A plugin is a small folder of plain files.")
    return Finding("plugin|files", message, fix, place=Place(file=f"plugins/{name}"))
